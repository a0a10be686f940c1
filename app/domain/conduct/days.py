"""Working days: Monday to Friday, less the bank holidays that were given at booking."""

from collections.abc import Set
from datetime import UTC, date, datetime, timedelta

from app.domain.halting.events import Day
from app.domain.ids import SECOND, Micros


def day_of(now: Micros) -> date:
    """By UTC: in summer the last hour before midnight in London counts as the day before it."""
    return datetime.fromtimestamp(now // SECOND, UTC).date()


def after_working_days(start: date, number: int, holidays: Set[Day]) -> date:
    """The day that many working days after `start`, which does not count itself."""
    day = start
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day


def is_working_day(day: date, holidays: Set[Day]) -> bool:
    return day.weekday() < 5 and day.isoformat() not in holidays
