"""The clocks of section (d): by when something is due, counted from the day that sets it off."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum, auto

from app.domain.case.codes import ConferenceKind
from app.domain.days import (
    DAY,
    day_of,
    end_of,
    is_working_day,
    last_working_day,
    months_after,
    working_days_after,
    working_days_before,
)
from app.domain.ids import MINUTE, Micros
from app.domain.local_rules.codes import StrategyDiscussion
from app.domain.local_rules.rules import Lengths, LocalRules


class Clock(StrEnum):
    ICPC = "icpc"
    TRANSFER_IN = "transfer_in"
    CORE_GROUP_FIRST = "core_group_first"
    CORE_GROUP_NEXT = "core_group_next"
    REVIEW_FIRST = "review_first"
    REVIEW_LATER = "review_later"
    PRE_BIRTH_CONFERENCE = "pre_birth_conference"
    PRE_BIRTH_REVIEW = "pre_birth_review"
    """20 working days after birth; `pre_birth_review` takes the earlier first review."""
    ASSESSMENT_END = "assessment_end"
    REPORT_TO_PARENTS = "report_to_parents"
    """Before an initial conference."""
    REPORT_TO_PARENTS_REVIEW = "report_to_parents_review"
    AGENCY_REPORT_TO_CHAIR = "agency_report_to_chair"
    AGENCY_REPORT_TO_CHAIR_REVIEW = "agency_report_to_chair_review"
    EXCLUSION_REQUEST = "exclusion_request"
    OBSERVER_PERMISSION = "observer_permission"
    DECISION_LETTER = "decision_letter"
    SUMMARY_AND_OUTLINE_PLAN = "summary_and_outline_plan"
    RECORD = "record"
    CORRECTIONS = "corrections"
    DISSENT_FORMAL = "dissent_formal"
    COMPLAINT_WRITTEN = "complaint_written"
    INQUORATE_NEW_DATE = "inquorate_new_date"
    INQUORATE_REVIEW = "inquorate_review"
    CHILD_VISIT_AFTER = "child_visit_after"
    VISITS = "visits"
    ACCESS_REQUEST = "access_request"
    BREACH_NOTICE = "breach_notice"


class Unit(Enum):
    HOURS = auto()
    DAYS = auto()
    WEEKS = auto()
    MONTHS = auto()
    WORKING_DAYS = auto()


COUNTED_DAYS = frozenset({Unit.DAYS, Unit.WEEKS, Unit.WORKING_DAYS})
"""For these it matters whether the trigger day is day 0 or day 1."""

Length = tuple[Unit, Callable[[Lengths], int]]

AFTER: dict[Clock, Length] = {
    Clock.ICPC: (Unit.WORKING_DAYS, lambda of: of.icpc_working_days),
    Clock.TRANSFER_IN: (Unit.WORKING_DAYS, lambda of: of.transfer_in_working_days),
    Clock.CORE_GROUP_FIRST: (Unit.WORKING_DAYS, lambda of: of.core_group_first_working_days),
    Clock.CORE_GROUP_NEXT: (Unit.WEEKS, lambda of: of.core_group_next_weeks),
    Clock.REVIEW_FIRST: (Unit.MONTHS, lambda of: of.review_first_months),
    Clock.REVIEW_LATER: (Unit.MONTHS, lambda of: of.review_later_months),
    Clock.PRE_BIRTH_REVIEW: (Unit.WORKING_DAYS, lambda of: of.pre_birth_review_working_days),
    Clock.ASSESSMENT_END: (Unit.WORKING_DAYS, lambda of: of.assessment_end_working_days),
    Clock.DECISION_LETTER: (Unit.WORKING_DAYS, lambda of: of.decision_letter_working_days),
    Clock.SUMMARY_AND_OUTLINE_PLAN: (
        Unit.WORKING_DAYS,
        lambda of: of.summary_and_outline_plan_working_days,
    ),
    Clock.RECORD: (Unit.WORKING_DAYS, lambda of: of.record_working_days),
    Clock.CORRECTIONS: (Unit.WORKING_DAYS, lambda of: of.corrections_working_days),
    Clock.DISSENT_FORMAL: (Unit.HOURS, lambda of: of.dissent_formal_hours),
    Clock.COMPLAINT_WRITTEN: (Unit.DAYS, lambda of: of.complaint_written_days),
    Clock.INQUORATE_NEW_DATE: (Unit.WORKING_DAYS, lambda of: of.inquorate_new_date_working_days),
    Clock.INQUORATE_REVIEW: (Unit.MONTHS, lambda of: of.inquorate_review_months),
    Clock.CHILD_VISIT_AFTER: (Unit.WORKING_DAYS, lambda of: of.child_visit_after_working_days),
    Clock.VISITS: (Unit.WORKING_DAYS, lambda of: of.visits_working_days),
    Clock.ACCESS_REQUEST: (Unit.MONTHS, lambda of: of.access_request_months),
    Clock.BREACH_NOTICE: (Unit.HOURS, lambda of: of.breach_notice_hours),
}

BEFORE: dict[Clock, Length] = {
    Clock.PRE_BIRTH_CONFERENCE: (Unit.MONTHS, lambda of: of.pre_birth_conference_months),
    Clock.REPORT_TO_PARENTS: (
        Unit.WORKING_DAYS,
        lambda of: of.report_to_parents_initial_working_days,
    ),
    Clock.REPORT_TO_PARENTS_REVIEW: (
        Unit.WORKING_DAYS,
        lambda of: of.report_to_parents_review_working_days,
    ),
    Clock.AGENCY_REPORT_TO_CHAIR: (
        Unit.WORKING_DAYS,
        lambda of: of.report_to_parents_initial_working_days,
    ),
    Clock.AGENCY_REPORT_TO_CHAIR_REVIEW: (
        Unit.WORKING_DAYS,
        lambda of: of.report_to_parents_review_working_days,
    ),
    Clock.EXCLUSION_REQUEST: (Unit.WORKING_DAYS, lambda of: of.exclusion_request_working_days),
    Clock.OBSERVER_PERMISSION: (Unit.DAYS, lambda of: of.observer_permission_days),
}
"""Due before their trigger: a conference, or a birth that is expected."""


@dataclass(frozen=True, slots=True)
class Due:
    day: date
    """By the end of it, in London."""
    last_working_day: date | None
    """Where `day` is none: the last working day before it."""


@dataclass(frozen=True, slots=True)
class StrategyDiscussions:
    """Both candidates for the trigger of an initial conference (REQ-04)."""

    began_enquiry: date
    last: date


def due(clock: Clock, trigger: date, rules: LocalRules, bank_holidays: Set[date]) -> Due:
    """A clock of hours counts from the end of the trigger day; `due_at` knows the hour."""
    closed = bank_holidays | rules.calendar.closure_days
    forward = clock in AFTER
    unit, length_of = AFTER[clock] if forward else BEFORE[clock]
    length = length_of(rules.lengths)
    start = _day_zero(trigger, rules) if forward and unit in COUNTED_DAYS else trigger
    day = _counted(start, unit, length if forward else -length, closed)
    return Due(day, None if is_working_day(day, closed) else last_working_day(day, closed))


def due_at(clock: Clock, at: Micros, rules: LocalRules, bank_holidays: Set[date]) -> Micros:
    """The moment itself: hours to the microsecond, all else the midnight after the day."""
    unit, length_of = AFTER.get(clock) or BEFORE[clock]
    if unit is Unit.HOURS:
        return Micros(at + length_of(rules.lengths) * 60 * MINUTE)
    return end_of(due(clock, day_of(at), rules, bank_holidays).day)


def icpc_trigger(discussions: StrategyDiscussions, rules: LocalRules) -> date:
    first = rules.deciding.icpc_counts_from is StrategyDiscussion.BEGAN_ENQUIRY
    return discussions.began_enquiry if first else discussions.last


def review_clock(kind: ConferenceKind) -> Clock:
    """Of the review that follows a conference of this kind."""
    return Clock.REVIEW_FIRST if kind is ConferenceKind.INITIAL else Clock.REVIEW_LATER


def pre_birth_review(
    birth: date, conference: date, rules: LocalRules, bank_holidays: Set[date]
) -> Due:
    """The earlier of the two days (LIV)."""
    after_birth = due(Clock.PRE_BIRTH_REVIEW, birth, rules, bank_holidays)
    first = due(Clock.REVIEW_FIRST, conference, rules, bank_holidays)
    return min(after_birth, first, key=lambda each: each.day)


def _day_zero(trigger: date, rules: LocalRules) -> date:
    """Where the trigger day is day 1, day 0 is the day before it."""
    return trigger - DAY * rules.calendar.trigger_day


def _counted(start: date, unit: Unit, length: int, closed: Set[date]) -> date:
    """Forward, or back where the length is negative."""
    match unit:
        case Unit.WORKING_DAYS if length < 0:
            return working_days_before(start, -length, closed)
        case Unit.WORKING_DAYS:
            return working_days_after(start, length, closed)
        case Unit.MONTHS:
            return months_after(start, length)
        case Unit.WEEKS:
            return start + timedelta(weeks=length)
        case Unit.DAYS:
            return start + timedelta(days=length)
        case Unit.HOURS:
            return start + timedelta(days=-(-length // 24))
