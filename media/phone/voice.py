"""What comes from one call: a track like a browser's, with samples beside its packets."""

import secrets

import numpy as np

from media.api import Kind, LegKey
from media.line import FRAME_BYTES
from media.phone.codec import Encoder
from media.phone.frame import Frame, level_dbov
from media.plane.packets import MARKER, WORD_MASK
from media.plane.slots import Slot, Track
from media.profile import HIGH

STEP = 960
"""On the clock of RTP, in 20 ms."""
TRAILING = 5
"""Beats without sound that are still sent, so that a sound ends and does not break off. Then
nothing is sent until there is sound again; the times of its packets tell how long that was."""
NOTHING = bytes(FRAME_BYTES)


class Voice:
    """Knows nothing of what it was told in another beat, but what its encoder keeps."""

    def __init__(self, leg: LegKey) -> None:
        self.track = Track(leg, Kind.SOUND, secrets.randbits(31), HIGH, 0)
        self.track.taster = self
        self.timestamp = secrets.randbits(31)
        self.marker = MARKER
        """On the first packet after a pause."""
        self._encoder: Encoder | None = None
        self._frame: Frame | None = None
        self._beat = 0
        self._quiet = TRAILING

    def hear(self, sound: bytes, beat: int, now: float) -> None:
        """The call's share of this beat. Called only while it may be a source."""
        self.timestamp = (self.timestamp + STEP) & WORD_MASK
        self._quiet = 0 if sound else self._quiet + 1
        self._beat, self._frame = beat, None
        if self._quiet > TRAILING:
            self.marker = MARKER
            return
        track = self.track
        number = track.place(track.next_seq, now)
        samples = np.frombuffer(sound or NOTHING, "<i2")
        self._frame = Frame(samples, number, sound or NOTHING)
        if sound:
            track.last_at = track.seen_at = now
            track.note_level(level_dbov(samples))

    def frame(self, beat: int) -> Frame | None:
        return self._frame if beat == self._beat else None

    def take(self, number: int, payload: memoryview | bytes) -> None:
        """Its own packets tell it nothing new."""

    def packet(self, beat: int) -> bytes:
        """This beat's sound for the browsers that have it in a slot now; empty: nothing for any."""
        frame = self.frame(beat)
        wanting = [slot for slot in self.track.slots if _may_have(slot)]
        if frame is None or not wanting:
            self.marker = MARKER
            return b""
        if self._encoder is None:
            self._encoder = Encoder()
        if any(slot.track is not self.track for slot in wanting):
            # It hears from here on, and not how what was before rings out.
            self._encoder.forget()
        return self._encoder.encode(frame.octets)


def _may_have(slot: Slot) -> bool:
    return slot.gate.open and slot.outlet.sending is not None
