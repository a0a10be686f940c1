"""The world in which a scenario is played: the real handler and keeper, a clock that is turned by
hand, and an engine and screens that only write down what they were told."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import anyio

from app.domain.commands import Actor, Command
from app.domain.conference import Conference
from app.domain.errors import Refusal
from app.domain.evolve import Recorded
from app.domain.ids import SECOND, ConferenceId, LegId, Micros, ParticipantId
from app.domain.people import TextRef
from app.domain.routing import Flow
from app.domain.timers import next_due
from app.domain.views import View, view_for
from app.play.file import Unplayable
from app.service.handler import CommandHandler
from app.service.keeper import ConferenceKeeper
from app.service.ports import EventStore, TextClass, Texts
from app.service.replica import Replica
from app.service.world import World

MOST_ROUNDS = 200
"""A conference that never comes to rest is a fault of the service."""


class HandClock:
    def __init__(self, now: Micros) -> None:
        self._begun = self._now = now

    def now(self) -> Micros:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._begun) / SECOND

    def turn_to(self, time: Micros) -> None:
        self._now = max(self._now, time)


class _Bell:
    """Knows whether the keeper has gone back to sleep."""

    def __init__(self) -> None:
        self._rung, self.asleep = anyio.Event(), anyio.Event()

    def ring(self) -> None:
        self._rung.set()
        if self.asleep.is_set():
            self.asleep = anyio.Event()

    async def wait(self) -> None:
        if not self._rung.is_set():
            self.asleep.set()
        await self._rung.wait()
        self._rung = anyio.Event()


class OneBell:
    """The bus of one conference with one keeper."""

    def __init__(self) -> None:
        self.bell = _Bell()

    async def nudge(self, conference: ConferenceId) -> None:
        self.bell.ring()

    @contextmanager
    def wake(self, conference: ConferenceId) -> Generator[_Bell]:
        yield self.bell


class WrittenEngine:
    """Does what it is told, at once, and writes it down."""

    def __init__(self) -> None:
        self.plans: list[tuple[int, frozenset[Flow]]] = []

    async def apply(
        self,
        conference: ConferenceId,
        version: int,
        plan: frozenset[Flow],
        *,
        private_levels: bool,
    ) -> None:
        self.plans.append((version, plan))

    def renew(self, conference: ConferenceId, valid_until: float) -> None:
        pass

    async def keep_only(self, conference: ConferenceId, legs: frozenset[LegId]) -> None:
        pass

    async def close(self, conference: ConferenceId) -> None:
        pass

    def has_strayed(self, conference: ConferenceId) -> bool:
        return False


class WrittenScreens:
    """Every view that any leg was shown."""

    def __init__(self) -> None:
        self.shown: dict[LegId, list[View]] = {}

    def cut(self, conference: ConferenceId, legs: frozenset[LegId], version: int) -> None:
        pass

    async def show(
        self, conference: ConferenceId, state: Conference, but: frozenset[LegId] = frozenset()
    ) -> None:
        for leg in state.legs.keys() - but:
            view = view_for(state, leg)
            seen = self.shown.setdefault(leg, [])
            if not seen or seen[-1] != view:
                seen.append(view)

    def gone_for(self, conference: ConferenceId, leg: LegId) -> float:
        return 0.0

    def trouble(
        self,
        conference: ConferenceId,
        codes: frozenset[str],
        waits_for: frozenset[ParticipantId] = frozenset(),
    ) -> None:
        pass


class NoLeases:
    """One keeper, nobody to share with."""

    async def acquire(self, conference: ConferenceId, node: str, ttl: timedelta) -> bool:
        return True

    async def give_back(self, conference: ConferenceId, node: str) -> None:
        pass


class NoHeads:
    """What is played is not signed: nobody is to trust it as a ledger."""

    async def publish(self, conference: ConferenceId) -> None:
        pass


@dataclass
class Stage:
    id: ConferenceId
    store: EventStore
    texts: Texts
    clock: HandClock
    engine: WrittenEngine = field(default_factory=WrittenEngine)
    screens: WrittenScreens = field(default_factory=WrittenScreens)

    def __post_init__(self) -> None:
        self._bus = OneBell()
        self._is_over = False
        self.world = World(
            store=self.store,
            replica=Replica(self.store),
            bus=self._bus,
            clock=self.clock,
            gate=self.engine,
            screens=self.screens,
            leases=NoLeases(),
            heads=NoHeads(),
        )
        self._handler = CommandHandler(self.world)

    @property
    def state(self) -> Conference:
        return self.world.replica.last_known(self.id)

    async def keep(self) -> None:
        """Until the conference is over."""
        await ConferenceKeeper(self.id, self._handler, self.world).run(lambda: None)
        self._is_over = True
        self._bus.bell.asleep.set()

    async def book(self, command: Command, actor: Actor) -> None:
        """Before anybody keeps it. Raises Unplayable."""
        try:
            await self._handler.handle(self.id, command, actor)
        except Refusal as refusal:
            raise Unplayable(f"The booking is refused: {refusal.code}: {refusal}") from None

    async def send(self, command: Command, actor: Actor) -> Sequence[Recorded]:
        """Until nothing more follows from it. Raises Refusal."""
        recorded = await self._handler.handle(self.id, command, actor)
        await self.come_to_rest()
        return recorded

    async def may_send(self, command: Command, actor: Actor) -> Refusal | None:
        try:
            await self.send(command, actor)
        except Refusal as refusal:
            return refusal
        return None

    async def come_to_rest(self) -> None:
        for _ in range(MOST_ROUNDS):
            if self._is_over:
                return
            self._bus.bell.ring()
            await self._bus.bell.asleep.wait()
            due = next_due(self.state)
            if due is None or due[0] > self.clock.now():
                return
        raise RuntimeError("The conference does not come to rest.")

    async def pass_to(self, time: Micros) -> None:
        """What falls due on the way happens when it is due."""
        for _ in range(MOST_ROUNDS):
            due = next_due(self.state)
            if due is None or due[0] > time:
                break
            self.clock.turn_to(due[0])
            await self.come_to_rest()
        self.clock.turn_to(time)

    async def seal(self, words: str, *, restricted: bool = False) -> TextRef:
        text_class = TextClass.RESTRICTED if restricted else TextClass.RECORD
        return await self.texts.keep(self.id, text_class, words)

    async def log(self) -> Sequence[Recorded]:
        """Read back from the store, as a later reader would."""
        return await self.store.load(self.id, 0)
