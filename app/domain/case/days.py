"""Working days and months. Bank holidays come in as dates; the trigger day is day 0."""

from calendar import monthrange
from collections.abc import Set
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


def is_working_day(day: date, bank_holidays: Set[date]) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays


def working_days_after(start: date, working_days: int, bank_holidays: Set[date]) -> date:
    """The `working_days`-th working day after `start`."""
    day = start
    while working_days > 0:
        day += DAY
        working_days -= is_working_day(day, bank_holidays)
    return day


def months_after(start: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
