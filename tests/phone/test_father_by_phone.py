"""The father of the first scenario: held, kept out of what the police tell, and rung back twice."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest

from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Visitor
from tests.callers.answering import Answering, Does, Ring
from tests.callers.call import Call
from tests.callers.caller import Caller
from tests.callers.g711 import Samples
from tests.callers.sounds import from_wav, tone
from tests.phone.company import (
    assembled,
    assert_nothing_leaked,
    begins,
    done,
    hearers,
    id_of,
    leg_of,
    loudest,
    until_answered,
    until_browser_hears,
    until_caller_hears,
    until_in,
    writes,
    zone_of,
)
from tests.phone.keys import answers_again, answers_over_it, clip, gives_pin, hearing, hears
from tests.phone.listening import clips, is_in, transcript
from tests.phone.rowanmere import (
    CHAIR,
    CONFERENCE,
    FATHER,
    FATHERS_NUMBER,
    MINUTE_TAKER,
    OURS,
    POLICE,
    RINGS_SOON,
    SOCIAL_WORKER,
    STAFF,
    TRUNK,
)
from tests.phone.saltmarsh import address_of, pin_of, write

VOICES = {CHAIR: 620.0, SOCIAL_WORKER: 830.0, POLICE: 1060.0, MINUTE_TAKER: None}
TONES = {hz for hz in VOICES.values() if hz is not None}
FATHERS_TONE = 1370.0
BROTHER_IS_HERE = "121221"
"""A good time, not alone, somebody else can hear, no child, no loudspeaker, no recording."""
BEFORE_THE_PIN = {"greeting", "choose-language", "pin-please", "later-star", "pin-thanks"}
GONE_DB = -60.0


@dataclass
class Split:
    """The conference as it runs, and the father's telephone at home."""

    service: Quorate
    chair: Chair
    others: dict[str, Visitor]
    home: Answering
    pin: str
    before_the_pin: list[Samples] = field(default_factory=list[Samples])
    """What whoever picked up has heard, of each call to him."""

    @property
    def father(self) -> str:
        return id_of(self.chair, FATHER)

    async def says(self, speaker: str, text: str) -> str:
        return await writes(self.others[MINUTE_TAKER], id_of(self.chair, speaker), text)

    async def is_shown_as(self, state: str) -> None:
        """On the chair's panel, of the call to him."""

        def is_so() -> bool:
            calls = self.chair.panel["telephones"]["calls"]
            return [each["state"] for each in calls] == [state]

        await self.chair.until(is_so, 20.0)


@pytest.fixture
async def home() -> AsyncGenerator[Answering]:
    async with Answering() as telephone:
        yield telephone


@pytest.fixture
def service(home: Answering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Quorate]:
    host, port = home.address
    rules, trunks = tmp_path / "rules.toml", tmp_path / "trunks.toml"
    rules.write_text(RINGS_SOON)
    trunks.write_text(TRUNK.format(host=host, port=port, ours=OURS))
    monkeypatch.setenv("QUORATE_SIP_PORT", "0")
    monkeypatch.setenv("QUORATE_LOCAL_RULES", str(rules))
    monkeypatch.setenv("QUORATE_TRUNKS", str(trunks))
    with running(tmp_path / "data", spec=write(tmp_path, CONFERENCE)) as started:
        yield started


@asynccontextmanager
async def opened(service: Quorate, home: Answering) -> AsyncGenerator[Split]:
    async with assembled(service, CHAIR, VOICES, [POLICE]) as (chair, others):
        yield Split(service, chair, others, home, pin_of(service, FATHER))


@pytest.mark.alone
async def test_the_father_is_held_kept_out_and_rung_back_twice(
    service: Quorate, home: Answering
) -> None:
    async with opened(service, home) as split:
        async with Caller(address_of(service), from_number=FATHERS_NUMBER) as father:
            father.say(tone(FATHERS_TONE))
            await is_held_with_his_brother(split, father)
            first = await split.says(SOCIAL_WORKER, "Concerns summarised.")
            await is_put_out(split, father)
        second = await split.says(POLICE, "An allegation is under investigation.")
        assert loudest(split.chair, FATHERS_TONE) < GONE_DB

        await begins(split.chair, "Father's part")
        called = await is_rung_back(split)
        await comes_in(split, called, TONES)
        third = await split.says(FATHER, "Disputes that he was violent.")
        await is_released(split, called)

        await begins(split.chair, "Analysis")
        fourth = await split.says(SOCIAL_WORKER, "A plan is needed.")
        await begins(split.chair, "Outcome told to father")
        assert zone_of(split.chair, POLICE) != "main"
        called = await is_rung_again(split)
        await comes_in(split, called, {VOICES[CHAIR] or 0, VOICES[SOCIAL_WORKER] or 0})
        assert loudest(split.others[POLICE], FATHERS_TONE) < GONE_DB
        fifth = await split.says(CHAIR, "The outcome was told.")

        with_father = {*STAFF, FATHER}
        assert await hearers(split.chair) == {
            first: with_father,
            second: {*STAFF},
            third: with_father,
            fourth: {*STAFF},
            fifth: with_father - {POLICE},
        }
    for heard in split.before_the_pin:
        assert {"greeting", "pin-please"} <= said_in(heard) <= BEFORE_THE_PIN
        assert is_in(heard, from_wav(clip("later-star")))


async def is_held_with_his_brother(split: Split, father: Call) -> None:
    """11:16:50 of the scenario. By his own keys: in the lobby until his answers are clear."""
    chair, began = split.chair, monotonic()
    await gives_pin(father, split.pin)
    await answers_over_it(father, BROTHER_IS_HERE)
    await until_answered(chair, FATHER)
    refused = await chair.admit(FATHER)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/answers-needed")
    leg = leg_of(chair, FATHER)
    not_now = {"leg_id": leg, "reason": "Somebody else can hear; not agreed in advance"}
    async with hearing(father, "not-admitted"):
        done(await chair.put(f"/participants/{split.father}/refusal", not_now))
    done(await chair.put(f"/legs/{leg}/question", {}))
    await answers_again(father)
    await until_in(chair, FATHER, "lobby")
    assert_nothing_leaked(father, began, TONES)
    assert loudest(chair, FATHERS_TONE) < GONE_DB
    async with hearing(father, "let-in"):
        done(await chair.admit(FATHER))
    await until_browser_hears(chair, FATHERS_TONE)
    await until_caller_hears(father, TONES, TONES)


async def is_put_out(split: Split, father: Call) -> None:
    """Told why and for how long by plain words; he would rather be rung than wait."""
    chair = split.chair
    async with hearing(father, "excluded", "minutes-20", "choose-call-back"):
        done(await kept_out(split))
        out = monotonic() + 0.1
        await begins(chair, "Restricted")
    async with hearing(father, "call-back-goodbye", "goodbye"):
        await father.dial("1")
    await father.is_over(within=10)
    assert_nothing_leaked(father, out, TONES)
    wanted = chair.panel["telephones"]["call_back_wanted"]
    assert [each["participant_id"] for each in wanted] == [split.father]


async def kept_out(split: Split):
    restricted = next(s for s in split.chair.panel["sections"] if s["title"] == "Restricted")
    body = {
        "ground": "criminal_investigation",
        "reason": "The police tell of an investigation",
        "told": "by_phone",
        "views_route": "separate_meeting",
        "span": "this_part",
        "notice_minutes": 20,
        "section_id": restricted["section_id"],
    }
    return await split.chair.put(f"/participants/{split.father}/exclusion", body)


async def asks_for_a_call(split: Split) -> None:
    done(await split.chair.put(f"/participants/{split.father}/ringing", {}))


async def is_rung_back(split: Split) -> Call:
    """11:04: busy at first; it rings again by itself, and he picks up."""
    split.home.does = Does.BUSY
    await asks_for_a_call(split)
    assert_tells_nothing(await split.home.rung())
    split.home.does = Does.RING
    await split.is_shown_as("busy")
    again = await split.home.rung(within=20)
    assert_tells_nothing(again)
    await split.is_shown_as("ringing")
    split.home.pick_up(again)
    await split.is_shown_as("answered")
    return await split.home.call()


async def is_rung_again(split: Split) -> Call:
    """11:58."""
    split.home.does = Does.ANSWER
    await asks_for_a_call(split)
    assert_tells_nothing(await split.home.rung())
    await split.is_shown_as("answered")
    return await split.home.call()


def assert_tells_nothing(ring: Ring) -> None:
    """The number of the plan, and our own withheld: nothing else that anybody at home could see."""
    assert ring.dialled.startswith(f"sip:{FATHERS_NUMBER}@")
    assert "anonymous@anonymous.invalid" in ring.caller
    assert ring.privacy == "id"
    assert OURS in ring.asserted
    telling = {name.lower() for name, value in ring.invite.headers if OURS in value}
    assert telling <= {"p-asserted-identity"}


async def comes_in(split: Split, father: Call, others: set[float]) -> None:
    """Nothing of the purpose before the PIN; the questions; admitted, and heard."""
    began = monotonic()
    father.say(tone(FATHERS_TONE))
    await hears(father, "choose-language")
    await father.dial("1")
    await hears(father, "later-star")
    split.before_the_pin.append(father.ears.sound(since=began))
    async with hearing(father, "welcome"):
        await father.dial(split.pin, ms=80, gap_ms=60)
    await answers_over_it(father)
    await until_answered(split.chair, FATHER)
    assert_nothing_leaked(father, began, TONES)
    assert loudest(split.chair, FATHERS_TONE) < GONE_DB
    async with hearing(father, "let-in"):
        done(await split.chair.admit(FATHER))
    await until_browser_hears(split.chair, FATHERS_TONE)
    await until_browser_hears(split.others[SOCIAL_WORKER], FATHERS_TONE)
    await until_caller_hears(father, others, TONES)
    await father.pause(1500)


def said_in(sound: Samples) -> set[str]:
    """Every prompt that was spoken to its end, in either language. It takes seconds."""
    return {each.name.partition("/")[2] for each in transcript(sound, clips("en", "cy"))}


async def is_released(split: Split, father: Call) -> None:
    async with hearing(father, "released", "goodbye"):
        done(await split.chair.put(f"/participants/{split.father}/release", {}))
        out = monotonic()
    await father.is_over(within=10)
    await until_browser_hears(split.chair, FATHERS_TONE, is_there=False)
    assert_nothing_leaked(father, out + 0.1, TONES)
