"""Which conferences this process keeps: each lives inside its lease, not a moment longer."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import anyio
from anyio.abc import TaskGroup

from app.domain.conference import OVER, Phase
from app.domain.ids import ConferenceId
from app.service.ports import StoreDown
from app.service.world import World

Keep = Callable[[ConferenceId, Callable[[], None]], Awaitable[None]]
"""Run one conference's keeper; the second argument is called when its first plan is in force."""

Fail = Callable[[ConferenceId, Exception], None]


class Node:
    def __init__(self, name: str, world: World, keep: Keep, failed: Fail, ttl: timedelta) -> None:
        self._name = name
        self._world = world
        self._keep = keep
        self._ttl = ttl
        self._failed = failed
        self._kept: set[ConferenceId] = set()
        self._started: set[ConferenceId] = set()
        self._looked = False

    @property
    def is_ready(self) -> bool:
        """Every conference found so far has its first plan in force."""
        return self._looked and self._kept <= self._started

    def keeps(self, id: ConferenceId) -> bool:
        return id in self._started

    async def run(self) -> None:
        """Keep every open conference whose lease is to be had, until cancelled."""
        async with anyio.create_task_group() as tasks:
            while True:
                await self._look(tasks)
                await anyio.sleep(self._ttl.total_seconds() / 4)

    async def _look(self, tasks: TaskGroup) -> None:
        try:
            for id in await self._world.store.conferences():
                if id not in self._kept and await self._is_open(id):
                    self._kept.add(id)
                    tasks.start_soon(self._keep_guarded, id)
            self._looked = True
        except StoreDown:
            return

    async def _is_open(self, id: ConferenceId) -> bool:
        conference = await self._world.replica.current(id)
        return conference.phase not in OVER | {Phase.UNBOOKED}

    async def _keep_guarded(self, id: ConferenceId) -> None:
        """One conference's failure is its own: its lease ends, and it is started again."""
        try:
            await self._keep_while_leased(id)
        except Exception as error:  # noqa: BLE001 the node's loop, one of the three places
            self._failed(id, error)
        finally:
            self._kept.discard(id)
            self._started.discard(id)
            with anyio.move_on_after(1, shield=True):
                await self._world.leases.give_back(id, self._name)

    async def _keep_while_leased(self, id: ConferenceId) -> None:
        """Until another node holds the lease.

        A node that cannot renew goes silent by itself before another may start: that is
        `MediaGate.renew`, on the engine's own clock. If the lease is still ours afterwards (a
        stalled disk, a starved processor), the conference goes on where it was.
        """
        asked = self._world.clock.monotonic()
        if not await self._world.leases.acquire(id, self._name, self._ttl):
            return
        self._world.gate.renew(id, asked + self._ttl.total_seconds())
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._renew, id, tasks.cancel_scope)
            await self._keep(id, lambda: self._started.add(id))
            tasks.cancel_scope.cancel()

    async def _renew(self, id: ConferenceId, life: anyio.CancelScope) -> None:
        ttl = self._ttl.total_seconds()
        while True:
            await anyio.sleep(ttl / 4)
            asked = self._world.clock.monotonic()
            try:
                held = await self._world.leases.acquire(id, self._name, self._ttl)
            except StoreDown:
                continue
            if not held:
                life.cancel()
                return
            self._world.gate.renew(id, asked + ttl)
