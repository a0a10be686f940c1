"""What is still owed before a conference may be closed: one list for the rule and for the chair."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.chairing.absence import owed_views
from app.domain.conference import Conference
from app.domain.decisions.guards import children_open, plan_is_owed
from app.domain.errors import StillOwed
from app.domain.ids import ChildId, ParticipantId


class Owing(StrEnum):
    OUTCOME = "outcome"
    PLAN = "plan"
    VIEWS = "views"


@dataclass(frozen=True, slots=True)
class Owed:
    """`about`: whose outcome or views; None: the plan, which is for all."""

    what: Owing
    about: ChildId | ParticipantId | None


def owed_to_close(conference: Conference) -> tuple[Owed, ...]:
    """A conference that never began may be closed as it is: it was not held.

    Each child has an outcome or was considered; whoever is out by a decision has given views, or
    was offered to and gave none (REQ-24).
    """
    if conference.section_id is None:
        return ()
    outcomes = [Owed(Owing.OUTCOME, id) for id in sorted(children_open(conference), key=str)]
    plan = [Owed(Owing.PLAN, None)] if plan_is_owed(conference) else []
    return (*outcomes, *plan, *(Owed(Owing.VIEWS, id) for id in owed_views(conference)))


def check_may_close(conference: Conference) -> None:
    if owed_to_close(conference):
        raise StillOwed("Outcomes, the plan or views are still owed: the chair's page says which.")
