"""The case of a described conference: children, agencies and the local rules of deciding."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import uuid4

from app.demo.description import Case, Description
from app.domain.case.events import CaseDescribed, Child, DecisionSettings, QuorumRule, Seat
from app.domain.days import day_of
from app.domain.ids import MINUTE, ChildId, Micros, ParticipantId
from app.domain.people import TextRef

HOUR = 60 * MINUTE


def new_children(case: Case | None) -> list[ChildId]:
    """An id for each child, in the order of the description."""
    return [] if case is None else [ChildId(uuid4()) for _ in case.children]


async def case_described(
    described: Description,
    people: Mapping[str, ParticipantId],
    children: list[ChildId],
    seal: Callable[[str], Awaitable[TextRef]],
    now: Micros,
) -> CaseDescribed | None:
    """None where the description says nothing of a case."""
    case = described.case
    if case is None:
        return None
    return CaseDescribed(
        jurisdiction=case.jurisdiction,
        kind=case.kind,
        subkind=case.subkind,
        held_on=case.held_on or day_of(now),
        children=tuple(
            [
                Child(id, await seal(each.name), each.unborn)
                for id, each in zip(children, case.children, strict=True)
            ]
        ),
        seats=seats_of(described, people),
        quorum=QuorumRule(
            case.required_agency,
            case.other_agencies_min,
            case.quorum_required_through,
            case.health_counts_as_one,
        ),
        settings=DecisionSettings(
            case.decision_rule,
            case.core_group_working_days,
            case.review_months,
            Micros(case.escalation_hours * HOUR),
        ),
        bank_holidays=case.bank_holidays,
    )


def seats_of(described: Description, people: Mapping[str, ParticipantId]) -> tuple[Seat, ...]:
    return tuple(
        Seat(people[each.name], each.agency, each.agency if each.counts else None)
        for each in described.people
        if each.agency is not None
    )
