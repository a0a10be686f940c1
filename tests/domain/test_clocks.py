"""The clocks of section (d), by deadlines that were worked out by hand over real holidays."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from app.domain.bank_holidays import bank_holidays_in
from app.domain.case.codes import ConferenceKind, Jurisdiction
from app.domain.clocks import (
    AFTER,
    BEFORE,
    Clock,
    Due,
    StrategyDiscussions,
    due,
    due_at,
    icpc_trigger,
    pre_birth_review,
    review_clock,
)
from app.domain.ids import MINUTE, SECOND, Micros
from app.domain.local_rules.codes import StrategyDiscussion
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.rules import LocalRules

HOLIDAYS = bank_holidays_in(range(2020, 2035))
ENGLAND, WALES = (national_rules(each) for each in Jurisdiction)


class Vector(NamedTuple):
    id: str
    clock: Clock
    rules: LocalRules
    trigger: str
    due: str
    last_working_day: str | None = None
    skipped: tuple[str, ...] = ()


VECTORS = [
    Vector(
        "V1", Clock.ICPC, ENGLAND, "2026-03-20", "2026-04-14", None, ("2026-04-03", "2026-04-06")
    ),
    Vector(
        "V2",
        Clock.ICPC,
        ENGLAND,
        "2026-12-09",
        "2027-01-04",
        None,
        ("2026-12-25", "2026-12-28", "2027-01-01"),
    ),
    Vector(
        "V3",
        Clock.ICPC,
        ENGLAND,
        "2027-12-10",
        "2028-01-05",
        None,
        ("2027-12-27", "2027-12-28", "2028-01-03"),
    ),
    Vector(
        "V4",
        Clock.RECORD,
        WALES,
        "2025-04-17",
        "2025-05-20",
        None,
        ("2025-04-18", "2025-04-21", "2025-05-05"),
    ),
    Vector(
        "V5", Clock.CORE_GROUP_FIRST, ENGLAND, "2025-05-20", "2025-06-04", None, ("2025-05-26",)
    ),
    Vector(
        "V6",
        Clock.REPORT_TO_PARENTS,
        ENGLAND,
        "2025-04-22",
        "2025-04-16",
        None,
        ("2025-04-18", "2025-04-21"),
    ),
    Vector("V7", Clock.TRANSFER_IN, ENGLAND, "2025-08-08", "2025-09-01", None, ("2025-08-25",)),
    Vector("V8", Clock.REVIEW_FIRST, ENGLAND, "2026-02-25", "2026-05-25", "2026-05-22"),
    Vector("V9", Clock.REVIEW_FIRST, ENGLAND, "2026-09-28", "2026-12-28", "2026-12-24"),
    Vector("V10", Clock.REVIEW_FIRST, ENGLAND, "2026-11-30", "2027-02-28", "2027-02-26"),
    Vector(
        "V11",
        Clock.DECISION_LETTER,
        ENGLAND,
        "2025-12-24",
        "2025-12-29",
        None,
        ("2025-12-25", "2025-12-26"),
    ),
    Vector("V12", Clock.REVIEW_LATER, ENGLAND, "2026-05-21", "2026-11-21", "2026-11-20"),
    Vector("V13", Clock.ICPC, ENGLAND, "2026-08-29", "2026-09-21", None, ("2026-08-31",)),
    Vector(
        "V14",
        Clock.CORRECTIONS,
        WALES,
        "2027-03-22",
        "2027-04-07",
        None,
        ("2027-03-26", "2027-03-29"),
    ),
]
BY_ID = {vector.id: vector for vector in VECTORS}


def day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def check(vector: Vector) -> None:
    trigger = date.fromisoformat(vector.trigger)
    told = due(vector.clock, trigger, vector.rules, HOLIDAYS)
    assert (told.day, told.last_working_day) == (day(vector.due), day(vector.last_working_day))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.id)
def test_every_deadline_that_was_worked_out_by_hand(vector: Vector) -> None:
    check(vector)


@pytest.mark.parametrize("vector", [v for v in VECTORS if v.skipped], ids=lambda vector: vector.id)
def test_the_holidays_between_are_the_ones_that_move_it(vector: Vector) -> None:
    ends = sorted([date.fromisoformat(vector.trigger), date.fromisoformat(vector.due)])
    weekdays = {each for each in HOLIDAYS if ends[0] < each < ends[1] and each.weekday() < 5}
    assert weekdays == {day(each) for each in vector.skipped}


@pytest.mark.req("REQ-04")
@pytest.mark.parametrize("id", ["V1", "V2", "V3", "V13"])
@pytest.mark.parametrize("setting", StrategyDiscussion)
def test_an_initial_conference_counts_from_the_discussion_that_the_setting_says(
    id: str, setting: StrategyDiscussion
) -> None:
    """The other discussion would give another day."""
    vector = BY_ID[id]
    counted = date.fromisoformat(vector.trigger)
    other = counted - timedelta(days=7)
    first = setting is StrategyDiscussion.BEGAN_ENQUIRY
    both = StrategyDiscussions(counted, other) if first else StrategyDiscussions(other, counted)
    rules = replace(ENGLAND, deciding=replace(ENGLAND.deciding, icpc_counts_from=setting))
    assert due(Clock.ICPC, icpc_trigger(both, rules), rules, HOLIDAYS).day == day(vector.due)
    assert due(Clock.ICPC, other, rules, HOLIDAYS).day != day(vector.due)


@pytest.mark.req("REQ-06")
def test_a_transfer_in_conference_is_due_fifteen_working_days_after_the_notification() -> None:
    check(BY_ID["V7"])


@pytest.mark.req("REQ-07")
@pytest.mark.parametrize("id", ["V8", "V9", "V10", "V12"])
def test_a_review_is_due_by_months_and_shows_the_last_working_day_before_it(id: str) -> None:
    check(BY_ID[id])


def test_a_review_due_on_a_working_day_shows_no_other() -> None:
    told = due(Clock.REVIEW_FIRST, date(2026, 4, 14), ENGLAND, HOLIDAYS)
    assert told == Due(date(2026, 7, 14), None)


def test_the_first_review_follows_an_initial_conference_and_later_ones_a_review() -> None:
    assert review_clock(ConferenceKind.INITIAL) is Clock.REVIEW_FIRST
    assert review_clock(ConferenceKind.REVIEW) is Clock.REVIEW_LATER


TUESDAY = date(2026, 6, 2)
DUE_AFTER_TUESDAY = {
    Clock.ICPC: ("2026-06-23", "2026-06-23"),
    Clock.TRANSFER_IN: ("2026-06-23", "2026-06-23"),
    Clock.CORE_GROUP_FIRST: ("2026-06-16", "2026-06-16"),
    Clock.CORE_GROUP_NEXT: ("2026-07-14", "2026-07-14"),
    Clock.REVIEW_FIRST: ("2026-09-02", "2026-09-02"),
    Clock.REVIEW_LATER: ("2026-12-02", "2026-12-02"),
    Clock.PRE_BIRTH_CONFERENCE: ("2026-03-02", "2026-03-02"),
    Clock.PRE_BIRTH_REVIEW: ("2026-06-30", "2026-06-30"),
    Clock.ASSESSMENT_END: ("2026-08-04", "2026-07-30"),
    Clock.REPORT_TO_PARENTS: ("2026-05-29", "2026-05-29"),
    Clock.REPORT_TO_PARENTS_REVIEW: ("2026-05-29", "2026-05-29"),
    Clock.AGENCY_REPORT_TO_CHAIR: ("2026-05-29", "2026-05-29"),
    Clock.AGENCY_REPORT_TO_CHAIR_REVIEW: ("2026-05-29", "2026-05-29"),
    Clock.EXCLUSION_REQUEST: ("2026-05-28", "2026-05-28"),
    Clock.OBSERVER_PERMISSION: ("2026-06-01", "2026-06-01"),
    Clock.DECISION_LETTER: ("2026-06-03", "2026-06-09"),
    Clock.SUMMARY_AND_OUTLINE_PLAN: ("2026-06-09", "2026-06-09"),
    Clock.RECORD: ("2026-06-23", "2026-06-30"),
    Clock.CORRECTIONS: ("2026-06-16", "2026-06-16"),
    Clock.DISSENT_FORMAL: ("2026-06-05", "2026-06-05"),
    Clock.COMPLAINT_WRITTEN: ("2026-06-30", "2026-06-30"),
    Clock.INQUORATE_NEW_DATE: ("2026-06-16", "2026-06-16"),
    Clock.INQUORATE_REVIEW: ("2026-07-02", "2026-07-02"),
    Clock.CHILD_VISIT_AFTER: ("2026-06-09", "2026-06-09"),
    Clock.VISITS: ("2026-06-16", "2026-06-16"),
    Clock.ACCESS_REQUEST: ("2026-07-02", "2026-07-02"),
    Clock.BREACH_NOTICE: ("2026-06-05", "2026-06-05"),
}
"""In England and in Wales, counted on a calendar of the wall."""


def test_every_clock_has_a_length_and_a_direction() -> None:
    assert set(AFTER) | set(BEFORE) == set(Clock) == set(DUE_AFTER_TUESDAY)
    assert not set(AFTER) & set(BEFORE)


@pytest.mark.parametrize("clock", Clock)
def test_every_clock_counts_from_a_tuesday_in_june(clock: Clock) -> None:
    told = tuple(str(due(clock, TUESDAY, rules, HOLIDAYS).day) for rules in (ENGLAND, WALES))
    assert told == DUE_AFTER_TUESDAY[clock]


def test_a_pre_birth_review_is_the_earlier_of_two_days() -> None:
    conference = date(2026, 6, 2)
    early = pre_birth_review(date(2026, 6, 9), conference, ENGLAND, HOLIDAYS)
    late = pre_birth_review(date(2026, 8, 20), conference, ENGLAND, HOLIDAYS)
    assert (early.day, late.day) == (date(2026, 7, 7), date(2026, 9, 2))


def test_where_the_trigger_day_counts_itself_it_is_due_a_working_day_earlier() -> None:
    rules = replace(ENGLAND, calendar=replace(ENGLAND.calendar, trigger_day=1))
    assert due(Clock.ICPC, date(2026, 3, 20), rules, HOLIDAYS).day == date(2026, 4, 13)
    assert due(Clock.ICPC, date(2026, 8, 29), rules, HOLIDAYS).day == date(2026, 9, 21)
    assert due(Clock.REVIEW_FIRST, date(2026, 4, 14), rules, HOLIDAYS).day == date(2026, 7, 14)
    assert due(Clock.REPORT_TO_PARENTS, TUESDAY, rules, HOLIDAYS).day == date(2026, 5, 29)


def test_a_local_closure_day_is_no_working_day() -> None:
    closed = frozenset({date(2025, 12, 29)})
    rules = replace(ENGLAND, calendar=replace(ENGLAND.calendar, closure_days=closed))
    assert due(Clock.DECISION_LETTER, date(2025, 12, 24), rules, HOLIDAYS).day == date(2025, 12, 30)


# ---------------------------------------------------------------- the moment


NOON_IN_JUNE = Micros(1_780_398_000 * SECOND)
"""2 June 2026, 12:00 in London."""


def test_hours_are_counted_to_the_moment_and_days_to_the_end_of_the_day() -> None:
    dissent = due_at(Clock.DISSENT_FORMAL, NOON_IN_JUNE, ENGLAND, HOLIDAYS)
    assert dissent == NOON_IN_JUNE + 72 * 60 * MINUTE
    letter = due_at(Clock.DECISION_LETTER, NOON_IN_JUNE, ENGLAND, HOLIDAYS)
    assert letter == NOON_IN_JUNE + 36 * 60 * MINUTE
