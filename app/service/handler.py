"""The one place where a command is handled.

Cut first, then write, then say so: what a command takes away has left the sockets before its
event is stored, and the event is stored before anybody is told that it is done.
"""

from collections import defaultdict
from collections.abc import Sequence

import anyio

from app.domain.commands import Actor, Command
from app.domain.conference import Conference
from app.domain.decide import decide
from app.domain.evolve import Recorded, fold
from app.domain.ids import ConferenceId
from app.domain.routing import Cut, narrowing
from app.service.ports import NotConfirmed, StoreDown, VersionConflict
from app.service.world import World

ATTEMPTS = 5
"""How often a command that lost the race for its version is decided again."""


class CutNotRecorded(Exception):
    """What the command takes away is cut; its event is not stored yet, and goes on being tried."""


class CommandHandler:
    def __init__(self, world: World) -> None:
        self._world = world
        self._turns: dict[ConferenceId, anyio.Lock] = defaultdict(anyio.Lock)
        self._owed: dict[ConferenceId, list[Recorded]] = {}

    async def handle(self, id: ConferenceId, command: Command, actor: Actor) -> Sequence[Recorded]:
        """Decide, cut, write, wake.

        Raises:
            Refusal: nothing has changed.
            NotConfirmed: recorded, but the engine has not confirmed its cut yet.
            CutNotRecorded: cut, but not stored yet.
            StoreDown: nothing was taken away and nothing could be stored.
        """
        async with self._turns[id]:
            for _ in range(ATTEMPTS):
                try:
                    return await self._attempt(id, command, actor)
                except VersionConflict:
                    await self._world.replica.current(id)
        raise StoreDown

    def owes(self, id: ConferenceId) -> bool:
        """Something is cut that the log does not hold yet."""
        return bool(self._owed.get(id))

    async def write_owed(self, id: ConferenceId) -> bool:
        """Try again to store what was cut but not recorded. True: nothing is owed any more."""
        async with self._turns[id]:
            if not self._owed.get(id):
                return True
            try:
                await self._write(id, [])
            except (StoreDown, VersionConflict):
                return False
            await self._world.bus.nudge(id)
            return True

    async def _attempt(
        self, id: ConferenceId, command: Command, actor: Actor
    ) -> Sequence[Recorded]:
        before = await self._before(id)
        now = self._world.clock.now()
        recorded = [
            Recorded(version, now, actor, event)
            for version, event in enumerate(
                decide(before, command, actor, now), start=before.version + 1
            )
        ]
        if not recorded:
            return recorded
        after = fold(before, recorded)
        cut = narrowing(before, after)
        confirmed = cut is None or await self._cut(id, after, cut)
        await self._record(id, recorded, taken=cut is not None)
        await self._world.bus.nudge(id)
        if not confirmed:
            raise NotConfirmed
        return recorded

    async def _before(self, id: ConferenceId) -> Conference:
        """What this process knows. Somebody else's write shows as a conflict, and is read then."""
        known = self._world.replica.last_known(id)
        return known if known.version else await self._world.replica.current(id)

    async def _cut(self, id: ConferenceId, after: Conference, cut: Cut) -> bool:
        """Outboxes are burnt, then the plan is cut; both have happened when this returns.

        In this order what is being spoken to a caller is silenced within the same wait.
        """
        section = after.governing
        private = section is not None and section.restricted
        self._world.screens.cut(id, cut.legs, after.version)
        try:
            await self._world.gate.apply(id, after.version, cut.plan, private_levels=private)
        except NotConfirmed:
            return False
        return True

    async def _record(self, id: ConferenceId, recorded: list[Recorded], *, taken: bool) -> None:
        """A failed write never opens the gate again: what is owed counts as having happened."""
        try:
            await self._write(id, recorded)
        except StoreDown:
            if not taken:
                raise
            self._owed.setdefault(id, []).extend(recorded)
            self._world.replica.learn(id, recorded)
            await self._world.bus.nudge(id)
            raise CutNotRecorded from None

    async def _write(self, id: ConferenceId, recorded: list[Recorded]) -> None:
        lines = [*self._owed.get(id, []), *recorded]
        await self._world.store.append(id, lines[0].version - 1, lines)
        self._owed.pop(id, None)
        self._world.replica.learn(id, recorded)
