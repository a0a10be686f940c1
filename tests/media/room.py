"""A conference as the tests see it: plans in few words, facts as they come, and deadlines."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar

from media.api import (
    Applied,
    ConferenceKey,
    Engine,
    Fact,
    Kind,
    LegKey,
    Permission,
    Plan,
)
from tests.media.ears import DEADLINE
from tests.media.peer import Peer

CONFERENCE = ConferenceKey("conference-1")
LONG = 60.0

SomeFact = TypeVar("SomeFact", bound=Fact)


class Named(Protocol):
    """Whoever has a leg."""

    key: LegKey


def each_with_each(*peers: Peer) -> frozenset[Permission]:
    """Everyone hears and sees everyone."""
    pairs = ((a, b) for a in peers for b in peers if a is not b)
    return frozenset(Permission(a.key, b.key, kind) for a, b in pairs for kind in Kind)


def without(peer: Named, permissions: Iterable[Permission]) -> frozenset[Permission]:
    return frozenset(p for p in permissions if peer.key not in {p.source, p.sink})


class Room:
    """One conference of an engine, with everything that the engine said about it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.facts: list[Fact] = []
        self._more = asyncio.Event()
        self._epoch = 0

    async def admit(self, *peers: Peer) -> frozenset[Permission]:
        permissions = each_with_each(*peers)
        await self.plan(permissions)
        return permissions

    async def plan(
        self,
        permissions: Iterable[Permission],
        *,
        seconds: float = LONG,
        private_levels: bool = False,
    ) -> Applied:
        """The next plan."""
        self._epoch += 1
        until = time.monotonic() + seconds
        plan = Plan(CONFERENCE, self._epoch, frozenset(permissions), until, private_levels)
        return await self.engine.apply(plan)

    def of(self, kind: type[SomeFact]) -> list[SomeFact]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    async def until(
        self,
        kind: type[SomeFact],
        is_it: Callable[[SomeFact], bool] = lambda _: True,
        *,
        seconds: float = DEADLINE,
    ) -> SomeFact:
        """Wait for a fact, past or to come."""
        async with asyncio.timeout(seconds):
            while not any(is_it(fact) for fact in self.of(kind)):
                self._more.clear()
                await self._more.wait()
        return next(fact for fact in self.of(kind) if is_it(fact))

    async def listen(self) -> None:
        async for fact in self.engine.facts():
            self.facts.append(fact)
            self._more.set()


@asynccontextmanager
async def room_of(engine: Engine) -> AsyncGenerator[Room]:
    """A room that listens to the engine's facts until the test is over."""
    room = Room(engine)
    listener = asyncio.get_running_loop().create_task(room.listen())
    try:
        yield room
    finally:
        listener.cancel()
