"""What may be noted, and by whom."""

from dataclasses import dataclass

from app.domain.ids import LegId, LineId, Micros, ParticipantId
from app.domain.noting.events import Concern
from app.domain.people import Role, TextRef


@dataclass(frozen=True, slots=True)
class FlagConcern:
    """`leg_id`: by which the sender hears it; the chair needs none."""

    concern: Concern
    about: ParticipantId
    leg_id: LegId | None = None


@dataclass(frozen=True, slots=True)
class NoteIncident:
    kind: str
    about: ParticipantId
    begins_at: Micros
    ends_at: Micros | None = None
    line_id: LineId | None = None
    answered: bool | None = None
    text: TextRef | None = None
    covert: bool = False


@dataclass(frozen=True, slots=True)
class ReleaseParticipant:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class RingOut:
    participant_id: ParticipantId


NotingCommand = FlagConcern | NoteIncident | ReleaseParticipant | RingOut

_CHAIR = frozenset({Role.INDEPENDENT_CHAIR})
_PEOPLE = frozenset(Role) - {Role.SERVICE, Role.ADMINISTRATOR, Role.ROOM_DEVICE}

NOTING_MAY: dict[type[NotingCommand], frozenset[Role]] = {
    FlagConcern: _PEOPLE,
    NoteIncident: _PEOPLE,
    ReleaseParticipant: _CHAIR,
    RingOut: _CHAIR,
}
"""A named responder may have any role: `incidents.decide` asks whether it is them."""
