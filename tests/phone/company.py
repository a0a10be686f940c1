"""Browsers beside telephones: who hears whose tone, where a caller is, what the minutes say."""

from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from time import monotonic
from typing import Protocol

import anyio

from bench.load.tone import decode, loudness_at
from bench.support.service import Quorate
from bench.support.visitor import Chair, Visitor, new_line_id
from tests.callers.call import Call
from tests.callers.ears import level
from tests.callers.sounds import RATE

LOUD_DB, GONE_DB = -40.0, -60.0
STEADY_DB = -38.0
"""A tone that goes on is louder than this also under a prompt."""
LEAKED_DB = -28.0
"""Below a prompt a conference's tones are at -24 dB. Of the prompts themselves, which have some of
every tone, none has three at -30 for this long, or two for twice as long."""
WINDOW = 2400
"""Samples of 0.3 s."""
PATIENCE = 15.0
SOUND_SLOTS = ("a", "b", "c")


class Answer(Protocol):
    @property
    def status_code(self) -> int: ...

    @property
    def text(self) -> str: ...


def done(answer: Answer) -> None:
    assert answer.status_code == 204, answer.text


@asynccontextmanager
async def assembled(
    service: Quorate,
    chair: str,
    voices: Mapping[str, float | None],
    admitting: Collection[str] = (),
) -> AsyncGenerator[tuple[Chair, dict[str, Visitor]]]:
    """These people, each in a browser with a tone or silent; the chair opens, all are inside.

    `admitting`: who is not signed in, and so not let in by the opening itself.
    """
    async with AsyncExitStack() as stack:
        presiding = await stack.enter_async_context(Chair(service.link(chair)))
        others = {
            name: await stack.enter_async_context(Visitor(service.link(name)))
            for name in voices
            if name != chair
        }
        for name, person in {chair: presiding, **others}.items():
            await person.arrive()
            hz = voices[name]
            if person.raw is not None and hz is not None:
                person.raw.send_tone(hz)
        done(await presiding.course("open"))
        for name, person in others.items():
            if name in admitting:
                done(await presiding.admit(name))
            await person.until(lambda person=person: person.screen == "inside")
        yield presiding, others


def loudness_of(person: Visitor, mid: str, hz: float) -> float:
    """Of the last half second of this slot; of a slot that gets nothing now: silence."""
    assert person.raw is not None
    heard = person.raw.heard(mid)
    if not heard.frames or monotonic() - heard.last_at > 0.3:
        return -120.0
    return loudness_at(decode(list(heard.frames)[-25:]), hz)


def loudest(person: Visitor, hz: float) -> float:
    return max(loudness_of(person, mid, hz) for mid in SOUND_SLOTS)


async def until_browser_hears(person: Visitor, hz: float, *, is_there: bool = True) -> None:
    """Looked at ten times a second, as packets come."""
    looked_at = 0.0

    def is_so() -> bool:
        nonlocal looked_at
        if monotonic() - looked_at < 0.1:
            return False
        looked_at = monotonic()
        return (loudest(person, hz) > LOUD_DB) is is_there

    assert person.raw is not None
    await person.raw.until(is_so, PATIENCE)


def tones_in(call: Call, since: float, among: Collection[float], above: float) -> set[float]:
    sound = call.ears.sound(since=since)
    return {hz for hz in among if level(sound, hz) > above}


async def until_caller_hears(call: Call, wanted: set[float], among: Collection[float]) -> None:
    """Exactly these of the tones of the others."""
    heard = set[float]()
    with anyio.move_on_after(PATIENCE):
        while True:
            await call.pause(600)
            heard = tones_in(call, monotonic() - 0.6, among, STEADY_DB)
            if heard == wanted:
                return
    raise AssertionError(f"hears {heard}, not {wanted}")


def assert_nothing_leaked(call: Call, since: float, among: Collection[float]) -> None:
    """Nowhere since then are all of these tones at once, as loud as they are below a prompt."""
    sound = call.ears.sound(since=since)
    window = WINDOW if len(among) > 2 else 2 * WINDOW
    for at in range(0, len(sound) - window, window // 2):
        part = sound[at : at + window]
        quietest = min(level(part, hz) for hz in among)
        assert quietest < LEAKED_DB, f"{quietest:.0f} dB, {at / RATE:.2f} s after"


async def begins(chair: Chair, title: str) -> None:
    """Until the part is open: sealed first where it has to be."""
    done(await chair.section(title))

    def is_open() -> bool:
        now = [each["title"] for each in chair.panel["sections"] if each["current"]]
        return chair.panel["phase"] == "in_section" and now == [title]

    await chair.until(is_open, PATIENCE)


def zone_of(chair: Chair, name: str) -> str:
    legs = chair.person(name)["legs"]
    return str(legs[-1]["zone"]) if legs else ""


def leg_of(chair: Chair, name: str) -> str:
    """The newest."""
    return str(chair.person(name)["legs"][-1]["leg_id"])


def id_of(chair: Chair, name: str) -> str:
    return str(chair.person(name)["participant_id"])


async def until_in(chair: Chair, name: str, zone: str, within: float = PATIENCE) -> None:
    await chair.until(lambda: zone_of(chair, name) == zone, within)


async def until_answered(chair: Chair, name: str) -> None:
    """Their answers are there and count."""
    await chair.until(lambda: bool(chair.person(name)["legs"][-1]["answers_count"]), PATIENCE)


async def writes(minute_taker: Visitor, speaker: str, text: str) -> str:
    """A line of what was said in the second before. Gives its id."""
    line = new_line_id()
    body = {
        "line_id": line,
        "speaker": speaker,
        "kind": "account",
        "text": text,
        "began_seconds_ago": 1,
    }
    done(await minute_taker.http.post(f"{minute_taker.path}/lines", json=body))
    return line


async def hearers(chair: Chair) -> dict[str, set[str]]:
    """By line, the names of all who could hear it, or any of it, as the ledger says it."""
    answer = await chair.http.get(f"{chair.path}/ledger")
    answer.raise_for_status()
    ledger = answer.json()
    assert ledger["verified"]
    assert not any(line["heard_without_entitlement"] for line in ledger["lines"])
    return {
        line["line_id"]: {each["name"] for each in [*line["heard"], *line["heard_in_part"]]}
        for line in ledger["lines"]
    }
