"""A process dies in the middle of a conference: calls are lost or silent, and nobody is let in."""

import os
import signal
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import anyio
import pytest

from bench.load import RawLeg
from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Visitor
from tests.callers.call import Refused
from tests.callers.caller import Caller
from tests.callers.sounds import tone
from tests.callers.started import free_port
from tests.phone.company import (
    PATIENCE,
    SOUND_SLOTS,
    assembled,
    assert_nothing_leaked,
    done,
    leg_of,
    loudest,
    loudness_of,
    until_answered,
    until_browser_hears,
    until_caller_hears,
    until_in,
    zone_of,
)
from tests.phone.keys import (
    answers_over_it,
    gives_pin,
    hearing,
    hears,
    hears_a_voice,
    was_told,
)
from tests.phone.saltmarsh import (
    ADVOCATE,
    CHAIR,
    CONFERENCE,
    HEALTH_VISITOR,
    MINUTE_TAKER,
    MOTHER,
    SOCIAL_WORKER,
    address_of,
    pin_of,
    write,
)

VOICES = {CHAIR: 620.0, HEALTH_VISITOR: 830.0, MINUTE_TAKER: None, SOCIAL_WORKER: None}
TONES = {620.0, 830.0}
CALLERS = {MOTHER: 1060.0, ADVOCATE: 1370.0}
EVERYBODY = TONES | {*CALLERS.values()}
GONE_DB = -60.0
LONGEST_GAP = 0.1
"""Seconds between two packets of a browser's sound that nobody would notice."""
BACK_WITHIN = 15.0
IN_THE_LOBBY_WITHIN = 5.0
BEAT = 0.06
"""Seconds of sound that may be on the way already."""
AFTERMATH = 3.0
"""Seconds of sound that are looked at after the end of a process."""


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Quorate]:
    """On a port of its own that stays the same: whoever rings again dials the same number."""
    monkeypatch.setenv("QUORATE_SIP_PORT", str(free_port("127.0.0.1")))
    with running(tmp_path / "data", spec=write(tmp_path, CONFERENCE)) as started:
        yield started


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


class Gaps:
    """Of the sound in one slot of a browser, while the block runs."""

    def __init__(self, raw: RawLeg, mid: str) -> None:
        self.longest = 0.0
        self.packets = 0
        self._raw, self._mid = raw, mid

    async def watch(self, seconds: float) -> None:
        heard = self._raw.heard(self._mid)
        self.packets, last, count, until = 0, monotonic(), heard.packets, monotonic() + seconds

        def is_over() -> bool:
            nonlocal last, count
            if heard.packets != count:
                self.packets += heard.packets - count
                self.longest = max(self.longest, heard.last_at - last)
                last, count = heard.last_at, heard.packets
            return monotonic() > until

        await self._raw.until(is_over, seconds + PATIENCE)


def slot_of(person: Visitor, hz: float) -> str:
    return max(SOUND_SLOTS, key=lambda mid: loudness_of(person, mid, hz))


def kill(service: Quorate, kind: str) -> float:
    os.kill(service.pid_of(kind), signal.SIGKILL)
    return monotonic()


def shown(person: Visitor) -> dict[str, object]:
    """All that this browser shows, but for who is there, and numbers that always rise."""
    screen = person.view["screen"]
    return {key: value for key, value in screen.items() if key != "people"}


def names(person: Visitor) -> set[str]:
    return {each["name"] for each in person.view["screen"]["people"]}


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


async def rings_again(service: Quorate, chair: Chair, name: str) -> float:
    """Into the lobby and no further. Gives seconds in the lobby after the answer, less the keys."""
    before = {leg["leg_id"] for leg in chair.person(name)["legs"]}
    caller = await rings_until_answered(service)
    try:
        answered = monotonic()
        caller.say(tone(CALLERS[name]))
        await hears_a_voice(caller, answered)
        pressing = monotonic()
        await caller.dial("1" + pin_of(service, name), ms=80, gap_ms=80)
        keyed = monotonic() - pressing
        await comes_into_the_lobby(caller, chair, name)
        in_lobby = monotonic() - answered - keyed
        assert leg_of(chair, name) not in before
        await hears(caller, "ask-safe", within=40)
        assert zone_of(chair, name) == "lobby"
        assert_nothing_leaked(caller, answered, EVERYBODY - {CALLERS[name]})
        assert loudest(chair, CALLERS[name]) < GONE_DB
    finally:
        await caller.hang_up()
        caller.close()
    return in_lobby


@pytest.mark.alone
async def test_when_the_telephone_dies_calls_are_lost_and_nothing_else(service: Quorate) -> None:
    async with opened(service) as (chair, others):
        async with inside(service, chair, MOTHER), inside(service, chair, ADVOCATE):
            health = others[HEALTH_VISITOR]
            await until_browser_hears(health, VOICES[CHAIR] or 0)
            assert health.raw is not None
            assert {MOTHER, ADVOCATE} <= names(health)
            before, at_table = shown(health), names(health)
            gaps = Gaps(health.raw, slot_of(health, VOICES[CHAIR] or 0))
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(gaps.watch, AFTERMATH)
                await anyio.lowlevel.checkpoint()
                kill(service, "phone")
            await chair.until(lambda: not {MOTHER, ADVOCATE} & names(chair), PATIENCE)
        assert gaps.longest < LONGEST_GAP
        assert gaps.packets > 40 * AFTERMATH
        await health.until(lambda: names(health) == at_table - {MOTHER, ADVOCATE})
        assert shown(health) == before
        for hz in CALLERS.values():
            assert loudest(chair, hz) < GONE_DB
        for name in CALLERS:
            took = await rings_again(service, chair, name)
            assert took < IN_THE_LOBBY_WITHIN


async def test_when_a_media_worker_dies_a_caller_is_silent_and_outside(service: Quorate) -> None:
    async with opened(service) as (chair, _), inside(service, chair, MOTHER) as mother:
        await until_caller_hears(mother, TONES, TONES)
        died = kill(service, "worker")
        await hears(mother, "line-lost")
        await answers_over_it(mother)
        async with Chair(service.link(CHAIR)) as again:  # the cut has ended her socket
            await again.arrive(media=False)
            assert zone_of(again, MOTHER) == "lobby"
        assert_nothing_leaked(mother, died + BEAT, TONES)


async def test_when_the_service_dies_a_caller_is_silent_and_asked_again(service: Quorate) -> None:
    """The call stands; who it is has to be said anew."""
    async with opened(service) as (chair, _), inside(service, chair, MOTHER) as mother:
        await until_caller_hears(mother, TONES, TONES)
        died = kill(service, "api")
        await hears(mother, "greeting-again")
        await gives_pin(mother, pin_of(service, MOTHER))
        await hears(mother, "ask-safe", within=40)
        assert not mother.ended.is_set()
        assert_nothing_leaked(mother, died + BEAT, TONES)
        again = Chair(service.link(CHAIR))
        async with again:
            await again.arrive(media=False)
            assert zone_of(again, MOTHER) == "lobby"
