"""How disagreement is settled, by local setting; and the dissent that remains."""

from dataclasses import replace

import pytest

from app.domain.case.codes import (
    ConferenceKind,
    Jurisdiction,
    Method,
    Outcome,
    ProfessionalView,
)
from app.domain.case.events import CaseDescribed, DissentRecorded
from app.domain.decisions.record import decision_record
from app.domain.errors import (
    AlreadyHere,
    Incomplete,
    NotOffered,
    NotPermitted,
    WrongPhase,
    WrongStanding,
)
from app.domain.ids import Micros, ParticipantId
from tests.domain.case import (
    BUMP,
    BY_MAJORITY,
    HEALTH_VISITOR,
    INITIAL,
    ISLA,
    NURSE,
    SETTINGS,
    TEAM_MANAGER,
)
from tests.domain.case_steps import (
    ENDED,
    NO_PLAN,
    PLAN_MADE,
    as_,
    decided,
    deciding,
    dissent,
    go,
    in_session,
    note,
    pause,
    recorded,
    says,
    settle,
)
from tests.domain.people import (
    CHAIR,
    MINUTE_TAKER,
    MOTHER,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    words,
)
from tests.domain.scenario import Story, given

V = ProfessionalView

# ---------------------------------------------------------------- how disagreement is settled


def told(case: CaseDescribed, views: dict[ParticipantId, ProfessionalView]) -> Story:
    """Everybody has no view but these."""
    said = [says(id, view, written=True, put_down_by=CHAIR) for id, view in views.items()]
    return given(deciding(case, V.NO_VIEW), note(), *said)


MOST_AGAINST = {SOCIAL_WORKER: V.PLAN, HEALTH_VISITOR: V.NO_PLAN, TEACHER: V.NO_PLAN}
MOST_FOR = {SOCIAL_WORKER: V.PLAN, HEALTH_VISITOR: V.PLAN, TEACHER: V.NO_PLAN}
A_TIE = {SOCIAL_WORKER: V.PLAN, HEALTH_VISITOR: V.NO_PLAN}


@pytest.mark.req("REQ-95")
@pytest.mark.parametrize("views", [MOST_AGAINST, MOST_FOR, A_TIE])
def test_by_default_the_chair_decides_after_the_views(
    views: dict[ParticipantId, ProfessionalView],
) -> None:
    for asked in (PLAN_MADE, NO_PLAN):
        told(INITIAL, views).when(settle(asked)).then(recorded(asked))


@pytest.mark.req("REQ-95")
def test_where_the_majority_decides_the_same_views_bind_the_chair() -> None:
    against, most_for = told(BY_MAJORITY, MOST_AGAINST), told(BY_MAJORITY, MOST_FOR)
    against.when(settle(PLAN_MADE)).refuses(NotOffered)
    against.when(settle(NO_PLAN)).then(recorded(NO_PLAN, Method.MAJORITY))
    most_for.when(settle(NO_PLAN)).refuses(NotOffered)
    most_for.when(settle(PLAN_MADE)).then(recorded(PLAN_MADE, Method.MAJORITY))


@pytest.mark.req("REQ-95")
def test_a_tie_is_broken_by_the_chair() -> None:
    for asked in (PLAN_MADE, NO_PLAN):
        told(BY_MAJORITY, A_TIE).when(settle(asked)).then(recorded(asked, Method.CHAIR_BROKE_TIE))


@pytest.mark.req("REQ-95")
def test_an_agency_is_one_voice_and_none_if_its_people_disagree() -> None:
    two_of_one = {SOCIAL_WORKER: V.PLAN, TEAM_MANAGER: V.PLAN, TEACHER: V.NO_PLAN}
    told(BY_MAJORITY, two_of_one).when(settle()).then(recorded(PLAN_MADE, Method.CHAIR_BROKE_TIE))
    split = {HEALTH_VISITOR: V.PLAN, NURSE: V.NO_PLAN, TEACHER: V.NO_PLAN}
    told(BY_MAJORITY, split).when(settle(NO_PLAN)).then(recorded(NO_PLAN, Method.MAJORITY))
    apart = replace(BY_MAJORITY, quorum=replace(INITIAL.quorum, health_counts_as_one=False))
    both = {HEALTH_VISITOR: V.PLAN, NURSE: V.PLAN, TEACHER: V.NO_PLAN}
    told(BY_MAJORITY, both).when(settle()).then(recorded(PLAN_MADE, Method.CHAIR_BROKE_TIE))
    told(apart, both).when(settle()).then(recorded(PLAN_MADE, Method.MAJORITY))


@pytest.mark.req("REQ-95")
@pytest.mark.parametrize(
    ("kind", "country", "yes", "no"),
    [
        (ConferenceKind.REVIEW, Jurisdiction.ENGLAND, V.CONTINUE, V.END_PLAN),
        (ConferenceKind.INITIAL, Jurisdiction.WALES, V.REGISTER, V.NOT_REGISTER),
    ],
)
def test_the_majority_counts_in_each_kind_of_view(
    kind: ConferenceKind, country: Jurisdiction, yes: ProfessionalView, no: ProfessionalView
) -> None:
    case = replace(BY_MAJORITY, kind=kind, jurisdiction=country)
    is_review = kind is ConferenceKind.REVIEW
    plan = replace(PLAN_MADE, outcome=Outcome.PLAN_CONTINUED if is_review else Outcome.REGISTERED)
    without = ENDED if is_review else NO_PLAN
    told(case, {TEACHER: yes}).when(settle(plan)).then(recorded(plan, Method.MAJORITY))
    told(case, {TEACHER: yes}).when(settle(without)).refuses(NotOffered)
    told(case, {TEACHER: no}).when(settle(without)).then(recorded(without, Method.MAJORITY))


@pytest.mark.req("REQ-95")
def test_the_method_and_the_setting_are_in_the_record() -> None:
    record = decision_record(given(told(BY_MAJORITY, A_TIE), settle()).state)
    assert record.rule == "majority_chair_breaks_ties"
    assert [each.method for each in record.decisions] == [Method.CHAIR_BROKE_TIE]


# ---------------------------------------------------------------- dissent


@pytest.mark.req("REQ-96")
def test_a_dissent_is_recorded_with_person_agency_child_and_reasons_and_starts_a_clock() -> None:
    story = decided().when(dissent(TEACHER))
    story.then(DissentRecorded(TEACHER, "education", ISLA, REASON, None))
    (row,) = decision_record(story.state).dissents
    assert (row.agency, row.participant_id, row.child_id) == ("education", TEACHER, ISLA)
    assert row.escalate_by == story.now + SETTINGS.escalation_time
    assert SETTINGS.escalation_time == Micros(72 * 3600 * 1_000_000)


@pytest.mark.req("REQ-96")
def test_a_dissent_without_reasons_is_refused() -> None:
    decided().when(dissent(TEACHER, None)).refuses(Incomplete)


def test_only_who_gave_a_view_dissents_and_only_from_a_decision() -> None:
    decided().when(dissent(TEAM_MANAGER)).refuses(WrongStanding)
    decided().when(dissent(MOTHER, put_down_by=CHAIR)).refuses(NotPermitted)
    decided().when(dissent(MOTHER)).refuses(NotPermitted)
    decided().when(dissent(TEACHER, child=BUMP)).refuses(WrongPhase)
    in_session(INITIAL).when(dissent(TEACHER)).refuses(WrongPhase)


def test_a_dissent_is_recorded_once_by_its_owner_or_for_them() -> None:
    story = given(decided(), dissent(TEACHER, words(931), put_down_by=MINUTE_TAKER))
    story.when(dissent(TEACHER)).refuses(AlreadyHere)
    story.when(dissent(HEALTH_VISITOR, put_down_by=TEACHER)).refuses(NotPermitted)
    assert [each.recorded.reasons for each in story.state.decisions.dissents] == [words(931)]


def test_a_dissent_of_somebody_who_has_gone_is_put_down_by_the_chair() -> None:
    gone = given(decided(), go(TEACHER))
    assert gone.when(dissent(TEACHER, put_down_by=CHAIR)).happened
    given(decided(), pause()).when(dissent(TEACHER)).refuses(WrongPhase)


def test_a_minute_taker_who_has_gone_puts_no_dissent_down() -> None:
    outside = replace(as_(MINUTE_TAKER), leg_id=None)
    gone = given(decided(), go(MINUTE_TAKER))
    gone.when(dissent(TEACHER, put_down_by=MINUTE_TAKER), by=outside).refuses(WrongStanding)
