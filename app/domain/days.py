"""Working days and months. Bank holidays come in from outside; the trigger day is day 0."""

from calendar import monthrange
from collections.abc import Iterable, Set
from datetime import UTC, date, datetime, timedelta

from app.domain.ids import SECOND, Micros

SATURDAY = 5
DAY = timedelta(days=1)


def day_of(now: Micros) -> date:
    """By UTC: in summer the last hour before midnight in London counts as the day before it."""
    return datetime.fromtimestamp(now // SECOND, UTC).date()


def end_of(day: date) -> Micros:
    """The midnight (UTC) after it."""
    after = datetime.combine(day + DAY, datetime.min.time(), UTC)
    return Micros(int(after.timestamp()) * SECOND)


def dates(written: Iterable[str]) -> frozenset[date]:
    """Of days written 2026-11-22."""
    return frozenset(map(date.fromisoformat, written))


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
