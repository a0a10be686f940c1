"""The telephone in another process: the same `Telephone`, over its control socket.

The socket is the lifeline both ways. If it is lost every call falls silent, and here the fact
`TelephoneLost` says so; every verb is refused until `start` succeeds again.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from media import control
from media.control import Form, Line
from media.telephony import control as words
from media.telephony.api import (
    CallFact,
    CallKey,
    TelephoneLost,
    TelephoneRefusal,
    Utterance,
)

CALL_SECONDS = 2.0
KNOCK_SECONDS = 0.02
START_SECONDS = 10.0
FACTS_AT_MOST = 10_000

Asked = TypeVar("Asked")
Reply = TypeVar("Reply")


class RemoteTelephone:
    """Talks to the telephone process that listens at `path`."""

    def __init__(self, path: Path, *, call_seconds: float = CALL_SECONDS) -> None:
        self.addresses: Sequence[str] = ()
        """Where it listens, as SIP addresses; none while it is not there."""
        self._path = path
        self._call_seconds = call_seconds
        self._facts: asyncio.Queue[CallFact] = asyncio.Queue()
        self._waiting: dict[int, asyncio.Future[bytes]] = {}
        self._count = 0
        self._writer: asyncio.StreamWriter | None = None
        self._listener: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self, seconds: float = START_SECONDS) -> None:
        """Connect, waiting for a process that is still starting. Raises TelephoneRefusal.

        Facts that were not read before it are gone: they are of a life that is over. A process
        that is dying can still be reached, and its loss must not be taken for the next one's.
        """
        await self.stop()
        self._forget_facts()
        try:
            async with asyncio.timeout(seconds):
                reader, self._writer = await self._knock()
                self._listener = asyncio.get_running_loop().create_task(self._listen(reader))
                nothing = control.Nothing()
                hello = await self._call("hello", control.NOTHING, nothing, words.PORTS)
        except TimeoutError as error:
            self._hang_up()
            raise TelephoneRefusal("not-running") from error
        self.addresses = tuple(hello.addresses)

    async def stop(self) -> None:
        """Let go of it: every call falls silent and waits for another controller."""
        listener, self._listener = self._listener, None
        self._hang_up()
        if listener is not None:
            await asyncio.wait([listener], timeout=self._call_seconds)

    def _forget_facts(self) -> None:
        while not self._facts.empty():
            self._facts.get_nowait()

    # ------------------------------------------------------------ media.telephony.api.Telephone

    async def say(self, call: CallKey, utterance: Utterance) -> None:
        await self._do("say", words.SAYING, words.Saying(call, utterance))

    async def hush(self, call: CallKey) -> None:
        await self._do("hush", words.CALL_NAME, words.CallName(call))

    async def carry(self, call: CallKey, worker: int | None) -> None:
        await self._do("carry", words.CARRYING, words.Carrying(call, worker))

    async def dial(self, call: CallKey, number: str, *, withheld: bool) -> None:
        await self._do("dial", words.DIALLING, words.Dialling(call, number, withheld))

    async def hang_up(self, call: CallKey, *, after: int | None = None) -> None:
        await self._do("hang_up", words.HANGING_UP, words.HangingUp(call, after))

    async def facts(self) -> AsyncIterator[CallFact]:
        while True:
            yield await self._facts.get()

    # ------------------------------------------------------------ the socket

    async def _knock(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while True:
            with suppress(OSError):  # not there yet, or gone at this moment
                return await asyncio.open_unix_connection(self._path, limit=control.LONGEST_LINE)
            await asyncio.sleep(KNOCK_SECONDS)

    async def _do(self, verb: str, form: Form[Asked], asked: Asked) -> None:
        await self._call(verb, form, asked, control.NOTHING)

    async def _call(self, verb: str, form: Form[Asked], asked: Asked, answer: Form[Reply]) -> Reply:
        """Ask and wait. No answer in time is a refusal, and the process is given up: it fails to
        do what must not wait, and without us its calls are silent."""
        writer = self._writer
        if writer is None:
            raise TelephoneRefusal("not-running")
        self._count += 1
        number = self._count
        answered = self._waiting[number] = asyncio.get_running_loop().create_future()
        writer.write(Line(number, verb, form.write(asked)).write())
        try:
            async with asyncio.timeout(self._call_seconds):
                return answer.read(await answered)
        except TimeoutError as error:
            self._hang_up()
            raise TelephoneRefusal("no-answer") from error
        finally:
            del self._waiting[number]

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while octets := await reader.readline():
                self._take(control.read_line(octets))
        except (OSError, ValueError):  # ValueError: a line of the wrong form or length
            pass
        finally:
            self._lost()

    def _take(self, line: Line) -> None:
        if line.number == control.UNASKED:
            self._facts.put_nowait(words.read_fact(line))
            if self._facts.qsize() > FACTS_AT_MOST:  # nobody reads: nobody steers the calls
                self._hang_up()
            return
        answered = self._waiting.get(line.number)
        if answered is None or answered.done():
            return
        if line.verb == control.OK:
            answered.set_result(line.body)
        else:
            answered.set_exception(TelephoneRefusal(line.body.decode("ascii", "replace")))

    def _hang_up(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.transport.abort()

    def _lost(self) -> None:
        """The process is gone or has been given up: so is every call."""
        self._hang_up()
        self.addresses = ()
        for answered in self._waiting.values():
            if not answered.done():
                answered.set_exception(TelephoneRefusal("not-running"))
        self._facts.put_nowait(TelephoneLost(time.monotonic()))
