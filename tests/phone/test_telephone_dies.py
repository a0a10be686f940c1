"""A process dies in the middle of a conference: calls are lost or silent, and nobody is let in."""

from collections.abc import Generator
from pathlib import Path
from time import monotonic

import pytest

from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Visitor
from tests.callers.started import free_port
from tests.phone.company import (
    GONE_DB,
    PATIENCE,
    assert_nothing_leaked,
    leg_of,
    loudest,
    until_browser_hears,
    until_caller_hears,
    zone_of,
)
from tests.phone.keys import answers_over_it, gives_pin, hears
from tests.phone.ringing_again import (
    CALLERS,
    VOICES,
    Way,
    comes_back,
    inside,
    kill,
    opened,
    rings_until_answered,
    slot_of,
)
from tests.phone.saltmarsh import (
    ADVOCATE,
    CHAIR,
    CONFERENCE,
    HEALTH_VISITOR,
    MOTHER,
    pin_of,
    write,
)

TONES = {620.0, 830.0}
EVERYBODY = TONES | {*CALLERS.values()}
BEAT = 0.06
"""Seconds of sound that may be on the way already."""
SOME, AFTERMATH = 50, 150
"""Packets of 20 ms."""


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Quorate]:
    """On a port of its own that stays the same: whoever rings again dials the same number."""
    monkeypatch.setenv("QUORATE_SIP_PORT", str(free_port("127.0.0.1")))
    with running(tmp_path / "data", spec=write(tmp_path, CONFERENCE)) as started:
        yield started


def shown(person: Visitor) -> dict[str, object]:
    """All that this browser shows, but for who is there, and numbers that always rise."""
    screen = person.view["screen"]
    return {key: value for key, value in screen.items() if key != "people"}


def names(person: Visitor) -> set[str]:
    return {each["name"] for each in person.view["screen"]["people"]}


async def rings_again(service: Quorate, chair: Chair, name: str) -> None:
    """Into the lobby and no further, to the questions."""
    before = {leg["leg_id"] for leg in chair.person(name)["legs"]}
    caller = await rings_until_answered(service)
    try:
        answered = monotonic()
        await comes_back(service, chair, caller, name)
        assert leg_of(chair, name) not in before
        await hears(caller, "ask-safe", within=40)
        assert zone_of(chair, name) == "lobby"
        assert_nothing_leaked(caller, answered, EVERYBODY - {CALLERS[name]})
        assert loudest(chair, CALLERS[name]) < GONE_DB
    finally:
        await caller.hang_up()
        caller.close()


@pytest.mark.alone
async def test_when_the_telephone_dies_calls_are_lost_and_nothing_else(service: Quorate) -> None:
    async with opened(service) as (chair, others):
        async with inside(service, chair, MOTHER), inside(service, chair, ADVOCATE):
            health = others[HEALTH_VISITOR]
            await until_browser_hears(health, VOICES[CHAIR] or 0)
            assert health.raw is not None
            assert {MOTHER, ADVOCATE} <= names(health)
            before, at_table = shown(health), names(health)
            way = Way(chair, health.raw, slot_of(health, VOICES[CHAIR] or 0))
            behind = await way.least_behind(SOME)
            kill(service, "phone")
            await chair.until(lambda: not {MOTHER, ADVOCATE} & names(chair), PATIENCE)
        await way.least_behind(AFTERMATH)
        assert await way.least_behind(SOME) == behind
        await health.until(lambda: names(health) == at_table - {MOTHER, ADVOCATE})
        assert shown(health) == before
        for hz in CALLERS.values():
            assert loudest(chair, hz) < GONE_DB
        for name in CALLERS:
            await rings_again(service, chair, name)


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
