"""What a caller hears, packet by packet, and measures of it: tones, levels, gaps, clips. 8 kHz."""

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import numpy as np

from tests.callers.g711 import Samples
from tests.callers.sounds import FULL, RATE, from_wav

FLOOR_DB = -120.0
SAME = 0.6
"""From this likeness on it is that clip. Other words of the same voice stay far below."""

SLACK = 3.0
"""Seconds that a clip may come late or in pieces and still be found: older sound was looked at."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One RTP packet as it came."""

    at: float
    """Monotonic seconds, from the kernel's stamp."""
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    samples: Samples


@dataclass
class Ears:
    """All that one telephone has been sent."""

    packets: list[Packet] = field(default_factory=list)
    _waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = field(default_factory=list)

    def take(self, packet: Packet) -> None:
        self.packets.append(packet)
        if len(self.packets) % 5 == 0:
            self._wake()

    def _wake(self) -> None:
        for is_so, waiting in self._waiting:
            if not waiting.done() and is_so():
                waiting.set_result(None)

    async def until(self, is_so: Callable[[], bool], within: float) -> None:
        """Asked anew with every 100 ms of sound. Raises TimeoutError."""
        entry = (is_so, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        self._wake()
        try:
            async with asyncio.timeout(within):
                await entry[1]
        finally:
            self._waiting.remove(entry)

    def sound(self, since: float = 0.0, until: float = np.inf) -> Samples:
        """What came between two moments, in the order of its timestamps; what is missing: zeros."""
        first = bisect_left(self.packets, since, key=_arrival)
        chosen = [each for each in self.packets[first:] if each.at < until and len(each.samples)]
        return _laid_out(chosen)

    def largest_gap(self, since: float = 0.0, until: float = np.inf) -> float:
        """Seconds between two packets that followed each other; infinite with fewer than two."""
        at = [each.at for each in self.packets if since <= each.at < until]
        return max(np.diff(at).tolist(), default=np.inf)

    async def hears(self, clip: Path | Samples, within: float) -> float:
        """Wait until the whole clip has been heard since now; give when. Raises TimeoutError."""
        wanted = from_wav(clip) if isinstance(clip, Path) else clip
        begins = monotonic()

        def has_come() -> bool:
            nonlocal begins
            now = monotonic()
            is_it = likeness(self.sound(since=begins), wanted)[0] >= SAME
            begins = max(begins, now - len(wanted) / RATE - SLACK)
            return is_it

        await self.until(has_come, within)
        return self.packets[-1].at

    async def hears_tone(self, hz: float, within: float, above_db: float = -40.0) -> float:
        """Wait for 100 ms of it. Gives when. Raises TimeoutError."""
        began = monotonic()

        def is_there() -> bool:
            recent = self.sound(since=max(began, monotonic() - 0.12))
            return len(recent) >= RATE // 10 and level(recent, hz) > above_db

        await self.until(is_there, within)
        return self.packets[-1].at


def _arrival(packet: Packet) -> float:
    return packet.at


def _laid_out(packets: list[Packet]) -> Samples:
    """Side by side by timestamp; a jump of more than 10 s, or another source, just follows on."""
    if not packets:
        return np.zeros(0, np.int16)
    parts, start, ssrc, end = list[Samples](), packets[0].timestamp, packets[0].ssrc, 0
    offsets, base = list[int](), 0
    for packet in packets:
        at = base + _difference(packet.timestamp, start)
        if packet.ssrc != ssrc or not 0 <= at <= end + 10 * RATE:
            base, start, ssrc = end, packet.timestamp, packet.ssrc
            at = base
        offsets.append(at)
        parts.append(packet.samples)
        end = max(end, at + len(packet.samples))
    whole = np.zeros(end, np.int16)
    for at, part in zip(offsets, parts, strict=True):
        whole[at : at + len(part)] = part
    return whole


def _difference(later: int, earlier: int) -> int:
    return (later - earlier + (1 << 31)) % (1 << 32) - (1 << 31)


def rms(samples: Samples) -> float:
    """In dB against a sine of full scale."""
    if not len(samples):
        return FLOOR_DB
    power = float(np.mean(samples.astype(np.float64) ** 2))
    return _db(np.sqrt(2 * power) / FULL)


def level(samples: Samples, hz: float) -> float:
    """Of one tone, in dB against a sine of full scale."""
    if not len(samples):
        return FLOOR_DB
    window = np.blackman(len(samples))
    turning = np.exp(-2j * np.pi * hz / RATE * np.arange(len(samples)))
    return _db(2 * abs(np.dot(samples * window, turning)) / window.sum() / FULL)


def tones(samples: Samples, above_db: float = -60.0) -> set[int]:
    """Hz of every peak of the spectrum above that level; best over a second or more.

    A companded tone has harmonics of about -50 dB where its period is a whole number of samples.
    """
    if len(samples) < RATE // 20:
        return set()
    window = np.blackman(len(samples))
    amplitude = 2 * np.abs(np.fft.rfft(samples * window)) / window.sum() / FULL
    lobe = 3
    padded = np.pad(amplitude, lobe)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * lobe + 1).max(axis=1)
    peaks = (amplitude >= around) & (amplitude > 10 ** (above_db / 20))
    peaks[:lobe] = False
    return {round(index * RATE / len(samples)) for index in np.flatnonzero(peaks)}


def likeness(heard: Samples, clip: Samples) -> tuple[float, int]:
    """Highest normalised correlation of a whole clip with what was heard, and where it began."""
    if len(heard) < len(clip) or not len(clip):
        return 0.0, 0
    sound, wanted = heard.astype(np.float64), clip.astype(np.float64)
    size = 1 << (len(sound) + len(wanted) - 1).bit_length()
    product = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(wanted, size))
    places = len(sound) - len(wanted) + 1
    correlation = np.fft.irfft(product, size)[:places]
    running = np.concatenate([[0.0], np.cumsum(sound**2)])
    energy = running[len(wanted) :][:places] - running[:places]
    norm = np.sqrt(np.maximum(energy, 1.0) * np.dot(wanted, wanted))
    score = np.where(energy > len(wanted), correlation / np.maximum(norm, 1.0), 0.0)
    best = int(np.argmax(score))
    return float(score[best]), best


def spoken(heard: Samples, clips: Mapping[str, Samples]) -> list[tuple[float, str]]:
    """Which clips were heard and from which second on, in order; each as often as it came."""
    found = list[tuple[float, str]]()
    for name, clip in clips.items():
        rest = heard.copy()
        while True:
            score, at = likeness(rest, clip)
            if score < SAME:
                break
            found.append((at / RATE, name))
            rest[at : at + len(clip)] = 0
    return sorted(found)


def _db(amplitude: float) -> float:
    return max(FLOOR_DB, 20 * float(np.log10(max(amplitude, 1e-9))))
