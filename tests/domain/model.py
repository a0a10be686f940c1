"""Who may be where, worked out a second time and in another way: the tests' own opinion.

The rules keep a standing for each person and a zone for each leg. The model keeps permissions:
pairs of a person and a leg that the chair has let in. A place may be heard if every person stated
there has a permission there. It reads events alone and calls nothing of the rules.
"""

from copy import copy
from dataclasses import dataclass, field
from typing import Self, assert_never

from app.domain import events
from app.domain.evolve import Recorded
from app.domain.ids import LegId, ParticipantId, SectionId
from app.domain.people import LegKind, Notice, Role
from tests.domain.model_words import (
    FAMILY,
    At,
    Attends,
    Came,
    On,
    People,
    Serves,
    Settled,
    learn_gates,
    taken_from,
)


@dataclass
class Model:
    """Changed in place by `learn`; `copy` before going on in two ways."""

    phase: str = "closed"
    before_pause: str = ""
    section: SectionId | None = None
    next: SectionId | None = None
    audiences: dict[SectionId, People] = field(default_factory=dict[SectionId, People])
    restricted: frozenset[SectionId] = frozenset()
    roles: dict[ParticipantId, Role] = field(default_factory=dict[ParticipantId, Role])
    hosts: dict[object, ParticipantId] = field(default_factory=dict[object, ParticipantId])
    apart: frozenset[frozenset[ParticipantId]] = frozenset()
    known: set[On] = field(default_factory=set[On])
    excluded: set[ParticipantId] = field(default_factory=set[ParticipantId])
    present: dict[LegId, People] = field(default_factory=dict[LegId, People])
    came: dict[LegId, Came] = field(default_factory=dict[LegId, Came])
    permits: set[At] = field(default_factory=set[At])
    inside: set[LegId] = field(default_factory=set[LegId])
    held: set[LegId] = field(default_factory=set[LegId])
    lost: set[LegId] = field(default_factory=set[LegId])
    notices: dict[LegId, Notice] = field(default_factory=dict[LegId, Notice])
    to_answer: set[LegId] = field(default_factory=set[LegId])
    """Their own screen asks them."""
    count: set[LegId] = field(default_factory=set[LegId])
    """What was last said there still counts for an admission."""
    serves: Serves = field(default_factory=Serves)
    attends: Attends = field(default_factory=Attends)
    settled: set[Settled] = field(default_factory=set[Settled])
    refused: set[ParticipantId] = field(default_factory=set[ParticipantId])
    taken: dict[ParticipantId | None, int] = field(default_factory=dict[ParticipantId | None, int])
    """Log version at which something was last taken from a person; None: from everybody."""
    _heard: set[LegId] | None = None  # worked out once after each event

    def copy(self) -> Self:
        copied = copy(self)
        copied._heard = None
        for name, kept in vars(self).items():
            if isinstance(kept, set | dict):
                setattr(copied, name, copy(kept))
        return copied

    # ------------------------------------------------------------ what is allowed

    @property
    def audience(self) -> frozenset[ParticipantId]:
        counts = self.section if self.next is None else self.next
        return frozenset() if counts is None else self.audience_of(counts)

    def audience_of(self, section: SectionId) -> frozenset[ParticipantId]:
        people = self.audiences[section]
        people -= {id for id, sections in self.attends.items() if section not in sections}
        return people - {id for id, served in self.serves.items() if served not in people}

    def is_heard(self, leg: LegId) -> bool:
        """All may be there, and whoever interprets has whom they serve at a place that is open."""
        served = {self.serves[id] for id in self.present[leg] if id in self.serves}
        open_to = [people for other, people in self.present.items() if self.is_open(other)]
        return self.is_open(leg) and served <= frozenset[ParticipantId]().union(*open_to)

    def is_open(self, leg: LegId) -> bool:
        """Everybody there may be there, now, and is nowhere else."""
        people = self.present[leg]
        return (
            leg in self.inside
            and leg not in self.held
            and bool(people)
            and not any(pair <= people for pair in self.apart)
            and all(
                (id, leg) in self.permits
                and id not in self.excluded
                and id in self.audience
                and not self.other_rooms(id, leg)
                for id in people
            )
        )

    def other_rooms(self, id: ParticipantId, leg: LegId) -> list[LegId]:
        return [
            other
            for other, people in self.present.items()
            if other != leg and id in people and self.owner(other) != id
        ]

    def heard_legs(self) -> set[LegId]:
        if self._heard is None:
            self._heard = {leg for leg in self.present if self.is_heard(leg)}
        return self._heard

    def may_meet(self, a: LegId, b: LegId) -> bool:
        return not any(
            frozenset({p, q}) in self.apart for p in self.present[a] for q in self.present[b]
        )

    def flows(self) -> set[tuple[LegId, LegId]]:
        if self.phase != "open":
            return set()
        heard, roles = self.heard_legs(), self.roles
        observers = {id for id in roles if roles[id] is Role.OBSERVER}
        return {
            (a, b)
            for a in heard
            for b in heard
            if a != b and not self.present[a] <= observers and self.may_meet(a, b)
        }

    def owner(self, leg: LegId) -> ParticipantId | None:
        return self.came[leg].participant_id

    def is_known(self, leg: LegId) -> bool:
        return (self.owner(leg), self.came[leg].device_id) in self.known

    # ------------------------------------------------------------ what has happened

    def learn(self, recorded: Recorded) -> None:
        event, self._heard = recorded.event, None
        self.taken |= dict.fromkeys(taken_from(event, self.present), recorded.version)
        learn_gates(event, self.serves, self.attends, self.settled)
        if isinstance(event, events.SectionEvent):
            self._section(event)
        elif isinstance(event, events.LegEvent):
            self._leg(event)
        elif isinstance(event, events.PresenceEvent):
            self._said(event)
        elif isinstance(event, events.AttendanceEvent):
            self._act(event)

    def _section(self, event: events.SectionEvent) -> None:
        match event:
            case events.ConferenceBooked():
                self.audiences = {s.section_id: s.audience for s in event.sections}
                self.restricted = frozenset(s.section_id for s in event.sections if s.restricted)
                self.roles = {p.participant_id: p.role for p in event.people}
                self.hosts = {p.place_id: p.host for p in event.places}
                self.apart = event.kept_apart
            case events.LobbyOpened():
                self.phase = "lobby"
            case events.SealBegun(section_id):
                self.phase, self.next = "sealing", section_id
                self._leave(
                    [leg for leg, people in self.present.items() if not people <= self.audience]
                )
            case events.SectionOpened(section_id):
                self.phase, self.section, self.next = "open", section_id, None
            case events.ConferencePaused():
                self.before_pause, self.phase = self.phase, "paused"
                self.count -= {leg for leg in self.count if self._is_family(leg)}
            case events.ConferenceResumed():
                self.phase = self.before_pause
            case events.ConferenceClosed():
                self.phase = "closed"
            case events.PlanApplied() | events.JournalAnchored():
                pass
            case _:
                assert_never(event)

    def _is_family(self, leg: LegId) -> bool:
        return any(self.roles[id] in FAMILY for id in self.present[leg])

    def _leg(self, event: events.LegEvent) -> None:
        match event:
            case events.ParticipantArrived(leg_id, _, participant_id):
                self.came[leg_id] = event
                self.present[leg_id] = frozenset([participant_id] if participant_id else [])
                self.to_answer.add(leg_id)
            case events.LegDropped(leg_id):
                self._leave([leg_id])
                for kept in (self.present, self.came, self.notices):
                    kept.pop(leg_id, None)
                for marked in (self.lost, self.to_answer, self.count):
                    marked.discard(leg_id)
            case events.LegLost(leg_id):
                self.lost.add(leg_id)
            case events.LegReturned(leg_id):
                self.lost.discard(leg_id)
            case events.LegConnected():
                pass
            case _:
                assert_never(event)

    def _leave(self, legs: list[LegId]) -> None:
        """These legs are in the lobby, and whoever was let in there needs it anew."""
        for leg in set(legs) & self.inside:
            self.inside.discard(leg)
            self.held.discard(leg)
            self.notices.pop(leg, None)
            self.to_answer.add(leg)
            self._take({(id, at) for id, at in self.permits if at == leg})

    def _take(self, permits: set[tuple[ParticipantId, LegId]]) -> None:
        """Whoever loses their last permit has to answer anew, wherever they are."""
        self.permits -= permits
        out = {id for id, _ in permits} - {id for id, _ in self.permits}
        self.count -= {leg for leg in self.count if out & self.present[leg]}

    def _said(self, event: events.PresenceEvent) -> None:
        match event:
            case events.IdentityConfirmed(participant_id, device_id):
                self.known.add((participant_id, device_id))
            case events.AnswersGiven(leg_id):
                self.to_answer.discard(leg_id)
                self.count.add(leg_id)
            case events.AnswersAsked(leg_id):
                self.to_answer.add(leg_id)
                self.count.discard(leg_id)
            case events.CompanyStated():
                self._sit(event)
            case events.RoomStated():
                self._stated(event)
            case _:
                assert_never(event)

    def _sit(self, event: events.CompanyStated) -> None:
        """Nobody brings a permit to somebody's laptop, and whoever leaves it loses theirs."""
        leg, people = event.leg_id, event.present
        came = people - (before := self.present[leg])
        self._leave([own for own in self.came if self.owner(own) in came])
        left = {(id, leg) for id in before - people}
        self._take({at for at in self.permits if at[0] in came or at in left})
        self.present[leg] = people

    def _stated(self, event: events.RoomStated) -> None:
        room, people = event.leg_id, event.present
        before = self.present[room]
        own = {leg for leg in self.came if self.owner(leg) in people}
        heard = {id for id, leg in self.permits if leg in own - self.held}
        self.known |= {(id, self.came[room].device_id) for id in heard}
        if room in self.inside:
            self.permits |= {(id, room) for id in heard & (people - before)}
        self._leave(list(own))
        left = {(id, room) for id in before - people}
        elsewhere = {(id, leg) for id, leg in self.permits if id in people - before and leg != room}
        self._take((left | elsewhere) & self.permits)
        self.present[room] = people
        self.to_answer.discard(room)
        self.count.add(room)

    def _act(self, event: events.AttendanceEvent) -> None:
        match event:
            case events.ParticipantAdmitted(id, leg) | events.ParticipantReadmitted(id, leg):
                self.permits.add((id, leg))
                self.refused.discard(id)
                self._leave([o for o in self.came if self.owner(o) == id and o != leg])
                self.excluded -= {id} if isinstance(event, events.ParticipantReadmitted) else set()
                self.inside.add(leg)
                self.notices.pop(leg, None)
            case events.AdmissionRefused(id, leg):
                if not any(who == id for who, _ in self.permits):
                    self.refused.add(id)
                if self.came[leg].kind is not LegKind.ROOM:
                    self.notices[leg] = Notice("not_admitted", None)
            case events.ParticipantExcluded(id):
                self._put_out(id, Notice("excluded", event.notice_minutes))
            case events.LegHeld(leg, minutes):
                self.held.add(leg)
                self.notices[leg] = Notice("held", minutes)
            case events.HoldReleased(leg):
                self.held.discard(leg)
                self.notices.pop(leg, None)
            case _:
                assert_never(event)

    def _put_out(self, id: ParticipantId, notice: Notice) -> None:
        self.excluded.add(id)
        own = [leg for leg in self.came if self.owner(leg) == id]
        self._leave(own)
        self._take({(who, leg) for who, leg in self.permits if who == id})
        self.count -= {leg for leg in self.count if id in self.present[leg]}
        self.notices |= dict.fromkeys(own, notice)
        theirs = {leg for leg in self.came if self.owner(leg) not in {None, id}}
        self.to_answer |= {leg for leg in theirs if id in self.present[leg]}
