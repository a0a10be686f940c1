"""All that one leg's screen may show: built up from nothing, never filtered down.

Names, titles and lines are text ids; whoever fills them in fills exactly those.
"""

from dataclasses import dataclass, replace

from app.domain.agenda.events import WaitingTold
from app.domain.chairing.deputy import DeputyPanel, deputy_panel
from app.domain.conduct_panels import ResponderPanel, responder_panel
from app.domain.conference import OVER, TECHNICAL_CHECK, Conference, Phase, Section
from app.domain.freshness import still_count
from app.domain.gating.conditions import audience_of
from app.domain.ids import LegId, ParticipantId
from app.domain.minute_desk import MinuteDesk, SeenLine, Speaker, lines_for, minute_desk
from app.domain.own_view import Own, own_at, told_at
from app.domain.own_wishes import has_asked, has_trouble, may_choose_to_be_rung
from app.domain.panels import (
    ChairPanel,
    Companion,
    PanelLeg,
    PanelPerson,
    PanelRoom,
    PanelSection,
    RoomPanel,
    chair_panel,
    company_at,
    room_panel,
)
from app.domain.people import Leg, LegKind, Notice, Participant, Role, TextRef
from app.domain.routing import (
    are_kept_apart,
    aside_in,
    may_be_aside,
    owner_of,
    sees_inside,
    taking_part,
)

__all__ = [
    "AsideView",
    "ChairPanel",
    "Companion",
    "EndedView",
    "InsideView",
    "MinuteDesk",
    "Own",
    "PanelLeg",
    "PanelPerson",
    "PanelRoom",
    "PanelSection",
    "ResponderPanel",
    "RoomPanel",
    "SeenLine",
    "SeenPerson",
    "Speaker",
    "View",
    "WaitingView",
    "view_for",
]


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Outside: constants, what this leg did itself, and the notice it was given. Nothing else."""

    notice: Notice | None
    answers_needed: bool
    asked: bool = False
    """They have asked to speak: their own act. A silent signal shows this and nothing else."""
    asked_for_break: bool = False
    may_be_rung: bool = False
    """Held or put out, by telephone: they may choose to be rung back instead of waiting."""
    trouble_hearing: bool = False
    """They have told the chair so: their own act."""
    told: WaitingTold | None = None
    """What the chair tells everybody who waits."""


@dataclass(frozen=True, slots=True)
class AsideView:
    """A private room: who is in it, and nothing of the conference, nor why they are there."""

    people: tuple["SeenPerson", ...]
    answers_needed: bool
    asked: bool
    asked_for_break: bool
    reply_wanted: bool
    """Somebody has asked them something that is answered by yes or no."""
    trouble_hearing: bool = False


@dataclass(frozen=True, slots=True)
class EndedView:
    """The conference is over."""


@dataclass(frozen=True, slots=True)
class SeenPerson:
    participant_id: ParticipantId
    name: TextRef
    role: Role
    leg_id: LegId
    place: TextRef | None
    """The shared room they sit in."""
    muted: bool = False
    by_phone: bool = False
    """There is no picture to wait for."""


@dataclass(frozen=True, slots=True)
class InsideView:
    paused: bool
    section: TextRef | None
    section_kind: str
    people: tuple[SeenPerson, ...]
    lines: tuple[SeenLine, ...]
    """For the chair and the minute taker; nobody else reads the live channel (e.2)."""
    may_write: bool
    answers_needed: bool
    asked: bool = False
    asked_for_break: bool = False
    muted: bool = False
    """By the chair: they hear, and are not heard."""
    reminders: int = 0
    """How often the chair has reminded them of their role."""
    minutes: MinuteDesk | None = None
    """For the chair and the minute taker."""
    trouble_hearing: bool = False
    section_number: int | None = None
    """Among the sections for everybody at this place: no gap tells of one that is not."""


Screen = WaitingView | InsideView | AsideView | EndedView


@dataclass(frozen=True, slots=True)
class View:
    screen: Screen
    panel: ChairPanel | None
    room: RoomPanel | None
    responder: ResponderPanel | None = None
    company: tuple[Companion, ...] = ()
    deputy: DeputyPanel | None = None
    own: Own | None = None


def view_for(conference: Conference, leg_id: LegId) -> View:
    """All that this leg's screen may show now. An unknown leg sees what a stranger sees."""
    leg = conference.legs.get(leg_id)
    if leg is None:
        return View(WaitingView(None, answers_needed=False), None, None)
    return View(
        screen=_screen(conference, leg),
        panel=chair_panel(conference, leg),
        room=room_panel(conference, leg),
        responder=None if conference.phase in OVER else responder_panel(conference, leg),
        company=company_at(conference, leg),
        deputy=deputy_panel(conference, leg),
        own=own_at(conference, leg),
    )


def _screen(conference: Conference, leg: Leg) -> Screen:
    """Whoever was outside when it ended is told nothing by us: not even that."""
    if not sees_inside(conference, leg):
        return _outside(conference, leg)
    if conference.phase in OVER:
        return EndedView()
    if conference.phase is Phase.STOPPED:
        return _halted(conference, leg, "stopped")
    if may_be_aside(conference, leg):
        return _aside(conference, leg)
    if conference.phase is Phase.PAUSED and conference.pause_reason == TECHNICAL_CHECK:
        return _halted(conference, leg, TECHNICAL_CHECK)
    return _inside(conference, leg)


def _halted(conference: Conference, leg: Leg, code: str) -> WaitingView:
    """Inside, and shown nothing of it: the same for everybody, whoever the halt is about."""
    needed = _is_asked(leg) and not still_count(conference, leg)
    return replace(_outside(conference, leg), notice=Notice(code, None), answers_needed=needed)


def _inside(conference: Conference, leg: Leg) -> InsideView:
    section = _section_for(conference, leg)
    owner = owner_of(conference, leg)
    writes = owner is not None and owner.role is Role.MINUTE_TAKER
    return InsideView(
        paused=conference.phase is not Phase.IN_SECTION,
        section=None if section is None else section.title,
        section_kind="" if section is None else section.kind,
        people=_people_for(conference, leg),
        lines=lines_for(conference, owner),
        may_write=writes,
        answers_needed=_is_asked(leg) and not still_count(conference, leg),
        asked=has_asked(leg, conference.asking.hands),
        asked_for_break=has_asked(leg, conference.asking.breaks),
        muted=leg.owner in conference.halting.muted,
        reminders=0 if leg.owner is None else conference.halting.reminders.get(leg.owner, 0),
        minutes=minute_desk(conference, owner, section),
        trouble_hearing=has_trouble(conference, leg),
        section_number=None if section is None else _number_for(conference, leg, section),
    )


def _aside(conference: Conference, leg: Leg) -> AsideView:
    response = conference.asking.response
    others = aside_in(conference, leg.zone)
    return AsideView(
        people=_people_of(conference, leg, others),
        answers_needed=_is_asked(leg) and not still_count(conference, leg),
        asked=has_asked(leg, conference.asking.hands),
        asked_for_break=has_asked(leg, conference.asking.breaks),
        reply_wanted=response is not None
        and response.question is not None
        and response.participant_id == leg.owner,
        trouble_hearing=has_trouble(conference, leg),
    )


def _outside(conference: Conference, leg: Leg) -> WaitingView:
    """From this leg alone, so that nothing that happens to others can be told by it (I2, I7)."""
    answered = leg.answers is not None and leg.answered_version >= leg.asked_version
    return WaitingView(
        notice=leg.notice,
        answers_needed=_is_asked(leg) and not answered,
        asked=has_asked(leg, conference.asking.hands),
        asked_for_break=has_asked(leg, conference.asking.breaks),
        may_be_rung=may_choose_to_be_rung(conference, leg),
        trouble_hearing=has_trouble(conference, leg),
        told=told_at(conference, leg),
    )


def _is_asked(leg: Leg) -> bool:
    """A room's screen is never asked: its host answers for it."""
    return leg.kind not in {LegKind.ROOM, LegKind.COMPANION}


def _section_for(conference: Conference, leg: Leg) -> Section | None:
    """Until the next section opens, whoever was let in for it is not told which one came before."""
    section = conference.current
    if section is None or not leg.present <= audience_of(conference, section):
        return None
    return section


def _number_for(conference: Conference, leg: Leg, section: Section) -> int:
    order = conference.sections
    upto = order[: order.index(section) + 1]
    return sum(leg.present <= audience_of(conference, each) for each in upto)


def _people_for(conference: Conference, leg: Leg) -> tuple[SeenPerson, ...]:
    """Those who take part, less anyone kept apart from whoever looks at this screen."""
    return _people_of(conference, leg, taking_part(conference))


def _people_of(conference: Conference, leg: Leg, others: tuple[Leg, ...]) -> tuple[SeenPerson, ...]:
    return tuple(
        _seen(conference, conference.participants[id], other)
        for other in others
        if not are_kept_apart(conference, leg.present, other.present)
        for id in sorted(other.present, key=str)
    )


def _seen(conference: Conference, person: Participant, leg: Leg) -> SeenPerson:
    place = None if leg.place is None else conference.place(leg.place).name
    muted = person.id in conference.halting.muted or leg.id in conference.halting.own_mutes
    by_phone = leg.kind is LegKind.PHONE
    return SeenPerson(person.id, person.name, person.role, leg.id, place, muted, by_phone)
