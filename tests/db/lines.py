"""Lines of a log for the tests of storage, which does not care whether they make sense."""

from uuid import UUID, uuid4

from app.domain.commands import SERVICE
from app.domain.events import PlanApplied
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId
from tests.fakes import NINE_O_CLOCK

CONFERENCE = ConferenceId(UUID("6f1e0c9e-0000-4000-8000-000000000001"))
OTHER = ConferenceId(UUID("6f1e0c9e-0000-4000-8000-000000000002"))


def lines(count: int, after: int = 0, marked: int = 0) -> list[Recorded]:
    """`marked` makes lines of the same versions different from each other."""
    return [
        Recorded(version, NINE_O_CLOCK, SERVICE, PlanApplied(version + marked * 1000))
        for version in range(after + 1, after + count + 1)
    ]


def new_conference() -> ConferenceId:
    return ConferenceId(uuid4())
