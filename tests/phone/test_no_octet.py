"""Not one octet of a conference is sent to a call that was not let in.

Every prompt is replaced by silence, as an operator may replace it by a recording: whatever is not
silence in what a caller is sent then comes from the conference, and none may.
"""

import wave
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from app.live.on_call import PIN_TAKES
from app.prompts.place import BUILT
from bench.support.service import Quorate, running
from bench.support.visitor import Chair
from tests.callers.call import Call
from tests.callers.caller import Caller
from tests.phone.company import (
    assembled,
    done,
    id_of,
    leg_of,
    until_answered,
    until_in,
)
from tests.phone.keys import ALL_CLEAR
from tests.phone.saltmarsh import (
    ADVOCATE,
    CHAIR,
    CONFERENCE,
    HEALTH_VISITOR,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_NUMBER,
    SOCIAL_WORKER,
    address_of,
    pin_of,
    write,
)

VOICES = {CHAIR: 620.0, HEALTH_VISITOR: 830.0, MINUTE_TAKER: None, SOCIAL_WORKER: 1060.0}
NOTHING = 8
"""A-law has no zero: this is what it makes of one."""
LISTENED_MS = 1500


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Quorate]:
    monkeypatch.setenv("QUORATE_SIP_PORT", "0")
    monkeypatch.setenv("QUORATE_PROMPTS", str(silent_prompts(tmp_path / "prompts")))
    with running(tmp_path / "data", spec=write(tmp_path, CONFERENCE)) as started:
        yield started


def silent_prompts(folder: Path) -> Path:
    for built in BUILT.glob("*/*.wav"):
        silent = folder / built.relative_to(BUILT)
        silent.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(silent), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(16_000)
            file.writeframes(bytes(3200))
    return folder


@asynccontextmanager
async def opened(service: Quorate) -> AsyncGenerator[Chair]:
    async with assembled(service, CHAIR, VOICES, [HEALTH_VISITOR]) as (chair, _):
        yield chair


def octets(call: Call, since: float) -> int:
    """How many of those that have come since then are not silence: there is one a sample."""
    return int(np.count_nonzero(np.abs(call.ears.sound(since=since)) > NOTHING))


async def gets_nothing(call: Call, since: float = 0.0) -> None:
    """Since then, and for a while from now on."""
    packets = len(call.ears.packets)
    await call.pause(LISTENED_MS)
    assert len(call.ears.packets) - packets > LISTENED_MS / 20 / 2
    assert octets(call, since) == 0


async def gets_sound(call: Call) -> None:
    began = monotonic()
    await call.ears.until(lambda: octets(call, began) > 4000, 5.0)


async def presses(call: Call, keys: str) -> None:
    await call.dial(keys, ms=80, gap_ms=60)


async def reaches_the_lobby(call: Call, chair: Chair, pin: str, name: str) -> None:
    known = {leg["leg_id"] for leg in chair.person(name)["legs"]}
    await presses(call, "1" + pin)
    await chair.until(lambda: any(leg["leg_id"] not in known for leg in chair.person(name)["legs"]))


async def answers(call: Call, chair: Chair, name: str) -> None:
    """A PIN is answered a while after it was found right; keys before that mean nothing."""
    await call.pause(1000 * PIN_TAKES + 500)
    await presses(call, ALL_CLEAR)
    await until_answered(chair, name)


async def is_let_in(call: Call, chair: Chair, name: str) -> None:
    done(await chair.admit(name))
    await gets_sound(call)


async def test_until_they_are_let_in(service: Quorate) -> None:
    """Before the language and the PIN, after a wrong one, in the lobby, during the questions."""
    pin = pin_of(service, MOTHER)
    async with opened(service) as chair, Caller(address_of(service)) as mother:
        await gets_nothing(mother)
        await presses(mother, "1")
        await gets_nothing(mother)
        await presses(mother, pin[::-1])
        await gets_nothing(mother)
        await mother.pause(1000)
        await presses(mother, pin)
        await until_in(chair, MOTHER, "lobby")
        await gets_nothing(mother)
        await presses(mother, ALL_CLEAR[:3])
        await gets_nothing(mother)
        await presses(mother, ALL_CLEAR[3:])
        await until_answered(chair, MOTHER)
        await gets_nothing(mother)
        await is_let_in(mother, chair, MOTHER)


async def test_while_another_caller_is_let_in(service: Quorate) -> None:
    """From the same number, with their own PIN and with that of who is inside; after redialling."""
    uri, pin = address_of(service), pin_of(service, MOTHER)
    async with opened(service) as chair:
        async with Caller(uri, from_number=MOTHERS_NUMBER) as mother:
            await reaches_the_lobby(mother, chair, pin, MOTHER)
            await answers(mother, chair, MOTHER)
            await is_let_in(mother, chair, MOTHER)
            async with Caller(uri, from_number=MOTHERS_NUMBER) as beside_her:
                await reaches_the_lobby(beside_her, chair, pin_of(service, ADVOCATE), ADVOCATE)
                await answers(beside_her, chair, ADVOCATE)
                await gets_nothing(beside_her)
            async with Caller(uri, from_number=MOTHERS_NUMBER) as with_her_pin:
                await reaches_the_lobby(with_her_pin, chair, pin, MOTHER)
                await answers(with_her_pin, chair, MOTHER)
                await gets_nothing(with_her_pin)
                await gets_sound(mother)
        await chair.until(lambda: not chair.person(MOTHER)["legs"])
        async with Caller(uri, from_number=MOTHERS_NUMBER) as mother:
            await reaches_the_lobby(mother, chair, pin, MOTHER)
            await answers(mother, chair, MOTHER)
            await gets_nothing(mother)


async def test_from_the_acknowledgement_of_a_hold_and_of_an_exclusion_on(service: Quorate) -> None:
    uri, pin = address_of(service), pin_of(service, MOTHER)
    async with opened(service) as chair:
        async with Caller(uri) as mother:
            await reaches_the_lobby(mother, chair, pin, MOTHER)
            await answers(mother, chair, MOTHER)
            await is_let_in(mother, chair, MOTHER)
            leg = leg_of(chair, MOTHER)
            done(await chair.put(f"/legs/{leg}/hold", {"notice_minutes": None}))
            await gets_nothing(mother, since=monotonic())
            done(await chair.put(f"/legs/{leg}/question", {}))
            await presses(mother, "2")  # she would rather wait than be rung back
            await answers(mother, chair, MOTHER)
            seen = {"seen": chair.panel["version"]}
            done(await chair.put(f"/legs/{leg}/release", seen))
            await gets_sound(mother)
            done(await chair.put(f"/participants/{id_of(chair, MOTHER)}/exclusion", EXCLUSION))
            await gets_nothing(mother, since=monotonic())
        async with Caller(uri) as mother:
            await reaches_the_lobby(mother, chair, pin, MOTHER)
            await gets_nothing(mother)
            await answers(mother, chair, MOTHER)
            await gets_nothing(mother)


EXCLUSION = {
    "ground": "criminal_investigation",
    "reason": "The police tell of an investigation",
    "told": "by_phone",
    "views_route": "separate_meeting",
    "span": "this_part",
    "notice_minutes": 20,
}
