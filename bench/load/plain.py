"""The same load without a compiler: every leg sends and verifies in Python. For a dozen or two."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import numpy as np

from bench.load.count import Count
from bench.load.leg import RawLeg


class PlainPump:
    """What `Pump` is in C. Every leg decrypts and checks all; delays end when we read."""

    def __init__(self, legs: Sequence[RawLeg], levels_dbov: Sequence[int]) -> None:
        self._legs = list(legs)
        for leg, level in zip(legs, levels_dbov, strict=True):
            leg.send_load(level)

    async def run(self, seconds: float) -> Count:
        before = self._totals()
        for leg in self._legs:
            leg.delays_ms.clear()
        await asyncio.sleep(seconds)
        moved = self._totals()
        moved.subtract(before)
        delays = [delay for leg in self._legs for delay in leg.delays_ms]
        return Count(
            sent=moved["sent"],
            unsent=moved["unsent"],
            received=moved["rtp"],
            octets=moved["octets"],
            rtcp=moved["rtcp"],
            bad=moved["bad"],
            checked=len(delays),
            dropped=0,
            key_frames_asked=moved["key_frames_asked"],
            delays_ms=np.array(delays, dtype=np.float32),
            stalls_ms=np.zeros(0, dtype=np.float32),
        )

    def _totals(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for leg in self._legs:
            total.update(leg.arrived)
            total["sent"] += leg.sender.packets
            total["bad"] += leg.bad_packets
            total["key_frames_asked"] += leg.sender.key_frames_asked
            total["octets"] += sum(heard.octets for heard in leg.received.values())
        return total
