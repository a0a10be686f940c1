"""Whose telephone a described conference lets ring."""

from collections.abc import Awaitable, Callable, Mapping

from app.demo.description import Description
from app.domain.ids import ParticipantId
from app.domain.people import TextRef
from app.domain.telephones.commands import PlanCall


async def planned_calls(
    described: Description,
    people: Mapping[str, ParticipantId],
    seal: Callable[[str], Awaitable[TextRef]],
) -> list[PlanCall]:
    """`seal`: under the key of telephone numbers."""
    plans: list[PlanCall] = []
    for person in described.people:
        planned = person.telephone
        if planned is None:
            continue
        number = None if planned.number is None else await seal(planned.number)
        plans.append(
            PlanCall(
                people[person.name],
                number,
                may_ring=planned.may_ring,
                after_drop=planned.after_drop,
                withheld=planned.withheld,
                from_minute=_minute(planned.begins),
                to_minute=_minute(planned.ends),
            )
        )
    return plans


def _minute(written: str | None) -> int | None:
    """Of a time of day written 09:30."""
    if written is None:
        return None
    hours, minutes = written.split(":")
    return int(hours) * 60 + int(minutes)
