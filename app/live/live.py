"""Puts the live half together: engine, keeper, screens, sockets, journal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import anyio
from fastapi import APIRouter, WebSocket

from app.domain.ids import ConferenceId
from app.live.desk import Desk, PhoneEngine
from app.live.facts import FactReader
from app.live.flows import EngineGate, nobody_speaks
from app.live.journal import Journal
from app.live.screens import HubScreens
from app.live.sockets import Redeem, Surroundings, serve
from app.live.switchboard import Switchboard
from app.live.words import WordStore
from app.service.callers import Callers
from app.service.handler import CommandHandler
from app.service.keeper import ConferenceKeeper
from app.service.node import Fail, Node
from app.service.ports import Bus, Clock, Directory, EventStore, Leases, Texts
from app.service.replica import Replica
from app.service.telephones import NoTelephones
from app.service.world import Heads, World
from media.api import Engine
from media.telephony.api import Telephone
from signalling.hub import Hub

LEASE = timedelta(seconds=2)
"""How long a conference stays dark, at most, after its node dies."""


@dataclass(frozen=True)
class Phone:
    """What it takes to be rung, and to ring."""

    telephone: Telephone
    engine: PhoneEngine
    directory: Directory
    pepper: bytes = field(repr=False)
    clips: frozenset[str]
    """Names of the prompts that there are."""
    practice_lines: frozenset[str]


@dataclass(frozen=True)
class Outside:
    """What the live half is given."""

    engine: Engine
    store: EventStore
    texts: Texts
    bus: Bus
    clock: Clock
    leases: Leases
    heads: Heads
    redeem: Redeem
    node_name: str
    journal_folder: Path
    media_address: str | None
    keeper_failed: Fail
    phone: Phone | None = None
    """None: nobody can ring here."""


def _switchboard(outside: Outside) -> Switchboard | None:
    return outside.phone and Switchboard(outside.phone.telephone, outside.texts)


class Live:
    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self.hub = Hub()
        self.words = WordStore(outside.texts)
        self._screens = HubScreens(self.hub, self.words, outside.clock.monotonic)
        self._switchboard = _switchboard(outside)
        quiet = nobody_speaks if self._switchboard is None else self._switchboard.quiet
        self._gate = EngineGate(outside.engine, outside.clock.monotonic, quiet)
        self._world = World(
            store=outside.store,
            replica=Replica(outside.store),
            bus=outside.bus,
            clock=outside.clock,
            gate=self._gate,
            screens=self._screens,
            leases=outside.leases,
            heads=outside.heads,
            telephones=self._switchboard or NoTelephones(),
        )
        self.replica = self._world.replica
        self.handler = CommandHandler(self._world)
        self._journal = Journal(outside.journal_folder)
        self._facts = FactReader(
            outside.engine,
            self._gate,
            self.handler,
            bus=outside.bus,
            hub=self.hub,
            journal=self._journal,
            spoken=self._screens.spoken,
        )
        self.node = Node(outside.node_name, self._world, self._keep, outside.keeper_failed, LEASE)
        self.sockets = self._router()

    async def run(self) -> None:
        """Keep conferences, read the engine's facts and write the journal, until cancelled."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._facts.run)
            tasks.start_soon(self._journal.run, self.handler)
            tasks.start_soon(self.node.run)
            if self._switchboard is not None and self._outside.phone is not None:
                tasks.start_soon(self._switchboard.run, self._desk(self._outside.phone))

    def _desk(self, phone: Phone) -> Desk:
        outside = self._outside
        return Desk(
            handler=self.handler,
            replica=self.replica,
            store=outside.store,
            bus=outside.bus,
            hub=self.hub,
            screens=self._screens,
            gate=self._gate,
            engine=phone.engine,
            telephone=phone.telephone,
            callers=Callers(phone.directory, self.replica, phone.pepper),
            clips=phone.clips,
            practice_lines=phone.practice_lines,
            monotonic=outside.clock.monotonic,
        )

    async def _keep(self, id: ConferenceId, started: Callable[[], None]) -> None:
        await ConferenceKeeper(id, self.handler, self._world).run(started)

    def _router(self) -> APIRouter:
        outside = self._outside
        around = Surroundings(
            handler=self.handler,
            replica=self.replica,
            texts=outside.texts,
            bus=outside.bus,
            hub=self.hub,
            screens=self._screens,
            gate=self._gate,
            engine=outside.engine,
            facts=self._facts,
            redeem=outside.redeem,
            media_address=outside.media_address,
        )

        async def session(socket: WebSocket, link: str) -> None:
            await serve(socket, link, around)

        router = APIRouter()
        router.add_api_websocket_route("/j/{link}/session", session)
        return router
