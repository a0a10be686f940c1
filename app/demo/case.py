"""The case of a described conference: children and agencies."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from uuid import uuid4

from app.demo.description import Case, Description
from app.domain.case.events import Child, Seat
from app.domain.ids import ChildId, ParticipantId
from app.domain.people import TextRef
from app.domain.preparing import PlannedCase


def new_children(case: Case | None) -> list[ChildId]:
    """An id for each child, in the order of the description."""
    return [] if case is None else [ChildId(uuid4()) for _ in case.children]


async def planned_case(
    described: Description,
    people: Mapping[str, ParticipantId],
    children: list[ChildId],
    seal: Callable[[str], Awaitable[TextRef]],
    today: date,
) -> PlannedCase | None:
    """None where the description says nothing of a case."""
    case = described.case
    if case is None:
        return None
    return PlannedCase(
        kind=case.kind,
        subkind=case.subkind,
        held_on=case.held_on or today,
        children=tuple(
            [
                Child(id, await seal(each.name), each.unborn)
                for id, each in zip(children, case.children, strict=True)
            ]
        ),
        seats=seats_of(described, people),
    )


def seats_of(described: Description, people: Mapping[str, ParticipantId]) -> tuple[Seat, ...]:
    return tuple(
        Seat(people[each.name], each.agency, each.agency if each.counts else None)
        for each in described.people
        if each.agency is not None
    )
