"""What happens when somebody asks. A `SignalEvent` is covert: no ordinary reading holds it."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import LegId, ParticipantId, SectionId
from app.domain.people import TextRef


class Question(StrEnum):
    """The closed questions of a response, in this order (c.4)."""

    SOMEONE_THERE = "someone_there"
    IN_DANGER = "in_danger"
    CALL_POLICE = "call_police"
    ANOTHER_DAY = "another_day"


class Level(StrEnum):
    """How bad it is (c.4)."""

    NEED_BREAK = "need_break"
    NOT_SAFE = "not_safe"


class Outcome(StrEnum):
    """How a response ended."""

    SAFE = "safe"
    POLICE_CALLED = "police_called"
    ANOTHER_DAY = "another_day"


@dataclass(frozen=True, slots=True)
class HandRaised:
    """They wish to speak. Shown to the chair alone, and to themselves."""

    participant_id: ParticipantId
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class HandLowered:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class BreakAsked:
    participant_id: ParticipantId
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class BreakWithdrawn:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class ParticipantSpoke:
    """The chair says so; whose lines are written has spoken as well."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class AskedBack:
    """Before a part ends: do you wish to add anything? (REQ-78)"""

    participant_id: ParticipantId
    section_id: SectionId
    answered: bool


@dataclass(frozen=True, slots=True)
class SafetyPlanned:
    """Who answers this person's silent signal; the agreed phrase and what to do, sealed."""

    participant_id: ParticipantId
    responder: ParticipantId
    phrase: TextRef | None
    plan: TextRef | None


@dataclass(frozen=True, slots=True)
class SilentSignalled:
    """Not safe: somebody can hear, or I am in danger. Or: I am struggling."""

    participant_id: ParticipantId
    leg_id: LegId
    level: Level = Level.NOT_SAFE


@dataclass(frozen=True, slots=True)
class SignalAnswered:
    """The sender was told what everybody is told who asks to speak."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class ResponseBegun:
    """These legs are in a private room of the sender's from here on."""

    participant_id: ParticipantId
    responder: ParticipantId | None
    leg_ids: frozenset[LegId]


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    participant_id: ParticipantId
    question: Question


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    participant_id: ParticipantId
    question: Question
    yes: bool


@dataclass(frozen=True, slots=True)
class SafePhraseNoted:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class ResponseEnded:
    participant_id: ParticipantId
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AuditRead:
    """Somebody has read the covert events: the chair all, a responder those of their own people."""

    reader: ParticipantId


@dataclass(frozen=True, slots=True)
class CovertErased:
    """What a covert event is read as once its key is destroyed. Never written."""


TurnEvent = HandRaised | HandLowered | BreakAsked | BreakWithdrawn | ParticipantSpoke | AskedBack
SignalEvent = (
    SafetyPlanned
    | SilentSignalled
    | SignalAnswered
    | ResponseBegun
    | QuestionAsked
    | QuestionAnswered
    | SafePhraseNoted
    | ResponseEnded
    | AuditRead
    | CovertErased
)
AskingEvent = TurnEvent | SignalEvent
