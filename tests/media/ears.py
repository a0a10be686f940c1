"""What the small browser of the tests has heard, and how a test waits for it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

DEADLINE = 5.0


@dataclass(frozen=True)
class Heard:
    """One RTP packet as it came, decrypted."""

    payload_type: int
    seq: int
    timestamp: int
    ssrc: int
    has_extension: bool
    payload: bytes


@dataclass
class Ears:
    """Who waits for what; woken by every datagram."""

    heard: list[Heard] = field(default_factory=list)
    control: list[bytes] = field(default_factory=list)
    """RTCP compounds, decrypted."""
    count: int = 0
    """Datagrams of any kind but STUN."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE):
            while not is_so():
                self.changed.clear()
                await self.changed.wait()
