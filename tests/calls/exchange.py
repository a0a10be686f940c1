"""The service with a telephone, on a loop with its own time; store and engine are in memory."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TypeVar
from uuid import uuid4

from app.bus.memory import MemoryBus
from app.domain.commands import (
    SERVICE,
    Actor,
    AdmitParticipant,
    BeginSection,
    BookConference,
    Command,
    ConfirmIdentity,
    DropLegs,
    ExcludeParticipant,
    GiveAnswers,
    Join,
    NoteConnected,
    OpenConference,
    OpenLobby,
    ReadmitParticipant,
)
from app.domain.conference import Conference
from app.domain.events import Event, Ground, Span, Told, ViewsRoute
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId, DeviceId, LegId, ParticipantId, SectionId
from app.domain.people import IdentityMethod, Leg, LegKind, Role
from app.domain.views import ChairPanel, view_for
from app.live.desk import Desk
from app.live.flows import EngineGate
from app.live.live import LEASE
from app.live.screens import HubScreens
from app.live.switchboard import Switchboard
from app.live.words import WordStore
from app.service import world as service
from app.service.callers import Callers
from app.service.handler import CommandHandler
from app.service.invitations import Invitations
from app.service.keeper import ConferenceKeeper
from app.service.node import Node
from app.service.ports import NotConfirmed
from app.service.replica import Replica
from media.api import Kind
from media.telephony.api import Answered, CallKey
from signalling.hub import Hub
from tests.calls.cast import (
    ALL_CLEAR,
    CHAIR,
    CONFERENCE,
    MOTHERS_NUMBER,
    OFFICE,
    PROFESSIONALS,
    ROLES,
    booked,
)
from tests.calls.handset import Handset
from tests.calls.parts import PhoneEngine, ReadOutbox
from tests.calls.telephone import FakeTelephone
from tests.fakes import MemoryDirectory, MemoryEventStore, MemoryHeads, MemoryLeases, MemoryTexts
from tests.machine.loop import LoopClock, OwnTimeLoop
from tests.service.surroundings import CLEAR, WORDS
from tests.signalling.phone.on_the_line import CLIPS

T = TypeVar("T")


class Exchange:
    def __init__(self, *apart: frozenset[ParticipantId]) -> None:
        self.loop = OwnTimeLoop()
        self.clock = LoopClock(self.loop)
        self.store, self.texts = MemoryEventStore(), MemoryTexts()
        self.engine = PhoneEngine()
        self.telephone = FakeTelephone(self.clock.monotonic)
        self.directory = MemoryDirectory(self.clock)
        self.invitations = Invitations(self.directory, self.clock, b"pepper", trust_demo_links=True)
        self.failures: list[str] = []
        self._outboxes: dict[LegId, ReadOutbox] = {}
        self.handsets: dict[ParticipantId, Handset] = {}
        self._serve()
        self._lives = [self.loop.create_task(work) for work in self._works()]
        self.pins = {id: self.run(self.invitations.issue_pin(CONFERENCE, id)) for id in ROLES}
        self.send(BookConference(booked(frozenset(apart))), OFFICE)
        self.send(OpenLobby(), OFFICE)
        self.wait(LEASE.total_seconds())

    def _serve(self) -> None:
        bus, replica = MemoryBus(), Replica(self.store)
        self.hub = Hub(self.clock.monotonic)
        self.screens = HubScreens(self.hub, WordStore(self.texts), self.clock.monotonic)
        self.switchboard = Switchboard(self.telephone, self.texts)
        gate = EngineGate(self.engine, self.clock.monotonic, self.switchboard.quiet)
        self.world = service.World(
            store=self.store,
            replica=replica,
            bus=bus,
            clock=self.clock,
            gate=gate,
            screens=self.screens,
            leases=MemoryLeases(self.clock),
            heads=MemoryHeads(),
            telephones=self.switchboard,
        )
        self.handler = CommandHandler(self.world)
        self.desk = Desk(
            handler=self.handler,
            replica=replica,
            store=self.store,
            bus=bus,
            hub=self.hub,
            screens=self.screens,
            gate=gate,
            engine=self.engine,
            telephone=self.telephone,
            callers=Callers(self.directory, replica, b"pepper"),
            clips=CLIPS,
            practice_lines=frozenset({"practice"}),
            monotonic=self.clock.monotonic,
        )

    def _works(self) -> list[Coroutine[object, object, None]]:
        node = Node("this", self.world, self._keep, self._failed, LEASE)
        return [node.run(), self.switchboard.run(self.desk)]

    async def _keep(self, id: ConferenceId, started: Callable[[], None]) -> None:
        await ConferenceKeeper(id, self.handler, self.world).run(started)

    def _failed(self, _: ConferenceId, error: Exception) -> None:
        self.failures.append(repr(error))

    def close(self) -> None:
        for life in self._lives:
            life.cancel()
        self.loop.run_until_complete(asyncio.wait(self._lives, timeout=60))
        self.loop.close()
        assert self.failures == []

    # ------------------------------------------------------------ time and commands

    def run(self, work: Coroutine[object, object, T]) -> T:
        return self.loop.finish(work)

    def wait(self, seconds: float) -> None:
        """In small steps, so that clips end and begin at their time."""
        end = self.loop.time() + seconds
        while self.loop.time() < end - 1e-9:
            self.loop.go_on(min(0.1, end - self.loop.time()))
            self.telephone.speak()

    def send(self, command: Command, by: Actor) -> list[Recorded]:
        recorded = self.run(self.handler.handle(CONFERENCE, command, by))
        return list(recorded)

    @property
    def state(self) -> Conference:
        return self.world.replica.last_known(CONFERENCE)

    @property
    def events(self) -> list[Event]:
        return [line.event for line in self.store.logs[CONFERENCE]]

    def flows(self) -> set[tuple[ParticipantId, ParticipantId]]:
        """Who may hear whom by the plan that is in force."""
        owners = {str(leg.id): leg.owner for leg in self.state.legs.values()}
        plan = self.engine.plans[-1]
        return {
            (source, sink)
            for each in plan.permissions
            if each.kind is Kind.SOUND
            for source, sink in [(owners.get(each.source), owners.get(each.sink))]
            if source is not None and sink is not None
        }

    # ------------------------------------------------------------ people with browsers

    def comes_by_browser(self, id: ParticipantId) -> LegId:
        """In the lobby, connected, known, all clear."""
        leg, device = LegId(uuid4()), DeviceId(uuid4())
        by = Actor(ROLES[id], id, None, leg)
        self._open(leg)
        self.send(Join(leg, LegKind.BROWSER, device, signed_in=True), by)
        self.send(NoteConnected(leg), SERVICE)
        self.send(GiveAnswers(leg, CLEAR, None), by)
        return leg

    def _attach(self, leg: LegId) -> None:
        """A browser whose socket is cut off comes back with another."""
        if leg in self.state.legs:
            self.loop.call_soon(self._open, leg)

    def _open(self, leg: LegId) -> None:
        outbox = self._outboxes[leg] = ReadOutbox()
        self.hub.attach(leg, outbox, partial(self._attach, leg))

    def identify(self, id: ParticipantId, leg: LegId) -> None:
        method = IdentityMethod.ASKED_AND_CONFIRMED
        self.send(ConfirmIdentity(id, leg, method), self.chair())

    def tries_to_exclude(self, id: ParticipantId) -> str:
        try:
            self.excludes(id)
        except NotConfirmed:
            return "not-yet-confirmed"
        return "done"

    def troubles(self) -> set[str]:
        """What the chair's page says of the machinery."""
        shown = self._outboxes[self.leg_of(CHAIR).id].newest
        assert shown is not None
        assert shown.panel is not None
        return {trouble.code for trouble in shown.panel.troubles}

    def panel(self) -> ChairPanel:
        panel = view_for(self.state, self.leg_of(CHAIR).id).panel
        assert panel is not None
        return panel

    def chair(self) -> Actor:
        return Actor(Role.INDEPENDENT_CHAIR, CHAIR, None, self.leg_of(CHAIR).id)

    def opens(self) -> None:
        """Chair, minute taker and social worker are there, and the conference is open."""
        for id in PROFESSIONALS:
            self.comes_by_browser(id)
        self.send(OpenConference(self.state.version), self.chair())

    def leg_of(self, id: ParticipantId) -> Leg:
        return next(leg for leg in self.state.legs.values() if leg.owner == id)

    def has_leg(self, id: ParticipantId) -> bool:
        return id in {leg.owner for leg in self.state.legs.values()}

    def admits(self, id: ParticipantId) -> None:
        leg = self.leg_of(id)
        method = IdentityMethod.ASKED_AND_CONFIRMED
        self.send(AdmitParticipant(id, leg.id, method, None, self.state.version), self.chair())
        self.wait(0.5)

    def readmits(self, id: ParticipantId) -> None:
        self.send(ReadmitParticipant(id, self.leg_of(id).id, self.state.version), self.chair())
        self.wait(0.5)

    def excludes(self, id: ParticipantId, minutes: int | None = None) -> None:
        excluded = ExcludeParticipant(
            id,
            Ground.VIOLENCE_OR_DISRUPTION,
            WORDS,
            Told.BY_PHONE,
            ViewsRoute.SOCIAL_WORKER,
            Span.FROM_NOW_ON,
            minutes,
        )
        self.send(excluded, self.chair())

    def begins(self, section: SectionId) -> None:
        self.send(BeginSection(section, self.state.version), self.chair())

    def loses_media(self) -> None:
        """The worker is gone: every leg's media is dead."""
        self.send(DropLegs(frozenset(self.state.legs), "media"), SERVICE)

    def forgets_its_calls(self) -> None:
        self._lives[1].cancel()
        self.loop.go_on(0.1)
        self._lives[1] = self.loop.create_task(self.switchboard.run(self.desk))
        self.loop.go_on(0.1)

    # ------------------------------------------------------------ people with telephones

    def _connect(self, id: ParticipantId) -> None:
        self.send(NoteConnected(self.leg_of(id).id), SERVICE)

    def rings(self, number: str = MOTHERS_NUMBER, line: str = "conference") -> Handset:
        call = CallKey(str(uuid4()))
        fact = Answered(call, line, number, is_vouched=False, is_ours=False, is_again=False)
        self.telephone.tell(fact)
        self.wait(0.2)
        return Handset(self.telephone, self.wait, self._connect, call)

    def picks_up(self) -> Handset:
        """Whoever was rung last answers."""
        call, _, _ = self.telephone.dialled[-1]
        fact = Answered(call, "", "", is_vouched=False, is_ours=True, is_again=False)
        self.telephone.tell(fact)
        self.wait(0.2)
        return Handset(self.telephone, self.wait, self._connect, call)

    def caller(self, id: ParticipantId) -> Handset:
        """In the lobby, with all clear, after the whole dialogue by keys."""
        handset = self.rings()
        handset.enters(self.pins[id])
        handset.press(*ALL_CLEAR)
        handset.connects(id)
        self.handsets[id] = handset
        self.wait(1)
        return handset
