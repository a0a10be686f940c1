"""Who may be where, hear whom and be shown what: an opinion made of what the log says alone.

The model of the domain's tests, taught private rooms, stops, signals, minutes and restarts. It
calls nothing of the rules, of plans or of views.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain import events
from app.domain.asking import events as asking
from app.domain.evolve import Recorded
from app.domain.halting import events as halting
from app.domain.ids import LegId, LineId, Micros, ParticipantId, SectionId
from app.domain.people import LegKind, Role
from app.domain.record import events as record
from tests.domain.checks import shows_inside
from tests.domain.model_parts import Model
from tests.domain.model_words import People

ASIDE_OPEN = frozenset({"lobby", "open", "sealing", "paused"})
MINUTES = frozenset({Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER})


class Aside(NamedTuple):
    room: ParticipantId
    members: People
    from_main: bool


@dataclass
class Oracle(Model):
    version: int = 0
    pause_reason: str = ""
    asides: dict[LegId, Aside] = field(default_factory=dict[LegId, Aside])
    hands: dict[ParticipantId, LegId] = field(default_factory=dict[ParticipantId, LegId])
    breaks: dict[ParticipantId, LegId] = field(default_factory=dict[ParticipantId, LegId])
    answered_at: dict[LegId, Micros] = field(default_factory=dict[LegId, Micros])
    responders: dict[ParticipantId, ParticipantId] = field(
        default_factory=dict[ParticipantId, ParticipantId]
    )
    signals: dict[ParticipantId, LegId] = field(default_factory=dict[ParticipantId, LegId])
    lines: dict[LineId, SectionId] = field(default_factory=dict[LineId, SectionId])
    """Where each was first written."""
    speakers: dict[LineId, ParticipantId] = field(default_factory=dict[LineId, ParticipantId])
    withheld: set[tuple[LineId, ParticipantId]] = field(
        default_factory=set[tuple[LineId, ParticipantId]]
    )
    named: set[tuple[ParticipantId, SectionId]] = field(
        default_factory=set[tuple[ParticipantId, SectionId]]
    )
    cut_already: set[ParticipantId] = field(default_factory=set[ParticipantId])
    """Put out, and their event not stored yet: what was cut stays cut."""
    let_in_since_restart: bool = True
    legs_ever: set[LegId] = field(default_factory=set[LegId])

    # ------------------------------------------------------------ what is allowed

    def is_heard(self, leg: LegId) -> bool:
        if leg in self.asides or self.present[leg] & self.cut_already:
            return False
        return super().is_heard(leg)

    def is_aside(self, leg: LegId) -> bool:
        """Nobody has come to this place since it was moved, and nobody there is put out."""
        people, aside = self.present[leg], self.asides.get(leg)
        return (
            aside is not None
            and bool(people)
            and people <= aside.members
            and not people & (self.excluded | self.cut_already)
            and not any(pair <= people for pair in self.apart)
            and not any(self.other_rooms(id, leg) for id in people)
        )

    def together(self, leg: LegId) -> set[LegId]:
        """The places that this one may see and hear, itself too."""
        if leg not in self.present:
            return set()
        if self.is_aside(leg):
            room = self.asides[leg].room
            same = {at for at, aside in self.asides.items() if aside.room == room}
            return {at for at in same if self.is_aside(at) and self.may_meet(leg, at)}
        if not self.shows_inside(leg):
            return set()
        return {at for at in self.heard_legs() if self.may_meet(leg, at)}

    def flows(self) -> set[tuple[LegId, LegId]]:
        found = super().flows()
        if self.phase in ASIDE_OPEN:
            for leg in self.asides:
                if self.is_aside(leg):
                    found |= {(leg, at) for at in self.together(leg) if at != leg}
        return found

    def shows_inside(self, leg: LegId) -> bool:
        if leg not in self.present:
            return False
        return shows_inside(self, leg) or self.is_aside(leg)

    def chair_is_in(self) -> bool:
        at = self.inside - self.held - self.lost - self.asides.keys()
        chairs = {id for id, role in self.roles.items() if role is Role.INDEPENDENT_CHAIR}
        return any((id, leg) in self.permits for id in chairs for leg in at)

    def is_chairs_own(self, leg: LegId) -> bool:
        owner = self.owner(leg) if leg in self.came else None
        is_chair = owner is not None and self.roles[owner] is Role.INDEPENDENT_CHAIR
        return is_chair and self.is_known(leg)

    def is_hosts(self, leg: LegId) -> bool:
        """They may state who is in their room from here."""
        owner = self.owner(leg) if leg in self.came else None
        known = owner in self.hosts.values() and self.is_known(leg)
        may = known and owner not in self.excluded | self.cut_already
        return may and leg not in self.held and self.phase != "closed"

    def answers_for(self, leg: LegId) -> set[ParticipantId]:
        """Whose silent signals this leg's owner is told of, here."""
        owner = self.owner(leg) if leg in self.came else None
        if owner is None or not self.is_known(leg) or not self.shows_inside(leg):
            return set()
        return {id for id, responder in self.responders.items() if responder == owner}

    def waiting_view(self, leg: LegId) -> Mapping[str, object]:
        """All that a screen outside shows: constants, own acts, and the chair's notice."""
        if leg not in self.came:
            return screen(None, needed=False)
        owner, notice = self.owner(leg), self.notices.get(leg)
        asks = self.came[leg].kind in {LegKind.BROWSER, LegKind.PHONE}
        told = None if notice is None else {"code": notice.code, "minutes": notice.minutes}
        return screen(
            told,
            needed=asks and leg in self.to_answer,
            asked=owner in self.hands,
            asked_for_break=owner in self.breaks,
        )

    # ------------------------------------------------------------ what has happened

    def learn(self, recorded: Recorded) -> None:
        super().learn(recorded)
        event, self.version = recorded.event, recorded.version
        if isinstance(event, events.ParticipantArrived):
            self.legs_ever.add(event.leg_id)
        elif isinstance(event, events.AnswersGiven | events.RoomStated):
            self.answered_at[event.leg_id] = recorded.at
        elif isinstance(event, events.ConferencePaused):
            self.pause_reason = event.reason
        elif isinstance(event, events.ParticipantExcluded):
            self.cut_already.discard(event.participant_id)
        elif isinstance(event, events.ParticipantAdmitted | events.ParticipantReadmitted):
            self.let_in_since_restart = True
        elif isinstance(event, asking.AskingEvent):
            self._asked(event)
        elif isinstance(event, halting.HaltingEvent):
            self._halted(event)
        elif isinstance(event, events.LineWritten | record.RecordEvent):
            self._written(event)
        self._forget_hands()
        self._heard = None

    def _section(self, event: events.SectionEvent) -> None:
        match event:
            case events.SealBegun(section_id):
                self.phase, self.next = "sealing", section_id
                leaving = [at for at, people in self.present.items() if not people <= self.audience]
                self._leave([leg for leg in leaving if leg not in self.asides])
            case events.ConferencePaused() if self.phase in {"paused", "stopped"}:
                before = self.before_pause
                super()._section(event)
                self.before_pause = before
            case _:
                super()._section(event)

    def _leave(self, legs: list[LegId]) -> None:
        aside = set(legs) & self.asides.keys()
        super()._leave(legs)
        for leg in aside:
            del self.asides[leg]
            self.notices.pop(leg, None)
            self.to_answer.add(leg)

    def _forget_hands(self) -> None:
        """A hand is up only where its owner is."""
        for kept in (self.hands, self.breaks):
            gone = [id for id, leg in kept.items() if id not in self.present.get(leg, ())]
            for id in gone:
                del kept[id]

    def _asked(self, event: asking.AskingEvent) -> None:
        match event:
            case asking.HandRaised(id, leg):
                self.hands.setdefault(id, leg)
            case asking.HandLowered(id) | asking.ParticipantSpoke(id):
                self.hands.pop(id, None)
            case asking.BreakAsked() | asking.BreakWithdrawn():
                self._wanted_break(event)
            case asking.SafetyPlanned(id, responder):
                self.responders[id] = responder
            case asking.SilentSignalled(id, leg):
                self.signals[id] = leg
            case asking.ResponseBegun(id, _, legs):
                for leg in sorted(legs):
                    self._set_aside(leg, id)
            case asking.ResponseEnded(id, outcome):
                if outcome is asking.Outcome.SAFE:
                    self._bring_back([at for at, aside in self.asides.items() if aside.room == id])
            case _:
                pass

    def _wanted_break(self, event: asking.BreakAsked | asking.BreakWithdrawn) -> None:
        if isinstance(event, asking.BreakAsked):
            self.breaks.setdefault(event.participant_id, event.leg_id)
        else:
            self.breaks.pop(event.participant_id, None)

    def _halted(self, event: halting.HaltingEvent) -> None:
        match event:
            case halting.ConferenceStopped():
                if self.phase != "paused":
                    self.before_pause = self.phase
                self.phase = "stopped"
                self.taken[None] = self.version
            case halting.BreakBegun():
                self.breaks.clear()
            case halting.MovedAside(leg, room_of):
                self._set_aside(leg, room_of)
                self.to_answer.add(leg)
                self.count.discard(leg)
                for id in self.present[leg]:
                    self.breaks.pop(id, None)
            case halting.CameFromAside(leg):
                self._bring_back([leg])
            case halting.ConferenceAdjourned() | halting.ConferenceNotHeld():
                self.phase = "closed"
                self.taken[None] = self.version
            case _:
                pass

    def _set_aside(self, leg: LegId, room_of: ParticipantId) -> None:
        from_main = leg in self.inside and leg not in self.held
        self.asides[leg] = Aside(room_of, self.present[leg], from_main)
        self.notices.pop(leg, None)

    def _bring_back(self, legs: list[LegId]) -> None:
        for leg in legs:
            aside = self.asides.get(leg)
            if aside is None:
                continue
            if aside.from_main:
                del self.asides[leg]
            else:
                self._leave([leg])
                self.count.discard(leg)

    def _written(self, event: events.LineWritten | record.RecordEvent) -> None:
        match event:
            case events.LineWritten(line, section, speaker):
                self.lines.setdefault(line, section)
                self.speakers.setdefault(line, speaker)
            case record.LineWithheld(line, recipients):
                self.withheld |= {(line, id) for id in recipients}
            case record.PartNamed(id, section):
                self.named.add((id, section))
            case _:
                pass

    def restarted(self) -> None:
        """Everybody is outside, until the chair says otherwise. The log may say it later.

        Not once it is over: no keeper takes it up again, and whoever was inside at its end may be
        told of the end, which is what they had and no more (I15).
        """
        if self.phase == "closed":
            return
        self._leave(list(self.present))
        self.let_in_since_restart = False
        self._heard = None


def screen(
    notice: Mapping[str, object] | None,
    *,
    needed: bool,
    asked: bool = False,
    asked_for_break: bool = False,
) -> Mapping[str, object]:
    return {
        "screen": "waiting",
        "notice": notice,
        "answers_needed": needed,
        "asked": asked,
        "asked_for_break": asked_for_break,
        "may_be_rung": False,
        "trouble_hearing": False,
        "told": None,
    }
