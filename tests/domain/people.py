"""The people, places and sections of the conference that the tests hold, each with a name."""

from functools import cache
from uuid import UUID

from app.domain.booked import ConferenceBooked, Expected, ExpectedPlace, PlannedSection, Policy
from app.domain.commands import Actor
from app.domain.ids import (
    MINUTE,
    SECOND,
    DeviceId,
    LegId,
    LineId,
    Micros,
    ParticipantId,
    PlaceId,
    SectionId,
    TextId,
)
from app.domain.people import Answers, Role, TextRef


class NamedId(UUID):
    """An id that is there once, under its name: itself and nothing else, and quick to look up."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def named(number: int) -> UUID:
    return NamedId(int=number)


def words(number: int) -> TextRef:
    return TextRef(TextId(UUID(int=0x7E_0000 + number)), f"{number:04x}")


REASON = words(1)

CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER, OBSERVER = (
    ParticipantId(named(0xA_0000 + n)) for n in range(5)
)
MOTHER, FATHER, UNCLE = (ParticipantId(named(0xB_0000 + n)) for n in range(3))
STRANGER = ParticipantId(named(0xC_0000))
"""On nobody's list."""

ROLES = {
    CHAIR: Role.INDEPENDENT_CHAIR,
    MINUTE_TAKER: Role.MINUTE_TAKER,
    SOCIAL_WORKER: Role.LEAD_SOCIAL_WORKER,
    TEACHER: Role.EDUCATION,
    OBSERVER: Role.OBSERVER,
    MOTHER: Role.PARENT,
    FATHER: Role.PARENT,
    UNCLE: Role.FAMILY,
}
NAMES = {id: words(100 + n) for n, id in enumerate(ROLES)}
STAFF = frozenset({CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER})
"""They sign in; the family and the observer hold a link."""

CIVIC_CENTRE_ROOM, LIBRARY_ROOM = (PlaceId(named(0xD_0000 + n)) for n in range(2))

OFFICE, DESK, TABLET, SCHOOL, GALLERY, KITCHEN, FLAT, WORKSHOP = (
    LegId(named(0xE_0000 + n)) for n in range(8)
)
"""Where each of them is, in the order of `ROLES`; the social worker's tablet has no sound."""

CIVIC_CENTRE, LIBRARY = (LegId(named(0xE_1000 + n)) for n in range(2))
"""The devices of the two shared rooms."""

USUAL = dict(
    zip(ROLES, (OFFICE, DESK, TABLET, SCHOOL, GALLERY, KITCHEN, FLAT, WORKSHOP), strict=True)
)
ROOMS = {CIVIC_CENTRE: CIVIC_CENTRE_ROOM, LIBRARY: LIBRARY_ROOM}


@cache
def device_of(leg: LegId) -> DeviceId:
    return DeviceId(named(0xF_0000_0000 + leg.int))


def who(id: ParticipantId, leg: LegId | None = None) -> Actor:
    """The person, over their usual leg unless another is named."""
    return Actor(ROLES[id], id, None, leg or USUAL[id])


def room_device(leg: LegId) -> Actor:
    return Actor(Role.ROOM_DEVICE, None, ROOMS[leg], leg)


OFFICE_STAFF = Actor(Role.ADMINISTRATOR, None, None, None)

WELCOME, CLOSED_PART, FAMILY_TALK, MOTHERS_VIEWS, PLAN = (
    SectionId(named(0x5_0000 + n)) for n in range(5)
)
EVERYBODY = frozenset(ROLES)
AUDIENCES = {
    WELCOME: EVERYBODY,
    CLOSED_PART: frozenset({CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER}),
    FAMILY_TALK: frozenset({CHAIR, MINUTE_TAKER, SOCIAL_WORKER, MOTHER}),
    MOTHERS_VIEWS: EVERYBODY - {FATHER, UNCLE},
    PLAN: EVERYBODY,
}
TITLES = {id: words(200 + n) for n, id in enumerate(AUDIENCES)}
APART = frozenset({frozenset({MOTHER, UNCLE})})

POLICY = Policy(
    answers_stale_after=Micros(45 * MINUTE),
    restricted_stale_after=Micros(10 * MINUTE),
    shown_lost_after=Micros(2 * SECOND),
    dropped_after=Micros(5 * SECOND),
    legs_a_person=3,
)
BOOKING = ConferenceBooked(
    title=words(2),
    people=tuple(Expected(id, role, NAMES[id]) for id, role in ROLES.items()),
    places=(
        ExpectedPlace(
            CIVIC_CENTRE_ROOM,
            words(300),
            SOCIAL_WORKER,
            frozenset({SOCIAL_WORKER, FATHER, CHAIR, MINUTE_TAKER, MOTHER}),
        ),
        ExpectedPlace(LIBRARY_ROOM, words(301), TEACHER, frozenset({TEACHER, FATHER})),
    ),
    sections=tuple(
        PlannedSection(id, f"kind-{n}", TITLES[id], audience, restricted=id == CLOSED_PART)
        for n, (id, audience) in enumerate(AUDIENCES.items())
    ),
    kept_apart=APART,
    policy=POLICY,
)

CLEAR = Answers(
    alone=True,
    others_can_hear=False,
    child_can_hear=False,
    headphones=True,
    safe_to_talk=True,
    will_not_record=True,
)
OVERHEARD = Answers(
    alone=False,
    others_can_hear=True,
    child_can_hear=False,
    headphones=False,
    safe_to_talk=True,
    will_not_record=True,
)
LINE = LineId(named(0x6_0000))
