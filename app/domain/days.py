"""Days in London, working days and months. Bank holidays come in; the trigger day is day 0."""

from calendar import SUNDAY, monthrange
from collections.abc import Iterable, Set
from datetime import UTC, date, datetime, timedelta

from app.domain.ids import SECOND, Micros

SATURDAY = 5
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
CLOCKS_CHANGE_AT = HOUR
"""UTC, on the last Sundays of March and October; so since 1996."""


def day_of(now: Micros) -> date:
    """The day in London."""
    at = datetime.fromtimestamp(now // SECOND, UTC)
    return (at + summer_hour(at)).date()


def minute_of(now: Micros) -> int:
    """Of the day in London: 0 to 1439."""
    at = datetime.fromtimestamp(now // SECOND, UTC)
    local = at + summer_hour(at)
    return local.hour * 60 + local.minute


def end_of(day: date) -> Micros:
    """The midnight in London after it."""
    midnight = datetime.combine(day + DAY, datetime.min.time(), UTC)
    after = midnight - summer_hour(midnight)
    return Micros(int(after.timestamp()) * SECOND)


def summer_hour(at: datetime) -> timedelta:
    """How far London is ahead of this UTC time."""
    begins, ends = _last_sunday(at.year, 3), _last_sunday(at.year, 10)
    return HOUR if begins <= at < ends else timedelta(0)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, tzinfo=UTC)
    return last - DAY * ((last.weekday() - SUNDAY) % 7) + CLOCKS_CHANGE_AT


def dates(written: Iterable[str]) -> frozenset[date]:
    """Of days written 2026-11-22."""
    return frozenset(map(date.fromisoformat, written))


def is_working_day(day: date, bank_holidays: Set[date]) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays


def working_days_after(start: date, working_days: int, bank_holidays: Set[date]) -> date:
    """The `working_days`-th working day after `start`."""
    return _counted(start, working_days, bank_holidays, DAY)


def working_days_before(start: date, working_days: int, bank_holidays: Set[date]) -> date:
    """The `working_days`-th working day before `start`: the last one is the first."""
    return _counted(start, working_days, bank_holidays, -DAY)


def _counted(day: date, working_days: int, bank_holidays: Set[date], step: timedelta) -> date:
    while working_days > 0:
        day += step
        working_days -= is_working_day(day, bank_holidays)
    return day


def last_working_day(day: date, bank_holidays: Set[date]) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day, bank_holidays):
        day -= DAY
    return day


def months_after(start: date, months: int) -> date:
    """The same day of another month, or its last day where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
