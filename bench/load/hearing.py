"""The receiving half of a raw client: counts by slot, kept Opus frames, delays."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.load import rtp, sources
from bench.load.sdp import MID_URI, MediaLine, Offer

KEPT_FRAMES = 250
KEPT_DELAYS = 20_000


@dataclass(slots=True)
class Heard:
    """What one receiving slot got so far."""

    packets: int = 0
    octets: int = 0
    last_at: float = 0.0
    """On the monotonic clock."""
    repeated: int = 0
    """Of these, packets that were sent again (RTX)."""
    ssrc: int = 0
    """Of the newest packet that was not sent again."""
    frames: deque[bytes] = field(default_factory=lambda: deque[bytes](maxlen=KEPT_FRAMES))
    """The newest Opus frames of a sound slot (5 s), for `tone.decode`."""


class Hearing:
    """Fed with decrypted packets."""

    def __init__(self, offer: Offer) -> None:
        self.slots: dict[str, Heard] = {}
        """By MID; what carries none of ours, by `ssrc:NUMBER`."""
        self.delays_ms: deque[float] = deque(maxlen=KEPT_DELAYS)
        self.unreadable = 0
        self._lines = offer.lines
        self._watchers: list[tuple[Callable[[], bool], asyncio.Event]] = []

    def on_rtp(self, packet: bytes) -> None:
        seen = rtp.read_rtp(packet)
        if seen is None:
            self.unreadable += 1
            return
        mid, line = self._slot_of(seen)
        heard = self.slots.setdefault(mid, Heard())
        heard.packets += 1
        heard.octets += len(packet)
        heard.last_at = time.monotonic()
        if line is not None and seen.payload_type == line.codecs.get("rtx"):
            heard.repeated += 1
        else:
            heard.ssrc = seen.ssrc
        if line is not None and line.kind == "audio":
            heard.frames.append(seen.payload)
        delay = sources.delay_ms(seen.payload)
        if delay is not None:
            self.delays_ms.append(delay)

    async def until(self, condition: Callable[[], bool], within: float) -> None:
        """Until it holds; looked at when `tell_watchers` is called. Raises TimeoutError."""
        if condition():
            return
        watcher = (condition, asyncio.Event())
        self._watchers.append(watcher)
        try:
            async with asyncio.timeout(within):
                await watcher[1].wait()
        finally:
            self._watchers.remove(watcher)

    def tell_watchers(self) -> None:
        for condition, happened in self._watchers:
            if condition():
                happened.set()

    def _slot_of(self, seen: rtp.Received) -> tuple[str, MediaLine | None]:
        """By the MID element, as BUNDLE wants it; else by the SSRC that the offer declared."""
        for line in self._lines:
            number = line.extensions.get(MID_URI)
            if number is not None and seen.elements.get(number) == line.mid.encode():
                return line.mid, line
        declared = (line for line in self._lines if seen.ssrc in line.ssrcs)
        line = next(declared, None)
        return (line.mid if line else f"ssrc:{seen.ssrc}"), line
