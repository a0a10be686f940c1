"""A decision for each child: the test, the outcome, the categories, and how it was settled."""

from dataclasses import replace

import pytest

from app.domain.case.codes import (
    Category,
    ConferenceKind,
    EndReason,
    Jurisdiction,
    NextStep,
    Outcome,
    ProfessionalView,
    Threshold,
)
from app.domain.case.commands import DecideForChild, RecordDissent
from app.domain.case.events import CaseDescribed, ChildConsidered
from app.domain.commands import WriteLine
from app.domain.decisions.record import decision_record
from app.domain.errors import (
    Incomplete,
    NotOffered,
    NotPermitted,
    UnknownChild,
    UnknownLine,
    WrongPhase,
)
from app.domain.events import LineKind
from app.domain.ids import ChildId
from tests.domain.case import (
    ANALYSIS,
    BUMP,
    IN_WALES,
    INITIAL,
    ISLA,
    REVIEW,
)
from tests.domain.case_steps import (
    ENDED,
    NO_PLAN,
    PLAN_MADE,
    as_,
    consider,
    deciding,
    note,
    pause,
    recorded,
    settle,
    turn_to,
)
from tests.domain.people import (
    CHAIR,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    named,
    words,
)
from tests.domain.scenario import Story, given

V = ProfessionalView
STORY = given(deciding(INITIAL), note())
REVIEWING = given(deciding(REVIEW, V.CONTINUE), note())
WELSH_REVIEW = replace(IN_WALES, kind=ConferenceKind.REVIEW)

# ---------------------------------------------------------------- the test, for each child


@pytest.mark.req("REQ-91")
@pytest.mark.parametrize(
    "limb", [Threshold.LIKELY_TO_SUFFER, Threshold.HAS_SUFFERED_AND_LIKELY_AGAIN]
)
def test_the_limb_of_the_test_is_on_record(limb: Threshold) -> None:
    asked = replace(PLAN_MADE, threshold=limb)
    STORY.when(settle(asked)).then(recorded(asked))


@pytest.mark.req("REQ-91")
def test_a_decision_without_a_limb_or_not_met_is_refused() -> None:
    for asked in (PLAN_MADE, NO_PLAN):
        STORY.when(settle(asked, threshold=None)).refuses(Incomplete)
    STORY.when(settle(NO_PLAN)).then(recorded(NO_PLAN))


def test_there_is_no_plan_where_the_test_is_not_met() -> None:
    STORY.when(settle(threshold=Threshold.NOT_MET)).refuses(NotOffered)


@pytest.mark.req("REQ-92")
def test_two_children_one_not_yet_born_have_two_outcomes() -> None:
    story = given(STORY, settle(), settle(NO_PLAN, child_id=BUMP))
    outcomes = [(each.child_id, each.outcome) for each in decision_record(story.state).decisions]
    assert outcomes == [(ISLA, Outcome.PLAN_MADE), (BUMP, Outcome.NO_PLAN)]


@pytest.mark.req("REQ-92")
def test_a_decision_is_for_a_child_on_the_list() -> None:
    STORY.when(settle(child_id=ChildId(named(0xC_1099)))).refuses(UnknownChild)


# ---------------------------------------------------------------- outcomes and categories

OUTCOMES = [
    (INITIAL, {"plan_made", "no_plan"}),
    (IN_WALES, {"registered", "no_plan"}),
    (REVIEW, {"plan_continued", "plan_amended", "plan_ended"}),
    (WELSH_REVIEW, {"plan_continued", "plan_amended", "plan_ended"}),
]


def any_decision(outcome: Outcome, category: Category = Category.NEGLECT) -> DecideForChild:
    """With all that this outcome needs."""
    bare = {"no_plan": NO_PLAN, "plan_ended": ENDED}
    return bare.get(outcome, replace(PLAN_MADE, outcome=outcome, categories=frozenset({category})))


def heard_on(case: CaseDescribed) -> Story:
    return deciding(case, V.NO_VIEW)


@pytest.mark.req("REQ-100")
@pytest.mark.parametrize(("case", "offered"), OUTCOMES)
def test_kind_and_country_say_which_outcomes_there_are(
    case: CaseDescribed, offered: set[str]
) -> None:
    story = heard_on(case)
    for outcome in Outcome:
        tried = story.when(settle(any_decision(outcome)))
        assert (tried.refusal is None) is (outcome in offered)
        if tried.refusal is not None:
            tried.refuses(NotOffered)


@pytest.mark.req("REQ-100")
def test_a_review_says_whether_to_seek_legal_advice_on_proceedings() -> None:
    for wanted in (True, False):
        asked = replace(
            PLAN_MADE, outcome=Outcome.PLAN_CONTINUED, consider_legal_proceedings=wanted
        )
        REVIEWING.when(settle(asked)).then(recorded(asked))


COUNTRYS_OWN = {
    Jurisdiction.ENGLAND: {"physical_abuse", "emotional_abuse", "sexual_abuse", "neglect"},
    Jurisdiction.WALES: {
        "physical_abuse",
        "emotional_or_psychological_abuse",
        "sexual_abuse",
        "financial_abuse",
        "neglect",
    },
}


@pytest.mark.req("REQ-93")
@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        (INITIAL, Outcome.PLAN_MADE),
        (REVIEW, Outcome.PLAN_AMENDED),
        (IN_WALES, Outcome.REGISTERED),
        (WELSH_REVIEW, Outcome.PLAN_CONTINUED),
    ],
)
def test_the_categories_are_the_countrys_own(case: CaseDescribed, outcome: Outcome) -> None:
    story = heard_on(case)
    for category in Category:
        tried = story.when(settle(any_decision(outcome, category)))
        assert (tried.refusal is None) is (category in COUNTRYS_OWN[case.jurisdiction])
        if tried.refusal is not None:
            tried.refuses(NotOffered)


@pytest.mark.req("REQ-93")
def test_a_plan_has_one_category_or_more_and_no_plan_has_none() -> None:
    STORY.when(settle(categories=frozenset())).refuses(Incomplete)
    two = replace(PLAN_MADE, categories=frozenset({Category.NEGLECT, Category.SEXUAL_ABUSE}))
    STORY.when(settle(two)).then(recorded(two))
    STORY.when(settle(NO_PLAN, categories=PLAN_MADE.categories)).refuses(NotOffered)


@pytest.mark.req("REQ-102")
def test_without_a_plan_the_next_step_is_said() -> None:
    STORY.when(settle(NO_PLAN, next_step=None)).refuses(Incomplete)
    for step in NextStep:
        asked = replace(NO_PLAN, next_step=step)
        STORY.when(settle(asked)).then(recorded(asked))


@pytest.mark.req("REQ-101")
def test_a_plan_ends_in_a_review_for_one_of_five_reasons() -> None:
    assert set(EndReason) == {
        "threshold_not_met",
        "moved_after_receiving_conference",
        "age_18",
        "died",
        "left_uk_permanently",
    }
    for reason in EndReason:
        asked = replace(ENDED, end_reason=reason)
        REVIEWING.when(settle(asked)).then(recorded(asked))
        STORY.when(settle(asked)).refuses(NotOffered)


@pytest.mark.req("REQ-101")
def test_a_plan_does_not_end_without_a_reason_or_against_it() -> None:
    REVIEWING.when(settle(ENDED, end_reason=None)).refuses(Incomplete)
    REVIEWING.when(settle(ENDED, threshold=Threshold.LIKELY_TO_SUFFER)).refuses(NotOffered)
    died = replace(ENDED, threshold=Threshold.LIKELY_TO_SUFFER, end_reason=EndReason.DIED)
    REVIEWING.when(settle(died)).then(recorded(died))
    STORY.when(settle(end_reason=EndReason.DIED)).refuses(NotOffered)


@pytest.mark.req("REQ-103", partial="pages")
def test_what_was_not_known_is_on_record_and_so_is_that_nothing_was_missing() -> None:
    for missing in (words(930), None):
        asked = replace(PLAN_MADE, missing=missing)
        (on_record,) = decision_record(given(STORY, settle(asked)).state).decisions
        assert on_record.missing == missing


# ---------------------------------------------------------------- where, by whom, over which line


def test_a_decision_is_made_in_the_part_for_it_while_in_session() -> None:
    given(STORY, turn_to(ANALYSIS)).when(settle()).refuses(WrongPhase)
    given(STORY, pause()).when(settle()).refuses(WrongPhase)


def test_the_chair_decides_and_nobody_else_records_it() -> None:
    for id in (SOCIAL_WORKER, TEACHER, MOTHER, MINUTE_TAKER):
        STORY.when(settle(), by=as_(id)).refuses(NotPermitted)


def test_a_decision_and_a_dissent_name_a_line_that_is_there() -> None:
    STORY.when(settle(line_id=LINE)).refuses(UnknownLine)
    line = WriteLine(LINE, CHAIR, LineKind.DECISION, REASON, 0), as_(MINUTE_TAKER)
    story = given(STORY, line, settle(line_id=LINE))
    assert story.state.decisions.decided[ISLA].line_id == LINE
    over = RecordDissent(TEACHER, ISLA, REASON, LINE), as_(TEACHER)
    given(STORY, settle()).when(over).refuses(UnknownLine)
    assert given(story, over).state.decisions.dissents[0].recorded.line_id == LINE


def test_the_last_decision_for_a_child_counts() -> None:
    story = given(STORY, settle(), settle(NO_PLAN))
    assert [each.outcome for each in decision_record(story.state).decisions] == ["no_plan"]


# ---------------------------------------------------------------- considered, not decided for


@pytest.mark.req("REQ-08")
def test_a_child_who_is_not_decided_for_is_considered_with_a_note() -> None:
    STORY.when(consider(BUMP)).then(ChildConsidered(BUMP, REASON))
    STORY.when(consider(BUMP, None)).refuses(Incomplete)
    assert decision_record(given(STORY, consider(BUMP)).state).considered == ((BUMP, REASON),)
