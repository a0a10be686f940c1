"""Who takes part in the conference that the calls are for, and in which parts."""

from dataclasses import replace
from uuid import UUID

from app.domain.booked import ConferenceBooked, Expected, PlannedSection
from app.domain.commands import Actor
from app.domain.ids import ConferenceId, ParticipantId, SectionId
from app.domain.people import Role
from tests.service.surroundings import POLICY, WORDS

CONFERENCE = ConferenceId(UUID(int=1))
CHAIR, MINUTE_TAKER, SOCIAL_WORKER, MOTHER, FATHER, ADVOCATE = (
    ParticipantId(UUID(int=n)) for n in range(10, 16)
)
ROLES = {
    CHAIR: Role.INDEPENDENT_CHAIR,
    MINUTE_TAKER: Role.MINUTE_TAKER,
    SOCIAL_WORKER: Role.LEAD_SOCIAL_WORKER,
    MOTHER: Role.PARENT,
    FATHER: Role.PARENT,
    ADVOCATE: Role.SUPPORTER,
}
WELCOME, CLOSED_PART, PLAN = (SectionId(UUID(int=n)) for n in range(30, 33))
PROFESSIONALS = frozenset({CHAIR, MINUTE_TAKER, SOCIAL_WORKER})
EVERYBODY = frozenset(ROLES)
OFFICE = Actor(Role.ADMINISTRATOR, None, None, None)
ALL_CLEAR = "112221"
MOTHERS_NUMBER = "+441632960101"


def booked(apart: frozenset[frozenset[ParticipantId]]) -> ConferenceBooked:
    return ConferenceBooked(
        title=WORDS,
        people=tuple(Expected(id, role, WORDS) for id, role in ROLES.items()),
        places=(),
        sections=(
            PlannedSection(WELCOME, "opening", WORDS, EVERYBODY, restricted=False),
            PlannedSection(CLOSED_PART, "legal_advice", WORDS, PROFESSIONALS, restricted=True),
            PlannedSection(PLAN, "outline_plan", WORDS, EVERYBODY, restricted=False),
        ),
        kept_apart=apart,
        policy=replace(POLICY, legs_a_person=3),
    )
