"""What is noted of what the service cannot see by itself."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import LineId, Micros, ParticipantId
from app.domain.people import TextRef


class Concern(StrEnum):
    CHILD_AUDIBLE = "child_audible"
    """A child can be heard near them, so a child may hear (REQ-40)."""
    OUTBURST = "outburst"


@dataclass(frozen=True, slots=True)
class ConcernFlagged:
    """Shown to the chair alone."""

    concern: Concern
    about: ParticipantId


@dataclass(frozen=True, slots=True)
class IncidentNoted:
    """Something went wrong that only people could notice. Its kind is a word of the authority's."""

    kind: str
    about: ParticipantId
    begins_at: Micros
    ends_at: Micros | None
    """None: at one moment, or it is worked out how long they went on hearing."""
    line_id: LineId | None
    answered: bool | None
    """Whether a question that should not have been asked was answered; None: it was no question."""
    text: TextRef | None


@dataclass(frozen=True, slots=True)
class CovertIncidentNoted:
    """The same, found out by answering a silent signal: in the restricted log alone."""

    kind: str
    about: ParticipantId
    begins_at: Micros
    ends_at: Micros | None
    line_id: LineId | None
    answered: bool | None
    text: TextRef | None


@dataclass(frozen=True, slots=True)
class ParticipantReleased:
    """Thanked and let go (a.7): no exclusion, and no fault."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class RingingAsked:
    """The chair asks that somebody is rung where their safety plan allows it (REQ-56).

    Where there is no such plan, a person rings them by hand.
    """

    participant_id: ParticipantId


NotingEvent = (
    ConcernFlagged | IncidentNoted | CovertIncidentNoted | ParticipantReleased | RingingAsked
)
