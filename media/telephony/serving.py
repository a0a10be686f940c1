"""The process: the stack, the beat, and one controller at a time behind a unix stream socket."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from media import control
from media.session import Refused, Session, Verb
from media.telephony import clips
from media.telephony import control as words
from media.telephony.api import CallFact
from media.telephony.beat import Beat
from media.telephony.exchange import Exchange
from media.telephony.settings import TelephonySettings
from media.telephony.stack import BaresipStack
from media.telephony.urgency import keep_sound_urgent

SWITCH_SECONDS = 0.0005
"""How long one thread keeps the interpreter from another: Python's 5 ms are too long for a beat."""
NOTHING = control.NOTHING.write(control.Nothing())


class Reception:
    """Takes controllers as they come: the newest wins."""

    def __init__(self, exchange: Exchange, addresses: list[str]) -> None:
        self._exchange = exchange
        self._addresses = addresses
        self._present: Session | None = None
        self._one_at_a_time = asyncio.Lock()

    async def receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._present is not None:
            self._present.hang_up()
        session = self._present = Session(self._verbs(), writer)

        def tell(fact: CallFact) -> None:
            session.write(words.write_fact(fact))

        async with self._one_at_a_time:
            self._exchange.begin(tell)
            try:
                await session.run(reader)
            finally:
                self._exchange.lose()

    def _verbs(self) -> dict[str, Verb]:
        return {
            "hello": self._hello,
            "say": self._say,
            "hush": self._hush,
            "carry": self._carry,
            "dial": self._dial,
            "hang_up": self._hang_up,
        }

    async def _hello(self, _: bytes) -> bytes:
        return words.PORTS.write(words.Ports(self._addresses))

    async def _say(self, body: bytes) -> bytes:
        saying = words.SAYING.read(body)
        self._exchange.say(saying.call, saying.utterance)
        return NOTHING

    async def _hush(self, body: bytes) -> bytes:
        await self._exchange.hush(words.CALL_NAME.read(body).call)
        return NOTHING

    async def _carry(self, body: bytes) -> bytes:
        carrying = words.CARRYING.read(body)
        if not self._exchange.has_worker(carrying.worker):
            raise Refused("unknown-worker")
        await self._exchange.carry(carrying.call, carrying.worker)
        return NOTHING

    async def _dial(self, body: bytes) -> bytes:
        dialling = words.DIALLING.read(body)
        self._exchange.dial(dialling.call, dialling.number, withheld=dialling.withheld)
        return NOTHING

    async def _hang_up(self, body: bytes) -> bytes:
        hanging_up = words.HANGING_UP.read(body)
        self._exchange.hang_up(hanging_up.call, hanging_up.after)
        return NOTHING


def _nobody(_: Sequence[str]) -> None:
    """Nobody wants to know."""


async def serve(
    path: Path, settings: TelephonySettings, up: Callable[[Sequence[str]], None] = _nobody
) -> None:
    """Until the process is told to end (SIGTERM, SIGINT), or the stack dies.

    `up`: told the SIP addresses when callers are answered there.

    Raises:
        libre.StackUnknown, stack.PortTaken, stack.StackFailed
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    beat = Beat(settings.lines)
    exchange = Exchange(settings, clips.load(settings.clips), beat)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, exchange.has_died.set)
    stack = exchange.stack = BaresipStack(settings, exchange)
    await stack.start()
    beat.start()
    urgency = loop.create_task(keep_sound_urgent())
    try:
        before = os.umask(0o177)
        reception = Reception(exchange, list(stack.addresses))
        server = await asyncio.start_unix_server(
            reception.receive, path, limit=control.LONGEST_LINE
        )
        os.umask(before)
        gc.collect()
        gc.freeze()
        structlog.get_logger().info("phone-up")
        up(stack.addresses)
        async with server:
            await exchange.has_died.wait()
    finally:
        urgency.cancel()
        await stack.stop()
        beat.end()
