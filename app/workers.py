"""The media workers of this machine as one engine: each conference lives on one of them."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from types import TracebackType
from typing import Self

import anyio
from anyio.abc import TaskGroup

from media.api import (
    Applied,
    CallKey,
    ConferenceKey,
    EngineLost,
    EngineRefusal,
    Fact,
    LegKey,
    Offer,
    Plan,
)
from media.remote import RemoteEngine

NOBODYS = ConferenceKey("none")
"""A conference of no one: its empty plan proves that a worker does what it is told."""

PAUSE_SECONDS = 0.1
FACTS_WAITING = 1000
"""When these are unread a worker's own queue fills, and then the worker goes dark."""


class Worker:
    """One worker, through all its lives: found again after each loss."""

    def __init__(self, engine: RemoteEngine) -> None:
        self.engine = engine
        self.is_proved = False
        self.conferences: set[ConferenceKey] = set()
        self._found_at = 0.0

    async def facts(self) -> AsyncIterator[Fact]:
        """For ever: finds the worker, tells its facts until it is lost, finds it again."""
        while True:
            try:
                await self._find()
            except EngineRefusal:
                await anyio.sleep(PAUSE_SECONDS)
                continue
            async for fact in self.engine.facts():
                if not isinstance(fact, EngineLost):
                    yield fact
                elif fact.at_monotonic > self._found_at:
                    yield self._lost(fact)
                    break

    async def _find(self) -> None:
        await self.engine.start()
        self._found_at = time.monotonic()
        await self.engine.apply(Plan(NOBODYS, 0, frozenset(), 0.0, private_levels=True))
        await self.engine.close(NOBODYS)
        self.is_proved = True

    def _lost(self, fact: EngineLost) -> EngineLost:
        """Told for all that were given to it, even those that it had not heard of."""
        self.is_proved = False
        lost = EngineLost(tuple(sorted(self.conferences)), fact.at_monotonic)
        self.conferences.clear()
        return lost


class WorkerPool:
    """Implements `media.api.Engine`, between `async with` and its end."""

    def __init__(self, engines: Sequence[RemoteEngine]) -> None:
        self._workers = [Worker(engine) for engine in engines]
        self._told, self._heard = anyio.create_memory_object_stream[Fact](FACTS_WAITING)
        self._tasks: TaskGroup | None = None

    @property
    def is_ready(self) -> bool:
        """Every worker has applied an empty plan."""
        return all(worker.is_proved for worker in self._workers)

    async def __aenter__(self) -> Self:
        tasks = self._tasks = await anyio.create_task_group().__aenter__()
        for worker in self._workers:
            tasks.start_soon(self._listen, worker)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        tasks, self._tasks = self._tasks, None
        try:
            if tasks is None:
                return None
            tasks.cancel_scope.cancel()
            return await tasks.__aexit__(kind, error, trace)
        finally:
            await self._let_go()

    async def _let_go(self) -> None:
        with anyio.move_on_after(2, shield=True):
            for worker in self._workers:
                await worker.engine.stop()
        self._told.close()
        self._heard.close()

    async def _listen(self, worker: Worker) -> None:
        async for fact in worker.facts():
            await self._told.send(fact)

    def line_of(self, conference: ConferenceKey) -> int:
        """The worker, counted from 0, to which the sound of its calls goes. Places it if need be.

        Raises:
            EngineRefusal: not-running.
        """
        home = self._home(conference)
        return next(n for n, worker in enumerate(self._workers) if worker.engine is home)

    def _home(self, conference: ConferenceKey) -> RemoteEngine:
        """Where a conference lives; a new one goes where the fewest are.

        Raises:
            EngineRefusal: not-running, for as long as no worker is there.
        """
        for worker in self._workers:
            if conference in worker.conferences:
                return worker.engine
        ready = [worker for worker in self._workers if worker.is_proved]
        if not ready:
            raise EngineRefusal("not-running")
        emptiest = min(ready, key=lambda worker: len(worker.conferences))
        emptiest.conferences.add(conference)
        return emptiest.engine

    # ------------------------------------------------------------ media.api.Engine

    async def apply(self, plan: Plan) -> Applied:
        return await self._home(plan.conference).apply(plan)

    async def offer(self, conference: ConferenceKey, leg: LegKey, address: str) -> Offer:
        return await self._home(conference).offer(conference, leg, address)

    async def accept(self, conference: ConferenceKey, leg: LegKey, sdp: str) -> None:
        await self._home(conference).accept(conference, leg, sdp)

    async def attach(self, conference: ConferenceKey, leg: LegKey, call: CallKey) -> None:
        await self._home(conference).attach(conference, leg, call)

    async def drop(self, conference: ConferenceKey, leg: LegKey) -> None:
        await self._home(conference).drop(conference, leg)

    async def close(self, conference: ConferenceKey) -> None:
        home = self._home(conference)
        for worker in self._workers:
            worker.conferences.discard(conference)
        await home.close(conference)

    async def facts(self) -> AsyncGenerator[Fact]:
        async for fact in self._heard:
            yield fact
