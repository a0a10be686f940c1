"""What comes into a caller's dialogue, and what it wants done. Pure data."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from signalling.messages import View


class Language(StrEnum):
    ENGLISH = "en"
    WELSH = "cy"


class PinAnswer(StrEnum):
    """What became of a PIN. Every cause of a wrong one is the same answer."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_OPEN = "not-open"
    """A right one, of a conference that is not open now."""
    TOO_MANY = "too-many"
    """A right one, of somebody who is connected too many times already."""
    NO_LINE = "no-line"
    """A right one, and nobody can be connected now."""


# ------------------------------------------------------------ what comes in


@dataclass(frozen=True, slots=True)
class Pressed:
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance has come to its end."""

    number: int


@dataclass(frozen=True, slots=True)
class PinChecked:
    answer: PinAnswer


@dataclass(frozen=True, slots=True)
class Joined:
    """They are in the lobby, by this leg."""

    leg_id: UUID
    word_every: float
    """Seconds: whoever waits is told at least so often that they wait (c.6)."""


@dataclass(frozen=True, slots=True)
class Saw:
    """All that this caller may know now."""

    view: View


@dataclass(frozen=True, slots=True)
class Cut:
    """Their view was taken away: whatever it told may not be said any more. Another follows."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was wanted has been carried out, or refused."""

    act: "Act"
    is_done: bool


@dataclass(frozen=True, slots=True)
class Released:
    """The conference has let them go: their connection to it has ended, not by their wish."""


@dataclass(frozen=True, slots=True)
class NoPlace:
    """Their connection to the conference was lost, and there is no other."""

    why: PinAnswer


@dataclass(frozen=True, slots=True)
class Instructed:
    """In a practice: what to try now, as names of clips."""

    clips: tuple[str, ...]


OfThePlace = Joined | Saw | Cut | Released | NoPlace | Instructed
Heard = Pressed | Spoken | PinChecked | Settled | OfThePlace


# ------------------------------------------------------------ what is wanted


@dataclass(frozen=True, slots=True)
class Say:
    """Clips of the prompts, each LANGUAGE/NAME. `is_inside`: they tell of the conference."""

    number: int
    clips: tuple[str, ...]
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop speaking, and forget what waits to be spoken."""


@dataclass(frozen=True, slots=True)
class CheckPin:
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is there, by six keys (REQ-32)."""

    alone: bool
    others_can_hear: bool
    child_can_hear: bool
    headphones: bool
    """No loudspeaker."""
    safe_to_talk: bool
    will_not_record: bool


@dataclass(frozen=True, slots=True)
class AskToSpeak:
    pass


@dataclass(frozen=True, slots=True)
class Signal:
    """Asking to speak twice at once. Whatever becomes of it, the caller hears nothing of it."""


@dataclass(frozen=True, slots=True)
class AskForBreak:
    pass


@dataclass(frozen=True, slots=True)
class TellTrouble:
    """They hear badly."""


@dataclass(frozen=True, slots=True)
class CallOffice:
    """The administrator is wanted."""


@dataclass(frozen=True, slots=True)
class SetMute:
    muted: bool


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """To the question of whoever is with them in a private room."""

    yes: bool


@dataclass(frozen=True, slots=True)
class RingMeBack:
    """They hang up now and want to be rung when they may come back (REQ-62)."""


@dataclass(frozen=True, slots=True)
class TryLater:
    """A call that we placed comes at a bad time."""


@dataclass(frozen=True, slots=True)
class Leave:
    pass


@dataclass(frozen=True, slots=True)
class HangUp:
    """When the utterance of this number has been spoken."""

    after: int


Act = (
    Say
    | Hush
    | CheckPin
    | Answer
    | AskToSpeak
    | Signal
    | AskForBreak
    | TellTrouble
    | CallOffice
    | SetMute
    | ReplyTo
    | RingMeBack
    | TryLater
    | Leave
    | HangUp
)
