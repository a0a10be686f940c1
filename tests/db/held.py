"""A conference as it lies in the log: two inside, a line, one put out, another line."""

from uuid import UUID

from app.domain.booked import ConferenceBooked, Expected, PlannedSection, Policy
from app.domain.commands import SERVICE
from app.domain.events import (
    Event,
    Ground,
    LegConnected,
    LineKind,
    LineWritten,
    LobbyOpened,
    ParticipantAdmitted,
    ParticipantArrived,
    ParticipantExcluded,
    PlanApplied,
    SectionOpened,
    Span,
    Told,
    ViewsRoute,
)
from app.domain.evolve import Recorded
from app.domain.ids import (
    MINUTE,
    SECOND,
    DeviceId,
    LegId,
    LineId,
    Micros,
    ParticipantId,
    SectionId,
    TextId,
)
from app.domain.people import LegKind, Role, TextRef
from tests.fakes import NINE_O_CLOCK

CHAIR, FATHER = (ParticipantId(UUID(int=0xA000 + n)) for n in range(2))
OFFICE, KITCHEN = (LegId(UUID(int=0xB000 + n)) for n in range(2))
SECTION = SectionId(UUID(int=0xC000))
HEARD, UNHEARD = (LineId(UUID(int=0xD000 + n)) for n in range(2))


def words(number: int) -> TextRef:
    return TextRef(TextId(UUID(int=0xE000 + number)), f"{number:064x}")


def arrived(leg: LegId, id: ParticipantId) -> list[Event]:
    device = DeviceId(UUID(int=id.int + 0xF000))
    return [ParticipantArrived(leg, LegKind.BROWSER, id, None, device), LegConnected(leg)]


def written(line: LineId, second: int) -> LineWritten:
    began = Micros(NINE_O_CLOCK + second * SECOND)
    return LineWritten(line, SECTION, CHAIR, LineKind.FACT, words(9), began)


BOOKED = ConferenceBooked(
    title=words(1),
    people=(
        Expected(CHAIR, Role.INDEPENDENT_CHAIR, words(2)),
        Expected(FATHER, Role.PARENT, words(3)),
    ),
    places=(),
    sections=(
        PlannedSection(
            SECTION, "information", words(4), frozenset({CHAIR, FATHER}), restricted=False
        ),
    ),
    kept_apart=frozenset(),
    policy=Policy(
        answers_stale_after=Micros(45 * MINUTE),
        restricted_stale_after=Micros(10 * MINUTE),
        shown_lost_after=Micros(2 * SECOND),
        dropped_after=Micros(5 * SECOND),
        legs_a_person=3,
    ),
)
EXCLUDED = ParticipantExcluded(
    FATHER, Ground.OTHER, words(5), Told.ON_SCREEN, ViewsRoute.IN_WRITING, Span.THIS_PART, None
)
EVENTS: list[Event] = [
    BOOKED,
    LobbyOpened(),
    *arrived(OFFICE, CHAIR),
    *arrived(KITCHEN, FATHER),
    SectionOpened(SECTION),
    ParticipantAdmitted(CHAIR, OFFICE, None),
    ParticipantAdmitted(FATHER, KITCHEN, None),
    PlanApplied(9),
    written(HEARD, second=11),
    EXCLUDED,
    PlanApplied(12),
    written(UNHEARD, second=14),
]
"""One a second, the first at nine."""

LOG = [
    Recorded(version, Micros(NINE_O_CLOCK + version * SECOND), SERVICE, event)
    for version, event in enumerate(EVENTS, start=1)
]
