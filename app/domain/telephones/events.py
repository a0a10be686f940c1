"""What happens by telephone, but for the connection itself: that is a leg. Never a number."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import ParticipantId
from app.domain.people import TextRef


class Progress(StrEnum):
    """How far a call that the service places has come."""

    RINGING = "ringing"
    ANSWERED = "answered"
    """Picked up by somebody: who it is, the PIN says."""
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    LATER = "later"
    """Picked up, and asked to be rung another time."""
    FAILED = "failed"
    NOT_ALLOWED = "not_allowed"
    """The telephone does not ring this number."""
    STOPPED = "stopped"
    """By the chair, by a new plan, or after wrong PINs."""


class Need(StrEnum):
    """What somebody wants that is neither to speak nor a break (keys 8 and 0, REQ-59)."""

    TROUBLE_HEARING = "trouble_hearing"
    ADMINISTRATOR = "administrator"


class Practice(StrEnum):
    """What became of the practice join that was offered (REQ-13)."""

    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class CallPlanned:
    """What the safety plan allows; in place of what it allowed before."""

    participant_id: ParticipantId
    number: TextRef | None
    may_ring: bool
    after_drop: bool
    """Rung back by itself when their call is lost."""
    withheld: bool
    """Our own number is not shown to whoever is rung."""
    from_minute: int | None
    """Minutes of the day in London, from (included) to (not included); None: at any time."""
    to_minute: int | None


@dataclass(frozen=True, slots=True)
class CallBackChosen:
    """Outside for a while, they would rather be rung than wait (REQ-62)."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class CallPlaced:
    """`attempt`: 1 for the first since it was asked for."""

    participant_id: ParticipantId
    attempt: int


@dataclass(frozen=True, slots=True)
class CallProgressed:
    participant_id: ParticipantId
    progress: Progress


@dataclass(frozen=True, slots=True)
class PinFailed:
    """Whoever answered the call to this person does not have their PIN."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class NeedTold:
    """Shown to the chair alone."""

    participant_id: ParticipantId
    need: Need


@dataclass(frozen=True, slots=True)
class NeedSettled:
    participant_id: ParticipantId
    need: Need


@dataclass(frozen=True, slots=True)
class PracticeNoted:
    participant_id: ParticipantId
    result: Practice


CallEvent = CallPlanned | CallBackChosen | CallPlaced | CallProgressed | PinFailed
TelephoneEvent = CallEvent | NeedTold | NeedSettled | PracticeNoted
