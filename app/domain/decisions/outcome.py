"""What may be decided for a child, by kind of conference and country (REQ-91 to 95, 100 to 102)."""

from collections.abc import Iterator

from app.domain.case.codes import (
    Category,
    ConferenceKind,
    DecisionRule,
    EndReason,
    Jurisdiction,
    Method,
    Outcome,
    Threshold,
)
from app.domain.case.commands import DecideForChild
from app.domain.case.events import CaseDescribed, ChildDecided, QuorumLost, QuorumRegained
from app.domain.conference import Conference, Phase
from app.domain.decisions.agency_views import Tally, agencies_unheard, tally
from app.domain.decisions.described import case_of, child_of
from app.domain.decisions.quorum import check_quorum, note_quorum
from app.domain.errors import Incomplete, NotOffered, WrongPhase

DECISION = "decision"

WITH_PLAN = frozenset(
    {Outcome.PLAN_MADE, Outcome.REGISTERED, Outcome.PLAN_CONTINUED, Outcome.PLAN_AMENDED}
)
REVIEWED = frozenset({Outcome.PLAN_CONTINUED, Outcome.PLAN_AMENDED, Outcome.PLAN_ENDED})

IN_BOTH = frozenset({Category.PHYSICAL_ABUSE, Category.SEXUAL_ABUSE, Category.NEGLECT})
CATEGORIES = {
    Jurisdiction.ENGLAND: IN_BOTH | {Category.EMOTIONAL_ABUSE},
    Jurisdiction.WALES: IN_BOTH
    | {Category.EMOTIONAL_OR_PSYCHOLOGICAL_ABUSE, Category.FINANCIAL_ABUSE},
}


def outcomes_offered(case: CaseDescribed) -> frozenset[Outcome]:
    """England has no register, so no registration (REQ-02)."""
    if case.kind is ConferenceKind.REVIEW:
        return REVIEWED
    made = Outcome.REGISTERED if case.jurisdiction is Jurisdiction.WALES else Outcome.PLAN_MADE
    return frozenset({made, Outcome.NO_PLAN})


def decide_for_child(
    conference: Conference, command: DecideForChild
) -> list[QuorumLost | QuorumRegained | ChildDecided]:
    """Separately for each child, born or not, in the part for it, while enough agencies are there.

    Raises:
        NotQuorate, Incomplete, NotOffered, UnknownChild, UnknownLine, WrongPhase
    """
    case, child = case_of(conference), child_of(conference, command.child_id)
    check_in_session(conference)
    check_part_for_deciding(conference)
    check_quorum(conference)
    if command.threshold is None:
        raise Incomplete("Say whether the test is met, and how.")
    if agencies_unheard(conference, child.child_id):
        raise Incomplete("Ask each agency first for its view on this child.")
    check_offered(case, command)
    for missing in missing_from(command):
        raise Incomplete(missing)
    if command.line_id is not None:
        conference.line(command.line_id)
    decided = ChildDecided(
        child_id=child.child_id,
        threshold=command.threshold,
        outcome=command.outcome,
        categories=command.categories,
        method=method_of(case, tally(conference, child.child_id), command.outcome),
        end_reason=command.end_reason,
        next_step=command.next_step,
        consider_legal_proceedings=command.consider_legal_proceedings,
        missing=command.missing,
        line_id=command.line_id,
    )
    return [*note_quorum(conference), decided]


def check_in_session(conference: Conference) -> None:
    if conference.phase is not Phase.IN_SECTION:
        raise WrongPhase("This is done while the conference is in session.")


def check_part_for_deciding(conference: Conference) -> None:
    """Where the running order has a part for it."""
    current = conference.current
    has_one = any(section.kind == DECISION for section in conference.sections)
    if has_one and (current is None or current.kind != DECISION):
        raise WrongPhase("Decisions are made in the part for them.")


def check_offered(case: CaseDescribed, command: DecideForChild) -> None:
    if command.outcome not in outcomes_offered(case):
        raise NotOffered("This conference cannot come to this outcome.")
    if not command.categories <= CATEGORIES[case.jurisdiction]:
        raise NotOffered("This category is not one of this country.")
    if command.categories and command.outcome not in WITH_PLAN:
        raise NotOffered("A category goes with a plan.")
    if command.outcome in WITH_PLAN and command.threshold is Threshold.NOT_MET:
        raise NotOffered("There is no plan where the test is not met.")
    check_end(command)


def check_end(command: DecideForChild) -> None:
    ends = command.outcome is Outcome.PLAN_ENDED
    if command.end_reason is not None and not ends:
        raise NotOffered("Only a plan that ends has a reason to end.")
    is_below = command.end_reason is EndReason.THRESHOLD_NOT_MET
    if is_below and command.threshold is not Threshold.NOT_MET:
        raise NotOffered("The plan ends because the test is not met; it is said to be met.")


def missing_from(command: DecideForChild) -> Iterator[str]:
    if command.outcome in WITH_PLAN and not command.categories:
        yield "A plan is made under at least one category."
    if command.outcome is Outcome.NO_PLAN and command.next_step is None:
        yield "Say what is offered instead of a plan."
    if command.outcome is Outcome.PLAN_ENDED and command.end_reason is None:
        yield "Say why the plan ends."


def method_of(case: CaseDescribed, views: Tally, outcome: Outcome) -> Method:
    """How this outcome is settled. Against a majority that binds, it is refused."""
    if case.settings.rule is DecisionRule.CHAIR_DECIDES_AFTER_VIEWS:
        return Method.CHAIR_AFTER_VIEWS
    if views.agencies_for == views.agencies_against:
        return Method.CHAIR_BROKE_TIE
    if (outcome in WITH_PLAN) is not (views.agencies_for > views.agencies_against):
        raise NotOffered("Most agencies see it otherwise, and here the majority decides.")
    return Method.MAJORITY
