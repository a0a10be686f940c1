"""What is said beforehand, or during, of who may come in with whom and after what."""

from typing import assert_never

from app.domain.commands import Actor, Command
from app.domain.conference import Conference, Phase
from app.domain.errors import (
    KeptApart,
    NotIndependent,
    NotPermitted,
    UnknownChild,
    WrongPhase,
    WrongStanding,
)
from app.domain.gates.commands import (
    AcceptConfidentiality,
    AgreeCompany,
    ApproveSupporter,
    AssignInterpreter,
    ConsentToObserver,
    DecideChildAttendance,
    DescribeSupport,
    GatesCommand,
    PrepareGates,
)
from app.domain.gates.events import (
    ChildAttendanceDecided,
    CompanyAgreed,
    ConfidentialityAccepted,
    Consented,
    GatesEvent,
    GatesPrepared,
    InterpreterAssigned,
    ObserverConsented,
    Relation,
    SupportDescribed,
    SupporterApproved,
    SupportKind,
)
from app.domain.gating.conditions import RELATIVES, SUPPORTING
from app.domain.ids import ChildId, ParticipantId
from app.domain.people import FAMILY, WITHOUT_VOICE, Role

CHAIR = frozenset({Role.INDEPENDENT_CHAIR})
OFFICE = CHAIR | {Role.ADMINISTRATOR}
PEOPLE = frozenset(Role) - {Role.SERVICE, Role.ROOM_DEVICE}

MAY: dict[type[Command], frozenset[Role]] = {
    PrepareGates: OFFICE,
    AgreeCompany: OFFICE,
    DescribeSupport: OFFICE,
    ApproveSupporter: CHAIR,
    AcceptConfidentiality: PEOPLE,
    ConsentToObserver: RELATIVES | CHAIR,
    AssignInterpreter: OFFICE,
    DecideChildAttendance: CHAIR,
}

MAY_SUPPORT = SUPPORTING | {Role.CHILD_ADVOCATE, Role.AGENCY, Role.FAMILY, Role.INTERPRETER}
CLOSE = frozenset({SupportKind.FRIEND, SupportKind.RELATIVE})


def decide(conference: Conference, command: GatesCommand, actor: Actor) -> list[GatesEvent]:
    match command:
        case PrepareGates():
            return prepare(conference)
        case AgreeCompany():
            return agree_company(conference, command)
        case DescribeSupport():
            return describe(conference, command)
        case ApproveSupporter(id):
            _check_described(conference, id)
            return [SupporterApproved(id)]
        case AcceptConfidentiality(id, how):
            _check_described(conference, id)
            _check_says(actor, id, how)
            return [ConfidentialityAccepted(id, how)]
        case ConsentToObserver():
            return consent(conference, command, actor)
        case AssignInterpreter():
            return assign(conference, command)
        case DecideChildAttendance():
            return decide_attendance(conference, command)
        case _:
            assert_never(command)


def prepare(conference: Conference) -> list[GatesEvent]:
    if conference.phase not in {Phase.BOOKED, Phase.LOBBY_OPEN}:
        raise WrongPhase("This is said before the conference begins.")
    return [] if conference.gates.prepared else [GatesPrepared()]


def agree_company(conference: Conference, command: AgreeCompany) -> list[GatesEvent]:
    person = conference.participant(command.participant_id)
    company = [conference.participant(id) for id in command.company]
    if person in company:
        raise NotPermitted("Nobody is company to themselves.")
    if any(each.role in WITHOUT_VOICE for each in [person, *company]):
        raise NotPermitted("An observer shares no microphone.")
    _check_may_meet(conference, person.id, command.company)
    return [CompanyAgreed(person.id, command.company)]


def _check_may_meet(
    conference: Conference, id: ParticipantId, others: frozenset[ParticipantId]
) -> None:
    if any(frozenset({id, other}) in conference.kept_apart for other in others):
        raise KeptApart("These two may not meet.")


def describe(conference: Conference, command: DescribeSupport) -> list[GatesEvent]:
    """Whom they support may sit with them from now on, as company that was agreed."""
    person = conference.participant(command.participant_id)
    if person.role not in MAY_SUPPORT:
        raise WrongStanding("Whoever has another part in the conference supports nobody in it.")
    if person.role is Role.INTERPRETER and command.kind in CLOSE:
        raise NotIndependent("An interpreter is no friend or relative of the family.")
    for id in command.supports:
        if conference.participant(id).role not in FAMILY or id == person.id:
            raise WrongStanding("Somebody of the family is supported.")
    case = conference.decisions.case
    known = frozenset[ChildId]() if case is None else frozenset(c.child_id for c in case.children)
    if not command.children <= known:
        raise UnknownChild("This child is not part of the conference.")
    _check_may_meet(conference, person.id, command.supports)
    return [SupportDescribed(person.id, command.kind, command.supports, command.children)]


def _check_described(conference: Conference, id: ParticipantId) -> None:
    if conference.participant(id).id not in conference.gates.support:
        raise WrongStanding("Say first whom this person supports.")


def _check_says(actor: Actor, id: ParticipantId, how: Consented) -> None:
    """Each for themselves on their own screen; what was said elsewhere is noted by the office."""
    on_screen = how is Consented.ON_SCREEN
    for_oneself = actor.participant_id == id
    if on_screen != for_oneself or not (for_oneself or actor.role in OFFICE):
        raise NotPermitted("Each agrees for themselves; what was said elsewhere is noted.")


def consent(conference: Conference, command: ConsentToObserver, actor: Actor) -> list[GatesEvent]:
    if conference.participant(command.observer).role is not Role.OBSERVER:
        raise WrongStanding("This person is no observer.")
    if conference.participant(command.participant_id).role not in RELATIVES:
        raise WrongStanding("The family agree to an observer.")
    _check_says(actor, command.participant_id, command.how)
    return [ObserverConsented(command.observer, command.participant_id, command.how)]


def assign(conference: Conference, command: AssignInterpreter) -> list[GatesEvent]:
    """Independent: no relative, friend or child (REQ-52)."""
    interpreter = conference.participant(command.interpreter)
    served = conference.participant(command.serves)
    support = conference.gates.support.get(interpreter.id)
    is_close = support is not None and support.kind in CLOSE
    if interpreter.role in FAMILY or command.relation is not Relation.NONE or is_close:
        raise NotIndependent("An interpreter is no relative, friend or child.")
    if interpreter.role is not Role.INTERPRETER or served.role is Role.INTERPRETER:
        raise WrongStanding("An interpreter serves somebody who is no interpreter.")
    _check_may_meet(conference, interpreter.id, frozenset({served.id}))
    return [InterpreterAssigned(interpreter.id, served.id)]


def decide_attendance(conference: Conference, command: DecideChildAttendance) -> list[GatesEvent]:
    if conference.participant(command.participant_id).role is not Role.CHILD:
        raise WrongStanding("This is decided of a child.")
    for id in command.sections:
        conference.section(id)
    return [ChildAttendanceDecided(command.participant_id, command.sections, command.reasons)]
