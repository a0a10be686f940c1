"""The state of one conference: what the log says, folded; with look-ups and changed copies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from app.domain.agenda.state import PLAIN_AGENDA, Agenda
from app.domain.asking.state import NOBODY_ASKS, Asking
from app.domain.booked import Policy
from app.domain.case.state import NOTHING_DECIDED, Decisions
from app.domain.errors import (
    UnknownLeg,
    UnknownLine,
    UnknownParticipant,
    UnknownPlace,
    UnknownSection,
    WrongPhase,
)
from app.domain.events import LineKind
from app.domain.gates.state import NOTHING_AGREED, Gates
from app.domain.halting.state import NOTHING_HALTS, Halting
from app.domain.ids import LegId, LineId, Micros, ParticipantId, PlaceId, SectionId
from app.domain.local_rules.state import NATIONAL, Local
from app.domain.mappings import with_entries
from app.domain.noting.state import NOTHING_NOTED, Noting
from app.domain.people import Leg, LegKind, Participant, Place, TextRef
from app.domain.record.state import EMPTY_RECORD, Record
from app.domain.telephones.state import NOBODY_RINGS, Telephones


class Phase(StrEnum):
    """
    booked -> lobby_open -> in_section <-> sealing
                                |  \\____ paused ____/
                                v
                              closed

    From each between lobby_open and closed also to stopped (and from there to paused) and to
    adjourned; from booked and lobby_open to not_held.
    """

    UNBOOKED = "unbooked"
    BOOKED = "booked"
    LOBBY_OPEN = "lobby_open"
    SEALING = "sealing"
    IN_SECTION = "in_section"
    PAUSED = "paused"
    STOPPED = "stopped"
    CLOSED = "closed"
    ADJOURNED = "adjourned"
    NOT_HELD = "not_held"


FLOWING = frozenset({Phase.IN_SECTION})
RUNNING = frozenset({Phase.SEALING, Phase.IN_SECTION, Phase.PAUSED})
LIVE = RUNNING | {Phase.LOBBY_OPEN, Phase.STOPPED}
"""People connect."""
ASIDE_OPEN = RUNNING | {Phase.LOBBY_OPEN}
"""Private rooms carry sound and picture."""
TECHNICAL_CHECK = "technical_check"
"""The reason of a neutral pause: all that the ordinary record and everybody else are told."""
OVER = frozenset({Phase.CLOSED, Phase.ADJOURNED, Phase.NOT_HELD})


@dataclass(frozen=True, slots=True)
class Section:
    id: SectionId
    kind: str
    title: TextRef
    audience: frozenset[ParticipantId]
    restricted: bool
    opened_at: Micros | None


@dataclass(frozen=True, slots=True)
class Line:
    id: LineId
    section_id: SectionId
    speaker: ParticipantId
    kind: LineKind
    text: TextRef
    began_at: Micros
    written_at: Micros
    struck: bool

    __hash__ = object.__hash__
    """By identity, as below: a line that has changed is another one."""


@dataclass(frozen=True, slots=True)
class Conference:
    version: int
    phase: Phase
    resumes_to: Phase
    """Where a pause leads back to."""
    pause_reason: str | None
    paused_version: int
    """Log version of the last pause: older answers no longer count for a family leg."""
    title: TextRef | None
    participants: Mapping[ParticipantId, Participant]
    places: Mapping[PlaceId, Place]
    legs: Mapping[LegId, Leg]
    sections: tuple[Section, ...]
    section_id: SectionId | None
    """The section last opened: lines written while the next is being sealed still belong to it."""
    next_id: SectionId | None
    """While sealing, the section about to open."""
    was_in: frozenset[ParticipantId]
    """Were in main and came out by a drop, a restart, a seal or by leaving their room, not by a
    hold, a refusal or an exclusion: one tap may bring them back."""
    kept_apart: frozenset[frozenset[ParticipantId]]
    policy: Policy | None
    lines: Mapping[LineId, Line]
    line_order: tuple[LineId, ...]
    decisions: Decisions
    record: Record
    narrowed_at: int
    """Log version of the last event that took something from everybody."""
    applied_version: int
    """Version of the plan that the engine last confirmed."""
    asking: Asking
    halting: Halting
    noting: Noting
    gates: Gates
    agenda: Agenda
    telephones: Telephones
    local: Local

    __hash__ = object.__hash__
    """By identity: what was worked out for a state is remembered for that very state."""

    def participant(self, id: ParticipantId) -> Participant:
        if id not in self.participants:
            raise UnknownParticipant("This person is not on the list of the conference.")
        return self.participants[id]

    def leg(self, id: LegId) -> Leg:
        if id not in self.legs:
            raise UnknownLeg("This connection is gone.")
        return self.legs[id]

    def place(self, id: PlaceId) -> Place:
        if id not in self.places:
            raise UnknownPlace("This room is not part of the conference.")
        return self.places[id]

    def section(self, id: SectionId) -> Section:
        for section in self.sections:
            if section.id == id:
                return section
        raise UnknownSection("This section is not in the running order.")

    def line(self, id: LineId) -> Line:
        if id not in self.lines:
            raise UnknownLine("This line is not in the minutes.")
        return self.lines[id]

    @property
    def current(self) -> Section | None:
        return None if self.section_id is None else self.section(self.section_id)

    @property
    def governing(self) -> Section | None:
        """Whose audience counts now: while sealing, the section about to open."""
        return self.current if self.next_id is None else self.section(self.next_id)

    @property
    def rules(self) -> Policy:
        if self.policy is None:
            raise WrongPhase("The conference is not booked yet.")
        return self.policy

    def legs_of(self, id: ParticipantId) -> list[Leg]:
        """Every leg at which this person is, or which is theirs; companions too."""
        return [leg for leg in self.legs.values() if leg.owner == id or id in leg.present]

    def with_participant(self, changed: Participant) -> "Conference":
        people = with_entries(self.participants, {changed.id: changed})
        return replace(self, participants=people)

    def with_leg(self, changed: Leg) -> "Conference":
        return replace(self, legs=with_entries(self.legs, {changed.id: changed}))

    def with_legs(self, changed: Iterable[Leg]) -> "Conference":
        return replace(self, legs=with_entries(self.legs, {leg.id: leg for leg in changed}))

    def without_leg(self, id: LegId) -> "Conference":
        rest = {leg_id: leg for leg_id, leg in self.legs.items() if leg_id != id}
        return replace(self, legs=MappingProxyType(rest))


def carries_media(leg: Leg) -> bool:
    """A companion device shows and asks, and has no sound path (REQ-45)."""
    return leg.kind is not LegKind.COMPANION


UNBOOKED = Conference(
    version=0,
    phase=Phase.UNBOOKED,
    resumes_to=Phase.IN_SECTION,
    pause_reason=None,
    paused_version=0,
    title=None,
    participants=MappingProxyType({}),
    places=MappingProxyType({}),
    legs=MappingProxyType({}),
    sections=(),
    section_id=None,
    next_id=None,
    was_in=frozenset(),
    kept_apart=frozenset(),
    policy=None,
    lines=MappingProxyType({}),
    line_order=(),
    decisions=NOTHING_DECIDED,
    record=EMPTY_RECORD,
    narrowed_at=0,
    applied_version=0,
    asking=NOBODY_ASKS,
    halting=NOTHING_HALTS,
    noting=NOTHING_NOTED,
    gates=NOTHING_AGREED,
    agenda=PLAIN_AGENDA,
    telephones=NOBODY_RINGS,
    local=NATIONAL,
)
