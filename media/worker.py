"""A process that holds one engine behind a unix stream socket, for one controller at a time.

    python -m media.worker --control PATH --line PATH --udp-port N --tcp-port N --address IP ...

What is asked takes effect in the order in which it is asked. An answer that has to wait for the
telephone holds up no other.

When its controller is lost the worker cuts everything, drops every leg, and waits for another.
"""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from media import control
from media.api import EngineRefusal
from media.control import Line
from media.engine import EmbeddedEngine
from media.settings import EngineSettings
from media.transport.native import die_with_parent

log = logging.getLogger(__name__)
YOUNG_AT_MOST = 10_000
"""Objects made before the collector looks for circles: the packet path makes many, and none."""
LINE_SUFFIX = ".line"
UNREAD_AT_MOST = 4 * 1024 * 1024
"""Bytes that a controller may leave unread before it counts as lost."""
WAITING_AT_MOST = 1000
"""Answers; with so many the next line is not read before one is given."""


class Session:
    """One controller's connection, from its first line to its loss."""

    def __init__(self, engine: EmbeddedEngine, writer: asyncio.StreamWriter) -> None:
        self._engine = engine
        self._writer = writer
        self._answers: set[asyncio.Task[None]] = set()
        self._verbs: dict[str, Callable[[bytes], Awaitable[bytes]]] = {
            "hello": self._hello,
            "apply": self._apply,
            "offer": self._offer,
            "accept": self._accept,
            "attach": self._attach,
            "drop": self._drop,
            "close": self._close,
        }

    async def run(self, reader: asyncio.StreamReader) -> None:
        """Do what is asked, in order, until the controller is lost or speaks nonsense.

        Tasks begin in the order in which they are made, and an engine does what it is asked
        before it waits for anybody: so effects keep the order, and only answers may overtake.
        """
        facts = asyncio.get_running_loop().create_task(self._pass_on_facts())
        try:
            while octets := await reader.readline():
                answer = self._answer(control.read_line(octets))
                task = asyncio.get_running_loop().create_task(answer)
                self._answers.add(task)
                task.add_done_callback(self._answered)
                if len(self._answers) >= WAITING_AT_MOST:
                    await asyncio.wait(self._answers, return_when=asyncio.FIRST_COMPLETED)
        except (OSError, ValueError):  # ValueError: a line of the wrong form or length
            pass
        finally:
            facts.cancel()
            for task in self._answers:
                task.cancel()
            self.hang_up()

    def hang_up(self) -> None:
        self._writer.transport.abort()

    def _answered(self, task: asyncio.Task[None]) -> None:
        self._answers.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.hang_up()
            if not isinstance(error, control.BadLine):
                log.error("answer broke", exc_info=error)

    async def _answer(self, line: Line) -> None:
        do = self._verbs.get(line.verb)
        if do is None:
            raise control.BadLine
        try:
            verb, body = control.OK, await do(line.body)
        except EngineRefusal as refusal:
            verb, body = control.NO, refusal.code.encode()
        self._write(Line(line.number, verb, body).write())

    async def _pass_on_facts(self) -> None:
        async for fact in self._engine.facts():
            self._write(control.write_fact(fact))

    def _write(self, octets: bytes) -> None:
        if self._writer.is_closing():
            return
        self._writer.write(octets)
        if self._writer.transport.get_write_buffer_size() > UNREAD_AT_MOST:
            self.hang_up()

    # ------------------------------------------------------------ verbs

    async def _hello(self, _: bytes) -> bytes:
        return control.PORTS.write(control.Ports(self._engine.udp_port, self._engine.tcp_port))

    async def _apply(self, body: bytes) -> bytes:
        plan = control.unpack(control.PLAN.read(body))
        return control.APPLIED.write(await self._engine.apply(plan))

    async def _offer(self, body: bytes) -> bytes:
        asked = control.LEG_OFFER.read(body)
        offer = await self._engine.offer(asked.conference, asked.leg, asked.address)
        return control.OFFER.write(offer)

    async def _accept(self, body: bytes) -> bytes:
        answer = control.LEG_ANSWER.read(body)
        await self._engine.accept(answer.conference, answer.leg, answer.sdp)
        return NOTHING

    async def _attach(self, body: bytes) -> bytes:
        asked = control.LEG_CALL.read(body)
        await self._engine.attach(asked.conference, asked.leg, asked.call)
        return NOTHING

    async def _drop(self, body: bytes) -> bytes:
        name = control.LEG_NAME.read(body)
        await self._engine.drop(name.conference, name.leg)
        return NOTHING

    async def _close(self, body: bytes) -> bytes:
        await self._engine.close(control.CONFERENCE_NAME.read(body).conference)
        return NOTHING


NOTHING = control.NOTHING.write(control.Nothing())


class Reception:
    """Takes controllers as they come: the newest wins, and starts with an empty engine."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine
        self._present: Session | None = None
        self._one_at_a_time = asyncio.Lock()

    async def receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._present is not None:
            self._present.hang_up()
        session = self._present = Session(self._engine, writer)
        async with self._one_at_a_time:
            try:
                await session.run(reader)
            finally:
                await self._engine.close_all()


async def serve(path: Path, settings: EngineSettings) -> None:
    """Hold an engine until the process is told to end (SIGTERM, SIGINT)."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with EmbeddedEngine(settings) as engine:
        before = os.umask(0o177)
        server = await asyncio.start_unix_server(
            Reception(engine).receive, path, limit=control.LONGEST_LINE
        )
        os.umask(before)
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_AT_MOST, 20, 50)
        async with server:
            await ended.wait()


def run_worker(path: Path, settings: EngineSettings) -> None:
    """Run a worker in this process, for instance after a fork. Returns when it is told to end.

    If nothing else is said, the telephone's line is beside the control socket.
    """
    line = settings.line or path.with_suffix(LINE_SUFFIX)
    asyncio.run(serve(path, replace(settings, line=line)))


def main(arguments: list[str]) -> None:
    told = _parser().parse_args(arguments, _Told())
    if told.die_with_parent:
        die_with_parent()
    run_worker(
        told.control,
        EngineSettings(
            host=told.host,
            udp_port=told.udp_port,
            tcp_port=told.tcp_port,
            addresses=tuple(told.address),
            pictures=told.pictures,
            max_legs=told.max_legs,
            max_forwards_per_second=told.max_forwards,
            line=told.line,
        ),
    )


class _Told(argparse.Namespace):
    control: Path
    line: Path | None
    host: str
    udp_port: int
    tcp_port: int
    address: list[str]
    pictures: int
    max_legs: int
    max_forwards: int
    die_with_parent: bool


def _parser() -> argparse.ArgumentParser:
    usual = EngineSettings()
    parser = argparse.ArgumentParser(prog="media.worker")
    parser.add_argument("--control", type=Path, required=True)
    parser.add_argument("--line", type=Path, default=None)
    parser.add_argument("--host", default=usual.host)
    parser.add_argument("--udp-port", type=int, default=usual.udp_port)
    parser.add_argument("--tcp-port", type=int, default=usual.tcp_port)
    parser.add_argument("--address", nargs="*", default=[])
    parser.add_argument("--pictures", type=int, default=usual.pictures)
    parser.add_argument("--max-legs", type=int, default=usual.max_legs)
    parser.add_argument("--max-forwards", type=int, default=usual.max_forwards_per_second)
    parser.add_argument("--die-with-parent", action="store_true")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
