"""An engine in another process: the same `Engine`, over the worker's control socket.

The socket is the lifeline both ways. If it is lost, the worker cuts everything and drops every
leg, and here the fact `EngineLost` says so; every call is refused until `start` succeeds again.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from media import control
from media.api import (
    Applied,
    CallKey,
    ConferenceKey,
    EngineLost,
    EngineRefusal,
    Fact,
    LegKey,
    Offer,
    Plan,
)
from media.control import Form, Line
from media.facts import Facts

CALL_SECONDS = 2.0
GIVE_UP_SECONDS = 10.0
"""A worker that has not said a word for so long is taken for dead."""
KNOCK_SECONDS = 0.02
START_SECONDS = 10.0

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class RemoteEngine:
    """Talks to the worker that listens at `path`."""

    def __init__(
        self,
        path: Path,
        *,
        call_seconds: float = CALL_SECONDS,
        give_up_seconds: float = GIVE_UP_SECONDS,
    ) -> None:
        self.udp_port = self.tcp_port = 0
        self._path = path
        self._call_seconds = call_seconds
        self._give_up_seconds = give_up_seconds
        self._heard_at = 0.0
        self._facts = Facts(self._nobody_reads)
        self._conferences: set[ConferenceKey] = set()
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

    async def start(self) -> None:
        """Connect, waiting for a worker that is still starting. Raises EngineRefusal."""
        await self.stop()
        try:
            async with asyncio.timeout(START_SECONDS):
                reader, self._writer = await self._knock()
                self._heard_at = time.monotonic()
                self._listener = asyncio.get_running_loop().create_task(self._listen(reader))
                hello = await self._hello()
        except TimeoutError as error:
            raise EngineRefusal("not-running") from error
        self.udp_port, self.tcp_port = hello.udp, hello.tcp

    async def stop(self) -> None:
        """Let go of the worker: it cuts everything and waits for another controller."""
        listener, self._listener = self._listener, None
        self._hang_up()
        if listener is not None:
            await asyncio.wait([listener], timeout=self._call_seconds)

    # ------------------------------------------------------------ media.api.Engine

    async def apply(self, plan: Plan) -> Applied:
        self._conferences.add(plan.conference)
        return await self._call("apply", control.PLAN, control.pack(plan), control.APPLIED)

    async def offer(self, conference: ConferenceKey, leg: LegKey, address: str) -> Offer:
        self._conferences.add(conference)
        asked = control.LegOffer(conference, leg, address)
        return await self._call("offer", control.LEG_OFFER, asked, control.OFFER)

    async def accept(self, conference: ConferenceKey, leg: LegKey, sdp: str) -> None:
        answer = control.LegAnswer(conference, leg, sdp)
        await self._call("accept", control.LEG_ANSWER, answer, control.NOTHING)

    async def attach(self, conference: ConferenceKey, leg: LegKey, call: CallKey) -> None:
        self._conferences.add(conference)
        asked = control.LegCall(conference, leg, call)
        await self._call("attach", control.LEG_CALL, asked, control.NOTHING)

    async def drop(self, conference: ConferenceKey, leg: LegKey) -> None:
        name = control.LegName(conference, leg)
        await self._call("drop", control.LEG_NAME, name, control.NOTHING)

    async def close(self, conference: ConferenceKey) -> None:
        self._conferences.discard(conference)
        name = control.ConferenceName(conference)
        await self._call("close", control.CONFERENCE_NAME, name, control.NOTHING)

    def facts(self) -> AsyncIterator[Fact]:
        return self._facts.read()

    # ------------------------------------------------------------ the socket

    async def _knock(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while True:
            with suppress(OSError):  # not there yet, or gone at this moment
                return await asyncio.open_unix_connection(self._path, limit=control.LONGEST_LINE)
            await asyncio.sleep(KNOCK_SECONDS)

    async def _hello(self) -> control.Ports:
        """Ask until the worker has begun to answer."""
        while True:
            try:
                nothing = control.Nothing()
                return await self._call("hello", control.NOTHING, nothing, control.PORTS)
            except EngineRefusal as refusal:
                if refusal.code != "no-answer":
                    raise

    async def _call(
        self, verb: str, form: Form[Asked], asked: Asked, answer: Form[Answered]
    ) -> Answered:
        """Ask and wait. No answer in time is a refusal, and does not mean that it is not done:

        a busy worker does it when it wakes, before anything asked later, and by its own clock it
        is dark once its plan has run out. One that stays dumb is given up.
        """
        writer = self._writer
        if writer is None:
            raise EngineRefusal("not-running")
        self._count += 1
        number = self._count
        answered = self._waiting[number] = asyncio.get_running_loop().create_future()
        writer.write(Line(number, verb, form.write(asked)).write())
        try:
            async with asyncio.timeout(self._call_seconds):
                return answer.read(await answered)
        except TimeoutError as error:
            if time.monotonic() - self._heard_at > self._give_up_seconds:
                self._hang_up()
            raise EngineRefusal("no-answer") from error
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
        self._heard_at = time.monotonic()
        if line.number == control.UNASKED:
            self._facts.tell(control.read_fact(line))
            return
        answered = self._waiting.get(line.number)
        if answered is None or answered.done():
            return
        if line.verb == control.OK:
            answered.set_result(line.body)
        else:
            answered.set_exception(EngineRefusal(line.body.decode("ascii", "replace")))

    def _hang_up(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.transport.abort()

    def _lost(self) -> None:
        """The worker is gone or has been given up: so is every leg."""
        self._hang_up()
        for answered in self._waiting.values():
            if not answered.done():
                answered.set_exception(EngineRefusal("not-running"))
        conferences = tuple(sorted(self._conferences))
        self._conferences.clear()
        self._facts.tell(EngineLost(conferences, time.monotonic()))

    def _nobody_reads(self) -> None:
        """What nobody can write down may not happen: without us the worker goes dark."""
        self._hang_up()
