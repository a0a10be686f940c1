"""A conference on a real engine in this process, with raw clients as its people."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from bench.load import RawLeg
from media.api import ConferenceKey, Kind, LegKey, Permission, Plan
from media.engine import EmbeddedEngine
from media.settings import EngineSettings

CONFERENCE = ConferenceKey("conference")
MOTHER, FATHER, CHAIR = LegKey("mother"), LegKey("father"), LegKey("chair")
VALID_S = 60.0


class Room:
    """The engine, and who is connected to it."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self.engine = engine
        self.legs: dict[LegKey, RawLeg] = {}
        self._epoch = 0

    def __getitem__(self, key: LegKey) -> RawLeg:
        return self.legs[key]

    async def start(self, key: LegKey) -> RawLeg:
        """Answered, but not up yet."""
        offer = await self.engine.offer(CONFERENCE, key, "127.0.0.1")
        leg = self.legs[key] = RawLeg(offer.sdp)
        await self.engine.accept(CONFERENCE, key, leg.connect())
        return leg

    async def join(self, *keys: LegKey) -> None:
        for key in keys:
            await (await self.start(key)).until_up()

    async def allow(self, keys: Sequence[LegKey]) -> None:
        """From now on these may hear and see each other, and nobody else anything."""
        self._epoch += 1
        flows = frozenset(
            Permission(source, sink, kind)
            for source in keys
            for sink in keys
            for kind in Kind
            if source != sink
        )
        until = time.monotonic() + VALID_S
        await self.engine.apply(Plan(CONFERENCE, self._epoch, flows, until, private_levels=False))


@asynccontextmanager
async def a_room() -> AsyncGenerator[Room]:
    async with EmbeddedEngine(EngineSettings()) as engine:
        room = Room(engine)
        try:
            yield room
        finally:
            for leg in room.legs.values():
                leg.close()
