"""A media engine without media, with moods: what it carries is a question of its plan and clock."""

from collections import deque
from collections.abc import AsyncIterator, Callable
from enum import StrEnum

import anyio

from media.api import (
    Applied,
    CallKey,
    ConferenceKey,
    Connected,
    EngineRefusal,
    Fact,
    LegKey,
    Levels,
    Offer,
    Plan,
    SlotBound,
)
from tests.machine.cast import CONFERENCE

KEY = ConferenceKey(str(CONFERENCE))


class Mood(StrEnum):
    WELL = "well"
    LATE = "late"
    """Does what it is told at once, and says so much later."""
    DEAF = "deaf"
    """Hears nothing, and goes on with the plan it has until that is over."""
    REFUSING = "refusing"


class MoodyEngine:
    """Keeps the newest plan, as the real one does; its legs are only names."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.applied: Callable[[], None] = list[None]().clear
        """Called with each plan that it has taken; at first nobody is."""
        self.mood = Mood.WELL
        self.plan = Plan(KEY, -1, frozenset(), 0.0, private_levels=False)
        self.is_behind = False
        """The last thing it was told has not reached it."""
        self.legs: set[LegKey] = set()
        self._monotonic = monotonic
        self._reported: deque[Fact] = deque()
        self._news = anyio.Event()

    def flowing(self) -> frozenset[tuple[str, str]]:
        """Pairs of legs, by their ids. Past its end a plan is cut by the engine itself."""
        if self._monotonic() >= self.plan.valid_until:
            return frozenset()
        return frozenset((each.source, each.sink) for each in self.plan.permissions)

    async def apply(self, plan: Plan) -> Applied:
        if self.mood is Mood.DEAF:
            self.is_behind = True
            await anyio.sleep_forever()
        if self.mood is Mood.REFUSING:
            self.plan = Plan(KEY, self.plan.epoch, frozenset(), 0.0, private_levels=False)
            raise EngineRefusal("not-running")
        if plan.epoch < self.plan.epoch:
            raise EngineRefusal("stale-epoch")
        is_new = plan.permissions != self.plan.permissions
        self.plan, self.is_behind = plan, False
        self.applied()
        if is_new:
            self._report_slots()
        if self.mood is Mood.LATE:
            await anyio.sleep_forever()
        return Applied(plan.conference, plan.epoch, self._monotonic())

    def _report_slots(self) -> None:
        """Everybody hears the first of those whom they may hear, and sees their light."""
        at, epoch = self._monotonic(), self.plan.epoch
        heard: dict[LegKey, LegKey] = {}
        for each in sorted(self.plan.permissions):
            heard.setdefault(each.sink, each.source)
        for leg in sorted(self.legs):
            source = heard.get(leg)
            kind = next(iter(self.plan.permissions)).kind if source else None
            if kind is not None:
                self.report(SlotBound(KEY, leg, "a", source, kind, epoch, at))
        if not self.plan.private_levels:
            self.report(Levels(KEY, tuple((leg, 20) for leg in sorted(self.legs)), at))

    async def offer(self, conference: ConferenceKey, leg: LegKey, address: str) -> Offer:
        if leg in self.legs:
            raise EngineRefusal("leg-exists")
        self.legs.add(leg)
        return Offer("offer", ("a", "b"))

    async def accept(self, conference: ConferenceKey, leg: LegKey, sdp: str) -> None:
        if leg not in self.legs:
            raise EngineRefusal("unknown-leg")
        self.report(Connected(conference, leg, self._monotonic()))

    async def attach(self, conference: ConferenceKey, leg: LegKey, call: CallKey) -> None:
        if leg in self.legs:
            raise EngineRefusal("leg-exists")
        self.legs.add(leg)
        self.report(Connected(conference, leg, self._monotonic()))

    async def drop(self, conference: ConferenceKey, leg: LegKey) -> None:
        self.legs.discard(leg)

    async def close(self, conference: ConferenceKey) -> None:
        self.legs.clear()
        self.plan = Plan(KEY, self.plan.epoch, frozenset(), 0.0, private_levels=False)

    def lose_everything(self) -> None:
        """The process of the engine is gone, and another takes its place."""
        self.legs.clear()
        self.plan = Plan(KEY, -1, frozenset(), 0.0, private_levels=False)
        self.mood, self.is_behind = Mood.WELL, False

    def report(self, fact: Fact) -> None:
        self._reported.append(fact)
        self._news.set()

    async def facts(self) -> AsyncIterator[Fact]:
        while True:
            await self._news.wait()
            self._news = anyio.Event()
            while self._reported:
                yield self._reported.popleft()
