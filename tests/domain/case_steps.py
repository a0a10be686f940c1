"""Commands about a case, each with whoever usually sends it, and where such stories begin."""

from dataclasses import replace
from datetime import date

from app.domain.case.codes import (
    Category,
    EndReason,
    Method,
    NextStep,
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
    AvailabilityCheck,
    CaseDescribed,
    ChildDecided,
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
from app.domain.ids import ChildId, ParticipantId, SectionId
from app.domain.people import IdentityMethod, LegKind, TextRef
from tests.domain.case import (
    A1,
    BOOKED_CASE,
    BUMP,
    CASE_ROLES,
    DECISION,
    HEALTH_VISITOR,
    INITIAL,
    ISLA,
    LEGS,
    TEAM_MANAGER,
)
from tests.domain.people import (
    CHAIR,
    CLEAR,
    MINUTE_TAKER,
    MOTHER,
    OFFICE_STAFF,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    device_of,
    words,
)
from tests.domain.scenario import Story, given
from tests.domain.steps import Step


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


NO_PLAN = replace(
    PLAN_MADE,
    threshold=Threshold.NOT_MET,
    outcome=Outcome.NO_PLAN,
    categories=frozenset[Category](),
    next_step=NextStep.EARLY_HELP,
)
ENDED = replace(
    NO_PLAN,
    outcome=Outcome.PLAN_ENDED,
    end_reason=EndReason.THRESHOLD_NOT_MET,
    next_step=None,
)


def recorded(asked: DecideForChild, method: Method = Method.CHAIR_AFTER_VIEWS) -> ChildDecided:
    assert asked.threshold is not None
    return ChildDecided(
        asked.child_id,
        asked.threshold,
        asked.outcome,
        asked.categories,
        method,
        asked.end_reason,
        asked.next_step,
        asked.consider_legal_proceedings,
        asked.missing,
        asked.line_id,
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


def confirmed(check: AvailabilityCheck | None) -> Step:
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
