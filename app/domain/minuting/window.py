"""How long a recipient may ask for a correction: whole working days after the day of sending."""

from datetime import UTC, date, datetime, timedelta

from app.domain.ids import SECOND, Micros

SATURDAY = 5


def window_end(sent_at: Micros, working_days: int, bank_holidays: frozenset[str]) -> Micros:
    """The midnight (UTC) after the last of these days. Holidays are ISO dates."""
    day = datetime.fromtimestamp(sent_at / SECOND, UTC).date()
    left = working_days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, bank_holidays)
    after = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
    return Micros(int(after.timestamp()) * SECOND)


def is_working_day(day: date, bank_holidays: frozenset[str]) -> bool:
    return day.weekday() < SATURDAY and day.isoformat() not in bank_holidays
