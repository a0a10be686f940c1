"""A call whose keys are tones: heard in its packets, to count them, and in its sound, to mute them.

packets, as they come ---> which keys; holes are bridged (`tonepackets`)
sound, on the beat    ---> shut the gate in time; which keys, where packets cannot be read (G.722)
"""

import asyncio
import time
from collections.abc import Callable

from media.telephony.gate import Gate
from media.telephony.handset import ToneEar
from media.telephony.tonepackets import TonePackets
from media.telephony.tones import Spandsp, ToneDetector

READABLE_SECONDS = 1.0
"""Since the last packet that could be read: what the sound says has been told."""


class TonedKeys:
    """On the event loop, but for `ear`, which belongs to the beat."""

    def __init__(self, library: Spandsp, gate: Gate, told: Callable[[str, float], None]) -> None:
        """`told`: each key, counted once, and when (monotonic seconds)."""
        self._told = told
        self._loop = asyncio.get_running_loop()
        self._read_at = 0.0
        self._is_down = False
        self.ear = ToneEar(gate, self._sounded)
        self.ear.detector = ToneDetector(library, self.ear.changed)
        self._packets = TonePackets(ToneDetector(library, self._changed))

    def take(self, packet: bytes) -> bool:
        """Whether a key is down. `packet`: whole RTP, of G.711."""
        self._read_at = time.monotonic()
        self._packets.take(packet)
        return self._is_down

    def _changed(self, digit: str | None) -> None:
        self._is_down = digit is not None
        if digit is not None:
            self._told(digit, time.monotonic())

    def _sounded(self, digit: str) -> None:
        self._loop.call_soon_threadsafe(self._count_sounded, digit, time.monotonic())

    def _count_sounded(self, digit: str, at: float) -> None:
        if at - self._read_at > READABLE_SECONDS:
            self._told(digit, at)
