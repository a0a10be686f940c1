"""The mother of the second scenario takes part by the keys of an old telephone alone."""

from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import monotonic

import anyio
import pytest

from bench.load.tone import decode, loudness_at
from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Visitor
from tests.callers.caller import Caller
from tests.callers.ears import level
from tests.callers.sounds import tone
from tests.phone.keys import answers, gives_pin, heard_tones, hearing
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

CHAIRS_TONE, HEALTH_TONE, ADVOCATES_TONE, MOTHERS_TONE = 620.0, 830.0, 1060.0, 1370.0
"""No sum or difference of some of them is another one: telephones make both."""
TONES = (CHAIRS_TONE, HEALTH_TONE, ADVOCATES_TONE)
LOUD_DB, GONE_DB = -40.0, -60.0
PATIENCE = 15.0


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Quorate]:
    monkeypatch.setenv("QUORATE_SIP_PORT", "0")
    spec = write(tmp_path, CONFERENCE)
    with running(tmp_path / "data", spec=spec) as started:
        yield started


@asynccontextmanager
async def people(service: Quorate) -> AsyncGenerator[tuple[Chair, dict[str, Visitor]]]:
    """Chair, health visitor and advocate by browser, each with a tone, in the open conference."""
    voices = {CHAIR: CHAIRS_TONE, HEALTH_VISITOR: HEALTH_TONE, ADVOCATE: ADVOCATES_TONE}
    silent = {MINUTE_TAKER: None, SOCIAL_WORKER: None}
    async with AsyncExitStack() as stack:
        chair = await stack.enter_async_context(Chair(service.link(CHAIR)))
        others = {
            name: await stack.enter_async_context(Visitor(service.link(name)))
            for name in [HEALTH_VISITOR, ADVOCATE, *silent]
        }
        for name, person in {CHAIR: chair, **others}.items():
            await person.arrive()
            hz = voices.get(name)
            if person.raw is not None and hz is not None:
                person.raw.send_tone(hz)
        assert (await chair.course("open")).status_code == 204
        for name in (HEALTH_VISITOR, ADVOCATE):
            assert (await chair.admit(name)).status_code == 204
        yield chair, others


async def until_browser_hears(person: Visitor, hz: float, *, is_there: bool) -> None:
    """The mother's tone in what this browser is sent, or its end."""
    with anyio.fail_after(PATIENCE):
        while True:
            loudest = max((loudness_of(person, mid, hz) for mid in "abc"), default=-120.0)
            if (loudest > LOUD_DB) is is_there:
                return
            await anyio.sleep(0.1)


def loudness_of(person: Visitor, mid: str, hz: float) -> float:
    """Of the last half second of this slot; of a slot that gets nothing now: silence."""
    assert person.raw is not None
    heard = person.raw.heard(mid)
    if not heard.frames or monotonic() - heard.last_at > 0.3:
        return -120.0
    return loudness_at(decode(list(heard.frames)[-25:]), hz)


async def until_caller_hears(caller: Caller, wanted: set[float]) -> None:
    """Exactly these tones of the others."""
    heard: set[float] = set()
    with anyio.move_on_after(PATIENCE):
        while True:
            await anyio.sleep(0.6)
            heard = heard_tones(caller, monotonic() - 0.6, TONES)
            if heard == wanted:
                return
    raise AssertionError(f"hears {heard}, not {wanted}")


def leg_of(chair: Chair, name: str) -> str:
    leg: str = next(leg["leg_id"] for leg in chair.person(name)["legs"])
    return leg


def zone_of(chair: Chair, name: str) -> str:
    legs = chair.person(name)["legs"]
    return legs[-1]["zone"] if legs else ""


async def ok(answer: object) -> None:
    status = getattr(answer, "status_code", None)
    assert status == 204, getattr(answer, "text", status)


@pytest.mark.req("REQ-33", partial="pages")
@pytest.mark.req("REQ-36")
async def test_the_mother_takes_part_by_keypad_alone(service: Quorate) -> None:
    uri, pin = address_of(service), pin_of(service, MOTHER)
    async with people(service) as (chair, others):
        mother_id = chair.person(MOTHER)["participant_id"]
        plan = {
            "responder": chair.person(ADVOCATE)["participant_id"],
            "phrase": "The kettle is on",
            "plan": "Ask whether to go on another day",
        }
        await ok(await chair.put(f"/participants/{mother_id}/safety-plan", plan))
        async with Caller(uri, from_number=MOTHERS_NUMBER) as mother:
            # PIN and questions: nothing of the conference is heard, and nobody hears her.
            mother.say(tone(MOTHERS_TONE))
            began = monotonic()
            await gives_pin(mother, pin)
            await answers(mother)
            assert heard_tones(mother, began, TONES) == set()
            assert loudness_of(chair, "a", MOTHERS_TONE) < GONE_DB
            # Admitted: heard by browsers, and hearing them.
            async with hearing(mother, "let-in"):
                await ok(await chair.admit(MOTHER))
            await until_browser_hears(chair, MOTHERS_TONE, is_there=True)
            await until_browser_hears(others[HEALTH_VISITOR], MOTHERS_TONE, is_there=True)
            await until_caller_hears(mother, set(TONES))
            # Her own voice does not come back to her.
            assert level(mother.ears.sound(since=monotonic() - 1), MOTHERS_TONE) < GONE_DB
            # Who is here, by key, to her alone.
            async with hearing(mother, "who-inside", "role-health"):
                await mother.dial("3")
            # A child is audible: her line is held, and silent at once; new answers bring her back.
            leg = leg_of(chair, MOTHER)
            async with hearing(mother, "held"):
                await ok(await chair.put(f"/legs/{leg}/hold", {"notice_minutes": None}))
                held_at = monotonic()
                await until_browser_hears(chair, MOTHERS_TONE, is_there=False)
            assert heard_tones(mother, held_at + 0.1, TONES) == set()
            await ok(await chair.put(f"/legs/{leg}/question", {}))
            await answers(mother)
            await chair.until(lambda: chair.person(MOTHER)["legs"][0]["answers_count"])
            seen = {"seen": chair.panel["version"]}
            await ok(await chair.put(f"/legs/{leg}/release", seen))
            await until_browser_hears(chair, MOTHERS_TONE, is_there=True)
            await until_caller_hears(mother, set(TONES))
            # The silent signal: the reply of key 5, and the chair alone knows.
            async with hearing(mother, "asked-to-speak"):
                await mother.dial("55", ms=80, gap_ms=120)
            await chair.until(lambda: bool(chair.panel["conduct"]["signals"]))
            # The neutral pause takes her aside with her advocate; she answers by key.
            async with hearing(mother, "aside-begins"):
                await ok(await chair.put(f"/participants/{mother_id}/technical-check", {}))
            await chair.until(lambda: zone_of(chair, MOTHER).startswith("side:"))
            await until_caller_hears(mother, {ADVOCATES_TONE})
            await until_browser_hears(chair, MOTHERS_TONE, is_there=False)
            await answers(mother)
            question = {"question": "someone_there"}
            async with hearing(mother, "reply-wanted"):
                await ok(await chair.put(f"/participants/{mother_id}/closed-question", question))
            await mother.dial("2")
            await chair.until(lambda: bool(chair.panel["conduct"]["response"]["replies"]))
            assert chair.panel["conduct"]["response"]["replies"] == [
                {"question": "someone_there", "yes": False}
            ]
