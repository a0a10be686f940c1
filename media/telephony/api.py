"""The telephone's interface and its facts: pure data, no sockets, no clock.

A call is a stranger with a keypad until somebody else says more of it. The telephone answers,
tells each key, speaks clips, carries sound between the call and one media worker, and hangs up.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from media.api import CallKey

DIGITS = frozenset("0123456789*#")


class Why(StrEnum):
    """Why a call is over."""

    HUNG_UP = "hung_up"
    TOLD = "told"
    """By us."""
    NO_SOUND = "no_sound"
    """Nothing has come for so long that nobody can be there."""
    BUSY = "busy"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    """The trunk refused it, or it could not be placed."""
    NOT_ALLOWED = "not_allowed"
    """The number is not one that may be rung from here."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Clips to be spoken one after the other, over whatever else the caller hears."""

    number: int
    """Chosen by who asks, told again in `Said`; rises with each."""
    clips: tuple[str, ...]
    """"en/pin-please": language, then name. One that is not there is left out."""
    is_inside: bool
    """Tells of the conference: a flush ends it, whoever has asked for it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A call is up, in either direction. Nothing is heard of it yet, and it hears nothing."""

    call: CallKey
    line: str
    """The number or name that was called on our side; of a call that we placed: empty."""
    caller: str = field(repr=False)
    """As the trunk says it, which proves nothing; empty: withheld."""
    is_vouched: bool
    """The trunk says that it has verified the number."""
    is_ours: bool
    """We placed it."""
    is_again: bool
    """It was up before whoever listens to us now began to: all that was said of it is forgotten."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call that we place rings at the other end."""

    call: CallKey


@dataclass(frozen=True, slots=True)
class Digit:
    """One key, pressed once, however it was sent. Told when it goes down."""

    call: CallKey
    digit: str = field(repr=False)
    at_monotonic: float


@dataclass(frozen=True, slots=True)
class Said:
    """This utterance has come to its end, or was hushed."""

    call: CallKey
    number: int


@dataclass(frozen=True, slots=True)
class Faded:
    """Nothing comes from this call any more, not even silence. It may come back."""

    call: CallKey


@dataclass(frozen=True, slots=True)
class Returned:
    """Something comes again from a call that had faded."""

    call: CallKey


@dataclass(frozen=True, slots=True)
class Lost:
    """The call is over."""

    call: CallKey
    why: Why


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Somebody rang and was not answered, because of a limit of ours (F32)."""

    code: str
    """full, flood."""
    line: str


@dataclass(frozen=True, slots=True)
class TelephoneLost:
    """The telephone process is gone, and every call with it."""

    at_monotonic: float


CallFact = Answered | Ringing | Digit | Said | Faded | Returned | Lost | TurnedAway | TelephoneLost


class TelephoneRefusal(Exception):
    """The telephone will not do it. `code` is stable: unknown-call, not-running, no-answer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Telephone(Protocol):
    """All calls of this machine, in this process or behind a control socket."""

    async def say(self, call: CallKey, utterance: Utterance) -> None:
        """Speak after what is being spoken. A call that is over is not an error."""
        ...

    async def hush(self, call: CallKey) -> None:
        """Stop speaking, and forget what waits to be spoken. When it returns nothing is heard."""
        ...

    async def carry(self, call: CallKey, worker: int | None) -> None:
        """From now on its sound goes to this worker's line, and comes from there; None: nowhere.

        Nothing that came from the line before is heard any more.
        """
        ...

    async def dial(self, call: CallKey, number: str, *, withheld: bool) -> None:
        """Place a call that will be known by this key. What becomes of it is told as facts."""
        ...

    async def hang_up(self, call: CallKey, *, after: int | None = None) -> None:
        """End the call: at once, or when the utterance of that number has been said."""
        ...

    def facts(self) -> AsyncIterator[CallFact]:
        """What happens, in order. One reader."""
        ...
