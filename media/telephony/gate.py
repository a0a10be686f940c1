"""Keeps the tones of keys out of every mix: a caller who presses 5 twice is not heard doing it.

A call whose keys come as events is shut from the first sign of a key: its sound is held back by
the stack, so a tone that slipped in before its event is still to come. A call whose keys are
tones is heard late by as long as it takes to know a tone.
"""

from collections import deque

AFTER_SECONDS = 0.06
PACKETS_APART_SECONDS = 0.3
"""When no packet has come for so long, the one that said that the key is up was lost."""
TONE_FRAMES = 3
"""60 ms: a tone is known 26 to 51 ms after it begins, be it at the end of its first frame."""
FRAME_SECONDS = 0.02


class Gate:
    """One call's. Times are of the monotonic clock."""

    def __init__(self, held_back_seconds: float) -> None:
        """`held_back_seconds`: how long sound may wait in the stack before it comes to us."""
        self._after = AFTER_SECONDS + held_back_seconds
        self._shut_until = 0.0

    def pressing(self, at: float, *, is_down: bool) -> None:
        longest = PACKETS_APART_SECONDS if is_down else 0.0
        self._shut_until = max(self._shut_until, at + longest + self._after)

    def shut(self, until: float) -> None:
        self._shut_until = max(self._shut_until, until)

    def is_open(self, now: float) -> bool:
        return now >= self._shut_until


class Late:
    """Holds frames back, so that a gate can be shut before the tone that shuts it."""

    def __init__(self) -> None:
        self._frames = deque([b""] * TONE_FRAMES)

    def through(self, frame: bytes) -> bytes:
        self._frames.append(frame)
        return self._frames.popleft()
