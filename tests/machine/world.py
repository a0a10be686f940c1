"""The whole service in one process, with people at it, on a loop whose time is its own.

Handler, keeper, replica, node, gate, screens, hub, outboxes, sockets and invitations are the real
ones. Store, texts, engine and the network's far end are in memory. Everything that leaves is
looked at as it leaves, and everything that is written as it is written.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.api.deps import leg_of
from app.bus.memory import MemoryBus
from app.domain.asking.commands import PlanSafety
from app.domain.commands import (
    Actor,
    BookConference,
    Command,
    ExcludeParticipant,
    OpenLobby,
    StateRoom,
)
from app.domain.conference import Conference
from app.domain.errors import Refusal
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId, LegId, ParticipantId
from app.live.facts import FactReader
from app.live.flows import EngineGate
from app.live.journal import Journal
from app.live.live import LEASE
from app.live.screens import HubScreens
from app.live.sockets import Surroundings, serve
from app.live.words import WordStore
from app.service import world as service
from app.service.handler import CommandHandler, CutNotRecorded
from app.service.invitations import Invitations
from app.service.keeper import ConferenceKeeper
from app.service.node import Node
from app.service.ports import Link, NotConfirmed, StoreDown, TextClass, Visitor
from app.service.replica import Replica
from media.api import EngineLost
from signalling.hub import Hub
from tests.fakes import (
    MemoryDirectory,
    MemoryEventStore,
    MemoryHeads,
    MemoryLeases,
    MemoryTexts,
)
from tests.machine.cast import (
    BOOKING,
    CHAIR,
    CONFERENCE,
    FAMILY,
    HOST,
    OFFICE,
    PEOPLE,
    RESPONDER,
    ROOM_LINK,
    SECTIONS,
    Names,
    link_of,
    seal,
    text_of,
)
from tests.machine.engine import KEY, Mood, MoodyEngine
from tests.machine.invariants import (
    Findings,
    Reader,
    check_delivered,
    check_flows,
    check_seen,
    check_written,
)
from tests.machine.loop import LoopClock, OwnTimeLoop
from tests.machine.oracle import Oracle, screen
from tests.machine.secrets import Memory
from tests.machine.wire import Tab

LONG = 60.0
MOMENT = 0.3
"""Virtual seconds after each act in which the keeper looks at least once."""

DONE = "done"


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


class World:
    def __init__(self, looks_for: str = "", *, is_covert: bool = False) -> None:
        """Args: is_covert: where it can be chosen, whoever asks to speak signals instead."""
        self.is_covert = is_covert
        self.loop = OwnTimeLoop()
        self.clock = LoopClock(self.loop)
        self.findings = Findings(looks_for)
        self.oracle = Oracle()
        self.memory = Memory()
        self.store = WatchedStore(self._appended)
        self.texts = MemoryTexts()
        self.directory = MemoryDirectory(self.clock)
        self.invitations = Invitations(self.directory, self.clock, b"pepper", trust_demo_links=True)
        self.engine = MoodyEngine(self.clock.monotonic, self._looked)
        self.leases = MemoryLeases(self.clock)
        self.tabs: list[Tab] = []
        self.closed_tabs: list[Tab] = []
        """Those of processes before this one."""
        self.phones: dict[LegId, Actor] = {}
        self.visitors: dict[tuple[str, int], Visitor] = {}
        """By public id of the link and number of the device."""
        self.tickets: list[tuple[str, str]] = []
        """Public ids and tickets, used ones too: nobody forgets a credential."""
        self.sent: list[tuple[Actor, Command]] = []
        """All that was ever asked for by HTTP or telephone."""
        self.seen: list[int] = [0]
        """Versions that the chair's panel has shown."""
        self.outcomes: list[tuple[Actor, str]] = []
        self._waiting: dict[LegId, list[Mapping[str, object]]] = defaultdict(list)
        self._sessions: list[tuple[float, Actor]] = []
        """Who has asked for something lately, and until when it may still be written."""
        self._owed: list[Actor] = []
        """Who has asked for what is cut and not written yet: it may be written later."""
        self._asked: tuple[Actor, Command] | None = None
        self._lives: set[asyncio.Task[None]] = set()
        self._has_died = False
        self._start_process()
        self._prepare()

    # ------------------------------------------------------------ the process

    def _start_process(self) -> None:
        bus = MemoryBus()
        self.hub = Hub(self.clock.monotonic)
        screens = HubScreens(self.hub, WordStore(self.texts))
        gate = EngineGate(self.engine, self.clock.monotonic)
        self.replica = Replica(self.store)
        world = service.World(
            store=self.store,
            replica=self.replica,
            bus=bus,
            clock=self.clock,
            gate=gate,
            screens=screens,
            leases=self.leases,
            heads=MemoryHeads(),
        )
        handler = self.handler = CommandHandler(world)
        facts = FactReader(
            self.engine, gate, handler, bus=bus, hub=self.hub, journal=Journal(Path("unwritten"))
        )

        async def keep(id: ConferenceId, started: Callable[[], None]) -> None:
            await ConferenceKeeper(id, handler, world).run(started)

        node = Node("this", world, keep, self._keeper_failed, LEASE)
        self._around = Surroundings(
            handler=handler,
            replica=self.replica,
            texts=self.texts,
            bus=bus,
            hub=self.hub,
            screens=screens,
            gate=gate,
            engine=self.engine,
            facts=facts,
            redeem=self.invitations.redeem,
            media_address="127.0.0.1",
        )
        self._live(node.run())
        self._live(facts.run())

    def _live(self, life: Coroutine[object, object, None]) -> None:
        task = self.loop.create_task(life)
        self._lives.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._lives.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Killed) or (
            isinstance(error, BaseExceptionGroup) and error.subgroup(Killed) is not None
        ):
            self._has_died = True
        elif error is not None:
            self.findings.need(False, "crash", repr(error))  # noqa: FBT003  a finding

    def _keeper_failed(self, _: ConferenceId, error: Exception) -> None:
        is_kill = isinstance(error, Killed) or (
            isinstance(error, ExceptionGroup) and error.subgroup(Killed) is not None
        )
        self._has_died |= is_kill
        self.findings.need(is_kill, "crash", repr(error))

    def _prepare(self) -> None:
        for name in (Names.title, Names.room):
            seal(self.texts, name)
        seal(self.texts, Names.reason, TextClass.RESTRICTED)
        seal(self.texts, Names.phrase, TextClass.COVERT)
        seal(self.texts, Names.plan, TextClass.COVERT)
        for id in PEOPLE:
            seal(self.texts, Names.person(id))
        for id in SECTIONS:
            seal(self.texts, Names.section(id), TextClass.RECORD)
        self.secrets: dict[str, str] = {}
        for link in (*map(link_of, PEOPLE), ROOM_LINK):
            self.secrets[link.public_id] = self.run(self.invitations.issue_link(link))
        self.send(OFFICE, BookConference(BOOKING))
        self.send(OFFICE, OpenLobby())
        phrase, plan = text_of(Names.phrase), text_of(Names.plan)
        for id in FAMILY:
            self.send(OFFICE, PlanSafety(id, RESPONDER, phrase, plan))
        self.settle(LEASE.total_seconds())  # until the node has found it

    def restart(self) -> None:
        """Whatever the process knew is gone, with all its sockets. The log and the bag stay."""
        self.store.kills = False
        for tab in self.tabs:
            tab.close()
        self._end_lives()
        self.findings.found = [each for each in self.findings.found if each[0] != "crash"]
        self._has_died = False
        self.closed_tabs += self.tabs
        self.tabs.clear()
        self.phones.clear()
        self.oracle.cut_already.clear()
        self._owed.clear()
        self.oracle.restarted()
        self._start_process()
        self.settle()
        self._looked()

    def lose_engine(self) -> None:
        self.engine.lose_everything()
        self.engine.report(EngineLost((KEY,), self.clock.monotonic()))
        self.settle()

    def close(self) -> None:
        self._end_lives()
        self.loop.close()

    def _end_lives(self) -> None:
        for task in list(self._lives):
            task.cancel()
        if self._lives:
            waited = asyncio.wait(list(self._lives), timeout=LONG)
            _, left = self.loop.run_until_complete(waited)
            told = [task.get_stack() for task in left]
            self.findings.need(not left, "crash", f"does not end: {told}")
            assert not left, told

    # ------------------------------------------------------------ acting

    def run(self, work: Coroutine[object, object, str]) -> str:
        return self.loop.finish(work)

    def settle(self, seconds: float = MOMENT) -> None:
        self.loop.go_on(seconds)
        if self._has_died:
            self.restart()

    @property
    def state(self) -> Conference:
        """What the service knows: only to choose whom an act could be about, never to judge."""
        return self.replica.last_known(CONFERENCE)

    def actor_of(self, link: Link, device: int = 0) -> Actor:
        """As the HTTP routes make it: of the session, with the leg that its browser holds."""
        visitor = self.visitors.get((link.public_id, device))
        leg = None if visitor is None else leg_of(self.state, visitor)
        return replace(link.actor, leg_id=leg)

    def send(self, actor: Actor, command: Command) -> str:
        """One command by HTTP, to its answer."""
        self.sent.append((actor, command))
        self._asked = actor, command
        self._speaks(actor)
        if isinstance(command, StateRoom):
            for leg in self.state.legs_of(actor.participant_id) if actor.participant_id else ():
                self.memory.tell(leg.id, *map(str, command.present))
        outcome = self.run(self._handled(actor, command))
        self._asked = None
        self.outcomes.append((actor, outcome))
        if outcome == "cut-not-recorded":
            self._owed.append(actor)
            if isinstance(command, ExcludeParticipant):
                self.oracle.cut_already.add(command.participant_id)
        if outcome == DONE:
            self._looked()
        return outcome

    async def _handled(self, actor: Actor, command: Command) -> str:
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
            self._has_died = True
            return "killed"
        return DONE

    def visitor(self, link: Link, device: int) -> Visitor:
        key = (link.public_id, device)
        if key not in self.visitors:
            self.visitors[key] = self.loop.finish(self._bound(link))
        return self.visitors[key]

    async def _bound(self, link: Link) -> Visitor:
        secret = await self.invitations.bind_device(link, None)
        found = await self.invitations.find_visitor(link.public_id, secret, None)
        assert found is not None
        return found

    def open_tab(
        self, link: Link, device: int, *, back_to: LegId | None = None, companion: bool = False
    ) -> Tab:
        visitor = self.visitor(link, device)
        ticket = self.loop.finish(self.invitations.issue_ticket(visitor))
        self.tickets.append((link.public_id, ticket))
        return self.open_with(visitor, ticket, back_to=back_to, companion=companion)

    def open_with(
        self,
        visitor: Visitor,
        ticket: str,
        *,
        back_to: LegId | None = None,
        companion: bool = False,
    ) -> Tab:
        tab = Tab(visitor, self._delivered)
        self.tabs.append(tab)
        self._live(serve(tab.socket(), visitor.link.public_id, self._around))
        leg = None if back_to is None else str(back_to)
        hello = {"type": "hello", "ticket": ticket, "leg_id": leg, "companion": companion}
        self.say(tab, hello)
        return tab

    def say(self, tab: Tab, *messages: Mapping[str, object] | str) -> None:
        """Frames over a socket, and what follows from them."""
        self.begin_to_say(tab, *messages)
        self.settle()

    def begin_to_say(self, tab: Tab, *messages: Mapping[str, object] | str) -> None:
        self._speaks(tab.visitor.link.actor)
        for message in messages:
            if isinstance(message, str):
                tab.say_text(message)
            else:
                tab.say(dict(message))

    def _speaks(self, actor: Actor) -> None:
        """A deaf engine holds up whoever comes after; a full disk, for as long as it is full."""
        now = self.clock.monotonic()
        patience = MOMENT if self.engine.mood is Mood.WELL else LONG
        patience = float("inf") if self.store.is_down else patience
        self._sessions = [each for each in self._sessions if each[0] > now]
        self._sessions.append((now + patience, actor))

    # ------------------------------------------------------------ looking

    def _appended(self, new: Sequence[Recorded]) -> None:
        """At the very moment of writing: what it takes away must have gone before."""
        if self._asked is not None and new and new[0].actor == self._asked[0]:
            check_seen(self.oracle, self._asked[1], new, self.findings)
        sessions = [*self._owed, *(actor for _, actor in self._sessions)]
        for recorded in new:
            check_written(self.oracle, recorded, sessions, self.findings)
            self.oracle.learn(recorded)
        self.memory.note(self.oracle)
        self._note_waiting()
        self._looked()
        self._check_burnt()

    def _note_waiting(self) -> None:
        for leg in self.oracle.present:
            view = self.oracle.waiting_view(leg)
            if view not in self._waiting[leg]:
                self._waiting[leg].append(view)

    def _looked(self) -> None:
        """At what the engine carries now, unless it has not heard of its newest plan."""
        if not self.engine.is_behind:
            check_flows(self.oracle, self.engine.flowing(), self.findings)

    def _check_burnt(self) -> None:
        """A socket that has shown inside is destroyed with what waits in it, before the writing."""
        for tab in self.tabs:
            if tab.is_open and tab.leg is not None and tab.shows_inside:
                is_inside = self.oracle.shows_inside(tab.leg)
                people = self.oracle.present.get(tab.leg, frozenset[ParticipantId]())
                code = "I1" if people & self.oracle.excluded else "I2"
                self.findings.need(is_inside, code, f"the socket of {tab.leg} was not cut")

    def _unwritten_legs(self) -> set[LegId]:
        """Where the disk is full, and a page has come in the place of one that was cut for it."""
        return set(self.state.legs) - self.oracle.present.keys()

    def _delivered(self, tab: Tab, text: str) -> None:
        leg = tab.leg
        waiting = list(self._waiting[leg]) if leg is not None else []
        if leg is not None:
            waiting.append(self.oracle.waiting_view(leg))
        unwritten = self._unwritten_legs()
        if leg in unwritten and tab.visitor.link.participant_id in {CHAIR, HOST}:
            # Their own known devices: she leads, and they state their room, without the disk too.
            self.findings.need(not tab.shows_inside, "I2", f"{leg} is inside, and not on record")
            return
        if leg in unwritten:
            waiting += [screen(None, needed=needed) for needed in (False, True)]
        reader = Reader(leg, self.memory.of(leg) | set(map(str, unwritten)), waiting)
        check_delivered(self.oracle, reader, text, self.findings)
        if tab.panel_version is not None and tab.panel_version != self.seen[-1]:
            self.seen.append(tab.panel_version)
