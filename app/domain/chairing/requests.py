"""What professionals ask the chair for: somebody's exclusion, and a closed part. She decides."""

from dataclasses import replace
from datetime import date

from app.domain.agenda.commands import (
    AnswerClosedPart,
    AskForClosedPart,
    AskForExclusion,
    DecideExclusionRequest,
)
from app.domain.agenda.events import (
    ClosedPartAnswered,
    ClosedPartAsked,
    ExclusionAsked,
    ExclusionRequestDecided,
)
from app.domain.chairing.order import (
    add_section,
    check_not_over,
    check_open_to_change,
    without,
)
from app.domain.commands import Actor
from app.domain.conference import RUNNING, Conference, Phase
from app.domain.days import day_of, working_days_after
from app.domain.errors import (
    AlreadyHere,
    Incomplete,
    NotOffered,
    NotPermitted,
    UnknownRequest,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import Event
from app.domain.halting.events import Day
from app.domain.ids import Micros, ParticipantId, RequestId, SectionId
from app.domain.people import PROFESSIONALS, Role
from app.domain.routing import sees_inside


def ask_for_exclusion(
    conference: Conference, command: AskForExclusion, actor: Actor, now: Micros
) -> ExclusionAsked:
    """Taken at any time; marked late where it comes after the notice that is asked for."""
    check_not_over(conference)
    _check_new(conference, command.request_id)
    about = conference.participant(command.about)
    if about.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("The chair cannot be excluded.")
    asker = _asker(conference, command, actor)
    today = day_of(now)
    asked_on = today if command.asked_on is None else _date(command.asked_on)
    if asked_on > today:
        raise Incomplete("It was asked for today or before.")
    if asked_on != today and actor.role is not Role.ADMINISTRATOR:
        raise NotPermitted("Whoever asks asks today.")
    return ExclusionAsked(
        command.request_id,
        asker,
        about.id,
        command.ground,
        command.evidence,
        Day(asked_on.isoformat()),
        is_late(conference, asked_on),
    )


def _check_new(conference: Conference, id: RequestId) -> None:
    agenda = conference.agenda
    if id in agenda.requests or any(id == each.id for each in agenda.closed_requests):
        raise AlreadyHere("This has been asked for already.")


def _asker(conference: Conference, command: AskForExclusion, actor: Actor) -> ParticipantId:
    if actor.role is not Role.ADMINISTRATOR:
        if actor.participant_id is None or command.for_whom not in {None, actor.participant_id}:
            raise NotPermitted("One asks for oneself; the office asks for others.")
        return actor.participant_id
    if command.for_whom is None:
        raise Incomplete("Say who asks.")
    if conference.participant(command.for_whom).role not in PROFESSIONALS:
        raise NotPermitted("An agency asks for an exclusion.")
    return command.for_whom


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Incomplete("A date is written 2026-11-22.") from None


def is_late(conference: Conference, asked_on: date) -> bool:
    """Without a described case nobody knows the day: late is then what comes after the booking."""
    case = conference.decisions.case
    if case is None:
        return conference.phase is not Phase.BOOKED
    notice = conference.agenda.exclusion_notice_days
    return working_days_after(asked_on, notice, case.bank_holidays) > case.held_on


def decide_exclusion(conference: Conference, command: DecideExclusionRequest) -> list[Event]:
    """Granted, nobody is put out: the parts that are still to come are without the person."""
    check_not_over(conference)
    request = conference.agenda.requests.get(command.request_id)
    if request is None:
        raise UnknownRequest("Nobody has asked for this.")
    if request.decided is not None:
        raise WrongStanding("This is decided already.")
    if command.ground is None or command.reason is None:
        raise Incomplete("A decision has a ground and a reason.")
    if command.granted and not command.sections:
        raise Incomplete("Say for which parts.")
    for id in command.sections:
        check_open_to_change(conference, conference.section(id))
    parts = command.sections if command.granted else frozenset[SectionId]()
    decided = ExclusionRequestDecided(
        command.request_id,
        command.granted,
        command.ground,
        command.reason,
        command.advice,
        command.told_in_writing,
        parts,
    )
    return [decided, *without(conference, request.asked.about, parts)]


def ask_for_closed_part(
    conference: Conference, command: AskForClosedPart, actor: Actor
) -> ClosedPartAsked:
    """On one's own connection, while one takes part. The chair alone ever sees it (REQ-75)."""
    if conference.phase not in RUNNING:
        raise WrongPhase("This is asked during the conference.")
    leg = None if actor.leg_id is None else conference.legs.get(actor.leg_id)
    if actor.participant_id is None or leg is None or leg.owner != actor.participant_id:
        raise NotPermitted("One asks for this on a device of one's own.")
    if not sees_inside(conference, leg):
        raise WrongStanding("Only somebody who takes part asks for this.")
    _check_new(conference, command.request_id)
    if any(each.asked_by == actor.participant_id for each in conference.agenda.closed_requests):
        raise AlreadyHere("You have asked already.")
    return ClosedPartAsked(command.request_id, actor.participant_id, command.kind)


def answer_closed_part(conference: Conference, command: AnswerClosedPart) -> list[Event]:
    open_ones = {each.id: each for each in conference.agenda.closed_requests}
    request = open_ones.get(command.request_id)
    if request is None:
        raise UnknownRequest("Nobody has asked for this.")
    section = command.section
    if section is None:
        return [ClosedPartAnswered(request.id, accepted=False)]
    if section.kind != request.kind:
        raise NotOffered("A part of another kind was asked for.")
    closed = replace(section, restricted=True)
    added = add_section(conference, closed, _comes_next(conference), command.seen)
    return [ClosedPartAnswered(request.id, accepted=True), added]


def _comes_next(conference: Conference) -> SectionId | None:
    """What stands after the present part now; None: nothing does."""
    ids = [section.id for section in conference.sections]
    present = conference.governing
    after = 0 if present is None else ids.index(present.id) + 1
    return ids[after] if after < len(ids) else None
