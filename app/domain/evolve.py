"""What the conference remembers of each event: pure, total, and picks the topic."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain import legs, minutes, progress, said, standing
from app.domain.agenda.events import AgendaEvent
from app.domain.asking.events import AskingEvent
from app.domain.case import state
from app.domain.case.events import DecisionEvent
from app.domain.chairing import evolve as chairing
from app.domain.chairing import following as lapsing
from app.domain.commands import Actor
from app.domain.conduct import following, kept
from app.domain.conference import Conference
from app.domain.events import (
    AttendanceEvent,
    Event,
    LegEvent,
    MinuteEvent,
    PresenceEvent,
    SectionEvent,
)
from app.domain.gates import state as gates
from app.domain.gates.events import GatesEvent
from app.domain.halting.events import HaltingEvent
from app.domain.ids import Micros
from app.domain.incidents import kept as noted
from app.domain.local_rules import state as local_rules
from app.domain.local_rules.events import LocalRulesEvent
from app.domain.minuting import evolve as record
from app.domain.noting.events import NotingEvent
from app.domain.record.events import RecordEvent
from app.domain.telephones import state as telephones
from app.domain.telephones.events import TelephoneEvent
from app.domain.telephoning import following as ringing


@dataclass(frozen=True, slots=True)
class Recorded:
    """One line of the log. Versions of a conference run 1, 2, 3, ... without gaps."""

    version: int
    at: Micros
    actor: Actor
    event: Event


def evolve(conference: Conference, recorded: Recorded) -> Conference:
    """The conference after one more event. Never refuses: what is in the log has happened."""
    before = replace(conference, version=recorded.version)
    after = by_topic(before, recorded.event, recorded.at)
    after = following.follow(before, after, recorded.event, recorded.at)
    after = ringing.follow(before, after, recorded.event, recorded.at)
    return lapsing.follow(after, recorded.event, recorded.at)


def by_topic(before: Conference, event: Event, at: Micros) -> Conference:
    if isinstance(event, SectionEvent):
        return progress.evolve(before, event, at)
    if isinstance(event, LegEvent):
        return legs.evolve(before, event, at)
    if isinstance(event, PresenceEvent):
        return said.evolve(before, event, at)
    if isinstance(event, AttendanceEvent):
        return standing.evolve(before, event)
    if isinstance(event, DecisionEvent):
        return replace(before, decisions=state.evolve(before.decisions, event, at))
    if isinstance(event, MinuteEvent):
        return minutes.evolve(before, event, at)
    if isinstance(event, RecordEvent):
        return record.evolve(before, event)
    return by_conduct(before, event, at)


def by_conduct(
    before: Conference,
    event: AskingEvent
    | HaltingEvent
    | NotingEvent
    | GatesEvent
    | AgendaEvent
    | TelephoneEvent
    | LocalRulesEvent,
    at: Micros,
) -> Conference:
    if isinstance(event, NotingEvent):
        return noted.evolve(before, event, at)
    if isinstance(event, GatesEvent):
        return replace(before, gates=gates.evolve(before.gates, event))
    if isinstance(event, AgendaEvent):
        return chairing.evolve(before, event, at)
    if isinstance(event, TelephoneEvent):
        return replace(before, telephones=telephones.evolve(before.telephones, event, at))
    if isinstance(event, LocalRulesEvent):
        return replace(before, local=local_rules.evolve(before.local, event))
    return kept.evolve(before, event, at)


def fold(conference: Conference, log: Iterable[Recorded]) -> Conference:
    for recorded in log:
        conference = evolve(conference, recorded)
    return conference


def foreseen(
    conference: Conference, events: Iterable[Event], actor: Actor, now: Micros
) -> Conference:
    """The conference as it would be after these events."""
    numbered = enumerate(events, start=conference.version + 1)
    return fold(conference, (Recorded(n, now, actor, event) for n, event in numbered))
