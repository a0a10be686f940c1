"""Callers who are inside when a process dies, and who ring again afterwards."""

import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import monotonic

import anyio

from bench.load import RawLeg
from bench.load.sources import SOUND_EVERY_S
from bench.support.service import Quorate
from bench.support.visitor import Chair, Visitor
from tests.callers.call import Refused
from tests.callers.caller import Caller
from tests.callers.sounds import tone
from tests.phone.company import (
    PATIENCE,
    SOUND_SLOTS,
    assembled,
    done,
    loudness_of,
    until_answered,
    until_browser_hears,
    until_in,
)
from tests.phone.keys import answers_over_it, gives_pin, hearing, hears_a_voice, was_told
from tests.phone.saltmarsh import (
    ADVOCATE,
    CHAIR,
    HEALTH_VISITOR,
    MINUTE_TAKER,
    MOTHER,
    SOCIAL_WORKER,
    address_of,
    pin_of,
)

VOICES = {CHAIR: 620.0, HEALTH_VISITOR: 830.0, MINUTE_TAKER: None, SOCIAL_WORKER: None}
CALLERS = {MOTHER: 1060.0, ADVOCATE: 1370.0}
BACK_WITHIN = 15.0
"""Seconds for which somebody tries whose call was lost."""


@asynccontextmanager
async def opened(service: Quorate) -> AsyncGenerator[tuple[Chair, dict[str, Visitor]]]:
    async with assembled(service, CHAIR, VOICES, [HEALTH_VISITOR]) as (chair, others):
        yield chair, others


@asynccontextmanager
async def inside(service: Quorate, chair: Chair, name: str) -> AsyncGenerator[Caller]:
    """Rings, answers, is let in, and is heard by the chair."""
    async with Caller(address_of(service)) as caller:
        caller.say(tone(CALLERS[name]))
        await gives_pin(caller, pin_of(service, name))
        await answers_over_it(caller)
        await until_answered(chair, name)
        async with hearing(caller, "let-in"):
            done(await chair.admit(name))
        await until_browser_hears(chair, CALLERS[name])
        yield caller


class Way:
    """From one browser's microphone to a slot of another's: how much has not arrived."""

    def __init__(self, by: Visitor, to: RawLeg, mid: str) -> None:
        assert by.raw is not None
        self._sender, self._to, self._mid = by.raw.sender, to, mid

    async def least_behind(self, packets: int) -> int:
        """While so many more arrive. It grows by each packet that was lost, and by nothing else:
        what is late arrives."""
        heard, least = self._to.heard(self._mid), self._sender.packets
        enough = heard.packets + packets

        def is_over() -> bool:
            nonlocal least
            least = min(least, self._sender.packets - heard.packets)
            return heard.packets >= enough

        await self._to.until(is_over, packets * SOUND_EVERY_S + PATIENCE)
        return least


def slot_of(person: Visitor, hz: float) -> str:
    return max(SOUND_SLOTS, key=lambda mid: loudness_of(person, mid, hz))


def kill(service: Quorate, kind: str) -> float:
    os.kill(service.pid_of(kind), signal.SIGKILL)
    return monotonic()


async def rings_until_answered(service: Quorate) -> Caller:
    """As anybody would whose call was lost: again and again."""
    uri = address_of(service)
    with anyio.fail_after(BACK_WITHIN):
        while True:
            caller = Caller(uri)
            try:
                await caller.ring(within=2.0)
            except (TimeoutError, Refused):
                caller.close()
            else:
                return caller


async def comes_into_the_lobby(caller: Caller, chair: Chair, name: str) -> None:
    try:
        await until_in(chair, name, "lobby")
    except TimeoutError:
        said, seen = was_told(caller, PATIENCE), chair.person(name)["legs"]
        socket = f"chair's socket: {chair.closed_with}"
        raise AssertionError(f"not in the lobby; was told:\n{said}\n{seen}\n{socket}") from None


async def comes_back(service: Quorate, chair: Chair, caller: Caller, name: str) -> float:
    """Answered, and into the lobby. Gives seconds from the one to the other, less the keys."""
    answered = monotonic()
    caller.say(tone(CALLERS[name]))
    await hears_a_voice(caller, answered)
    pressing = monotonic()
    await caller.dial("1" + pin_of(service, name), ms=80, gap_ms=80)
    keyed = monotonic() - pressing
    await comes_into_the_lobby(caller, chair, name)
    return monotonic() - answered - keyed
