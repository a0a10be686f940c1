"""What callers hear of one browser: its packets, decoded once for all of them."""

import numpy as np

from media.line import SAMPLES
from media.phone.codec import Decoder, Samples
from media.phone.frame import Frame
from media.phone.playout import Hole, Packet, Playout

NONE = np.empty(0, np.int16)
REACH = 2
"""Packets back: so much of what was decoded before can still sound in a frame, by the overlap of
its packets and in what conceals one."""


class Ear:
    """Lives as long as at least one caller has the track in a slot."""

    def __init__(self) -> None:
        self._playout = Playout()
        self._decoder = Decoder()
        self._decoded: tuple[int, ...] = ()
        """The last packets that were decoded."""
        self._rest = NONE
        """Of a packet that is longer than a beat."""
        self._beat = 0
        self._frame: Frame | None = None

    def take(self, number: int, payload: memoryview | bytes) -> None:
        """A packet has come. On the packet path."""
        self._playout.put(number, bytes(payload))

    def frame(self, beat: int) -> Frame | None:
        """Asked by each caller; the first one in a beat makes it."""
        if beat != self._beat:
            self._beat = beat
            self._frame = self._next()
        return self._frame

    def _next(self) -> Frame | None:
        samples = self._rest
        oldest = self._decoded[:1]
        while len(samples) < SAMPLES:
            taken = self._playout.take()
            if taken is None:
                self._rest = NONE
                return None
            more = self._samples(taken)
            oldest = oldest or self._decoded[:1]
            samples = np.concatenate((samples, more)) if len(samples) else more
        self._rest = samples[SAMPLES:]
        samples = samples[:SAMPLES]
        return Frame(samples, oldest[0] if oldest else 0, samples.tobytes())

    def _samples(self, taken: Packet | Hole) -> Samples:
        if isinstance(taken, Packet):
            decoded = self._decoder.decode(taken.payload)
            if len(decoded):
                self._decoded = (*self._decoded, taken.number)[-REACH:]
                return decoded
        return self._decoder.conceal()
