"""How long the domain takes: one command decided and remembered, and a whole log read again.

25 people are in a conference whose minutes have 1,000 lines. Then come 10,000 commands, of all
topics, each decided and its events folded, in the proportions of a busy hour: hands, answers,
connections, holds, pauses, words put right. No store, no engine, no clock.
"""

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from app.domain.asking.commands import AskToSpeak, LowerHand, MarkSpoken
from app.domain.booked import ConferenceBooked, Expected, PlannedSection, Policy
from app.domain.commands import (
    SERVICE,
    Actor,
    AdmitParticipant,
    AskAgain,
    BookConference,
    Command,
    ExcludeParticipant,
    GiveAnswers,
    HoldLeg,
    Join,
    NoteConnected,
    NoteLost,
    NotePlanApplied,
    NoteReturned,
    OpenConference,
    OpenLobby,
    Pause,
    ReadmitParticipant,
    ReleaseHold,
    Resume,
    StrikeLine,
    WriteLine,
)
from app.domain.conference import UNBOOKED
from app.domain.decide import decide
from app.domain.events import LineKind
from app.domain.evolve import Recorded, fold
from app.domain.exclusion import Ground, Span, Told, ViewsRoute
from app.domain.halting.commands import Mute, SetOwnMute, Unmute
from app.domain.ids import (
    MINUTE,
    SECOND,
    DeviceId,
    LegId,
    LineId,
    Micros,
    ParticipantId,
    SectionId,
    TextId,
)
from app.domain.people import Answers, IdentityMethod, LegKind, Role, TextRef
from app.domain.record.commands import DescribeLine, ReviseLine
from app.domain.record.words import LineDetails

PEOPLE, LINES, COMMANDS = 25, 1_000, 10_000
GOALS = {"decide_evolve_us": 200.0, "replay_ms": 1_000.0}

WORDS = TextRef(TextId(UUID(int=1)), "00")
PARTS = tuple(SectionId(UUID(int=0x50 + n)) for n in range(4))
CLEAR = Answers(
    alone=True,
    others_can_hear=False,
    child_can_hear=False,
    headphones=True,
    safe_to_talk=True,
    will_not_record=True,
)
POLICY = Policy(
    answers_stale_after=Micros(45 * MINUTE),
    restricted_stale_after=Micros(10 * MINUTE),
    shown_lost_after=Micros(2 * SECOND),
    dropped_after=Micros(5 * SECOND),
    legs_a_person=3,
)
ROLES = (
    Role.INDEPENDENT_CHAIR,
    Role.MINUTE_TAKER,
    *(Role.AGENCY,) * (PEOPLE - 8),
    *(Role.PARENT,) * 3,
    *(Role.FAMILY,) * 3,
)


@dataclass(frozen=True)
class Person:
    id: ParticipantId
    leg: LegId
    device: DeviceId
    role: Role

    @property
    def actor(self) -> Actor:
        return Actor(self.role, self.id, None, self.leg)


def person(number: int) -> Person:
    ids = (UUID(int=base + number) for base in (0x100, 0x200, 0x300))
    own, leg, device = ids
    return Person(ParticipantId(own), LegId(leg), DeviceId(device), ROLES[number])


EVERYBODY = tuple(person(number) for number in range(PEOPLE))
CHAIR, MINUTE_TAKER, *OTHERS = EVERYBODY
WAITING = OTHERS.pop()
"""Kept apart from one of those inside: so every rule about such pairs is at work."""
FAMILY = OTHERS[-5:]
BOOKING = ConferenceBooked(
    title=WORDS,
    people=tuple(Expected(each.id, each.role, WORDS) for each in EVERYBODY),
    places=(),
    sections=tuple(
        PlannedSection(
            id, "family_views", WORDS, frozenset(p.id for p in EVERYBODY), restricted=False
        )
        for id in PARTS
    ),
    kept_apart=frozenset({frozenset({FAMILY[0].id, WAITING.id})}),
    policy=POLICY,
)


@dataclass
class Course:
    """A conference as it goes, and how long each command of it has taken."""

    log: list[Recorded] = field(default_factory=list[Recorded])
    us: list[float] = field(default_factory=list[float])

    def __post_init__(self) -> None:
        self.state = UNBOOKED
        self.now = SECOND

    def send(self, command: Command, actor: Actor) -> None:
        """Decide and remember. Refused commands would be quick: here there are none."""
        self.now += SECOND
        now = Micros(self.now)
        begun = time.perf_counter()
        events = decide(self.state, command, actor, now)
        numbered = enumerate(events, start=self.state.version + 1)
        new = [Recorded(version, now, actor, event) for version, event in numbered]
        self.state = fold(self.state, new)
        self.us.append((time.perf_counter() - begun) * 1e6)
        self.log += new


def line(number: int) -> LineId:
    return LineId(UUID(int=0x10_000 + number))


def begin(course: Course, lines: int) -> None:
    """Everybody is in, and so many lines are written."""
    office = Actor(Role.ADMINISTRATOR, None, None, None)
    course.send(BookConference(BOOKING), office)
    course.send(OpenLobby(), office)
    for each in EVERYBODY:
        signed_in = each in {CHAIR, MINUTE_TAKER}
        course.send(Join(each.leg, LegKind.BROWSER, each.device, signed_in), each.actor)
        course.send(NoteConnected(each.leg), SERVICE)
        course.send(GiveAnswers(each.leg, CLEAR, None), each.actor)
    course.send(OpenConference(course.state.version), CHAIR.actor)
    for each in OTHERS:
        known = IdentityMethod.KNOWN_TO_CHAIR
        course.send(
            AdmitParticipant(each.id, each.leg, known, None, course.state.version), CHAIR.actor
        )
    for number in range(lines):
        course.send(written(line(number), number), MINUTE_TAKER.actor)


def written(id: LineId, number: int) -> WriteLine:
    speaker = EVERYBODY[number % PEOPLE].id
    return WriteLine(id, speaker, LineKind.FACT, WORDS, began_seconds_ago=3)


def a_round(course: Course, number: int) -> Iterator[tuple[Command, Actor]]:
    """Some 80 commands, none of which leaves anything changed for good but the minutes."""
    for each, other in zip(OTHERS[:8], OTHERS[8:16], strict=True):
        yield AskToSpeak(each.leg, None), each.actor
        yield MarkSpoken(each.id), CHAIR.actor
        yield AskToSpeak(other.leg, None), other.actor
        yield LowerHand(other.id), CHAIR.actor
    yield from of_the_minutes(number)
    yield from of_one(course, OTHERS[number % len(OTHERS)])
    yield Pause(), CHAIR.actor
    for each in (CHAIR, MINUTE_TAKER, *OTHERS):
        yield GiveAnswers(each.leg, CLEAR, None), each.actor
    yield Resume(course.state.version), CHAIR.actor
    yield NotePlanApplied(course.state.version), SERVICE


def of_the_minutes(number: int) -> Iterator[tuple[Command, Actor]]:
    writer = MINUTE_TAKER.actor
    for nth in range(2):
        id = line(LINES + number * 2 + nth)
        yield written(id, number), writer
        yield ReviseLine(id, WORDS, WORDS), writer
        yield DescribeLine(id, LineDetails(frozenset(), "en", 0)), writer
        yield StrikeLine(id, WORDS), writer


def of_one(course: Course, one: Person) -> Iterator[tuple[Command, Actor]]:
    """Lost and back, asked, muted, held and released, put out and brought back."""
    yield NoteLost(one.leg), SERVICE
    yield NoteReturned(one.leg), SERVICE
    yield AskAgain(one.leg), CHAIR.actor
    yield GiveAnswers(one.leg, CLEAR, None), one.actor
    yield SetOwnMute(one.leg, muted=True), one.actor
    yield SetOwnMute(one.leg, muted=False), one.actor
    yield Mute(one.id, WORDS), CHAIR.actor
    yield Unmute(one.id), CHAIR.actor
    yield HoldLeg(one.leg, 5), CHAIR.actor
    yield ReleaseHold(one.leg, course.state.version), CHAIR.actor
    yield excluding(one), CHAIR.actor
    yield GiveAnswers(one.leg, CLEAR, None), one.actor
    yield ReadmitParticipant(one.id, one.leg, course.state.version), CHAIR.actor


def excluding(one: Person) -> ExcludeParticipant:
    return ExcludeParticipant(
        one.id,
        Ground.VIOLENCE_OR_DISRUPTION,
        WORDS,
        Told.ON_SCREEN,
        ViewsRoute.SOCIAL_WORKER,
        Span.FROM_NOW_ON,
        None,
    )


def reference_us() -> float:
    """What this machine takes for a fixed loop in plain Python: to compare figures of machines."""
    best = float("inf")
    for _ in range(7):
        begun = time.perf_counter()
        total = 0
        for number in range(10_000):
            total = (total + number * number) % 1_000_003
        best = min(best, (time.perf_counter() - begun) * 1e6)
    return best


def median(times: Iterable[float]) -> float:
    return round(statistics.median(times), 1)


def measured(commands: int) -> dict[str, object]:
    course = Course()
    begin(course, LINES)
    before = len(course.us)
    number = 0
    while len(course.us) - before < commands:
        for command, actor in a_round(course, number):
            course.send(command, actor)
        number += 1
    taken = sorted(course.us[before:])
    return {
        "people": PEOPLE,
        "lines": len(course.state.lines),
        "commands": len(taken),
        "events": len(course.log),
        "decide_evolve_us": median(taken),
        "decide_evolve_p99_us": round(taken[len(taken) * 99 // 100], 1),
        "replay_ms": median(replay_ms(course.log) for _ in range(3)),
        "reference_us": round(reference_us(), 1),
    }


def replay_ms(log: list[Recorded]) -> float:
    gc.collect()
    begun = time.perf_counter()
    fold(UNBOOKED, log)
    return (time.perf_counter() - begun) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 commands instead of 10,000")
    chosen = parser.parse_args()
    found = measured(COMMANDS // 10 if chosen.quick else COMMANDS)
    for name, most in GOALS.items():
        print(f"goal: {name} below {most:g}", file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
