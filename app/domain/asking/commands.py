"""What may be asked for, by whoever takes part and by whoever answers them."""

from dataclasses import dataclass

from app.domain.asking.events import Level, Outcome, Question
from app.domain.ids import LegId, ParticipantId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class AskToSpeak:
    """A second one within the window of the signal is a silent signal (c.4).

    `for_whom`: somebody in the room whose host asks; None: the sender.
    """

    leg_id: LegId
    for_whom: ParticipantId | None


@dataclass(frozen=True, slots=True)
class SilentSignal:
    """Refused exactly where asking to speak is, and answered alike."""

    leg_id: LegId
    for_whom: ParticipantId | None
    level: Level = Level.NOT_SAFE


@dataclass(frozen=True, slots=True)
class NoteSignalAnswered:
    """The service has given the reply, by voice or on the screen."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class AskForBreak:
    leg_id: LegId
    for_whom: ParticipantId | None


@dataclass(frozen=True, slots=True)
class WithdrawBreak:
    """One's own wish; the chair anybody's."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class LowerHand:
    """One's own; the chair anybody's."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class MarkSpoken:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class NoteAskedBack:
    participant_id: ParticipantId
    answered: bool


@dataclass(frozen=True, slots=True)
class PlanSafety:
    participant_id: ParticipantId
    responder: ParticipantId
    phrase: TextRef | None
    plan: TextRef | None


@dataclass(frozen=True, slots=True)
class PauseForCheck:
    """The neutral pause: the chair's one action, or the responder's."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class AskQuestion:
    participant_id: ParticipantId
    question: Question


@dataclass(frozen=True, slots=True)
class NoteReply:
    """By key from the sender, or a nod that the responder saw."""

    participant_id: ParticipantId
    yes: bool


@dataclass(frozen=True, slots=True)
class NoteSafePhrase:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class EndResponse:
    participant_id: ParticipantId
    outcome: Outcome
    seen: int


@dataclass(frozen=True, slots=True)
class ReadAudit:
    """Look at the covert events. That somebody has looked is one itself."""


TurnCommand = (
    AskToSpeak | SilentSignal | AskForBreak | WithdrawBreak | LowerHand | MarkSpoken | NoteAskedBack
)
ResponseCommand = (
    PlanSafety
    | NoteSignalAnswered
    | PauseForCheck
    | AskQuestion
    | NoteReply
    | NoteSafePhrase
    | EndResponse
    | ReadAudit
)
AskingCommand = TurnCommand | ResponseCommand
