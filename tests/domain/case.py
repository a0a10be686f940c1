"""A conference that decides: its professionals, children and sections, each with a name."""

from dataclasses import replace
from datetime import date

from app.domain.case.codes import (
    Category,
    ConferenceKind,
    DecisionRule,
    Jurisdiction,
    Outcome,
    ProfessionalView,
    Threshold,
)
from app.domain.case.commands import (
    AgreeAction,
    AgreePlan,
    DecideForChild,
    DescribeCase,
    GiveView,
    NoteConsidered,
    NoteQuorum,
    OverrideQuorum,
    RecordDissent,
)
from app.domain.case.events import (
    CaseDescribed,
    Child,
    DecisionSettings,
    QuorumRule,
    Seat,
    ServiceCheck,
    Withheld,
)
from app.domain.commands import (
    SERVICE,
    Actor,
    AdmitParticipant,
    BeginSection,
    BookConference,
    DropLegs,
    GiveAnswers,
    Join,
    NoteConnected,
    OpenConference,
    OpenLobby,
    Pause,
    Resume,
)
from app.domain.events import ConferenceBooked, Expected, PlannedSection
from app.domain.ids import MINUTE, ActionId, ChildId, LegId, Micros, ParticipantId, SectionId
from app.domain.people import IdentityMethod, LegKind, Role, TextRef
from tests.domain.people import (
    CHAIR,
    CLEAR,
    MINUTE_TAKER,
    MOTHER,
    OFFICE_STAFF,
    POLICY,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    UNCLE,
    device_of,
    named,
    words,
)
from tests.domain.scenario import Story, given
from tests.domain.steps import Step

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

OPENING, ANALYSIS, DECISION, OUTLINE_PLAN, ENDING = (
    SectionId(named(0x5_1000 + n)) for n in range(5)
)
KINDS = {
    OPENING: "opening",
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
        PlannedSection(id, kind, words(800), PEOPLE_OF_THE_CASE, restricted=False)
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

# ---------------------------------------------------------------- steps


def as_(id: ParticipantId) -> Actor:
    return Actor(CASE_ROLES[id], id, None, LEGS[id])


def describe(described: CaseDescribed) -> Step:
    return DescribeCase(described), OFFICE_STAFF


def come(id: ParticipantId) -> list[Step]:
    leg = LEGS[id]
    signs_in = id in {CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEAM_MANAGER}
    return [
        (Join(leg, LegKind.BROWSER, device_of(leg), signs_in), as_(id)),
        (NoteConnected(leg), SERVICE),
        (GiveAnswers(leg, CLEAR, None), as_(id)),
    ]


def let_in(id: ParticipantId) -> Step:
    known = IdentityMethod.KNOWN_TO_CHAIR
    return lambda seen: AdmitParticipant(id, LEGS[id], known, None, seen.version), as_(CHAIR)


def go(id: ParticipantId) -> Step:
    return DropLegs(frozenset({LEGS[id]}), "socket"), SERVICE


def turn_to(section: SectionId) -> Step:
    return lambda seen: BeginSection(section, seen.version), as_(CHAIR)


def pause() -> Step:
    return Pause(), as_(CHAIR)


def resume() -> Step:
    return lambda seen: Resume(seen.version), as_(CHAIR)


def note() -> Step:
    return NoteQuorum(), SERVICE


def override(reason: TextRef | None = REASON) -> Step:
    return OverrideQuorum(reason), as_(CHAIR)


def says(
    id: ParticipantId,
    view: ProfessionalView,
    child: ChildId = ISLA,
    *,
    written: bool = False,
    put_down_by: ParticipantId | None = None,
) -> Step:
    return GiveView(id, child, view, written), as_(put_down_by or id)


def all_say(
    view: ProfessionalView, *people: ParticipantId, children: tuple[ChildId, ...] = (ISLA, BUMP)
) -> list[Step]:
    return [says(id, view, child) for child in children for id in people]


PLAN_MADE = DecideForChild(
    ISLA,
    Threshold.LIKELY_TO_SUFFER,
    Outcome.PLAN_MADE,
    frozenset({Category.NEGLECT}),
    end_reason=None,
    next_step=None,
    consider_legal_proceedings=False,
    missing=None,
    line_id=None,
)


def settle(decided: DecideForChild = PLAN_MADE, **changes: object) -> Step:
    return replace(decided, **changes), as_(CHAIR)


def consider(child: ChildId, noted: TextRef | None = REASON) -> Step:
    return NoteConsidered(child, noted), as_(CHAIR)


def dissent(
    id: ParticipantId,
    reasons: TextRef | None = REASON,
    child: ChildId = ISLA,
    put_down_by: ParticipantId | None = None,
) -> Step:
    return RecordDissent(id, child, reasons, None), as_(put_down_by or id)


VISIT = AgreeAction(
    A1,
    words(910),
    SOCIAL_WORKER,
    date(2026, 4, 28),
    relies_on_service=False,
    service=None,
    withheld=frozenset[Withheld](),
)


def act(action: AgreeAction = VISIT, **changes: object) -> Step:
    return replace(action, **changes), as_(CHAIR)


def confirmed(check: ServiceCheck | None) -> Step:
    return act(relies_on_service=True, service=check)


OUTLINE = AgreePlan(
    what_must_change=words(920),
    kept_safe=words(921),
    contingency=words(922),
    monitoring=words(923),
    lead=SOCIAL_WORKER,
    core_group=frozenset({SOCIAL_WORKER, HEALTH_VISITOR, MOTHER}),
    core_group_on=date(2026, 4, 28),
    review_on=date(2026, 7, 14),
    late_reason=None,
)


def outline(**changes: object) -> Step:
    return replace(OUTLINE, **changes), as_(CHAIR)


# ---------------------------------------------------------------- where stories begin

HERE = (CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEAM_MANAGER, HEALTH_VISITOR, TEACHER, MOTHER)
"""Social care, health and education: just quorate. Nurse and police are not there."""


def in_session(described: CaseDescribed | None, here: tuple[ParticipantId, ...] = HERE) -> Story:
    """Everybody of `here` inside, in the opening; the quorum not yet noted."""
    booked = given(Story(), (BookConference(BOOKED_CASE), OFFICE_STAFF))
    if described is not None:
        booked = given(booked, describe(described))
    waiting = given(
        booked, (OpenLobby(), OFFICE_STAFF), *(step for id in here for step in come(id))
    )
    opened = given(waiting, (lambda seen: OpenConference(seen.version), as_(CHAIR)))
    inside = opened.state.participants
    rest = [id for id in here if inside[id].standing != "admitted"]
    return given(opened, *(let_in(id) for id in rest))


VOICES = (SOCIAL_WORKER, HEALTH_VISITOR, TEACHER)


def deciding(described: CaseDescribed, view: ProfessionalView = ProfessionalView.PLAN) -> Story:
    """In the part for decisions, every agency heard on both children."""
    return given(in_session(described), turn_to(DECISION), *all_say(view, *VOICES))


def decided(described: CaseDescribed = INITIAL) -> Story:
    """A plan for the one child, the other considered."""
    return given(deciding(described), settle(), consider(BUMP))
