"""What we ask of a telephone stack, and what it tells us: so that another can take its place.

up      answered, digit, pressing, lost, ringing, turned away
down    answer, dial, hang up; and each call's `Sound`, safe from one thread beside the loop's
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from media.telephony.api import CallKey, Why


class Sound(Protocol):
    """One call's sound both ways: mono, signed 16 bit, native byte order. Nothing here blocks."""

    def rate(self) -> int:
        """Samples a second: 8000 or 16000; 0 while there is no sound."""
        ...

    def read(self, octets: int) -> bytes:
        """At most so many octets of what has come; empty if nothing has, or nothing can."""
        ...

    def write(self, octets: bytes) -> None:
        """Into the queue of what is to be sent. With nothing in it, silence is sent."""
        ...

    def flush(self) -> None:
        """Forget what was written and not yet sent, but for what is being sent now."""
        ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """A call that is up, as the stack knows it."""

    line: str
    caller: str = field(repr=False)
    is_vouched: bool
    has_events: bool
    """It sends its keys as events (RFC 4733): no need to listen for their tones."""


class Listener(Protocol):
    """Told on the event loop, in order."""

    def came(self, call: CallKey) -> None:
        """Somebody rings. The stack has made room; answer it, or hang it up."""
        ...

    def rings(self, call: CallKey) -> None: ...

    def answered(self, call: CallKey, arrival: Arrival, sound: Sound) -> None: ...

    def pressed(self, call: CallKey, digit: str, at: float) -> None:
        """One key, counted once."""
        ...

    def pressing(self, call: CallKey, at: float, *, is_down: bool) -> None:
        """At this time a key was down, or has just come up: its tone may be in the sound."""
        ...

    def sounded(self, call: CallKey, packet: bytes) -> None:
        """A packet of G.711, as it came, of a call that sends no events."""
        ...

    def lost(self, call: CallKey, why: Why) -> None: ...

    def turned_away(self, code: str, line: str) -> None: ...

    def died(self) -> None:
        """The stack is gone for good; only another process can start it again."""
        ...


class Stack(Protocol):
    """All calls of one process."""

    @property
    def addresses(self) -> Sequence[str]:
        """Where it listens, as SIP addresses."""
        ...

    def open(self) -> None:
        """From now on callers are answered."""
        ...

    def close(self) -> None:
        """From now on they are turned away: nobody would tell us what to do with them."""
        ...

    def answer(self, call: CallKey) -> None: ...

    def dial(self, call: CallKey, number: str, *, withheld: bool) -> None:
        """The number is E.164, and may be rung."""
        ...

    def hang_up(self, call: CallKey) -> None: ...
