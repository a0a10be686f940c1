"""What must be settled before the conference goes on to the plan, to its end, and is closed."""

from app.domain.conference import Conference, Section
from app.domain.decisions.plan import has_plan
from app.domain.errors import Incomplete
from app.domain.ids import ChildId

PLANNING = "outline_plan"
CLOSING = "close"


def children_open(conference: Conference) -> frozenset[ChildId]:
    """Listed, and neither decided for nor marked as considered (REQ-08)."""
    decisions = conference.decisions
    if decisions.case is None:
        return frozenset()
    listed = {child.child_id for child in decisions.case.children}
    return frozenset(listed - decisions.decided.keys() - decisions.considered.keys())


def check_may_begin(conference: Conference, section: Section) -> None:
    """`deciding` before `planning` before `closing` (c.1)."""
    if section.kind in {PLANNING, CLOSING}:
        _check_children(conference)
    if section.kind == CLOSING:
        _check_plan(conference)


def _check_children(conference: Conference) -> None:
    if children_open(conference):
        raise Incomplete("Each child has an outcome, or a note that they were considered.")


def plan_is_owed(conference: Conference) -> bool:
    decisions = conference.decisions
    return has_plan(conference) and (decisions.plan is None or not decisions.actions)


def _check_plan(conference: Conference) -> None:
    if plan_is_owed(conference):
        raise Incomplete("A plan has its outline, actions, lead, core group and dates.")
