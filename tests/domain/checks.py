"""What must be true after every event of any conference, in the words of the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from app.domain import events
from app.domain.agenda.commands import ChangeAudience, PlanAttendance
from app.domain.commands import (
    Actor,
    AdmitParticipant,
    BeginSection,
    BringBackEveryone,
    Command,
    OpenConference,
    ReadmitParticipant,
    ReleaseHold,
    Resume,
)
from app.domain.conference import Conference, Section
from app.domain.evolve import Recorded
from app.domain.ids import LegId, ParticipantId, SectionId
from app.domain.people import LegKind, Role
from app.domain.routing import Flow, FlowKind, media_plan, narrowing
from app.domain.telephones.events import Need
from app.domain.views import EndedView, InsideView, View, WaitingView, view_for
from tests.domain.model_parts import Model

CHAIRS_ALONE = (
    events.ParticipantAdmitted
    | events.ParticipantReadmitted
    | events.HoldReleased
    | events.ParticipantExcluded
    | events.AdmissionRefused
    | events.SealBegun
    | events.ConferenceResumed
    | events.ConferenceClosed
)


def check_asked(model: Model, command: Command, caused: list[Recorded]) -> None:
    """Nothing is granted on a view that has since been narrowed (I5), nor to many and the refused.

    Before anything of it is learnt.
    """
    about = None
    match command:
        case AdmitParticipant(about) | ReadmitParticipant(about):
            pass
        case OpenConference() | BringBackEveryone():
            let_in = {
                recorded.event.participant_id
                for recorded in caused
                if isinstance(recorded.event, events.ParticipantAdmitted)
            }
            assert not let_in & model.refused
        case ReleaseHold() | BeginSection() | Resume() | ChangeAudience() | PlanAttendance():
            pass
        case _:
            return
    assert command.seen >= max(model.taken.get(None, 0), model.taken.get(about, 0))


def check_may_happen(model: Model, recorded: Recorded) -> None:
    """Before the event is learnt: that its sender may cause it, on what was known till then."""
    event, actor = recorded.event, recorded.actor
    if isinstance(event, CHAIRS_ALONE):
        assert actor.role is Role.INDEPENDENT_CHAIR, event
    check_said_by(model, event, actor)
    match event:
        case events.ParticipantAdmitted(id, leg):
            assert id not in model.excluded
            check_may_come_in(model, id, leg)
        case events.ParticipantReadmitted(id, leg):
            assert id in model.excluded
            check_may_come_in(model, id, leg)
        case events.HoldReleased(leg):
            assert model.present[leg] <= model.audience
            assert leg in model.count
            assert chair_is_in(model)
        case events.SealBegun(section):
            check_may_seal(model, section)
        case events.SectionOpened(section):
            check_may_open(model, section)
        case events.ConferenceResumed():
            assert {leg for leg in model.inside - model.held if model.present[leg]} <= model.count
        case _:
            pass


def check_said_by(model: Model, event: events.Event, actor: Actor) -> None:
    """I11: each speaks for themselves, a host for the room."""
    match event:
        case events.ParticipantArrived():
            assert (event.participant_id, event.place_id) == (actor.participant_id, actor.place_id)
        case events.AnswersGiven(leg):
            assert model.owner(leg) == actor.participant_id
        case events.CompanyStated(leg, present):
            assert model.owner(leg) == actor.participant_id
            assert actor.participant_id in present
            assert model.came[leg].kind not in {LegKind.ROOM, LegKind.COMPANION}
        case events.RoomStated(leg):
            assert actor.participant_id == model.hosts[model.came[leg].place_id]
            assert actor.participant_id not in model.excluded
        case _:
            pass


def check_may_come_in(model: Model, id: ParticipantId, leg: LegId) -> None:
    """Known at this device, answered since, in the audience, and meeting nobody (I3, I10)."""
    assert chair_is_in(model) or model.roles[id] is Role.INDEPENDENT_CHAIR  # I6
    assert (id, model.came[leg].device_id) in model.known
    assert id in model.present[leg]
    assert leg in model.count
    assert id in model.audience
    check_gates(model, id)
    assert model.came[leg].kind is not LegKind.COMPANION
    assert model.owner(leg) == id or model.owner(leg) not in model.excluded
    met = {other for at in model.inside for other in model.present[at]} | model.present[leg]
    assert not any(frozenset({a, b}) in model.apart for a, b in product(model.present[leg], met))


def check_gates(model: Model, id: ParticipantId) -> None:
    """An observer comes in when the chair and everybody of the family agree."""
    if ("prepared", None, None) in model.settled and model.roles[id] is Role.OBSERVER:
        relatives = {p for p, role in model.roles.items() if role in {Role.PARENT, Role.FAMILY}}
        assert ("agreed", id, None) in model.settled
        assert {("consented", id, p) for p in relatives} <= model.settled


def chair_hears(model: Model) -> bool:
    return any(
        model.roles[id] is Role.INDEPENDENT_CHAIR
        for leg in model.heard_legs() - model.lost
        for id in model.present[leg]
    )


def chair_is_in(model: Model) -> bool:
    """Let in and not lost; her room may be dark."""
    at = model.inside - model.held - model.lost
    chairs = {id for id, role in model.roles.items() if role is Role.INDEPENDENT_CHAIR}
    return any((id, leg) in model.permits for id in chairs for leg in at)


def check_may_seal(model: Model, section: SectionId) -> None:
    """Nobody is sealed out of the room they sit in (I4); whoever stays has answered (I10)."""
    audience = model.audience_of(section)
    for leg in model.inside - model.held:
        people = model.present[leg]
        if model.came[leg].kind is LegKind.ROOM:
            assert people <= audience - model.excluded
        assert not people or not people <= audience or leg in model.count


def check_may_open(model: Model, section: SectionId) -> None:
    """Nobody is inside whom it is not for; a closed part was sealed before."""
    if model.phase == "lobby":
        return
    heard = frozenset[ParticipantId]().union(*(model.present[leg] for leg in model.heard_legs()))
    assert heard <= model.audience_of(section)
    if section in model.restricted or model.phase != "open":
        assert model.phase == "sealing"
        assert section == model.next


@dataclass(frozen=True)
class Shown:
    """A state with its plan and the screens of all its legs."""

    state: Conference
    plan: frozenset[Flow]
    views: Mapping[LegId, View]


def shown(state: Conference) -> Shown:
    return Shown(state, media_plan(state), {leg: view_for(state, leg) for leg in state.legs})


def check_all(model: Model, now: Shown) -> None:
    check_plan(model, now.plan)
    check_one_place(model)
    for leg, view in now.views.items():
        check_view(model, now.state, leg, view)


def check_plan(model: Model, flows: frozenset[Flow]) -> None:
    """I1, I2, I4: exactly what the model allows flows; nothing to or from anybody else."""
    plan = {(flow.source, flow.sink, flow.kind) for flow in flows}
    assert plan == {(a, b, kind) for a, b in model.flows() for kind in FlowKind}
    if model.phase in {"open", "sealing"}:
        assert chair_hears(model)  # I6


def check_one_place(model: Model) -> None:
    """I16: at most one leg of a person is inside."""
    heard = [id for leg in model.heard_legs() for id in model.present[leg]]
    assert len(heard) == len(set(heard))
    own = [model.owner(leg) for leg in model.inside if model.owner(leg) is not None]
    assert len(own) == len(set(own))


def check_view(model: Model, state: Conference, leg: LegId, view: View) -> None:
    kind, owner = model.came[leg].kind, model.owner(leg)
    is_known = model.is_known(leg)
    is_chair = owner is not None and model.roles[owner] is Role.INDEPENDENT_CHAIR
    assert (view.panel is not None) == (is_known and is_chair)
    hosts = owner in model.hosts.values() and is_known and owner not in model.excluded
    may_state = hosts and leg not in model.held and model.phase != "closed"
    assert (view.room is not None) == may_state
    if not shows_inside(model, leg):
        asked = kind in {LegKind.BROWSER, LegKind.PHONE} and leg in model.to_answer
        cannot_hear = any(
            (each.participant_id, each.need) == (owner, Need.TROUBLE_HEARING)
            for each in state.telephones.needs
        )
        assert view.screen == WaitingView(
            model.notices.get(leg), answers_needed=asked, trouble_hearing=cannot_hear
        )
    elif model.phase == "closed":
        assert view.screen == EndedView()
    else:
        assert isinstance(view.screen, InsideView)
        check_inside(model, state, leg, view.screen)


def shows_inside(model: Model, leg: LegId) -> bool:
    if model.came[leg].kind is not LegKind.COMPANION:
        return model.is_heard(leg)
    owner = model.owner(leg)
    return model.is_known(leg) and any(
        owner in model.present[other] for other in model.heard_legs()
    )


def check_inside(model: Model, state: Conference, leg: LegId, screen: InsideView) -> None:
    shown = {person.participant_id for person in screen.people}
    there = [other for other in model.heard_legs() if model.may_meet(leg, other)]
    assert shown == {id for other in there for id in model.present[other]}
    section: Section | None = state.current
    if section is None or not model.present[leg] <= model.audience_of(section.id):
        assert screen.section is None
    owner = model.owner(leg)
    if owner is None or model.roles[owner] not in {Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER}:
        assert not screen.lines
        assert not screen.may_write


def check_narrowing(before: Shown, after: Shown) -> None:
    """Named whenever flows or sight shrink, and never more than was and will be allowed."""
    cut = narrowing(before.state, after.state)
    blind = {leg for leg in before.views if sees(before, leg) - sees(after, leg)}
    assert (cut is not None) == bool(before.plan - after.plan or blind)
    if cut is not None:
        assert cut.plan == before.plan & after.plan
        assert cut.legs == blind


def sees(now: Shown, leg: LegId) -> set[str]:
    """A host's list is sight as well: an exclusion, a hold or the end takes it away."""
    view = now.views.get(leg)
    if view is None:
        return set()
    inside = isinstance(view.screen, InsideView | EndedView)
    seen = {"inside": inside, "room": view.room is not None}
    return {name for name, is_so in seen.items() if is_so}
