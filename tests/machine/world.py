"""The whole service in one process, with people at it, on a loop whose time is its own.

Handler, keeper, replica, node, gate, screens, hub, outboxes, sockets and invitations are the real
ones. Store, texts, engine and the network's far end are in memory. Everything that leaves is
looked at as it leaves, and everything that is written as it is written.
"""

from collections.abc import Coroutine, Mapping
from dataclasses import replace

from app.api.deps import leg_of
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
from app.domain.ids import LegId
from app.live.live import LEASE
from app.live.sockets import serve
from app.service.invitations import Invitations
from app.service.ports import Link, TextClass, Visitor
from media.api import EngineLost
from signalling.hub import Hub
from tests.fakes import (
    MemoryDirectory,
    MemoryLeases,
    MemoryTexts,
)
from tests.machine.cast import (
    BOOKING,
    CONFERENCE,
    FAMILY,
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
from tests.machine.life import DONE, LONG, Life, WatchedStore
from tests.machine.loop import LoopClock, OwnTimeLoop
from tests.machine.wire import Tab
from tests.machine.witness import Witness

MOMENT = 0.3
"""Virtual seconds after each act in which the keeper looks at least once."""


class World:
    def __init__(self, looks_for: str = "", *, is_covert: bool = False) -> None:
        """Args: is_covert: where it can be chosen, whoever asks to speak signals instead."""
        self.is_covert = is_covert
        self.loop = OwnTimeLoop()
        self.clock = LoopClock(self.loop)
        self.texts = MemoryTexts()
        self.directory = MemoryDirectory(self.clock)
        self.invitations = Invitations(self.directory, self.clock, b"pepper", trust_demo_links=True)
        self.engine = MoodyEngine(self.clock.monotonic)
        self.witness = Witness(looks_for, self.engine)
        self.findings, self.oracle = self.witness.findings, self.witness.oracle
        self.tabs, self.seen = self.witness.tabs, self.witness.seen
        self.store = WatchedStore(self.witness.appended)
        self.leases = MemoryLeases(self.clock)
        self.closed_tabs: list[Tab] = []
        """Those of processes before this one."""
        self.phones: dict[LegId, Actor] = {}
        self.visitors: dict[tuple[str, int], Visitor] = {}
        """By public id of the link and number of the device."""
        self.tickets: list[tuple[str, str]] = []
        """Public ids and tickets, used ones too: nobody forgets a credential."""
        self.sent: list[tuple[Actor, Command]] = []
        """All that was ever asked for by HTTP or telephone."""
        self.outcomes: list[tuple[Actor, str]] = []
        self._life = self._started()
        self._prepare()

    # ------------------------------------------------------------ the process

    def _started(self) -> Life:
        return Life(
            self.loop,
            store=self.store,
            texts=self.texts,
            engine=self.engine,
            leases=self.leases,
            invitations=self.invitations,
        )

    @property
    def hub(self) -> Hub:
        return self._life.hub

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
        self._life.end()
        self.closed_tabs += self.tabs
        self.tabs.clear()
        self.phones.clear()
        self.witness.owed.clear()
        self.oracle.cut_already.clear()
        self.oracle.restarted()
        self._life = self._started()
        self.settle()
        self.witness.looked()

    def lose_engine(self) -> None:
        self.engine.lose_everything()
        self.engine.report(EngineLost((KEY,), self.clock.monotonic()))
        self.settle()

    def close(self) -> None:
        self._life.end()
        self.loop.close()

    # ------------------------------------------------------------ acting

    def run(self, work: Coroutine[object, object, str]) -> str:
        return self.loop.finish(work)

    def settle(self, seconds: float = MOMENT) -> None:
        self.loop.go_on(seconds)
        for crash in self._life.crashes:
            self.findings.need("", "crash", crash)
        self._life.crashes.clear()
        if self._life.has_died:
            self.restart()

    @property
    def state(self) -> Conference:
        """What the service knows: only to choose whom an act could be about, never to judge."""
        return self._life.replica.last_known(CONFERENCE)

    def actor_of(self, link: Link, device: int = 0) -> Actor:
        """As the HTTP routes make it: of the session, with the leg that its browser holds."""
        visitor = self.visitors.get((link.public_id, device))
        leg = None if visitor is None else leg_of(self.state, visitor)
        return replace(link.actor, leg_id=leg)

    def send(self, actor: Actor, command: Command) -> str:
        """One command by HTTP, to its answer."""
        self.sent.append((actor, command))
        self.witness.asked = actor, command
        self._speaks(actor)
        if isinstance(command, StateRoom) and actor.participant_id is not None:
            for leg in self.state.legs_of(actor.participant_id):
                self.witness.memory.tell(leg.id, *map(str, command.present))
        outcome = self.run(self._life.handled(actor, command))
        self.witness.asked = None
        self.outcomes.append((actor, outcome))
        if outcome == "cut-not-recorded":
            self.witness.owed.append(actor)
            if isinstance(command, ExcludeParticipant):
                self.oracle.cut_already.add(command.participant_id)
        if outcome == DONE:
            self.witness.looked()
        return outcome

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
        self._life.live(serve(tab.socket(), visitor.link.public_id, self._life.around))
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
        self.witness.hear(actor, now, now + patience)

    def _delivered(self, tab: Tab, text: str) -> None:
        self.witness.delivered(tab, text, self.state.legs.keys())
