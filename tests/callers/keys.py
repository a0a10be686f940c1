"""Keys as a telephone sends them along with its sound, and what a bad line makes of the packets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from random import Random

from tests.callers import sounds
from tests.callers.g711 import Samples

EVENTS = "0123456789*#ABCD"
"""By their number in RFC 4733."""
TICK_MS = 20
ENDS = 3


class How(Enum):
    """How a key reaches the other side."""

    RFC4733 = "rtp events"
    INFO_RELAY = "application/dtmf-relay"
    INFO_DTMF = "application/dtmf"
    INBAND = "tones"


@dataclass(frozen=True, slots=True)
class Event:
    """One packet of a telephone-event."""

    digit: str
    samples: int
    """Length of the key so far."""
    is_first: bool = False
    is_end: bool = False

    @property
    def payload(self) -> bytes:
        volume = 10
        flags = (0x80 if self.is_end else 0) | volume
        return bytes([EVENTS.index(self.digit), flags, *self.samples.to_bytes(2, "big")])


def events(digit: str, ms: int) -> Iterator[list[Event]]:
    """What is sent instead of sound, tick by tick, until the key is up again."""
    ticks = max(1, ms // TICK_MS)
    for tick in range(ticks):
        yield [Event(digit, (tick + 1) * sounds.FRAME, is_first=tick == 0)]
    yield [Event(digit, ticks * sounds.FRAME, is_end=True)] * ENDS


def tones(digit: str, ms: int) -> Iterator[Samples]:
    frames = sounds.key(digit)
    for _ in range(max(1, ms // TICK_MS)):
        yield next(frames)


@dataclass
class Faults:
    """What becomes of each packet on its way, by chance but always the same."""

    drop: float = 0.0
    double: float = 0.0
    late: float = 0.0
    """How many are held back, so that others overtake them..."""
    late_ms: float = 40.0
    """...by up to so much."""
    loses_ends: bool = False
    chance: Random = field(default_factory=lambda: Random(1))  # noqa: S311  not for secrets

    def delays(self, *, is_end: bool) -> list[float]:
        """Seconds after which each copy of a packet leaves; none: it is lost."""
        if (is_end and self.loses_ends) or self.chance.random() < self.drop:
            return []
        copies = 2 if self.chance.random() < self.double else 1
        return [self._delay() for _ in range(copies)]

    def _delay(self) -> float:
        is_late = self.chance.random() < self.late
        return self.chance.uniform(0.0, self.late_ms / 1000) if is_late else 0.0
