"""The outline plan: what must change, specific actions, contingency, core group (REQ-97 to 99)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.case.codes import Availability
from app.domain.case.commands import AgreeAction, AgreePlan, WithdrawAction
from app.domain.case.events import (
    ActionAgreed,
    ActionWithdrawn,
    AvailabilityCheck,
    CaseDescribed,
    PlanAgreed,
    Withheld,
)
from app.domain.conference import Conference
from app.domain.days import months_after, working_days_after
from app.domain.decisions.described import case_of, find_seat
from app.domain.decisions.outcome import WITH_PLAN, check_in_session
from app.domain.errors import AlreadyHere, Incomplete, NotPermitted, UnknownAction, WrongPhase
from app.domain.ids import ParticipantId
from app.domain.people import Role


def has_plan(conference: Conference) -> bool:
    """Some child has a plan."""
    return any(each.outcome in WITH_PLAN for each in conference.decisions.decided.values())


def agree_action(conference: Conference, command: AgreeAction) -> list[ActionAgreed]:
    check_in_session(conference)
    case = case_of(conference)
    if command.action_id in conference.decisions.actions:
        raise AlreadyHere("This action is agreed already.")
    if command.what is None or command.owner is None or command.by is None:
        raise Incomplete("An action says what is done, by whom and by when.")
    if command.by < case.held_on:
        raise Incomplete("An action is done after the conference.")
    conference.participant(command.owner)
    check_service(conference, command)
    for withheld in command.withheld:
        check_withheld(conference, withheld, command.owner)
    return [
        ActionAgreed(
            command.action_id,
            command.what,
            command.owner,
            command.by,
            command.service,
            command.withheld,
        )
    ]


def check_service(conference: Conference, command: AgreeAction) -> None:
    """Somebody has asked, before the action is agreed, whether the service is operating."""
    if command.relies_on_service is not (command.service is not None):
        raise Incomplete("An action that relies on a service says whether it is operating.")
    if command.service is not None:
        conference.participant(command.service.confirmed_by)
        check_waiting(command.service)


def check_waiting(service: AvailabilityCheck) -> None:
    waits = service.available is Availability.WAITING_TIME
    weeks = service.waiting_weeks
    if waits is not (weeks is not None) or (weeks is not None and weeks < 1):
        raise Incomplete("A service with a waiting time says how many weeks.")


def check_withheld(conference: Conference, withheld: Withheld, owner: ParticipantId) -> None:
    person = conference.participant(withheld.participant_id)
    if not withheld.ground:
        raise Incomplete("What is withheld has a ground.")
    if person.id == owner or person.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("An action is known to whoever does it, and to the chair.")


def withdraw_action(conference: Conference, command: WithdrawAction) -> list[ActionWithdrawn]:
    check_in_session(conference)
    if command.action_id not in conference.decisions.actions:
        raise UnknownAction("This action is not in the outline plan.")
    return [ActionWithdrawn(command.action_id, command.reason)]


def agree_plan(conference: Conference, command: AgreePlan) -> list[PlanAgreed]:
    check_in_session(conference)
    case = case_of(conference)
    if not has_plan(conference):
        raise WrongPhase("No child has a plan.")
    plan = complete_plan(command)
    for person in (plan.lead, *plan.core_group):
        conference.participant(person)
    for wrong in faults(case, plan):
        raise Incomplete(wrong)
    return [plan]


def complete_plan(command: AgreePlan) -> PlanAgreed:
    """Nothing of it can be blank."""
    change, safe = command.what_must_change, command.kept_safe
    if change is None or safe is None:
        raise Incomplete("Say what must change and how the child is kept safe meanwhile.")
    if command.contingency is None or command.monitoring is None:
        raise Incomplete("Say what happens if the plan does not work, and how that is watched.")
    if command.lead is None or not command.core_group:
        raise Incomplete("Name the lead social worker and the core group.")
    if command.core_group_on is None or command.review_on is None:
        raise Incomplete("Set the first core group and the review.")
    return PlanAgreed(
        change,
        safe,
        command.contingency,
        command.monitoring,
        command.lead,
        command.core_group,
        command.core_group_on,
        command.review_on,
        command.late_reason,
    )


def faults(case: CaseDescribed, plan: PlanAgreed) -> Iterator[str]:
    seat, due = find_seat(case, plan.lead), dates_due(case)
    if seat is None or case.quorum.required_agency not in {seat.counts_as, seat.agency}:
        yield "The lead is somebody of social care."
    if plan.lead not in plan.core_group:
        yield "The lead is in the core group."
    if min(plan.core_group_on, plan.review_on) <= case.held_on:
        yield "The core group and the review come after the conference."
    late = plan.core_group_on > due.core_group or plan.review_on > due.review
    if late and plan.late_reason is None:
        yield "A date past due has a reason."


@dataclass(frozen=True, slots=True)
class DatesDue:
    core_group: date
    review: date


def dates_due(case: CaseDescribed) -> DatesDue:
    """The last day of each that needs no reason."""
    settings = case.settings
    return DatesDue(
        working_days_after(case.held_on, settings.core_group_working_days, case.bank_holidays),
        months_after(case.held_on, settings.review_months),
    )
