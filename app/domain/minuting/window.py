"""How long a recipient may ask for a correction: whole working days after the day of sending."""

from app.domain.days import dates, day_of, end_of, working_days_after
from app.domain.ids import Micros


def window_end(sent_at: Micros, working_days: int, bank_holidays: frozenset[str]) -> Micros:
    """The midnight (UTC) after the last of these days. Holidays are ISO dates."""
    return end_of(working_days_after(day_of(sent_at), working_days, dates(bank_holidays)))
