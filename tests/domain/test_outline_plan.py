"""The outline plan: specific actions, nothing blank, dates in time; and no end without it."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.case.codes import (
    Availability,
)
from app.domain.case.commands import WithdrawAction
from app.domain.case.events import (
    ActionAgreed,
    ActionWithdrawn,
    AvailabilityCheck,
    PlanAgreed,
    Withheld,
)
from app.domain.commands import Close
from app.domain.days import months_after, working_days_after
from app.domain.decisions.plan import dates_due
from app.domain.decisions.record import decision_record
from app.domain.errors import (
    AlreadyHere,
    Incomplete,
    NotPermitted,
    UnknownAction,
    UnknownParticipant,
    WrongPhase,
)
from tests.domain.case import (
    A1,
    A2,
    BUMP,
    INITIAL,
    ISLA,
    OUTLINE_PLAN,
)
from tests.domain.case_steps import (
    OUTLINE,
    VISIT,
    act,
    as_,
    confirmed,
    consider,
    decided,
    deciding,
    outline,
    pause,
    turn_to,
)
from tests.domain.people import (
    CHAIR,
    MINUTE_TAKER,
    MOTHER,
    REASON,
    SOCIAL_WORKER,
    STRANGER,
    TEACHER,
    UNCLE,
)
from tests.domain.scenario import given
from tests.domain.steps import Step

PLANNING = given(decided(), turn_to(OUTLINE_PLAN))
CLOSE: Step = (Close(), as_(CHAIR))


def agreed(service: AvailabilityCheck | None = None, *withheld: Withheld) -> ActionAgreed:
    assert VISIT.what is not None
    assert VISIT.by is not None
    return ActionAgreed(A1, VISIT.what, SOCIAL_WORKER, VISIT.by, service, frozenset(withheld))


# ---------------------------------------------------------------- actions


@pytest.mark.req("REQ-97")
def test_an_action_says_what_by_whom_and_by_when() -> None:
    PLANNING.when(act()).then(agreed())
    for unfinished in (act(what=None), act(owner=None), act(by=None)):
        PLANNING.when(unfinished).refuses(Incomplete)


def test_an_action_is_done_by_somebody_on_the_list_after_the_conference() -> None:
    PLANNING.when(act(owner=STRANGER)).refuses(UnknownParticipant)
    PLANNING.when(act(by=date(2026, 4, 13))).refuses(Incomplete)
    assert PLANNING.when(act(by=date(2026, 4, 14))).happened
    given(PLANNING, act()).when(act()).refuses(AlreadyHere)
    given(PLANNING, pause()).when(act()).refuses(WrongPhase)


@pytest.mark.req("REQ-98")
@pytest.mark.parametrize(
    "check",
    [
        AvailabilityCheck(Availability.YES, None, TEACHER),
        AvailabilityCheck(Availability.NO, None, TEACHER),
        AvailabilityCheck(Availability.WAITING_TIME, 6, TEACHER),
    ],
)
def test_an_action_relying_on_a_service_says_if_it_operates(
    check: AvailabilityCheck,
) -> None:
    PLANNING.when(confirmed(check)).then(agreed(check))


@pytest.mark.req("REQ-98")
@pytest.mark.parametrize(
    "check",
    [
        None,
        AvailabilityCheck(Availability.WAITING_TIME, None, TEACHER),
        AvailabilityCheck(Availability.WAITING_TIME, 0, TEACHER),
        AvailabilityCheck(Availability.YES, 6, TEACHER),
    ],
)
def test_a_service_nobody_asked_about_is_not_relied_on(check: AvailabilityCheck | None) -> None:
    PLANNING.when(confirmed(check)).refuses(Incomplete)


def test_who_confirmed_a_service_is_on_the_list() -> None:
    check = AvailabilityCheck(Availability.YES, None, STRANGER)
    PLANNING.when(confirmed(check)).refuses(UnknownParticipant)
    known = replace(check, confirmed_by=TEACHER)
    PLANNING.when(act(relies_on_service=False, service=known)).refuses(Incomplete)


def test_an_action_is_withheld_from_named_people_but_not_from_who_does_it_or_the_chair() -> None:
    from_uncle = Withheld(UNCLE, "safe_contact")
    PLANNING.when(act(withheld=frozenset({from_uncle}))).then(agreed(None, from_uncle))
    for id in (CHAIR, SOCIAL_WORKER):
        step = act(withheld=frozenset({replace(from_uncle, participant_id=id)}))
        PLANNING.when(step).refuses(NotPermitted)
    PLANNING.when(act(withheld=frozenset({replace(from_uncle, ground="")}))).refuses(Incomplete)
    strange = frozenset({replace(from_uncle, participant_id=STRANGER)})
    PLANNING.when(act(withheld=strange)).refuses(UnknownParticipant)


def test_a_withdrawn_action_is_in_the_plan_no_more() -> None:
    story = given(PLANNING, act(), act(action_id=A2))
    withdrawn = story.when((WithdrawAction(A1, REASON), as_(CHAIR)))
    withdrawn.then(ActionWithdrawn(A1, REASON))
    assert [each.action_id for each in decision_record(withdrawn.state).actions] == [A2]
    withdrawn.when((WithdrawAction(A1, REASON), as_(CHAIR))).refuses(UnknownAction)
    given(story, pause()).when((WithdrawAction(A1, REASON), as_(CHAIR))).refuses(WrongPhase)


def test_the_chair_alone_writes_the_plan() -> None:
    for step in (act(), outline(), consider(BUMP), (WithdrawAction(A1, REASON), as_(CHAIR))):
        for id in (SOCIAL_WORKER, MOTHER, MINUTE_TAKER):
            PLANNING.when(step, by=as_(id)).refuses(NotPermitted)


# ---------------------------------------------------------------- the outline


@pytest.mark.req("REQ-97")
def test_the_outline_is_recorded_whole() -> None:
    story = PLANNING.when(outline())
    plan = story.state.decisions.plan
    assert plan is not None
    story.then(plan)
    for name in ("what_must_change", "kept_safe", "contingency", "monitoring", "core_group"):
        assert getattr(plan, name) == getattr(OUTLINE, name)
    assert decision_record(story.state).plan == plan
    given(story, pause()).when(outline()).refuses(WrongPhase)


@pytest.mark.req("REQ-97")
@pytest.mark.parametrize("blank", ["what_must_change", "kept_safe", "contingency", "monitoring"])
def test_no_part_of_the_outline_is_blank(blank: str) -> None:
    PLANNING.when(outline(**{blank: None})).refuses(Incomplete)


@pytest.mark.req("REQ-99")
@pytest.mark.parametrize(
    "wrong",
    [
        {"lead": None},
        {"core_group": frozenset()},
        {"core_group_on": None},
        {"review_on": None},
        {"lead": TEACHER, "core_group": frozenset({TEACHER})},
        {"lead": MOTHER, "core_group": frozenset({MOTHER})},
        {"core_group": frozenset({MOTHER})},
        {"core_group_on": date(2026, 4, 14)},
        {"review_on": date(2026, 4, 14)},
    ],
)
def test_the_outline_names_its_lead_its_core_group_and_two_dates(wrong: dict[str, object]) -> None:
    PLANNING.when(outline(**wrong)).refuses(Incomplete)


def test_the_core_group_is_on_the_list() -> None:
    group = frozenset({SOCIAL_WORKER, STRANGER})
    PLANNING.when(outline(core_group=group)).refuses(UnknownParticipant)


@pytest.mark.req("REQ-99")
@pytest.mark.parametrize(
    "late", [{"core_group_on": date(2026, 4, 29)}, {"review_on": date(2026, 7, 15)}]
)
def test_a_date_past_due_needs_a_reason(late: dict[str, object]) -> None:
    PLANNING.when(outline(**late)).refuses(Incomplete)
    assert isinstance(PLANNING.when(outline(late_reason=REASON, **late)).happened[0], PlanAgreed)


@pytest.mark.req("REQ-99")
def test_the_core_group_is_due_within_ten_working_days_and_the_review_within_three_months() -> None:
    due = dates_due(INITIAL)
    assert (due.core_group, due.review) == (date(2026, 4, 28), date(2026, 7, 14))
    over_easter = replace(INITIAL, held_on=date(2026, 4, 1))
    assert dates_due(over_easter).core_group == date(2026, 4, 17)


def test_there_is_no_outline_where_no_child_has_a_plan() -> None:
    story = given(deciding(INITIAL), consider(ISLA), consider(BUMP), turn_to(OUTLINE_PLAN))
    story.when(outline()).refuses(WrongPhase)


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 20), 15, date(2026, 4, 14)),
        (date(2026, 4, 14), 10, date(2026, 4, 28)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 14), 0, date(2026, 4, 14)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(
    start: date, days: int, due: date
) -> None:
    assert working_days_after(start, days, INITIAL.bank_holidays) == due


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 4, 14), 3, date(2026, 7, 14)),
        (date(2026, 5, 21), 6, date(2026, 11, 21)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 9, 15), 3, date(2026, 12, 15)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_last(start: date, months: int, due: date) -> None:
    assert months_after(start, months) == due
