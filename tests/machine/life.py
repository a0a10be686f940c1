"""The process of the service: the real parts, put together as `app.live` does it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

from app.bus.memory import MemoryBus
from app.domain.commands import (
    Actor,
    Command,
)
from app.domain.errors import Refusal
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId
from app.live.facts import FactReader
from app.live.flows import EngineGate
from app.live.journal import Journal
from app.live.live import LEASE
from app.live.screens import HubScreens
from app.live.sockets import Surroundings
from app.live.words import WordStore
from app.service import world as service
from app.service.handler import CommandHandler, CutNotRecorded
from app.service.invitations import Invitations
from app.service.keeper import ConferenceKeeper
from app.service.node import Node
from app.service.ports import NotConfirmed, StoreDown
from app.service.replica import Replica
from signalling.hub import Hub
from tests.fakes import (
    MemoryEventStore,
    MemoryHeads,
    MemoryLeases,
    MemoryTexts,
)
from tests.machine.cast import (
    CONFERENCE,
)
from tests.machine.engine import MoodyEngine
from tests.machine.loop import LoopClock, OwnTimeLoop

LONG = 60.0
"""Virtual seconds: longer than anything takes."""


class Killed(Exception):
    """The process dies here: nothing after this line happens in it."""


class WatchedStore(MemoryEventStore):
    """Tells what was appended; may be the place where the process is killed."""

    def __init__(self, appended: Callable[[Sequence[Recorded]], None]) -> None:
        super().__init__()
        self.kills = False
        self._appended = appended

    async def append(
        self, conference: ConferenceId, expected_version: int, new: Sequence[Recorded]
    ) -> None:
        if self.kills:
            raise Killed
        known = len(self.logs.get(conference, []))
        await super().append(conference, expected_version, new)
        self._appended([recorded for recorded in new if recorded.version > known])


class Life:
    """One life of the service's process, over what outlives it."""

    def __init__(
        self,
        loop: OwnTimeLoop,
        *,
        store: WatchedStore,
        texts: MemoryTexts,
        engine: MoodyEngine,
        leases: MemoryLeases,
        invitations: Invitations,
    ) -> None:
        self._loop = loop
        self._lives: set[asyncio.Task[None]] = set()
        self.has_died = False
        self.crashes: list[str] = []
        """What escaped from a task, besides the end of the process."""
        clock = LoopClock(loop)
        self.hub = Hub(clock.monotonic)
        self.replica = Replica(store)
        self._bus = MemoryBus()
        self._screens = HubScreens(self.hub, WordStore(texts))
        self._gate = EngineGate(engine, clock.monotonic)
        self._world = service.World(
            store=store,
            replica=self.replica,
            bus=self._bus,
            clock=clock,
            gate=self._gate,
            screens=self._screens,
            leases=leases,
            heads=MemoryHeads(),
        )
        self.handler = CommandHandler(self._world)
        self.around = self._surroundings(engine, texts, invitations)
        node = Node("this", self._world, self._keep, self._keeper_failed, LEASE)
        self.live(node.run())
        self.live(self.around.facts.run())

    def _surroundings(
        self, engine: MoodyEngine, texts: MemoryTexts, invitations: Invitations
    ) -> Surroundings:
        journal = Journal(Path("unwritten"))
        facts = FactReader(
            engine,
            self._gate,
            self.handler,
            bus=self._bus,
            hub=self.hub,
            journal=journal,
            spoken=self._screens.spoken,
        )
        return Surroundings(
            handler=self.handler,
            replica=self.replica,
            texts=texts,
            bus=self._bus,
            hub=self.hub,
            screens=self._screens,
            gate=self._gate,
            engine=engine,
            facts=facts,
            redeem=invitations.redeem,
            media_address="127.0.0.1",
        )

    async def _keep(self, id: ConferenceId, started: Callable[[], None]) -> None:
        await ConferenceKeeper(id, self.handler, self._world).run(started)

    def live(self, life: Coroutine[object, object, None]) -> None:
        task = self._loop.create_task(life)
        self._lives.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._lives.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._failed(error)

    def _keeper_failed(self, _: ConferenceId, error: Exception) -> None:
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        is_group = isinstance(error, BaseExceptionGroup)
        if isinstance(error, Killed) or (is_group and error.subgroup(Killed) is not None):
            self.has_died = True
        else:
            self.crashes.append(repr(error))

    async def handled(self, actor: Actor, command: Command) -> str:
        """The answer to one command, in a word."""
        try:
            await self.handler.handle(CONFERENCE, command, actor)
        except Refusal as refusal:
            return refusal.code
        except NotConfirmed:
            return "not-yet-confirmed"
        except CutNotRecorded:
            return "cut-not-recorded"
        except StoreDown:
            return "try-again"
        except Killed:
            self.has_died = True
            return "killed"
        return DONE

    def end(self) -> None:
        """Everything that it was doing stops; what it knew is lost."""
        for task in list(self._lives):
            task.cancel()
        if self._lives:
            waited = asyncio.wait(list(self._lives), timeout=LONG)
            _, left = self._loop.run_until_complete(waited)
            assert not left, [task.get_stack() for task in left]


DONE = "done"
