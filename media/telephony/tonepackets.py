"""Keys that are tones, heard in the packets as they come: the only place where a loss is seen.

The stack closes up what is left when a packet is lost, and 20 ms of a tone are then just missing.
Here a hole is bridged by what was before it and by what comes after it, each once: so of a tone
that is longer than two packets any one packet is enough, and no hole makes two keys of one.
"""

from typing import Protocol

from media.telephony import g711
from media.telephony.digits import payload_at

WAITS = 2
"""Packets after a missing one that may come before it. With one from later it is lost."""
BRIDGED_AT_MOST = 10
"""Packets. After a longer hole nobody knows whether the same key is still down."""
FAR = 100
WRAP, CLOCK_WRAP = 1 << 16, 1 << 32
PADDED = 0x20
PAUSE = bytes(640)
"""40 ms: so much silence ends a tone."""


class Detector(Protocol):
    def hear(self, octets: bytes) -> None:
        """Mono, signed 16 bit, 8000 samples a second."""
        ...

    def restart(self) -> None:
        """What comes next does not continue the wave before it. What was known stays known."""
        ...


class TonePackets:
    """One call's. Packets are whole RTP, of G.711, in the order in which they have come."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._waiting: dict[int, bytes] = {}
        self._source = -1
        self._next = 0
        self._stamp = 0
        """At which the next packet begins, if nothing is left out."""
        self._lost = 0
        self._last = PAUSE

    def take(self, packet: bytes) -> None:
        number = int.from_bytes(packet[2:4], "big")
        source = int.from_bytes(packet[8:12], "big")
        ahead = (number - self._next) % WRAP
        if source != self._source or FAR < ahead < WRAP - FAR:
            self._begin(source, number)
        elif ahead > FAR:
            return  # given up for lost, or doubled
        self._waiting[number] = packet
        while self._waiting:
            newest = max((each - self._next) % WRAP for each in self._waiting)
            due = self._waiting.pop(self._next, None)
            if due is None and newest <= WAITS:
                return
            self._next = (self._next + 1) % WRAP
            if due is None:
                self._lost += 1
            else:
                self._hear(due)

    def _begin(self, source: int, number: int) -> None:
        self._waiting.clear()
        self._source, self._next, self._lost = source, number, 0

    def _hear(self, packet: bytes) -> None:
        end = len(packet) - (packet[-1] if packet[0] & PADDED else 0)
        sound = g711.samples(packet[1] & 0x7F, packet[payload_at(packet) : end])
        stamp = int.from_bytes(packet[4:8], "big")
        hole = (stamp - self._stamp) % CLOCK_WRAP
        if 0 < hole <= min(self._lost, BRIDGED_AT_MOST) * len(sound) // 2:
            self._bridge(sound)
        elif hole:
            self._detector.hear(PAUSE)
        self._detector.hear(sound)
        self._stamp = (stamp + len(sound) // 2) % CLOCK_WRAP
        self._last, self._lost = sound, 0

    def _bridge(self, sound: bytes) -> None:
        for part in (self._last, sound):
            self._detector.restart()
            self._detector.hear(part)
        self._detector.restart()
