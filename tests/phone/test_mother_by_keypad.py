"""The mother of the second scenario takes part by the keys of an old telephone alone."""

from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import anyio
import pytest

from bench.load.tone import decode, loudness_at
from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Json, Visitor, new_line_id
from tests.callers.caller import Caller
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
                person.raw.send_tone(hz, 0.1)
        assert (await chair.course("open")).status_code == 204
        for name in (HEALTH_VISITOR, ADVOCATE):
            assert (await chair.admit(name)).status_code == 204
        yield chair, others


async def until_browser_hears(
    caller: Caller, person: Visitor, hz: float, *, is_there: bool
) -> None:
    """The mother's tone in what this browser is sent, or its end."""
    with anyio.fail_after(PATIENCE):
        while True:
            loudest = max((loudness_of(person, mid, hz) for mid in "abc"), default=-120.0)
            if (loudest > LOUD_DB) is is_there:
                return
            await caller.pause(100)


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
            await caller.pause(600)
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


@dataclass
class Day:
    """The conference as the mother and the chair meet it."""

    chair: Chair
    others: dict[str, Visitor]
    mother: Caller

    @property
    def mother_id(self) -> str:
        id: str = self.chair.person(MOTHER)["participant_id"]
        return id

    async def chair_puts(self, path: str, body: Json) -> None:
        await ok(await self.chair.put(path, body))

    async def plan_for_her_safety(self) -> None:
        plan = {
            "responder": self.chair.person(ADVOCATE)["participant_id"],
            "phrase": "The kettle is on",
            "plan": "Ask whether to go on another day",
        }
        await self.chair_puts(f"/participants/{self.mother_id}/safety-plan", plan)

    async def she_comes(self, pin: str) -> None:
        """Nothing of the conference is heard before she is let in, and nobody hears her."""
        self.mother.say(tone(MOTHERS_TONE))
        began = monotonic()
        await gives_pin(self.mother, pin)
        await answers(self.mother)
        assert heard_tones(self.mother, began, TONES) == set()
        assert loudness_of(self.chair, "a", MOTHERS_TONE) < GONE_DB
        async with hearing(self.mother, "let-in"):
            await ok(await self.chair.admit(MOTHER))
        await self.she_takes_part()

    async def she_takes_part(self) -> None:
        """Heard by browsers, and hearing them, but not herself."""
        await until_browser_hears(self.mother, self.chair, MOTHERS_TONE, is_there=True)
        await until_browser_hears(
            self.mother, self.others[HEALTH_VISITOR], MOTHERS_TONE, is_there=True
        )
        await until_caller_hears(self.mother, set(TONES))
        assert heard_tones(self.mother, monotonic() - 1, [MOTHERS_TONE]) == set()

    async def she_asks_who_is_here(self) -> None:
        async with hearing(self.mother, "who-inside", "role-health"):
            await self.mother.dial("3")

    async def a_child_is_audible(self) -> None:
        """Her line is held, and silent at once; new answers bring her back."""
        leg = leg_of(self.chair, MOTHER)
        async with hearing(self.mother, "held"):
            await self.chair_puts(f"/legs/{leg}/hold", {"notice_minutes": None})
            held_at = monotonic()
            await until_browser_hears(self.mother, self.chair, MOTHERS_TONE, is_there=False)
        assert heard_tones(self.mother, held_at + 0.1, TONES) == set()
        await self.chair_puts(f"/legs/{leg}/question", {})
        await answers(self.mother)
        await self.chair.until(lambda: self.chair.person(MOTHER)["legs"][0]["answers_count"])
        await self.chair_puts(f"/legs/{leg}/release", {"seen": self.chair.panel["version"]})
        await self.she_takes_part()

    async def she_signals(self) -> None:
        """The reply of key 5; the chair alone knows, and takes her aside with her advocate."""
        async with hearing(self.mother, "asked-to-speak"):
            await self.mother.dial("55", ms=80, gap_ms=120)
        await self.chair.until(lambda: bool(self.chair.panel["conduct"]["signals"]))
        async with hearing(self.mother, "aside-begins"):
            await self.chair_puts(f"/participants/{self.mother_id}/technical-check", {})
        await self.chair.until(lambda: zone_of(self.chair, MOTHER).startswith("side:"))
        await until_caller_hears(self.mother, {ADVOCATES_TONE})
        await until_browser_hears(self.mother, self.chair, MOTHERS_TONE, is_there=False)
        await answers(self.mother)

    async def she_answers_by_key(self) -> None:
        question = {"question": "someone_there"}
        async with hearing(self.mother, "reply-wanted"):
            await self.chair_puts(f"/participants/{self.mother_id}/closed-question", question)
        await self.mother.dial("2")
        await self.chair.until(lambda: bool(self.chair.panel["conduct"]["response"]["replies"]))
        assert self.chair.panel["conduct"]["response"]["replies"] == [
            {"question": "someone_there", "yes": False}
        ]

    async def it_ends_well(self) -> None:
        """The safe phrase and her answers end it; everybody answers again, and it goes on."""
        phrase = f"/participants/{self.mother_id}/phrase"
        await ok(await self.others[ADVOCATE].put(phrase, {}))
        safe = {"outcome": "safe", "seen": self.chair.panel["version"]}
        await self.chair_puts(f"/participants/{self.mother_id}/outcome", safe)
        await self.chair.until(lambda: zone_of(self.chair, MOTHER) == "main")
        await self.others[ADVOCATE].answer()
        await self.chair.until(lambda: self.chair.person(ADVOCATE)["legs"][0]["answers_count"])
        async with hearing(self.mother, "let-in"):
            await ok(await self.chair.course("resume"))
        await self.she_takes_part()

    async def she_leaves(self) -> None:
        async with hearing(self.mother, "left-goodbye"):
            await self.mother.dial("99", ms=80, gap_ms=120)
        await self.mother.is_over(within=10)
        await self.chair.until(lambda: not self.chair.person(MOTHER)["legs"])


@pytest.mark.req("REQ-33", partial="pages")
@pytest.mark.req("REQ-36")
@pytest.mark.req("REQ-58")
async def test_the_mother_takes_part_by_keypad_alone(service: Quorate) -> None:
    uri, pin = address_of(service), pin_of(service, MOTHER)
    async with people(service) as (chair, others):
        async with Caller(uri, from_number=MOTHERS_NUMBER) as mother:
            day = Day(chair, others, mother)
            await day.plan_for_her_safety()
            await day.she_comes(pin)
            await day.she_asks_who_is_here()
            await day.a_child_is_audible()
            await day.she_signals()
            await day.she_answers_by_key()
            await day.it_ends_well()
            heard_line = await write_line(others[MINUTE_TAKER], chair, "Heard by all.")
        # Her line drops: the chair knows at once, and what is written now she has missed.
        await chair.until(lambda: not chair.person(MOTHER)["legs"])
        missed_line = await write_line(others[MINUTE_TAKER], chair, "Missed by the mother.")
        async with Caller(uri, from_number=MOTHERS_NUMBER) as mother:
            day = Day(chair, others, mother)
            await day.she_comes(pin)
            await day.she_leaves()
        ledger = (await chair.http.get(f"{chair.path}/ledger")).json()
        heard = {line["line_id"]: names_in(line["heard"]) for line in ledger["lines"]}
        assert MOTHER in heard[heard_line]
        assert MOTHER not in heard[missed_line]
        assert {CHAIR, HEALTH_VISITOR, ADVOCATE} <= heard[missed_line]


def names_in(people: list[Json]) -> set[str]:
    return {person["name"] for person in people}


async def write_line(minute_taker: Visitor, chair: Chair, text: str) -> str:
    line_id = new_line_id()
    line = {
        "line_id": line_id,
        "speaker": chair.person(CHAIR)["participant_id"],
        "kind": "fact",
        "text": text,
        "began_seconds_ago": 0,
    }
    path = f"{minute_taker.path}/lines"
    answer = await minute_taker.http.post(path, json=line)
    assert answer.status_code == 204, answer.text
    return line_id
