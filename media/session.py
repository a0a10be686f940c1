"""One controller's connection to a process that does what it is told, line by line."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from media import control
from media.control import Line

UNREAD_AT_MOST = 4 * 1024 * 1024
"""Bytes that a controller may leave unread before it counts as lost."""

BEGUN_AT_MOST = 2000
"""A controller that asks so much at once is not ours."""

Verb = Callable[[bytes], Awaitable[bytes]]


class Refused(Exception):
    """A verb will not do it. `code` is what the controller is told."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Session:
    """From a controller's first line to its loss."""

    def __init__(self, verbs: Mapping[str, Verb], writer: asyncio.StreamWriter) -> None:
        self._verbs = verbs
        self._writer = writer
        self._tasks = set[asyncio.Task[None]]()

    async def run(self, reader: asyncio.StreamReader) -> None:
        """Begin what is asked, in order, until the controller is lost or speaks nonsense.

        What is asked next does not wait for the answer to what was asked before.
        """
        try:
            while octets := await reader.readline():
                self._begin(control.read_line(octets))
                if len(self._tasks) > BEGUN_AT_MOST:
                    break
        except (OSError, ValueError):  # ValueError: a line of the wrong form or length
            pass
        finally:
            self.hang_up()
            for task in self._tasks:
                task.cancel()

    def _begin(self, line: Line) -> None:
        task = asyncio.get_running_loop().create_task(self._answer(line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def hang_up(self) -> None:
        self._writer.transport.abort()

    def write(self, octets: bytes) -> None:
        if self._writer.is_closing():
            return
        self._writer.write(octets)
        if self._writer.transport.get_write_buffer_size() > UNREAD_AT_MOST:
            self.hang_up()

    async def _answer(self, line: Line) -> None:
        do = self._verbs.get(line.verb)
        if do is None:
            self.hang_up()
            return
        try:
            verb, body = control.OK, await do(line.body)
        except Refused as refusal:
            verb, body = control.NO, refusal.code.encode()
        except control.BadLine:
            self.hang_up()
            return
        self.write(Line(line.number, verb, body).write())
