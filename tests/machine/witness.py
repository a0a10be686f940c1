"""What is looked at as it happens: every writing, every plan, every word that leaves."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from app.domain.commands import (
    Actor,
    Command,
)
from app.domain.evolve import Recorded
from app.domain.ids import LegId, ParticipantId
from tests.machine.cast import (
    CHAIR,
    HOST,
    Names,
    word,
)
from tests.machine.engine import MoodyEngine
from tests.machine.findings import Findings
from tests.machine.flowing import check_flows
from tests.machine.oracle import Oracle, screen
from tests.machine.secrets import Memory
from tests.machine.shown import Reader, check_delivered
from tests.machine.wire import Tab
from tests.machine.written import check_seen, check_written


class Witness:
    """Looks at whatever is written, flows or leaves, in the moment in which it does."""

    def __init__(self, looks_for: str, engine: MoodyEngine) -> None:
        self.findings = Findings(looks_for)
        self.oracle = Oracle()
        self.memory = Memory()
        self.asked: tuple[Actor, Command] | None = None
        self.owed: list[Actor] = []
        """Who has asked for what is cut and not written yet: it may be written later."""
        self.tabs: list[Tab] = []
        self.seen: list[int] = [0]
        """Versions that the chair's panel has shown."""
        self._engine = engine
        engine.applied = self.looked
        self._waiting: dict[LegId, list[Mapping[str, object]]] = defaultdict(list)
        self._sessions: list[tuple[float, Actor]] = []
        """Who has asked for something lately, and until when it may still be written."""

    def hear(self, actor: Actor, now: float, until: float) -> None:
        """Somebody asks for something."""
        self._sessions = [each for each in self._sessions if each[0] > now]
        self._sessions.append((until, actor))

    def appended(self, new: Sequence[Recorded]) -> None:
        """At the very moment of writing: what it takes away must have gone before."""
        if self.asked is not None and new and new[0].actor == self.asked[0]:
            check_seen(self.oracle, self.asked[1], new, self.findings)
        sessions = [*self.owed, *(actor for _, actor in self._sessions)]
        for recorded in new:
            check_written(self.oracle, recorded, sessions, self.findings)
            self.oracle.learn(recorded)
        self.memory.note(self.oracle)
        self._note_waiting()
        self.looked()
        self._check_burnt()

    def _note_waiting(self) -> None:
        for leg in self.oracle.present:
            view = self.oracle.waiting_view(leg)
            if view not in self._waiting[leg]:
                self._waiting[leg].append(view)

    def looked(self) -> None:
        """At what the engine carries now, unless it has not heard of its newest plan."""
        if not self._engine.is_behind:
            check_flows(self.oracle, self._engine.flowing(), self.findings)

    def _check_burnt(self) -> None:
        """A socket that has shown inside is destroyed with what waits in it, before the writing."""
        for tab in self.tabs:
            if tab.is_open and tab.leg is not None and tab.shows_inside:
                is_inside = self.oracle.shows_inside(tab.leg)
                people = self.oracle.present.get(tab.leg, frozenset[ParticipantId]())
                code = "I1" if people & self.oracle.excluded else "I2"
                self.findings.need(is_inside, code, f"the socket of {tab.leg} was not cut")

    def _told_already(self, leg: LegId) -> list[Mapping[str, object]]:
        """Whoever is put out is told so, though the disk is full and the log says nothing of it."""
        if not self.oracle.present.get(leg, frozenset()) & self.oracle.cut_already:
            return []
        known = self.oracle.waiting_view(leg)
        notices = [{"code": "excluded", "minutes": minutes} for minutes in (None, 10)]
        return [
            {**known, "notice": notice, "answers_needed": needed}
            for notice in notices
            for needed in (False, True)
        ]

    def delivered(self, tab: Tab, text: str, known: Collection[LegId]) -> None:
        """Args: known: the legs that the service knows, those too that are not written yet.

        Where the disk is full, a page comes in the place of one that was cut for it.
        """
        leg = tab.leg
        waiting = list(self._waiting[leg]) if leg is not None else []
        if leg is not None:
            waiting.append(self.oracle.waiting_view(leg))
            waiting += self._told_already(leg)
        unwritten = set(known) - self.oracle.present.keys()
        if leg in unwritten and tab.visitor.link.participant_id in {CHAIR, HOST}:
            # Their own known devices: she leads, and they state their room, without the disk too.
            self.findings.need(not tab.shows_inside, "I2", f"{leg} is inside, and not on record")
            return
        if leg in unwritten:
            waiting += [screen(None, needed=needed) for needed in (False, True)]
        known_words = self.memory.of(leg) | own_words(tab) | set(map(str, unwritten))
        reader = Reader(leg, known_words, waiting)
        check_delivered(self.oracle, reader, text, self.findings)
        if tab.panel_version is not None and tab.panel_version != self.seen[-1]:
            self.seen.append(tab.panel_version)


def own_words(tab: Tab) -> set[str]:
    """Whoever opens a link is shown whose it is."""
    id = tab.visitor.link.participant_id
    return set() if id is None else {word(Names.person(id))}
