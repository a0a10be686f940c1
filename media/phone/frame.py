"""One frame of sound, how loud it is, and the sum of several."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from media.phone.codec import Samples
from media.plane.packets import SILENCE

FULL_SCALE = 32_768.0
LARGEST, SMALLEST = 32_767, -32_768


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What one source says in this beat."""

    samples: Samples
    oldest: int
    """The track's number of the oldest packet of which anything sounds in it."""
    octets: bytes
    """The same samples."""


def level_dbov(samples: Samples) -> int:
    """In -dBov, 0 (loudest) to 127, as a browser says it of itself. Source: RFC 6464."""
    exact = samples.astype(np.float32)
    power = float(np.dot(exact, exact)) / len(samples) / FULL_SCALE**2
    return SILENCE if power <= 0 else min(SILENCE, max(0, round(-10 * float(np.log10(power)))))


class Sums:
    """Of one beat: most callers hear the same three people, who are added once.

    Not for the next: other frames may then be at the same places in memory.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], bytes] = {}

    def of(self, frames: list[Frame]) -> bytes:
        """Empty: silence."""
        if len(frames) < 2:
            return frames[0].octets if frames else b""
        key = tuple(sorted(map(id, frames)))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _sum(frames)
        return known


def _sum(frames: Iterable[Frame]) -> bytes:
    whole = sum(frame.samples.astype(np.int32) for frame in frames)
    return np.clip(whole, SMALLEST, LARGEST).astype("<i2").tobytes()
