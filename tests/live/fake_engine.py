"""A media engine without media: keeps the plan it was given and reports what it is told to."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import anyio

from media.api import (
    Applied,
    CallKey,
    ConferenceKey,
    EngineRefusal,
    Fact,
    LegKey,
    Offer,
    Plan,
)


@dataclass
class FakeEngine:
    plans: list[Plan] = field(default_factory=list[Plan])
    dropped: list[LegKey] = field(default_factory=list[LegKey])
    attached: list[tuple[LegKey, CallKey]] = field(default_factory=list[tuple[LegKey, CallKey]])
    answers: list[str] = field(default_factory=list[str])
    is_full: bool = False
    is_stuck: bool = False
    reported: deque[Fact] = field(default_factory=deque[Fact])
    news: anyio.Event = field(default_factory=anyio.Event)

    async def apply(self, plan: Plan) -> Applied:
        if self.is_stuck:
            await anyio.sleep_forever()
        if self.plans and plan.epoch < self.plans[-1].epoch:
            raise EngineRefusal("stale-epoch")
        self.plans.append(plan)
        return Applied(plan.conference, plan.epoch, 0.0)

    async def offer(self, conference: ConferenceKey, leg: LegKey, address: str) -> Offer:
        if self.is_full:
            raise EngineRefusal("full")
        return Offer(f"offer for {address}", ("a", "b", "c", "k"))

    async def accept(self, conference: ConferenceKey, leg: LegKey, sdp: str) -> None:
        if sdp == "nonsense":
            raise EngineRefusal("bad-answer")
        self.answers.append(sdp)

    async def attach(self, conference: ConferenceKey, leg: LegKey, call: CallKey) -> None:
        if self.is_full:
            raise EngineRefusal("full")
        self.attached.append((leg, call))

    async def drop(self, conference: ConferenceKey, leg: LegKey) -> None:
        self.dropped.append(leg)

    async def close(self, conference: ConferenceKey) -> None:
        self.dropped.clear()

    def report(self, fact: Fact) -> None:
        self.reported.append(fact)
        self.news.set()

    async def facts(self) -> AsyncIterator[Fact]:
        while True:
            await self.news.wait()
            self.news = anyio.Event()
            while self.reported:
                yield self.reported.popleft()
