"""A conference that decides: its professionals, children, sections and rules, each with a name."""

from dataclasses import replace
from datetime import date

from app.domain.booked import ConferenceBooked, Expected, PlannedSection
from app.domain.case.codes import (
    ConferenceKind,
    DecisionRule,
    Jurisdiction,
)
from app.domain.case.events import (
    CaseDescribed,
    Child,
    DecisionSettings,
    QuorumRule,
    Seat,
)
from app.domain.ids import MINUTE, ActionId, ChildId, LegId, Micros, ParticipantId, SectionId
from app.domain.people import Role
from tests.domain.people import (
    CHAIR,
    MINUTE_TAKER,
    MOTHER,
    POLICY,
    SOCIAL_WORKER,
    TEACHER,
    UNCLE,
    named,
    words,
)

TEAM_MANAGER, HEALTH_VISITOR, NURSE, OFFICER, SUPPORTER = (
    ParticipantId(named(0xA_1000 + n)) for n in range(5)
)
CASE_ROLES = {
    CHAIR: Role.INDEPENDENT_CHAIR,
    MINUTE_TAKER: Role.MINUTE_TAKER,
    SOCIAL_WORKER: Role.LEAD_SOCIAL_WORKER,
    TEAM_MANAGER: Role.TEAM_MANAGER,
    HEALTH_VISITOR: Role.HEALTH,
    NURSE: Role.HEALTH,
    TEACHER: Role.EDUCATION,
    OFFICER: Role.POLICE,
    MOTHER: Role.PARENT,
    UNCLE: Role.FAMILY,
    SUPPORTER: Role.SUPPORTER,
}
PEOPLE_OF_THE_CASE = frozenset(CASE_ROLES)
LEGS = {id: LegId(named(0xE_2000 + n)) for n, id in enumerate(CASE_ROLES)}

SOCIAL_CARE, HEALTH, EDUCATION, POLICE = "childrens_social_care", "health", "education", "police"
AGENCIES = {
    SOCIAL_WORKER: SOCIAL_CARE,
    TEAM_MANAGER: SOCIAL_CARE,
    HEALTH_VISITOR: HEALTH,
    NURSE: HEALTH,
    TEACHER: EDUCATION,
    OFFICER: POLICE,
}

ISLA, BUMP = (ChildId(named(0xC_1000 + n)) for n in range(2))
"""One born, one not yet."""
A1, A2 = (ActionId(named(0xC_2000 + n)) for n in range(2))

OPENING, CLOSED_PART, ANALYSIS, DECISION, OUTLINE_PLAN, ENDING = (
    SectionId(named(0x5_1000 + n)) for n in range(6)
)
KINDS = {
    OPENING: "opening",
    CLOSED_PART: "restricted_information",
    ANALYSIS: "analysis_and_agency_views",
    DECISION: "decision",
    OUTLINE_PLAN: "outline_plan",
    ENDING: "close",
}
BOOKED_CASE = ConferenceBooked(
    title=words(2),
    people=tuple(
        Expected(id, role, words(700 + n)) for n, (id, role) in enumerate(CASE_ROLES.items())
    ),
    places=(),
    sections=tuple(
        PlannedSection(id, kind, words(800), PEOPLE_OF_THE_CASE, restricted=id == CLOSED_PART)
        for id, kind in KINDS.items()
    ),
    kept_apart=frozenset(),
    policy=POLICY,
)

HELD_ON = date(2026, 4, 14)
QUORUM = QuorumRule(SOCIAL_CARE, 2, "outline_plan", health_counts_as_one=True)
SETTINGS = DecisionSettings(DecisionRule.CHAIR_DECIDES_AFTER_VIEWS, 10, 3, Micros(72 * 60 * MINUTE))
INITIAL = CaseDescribed(
    jurisdiction=Jurisdiction.ENGLAND,
    kind=ConferenceKind.INITIAL,
    subkind=None,
    held_on=HELD_ON,
    children=(Child(ISLA, words(900), unborn=False), Child(BUMP, words(901), unborn=True)),
    seats=tuple(Seat(id, agency, agency) for id, agency in AGENCIES.items()),
    quorum=QUORUM,
    settings=SETTINGS,
    bank_holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4)}),
)
REVIEW = replace(INITIAL, kind=ConferenceKind.REVIEW)
IN_WALES = replace(INITIAL, jurisdiction=Jurisdiction.WALES)
BY_MAJORITY = replace(
    INITIAL, settings=replace(SETTINGS, rule=DecisionRule.MAJORITY_CHAIR_BREAKS_TIES)
)
