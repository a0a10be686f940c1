"""Bank and public holidays of England and Wales, which share one calendar.

Rules: Banking and Financial Dealings Act 1971 and the yearly proclamations. A new year's day or
Christmas on a weekend is made up for on the next working day; a day that was moved or added for one
year stands in a table. What is proclaimed after this was written is a closure day of the local
rules.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from app.domain.days import DAY, SATURDAY

MOVED = {
    date(2020, 5, 4): date(2020, 5, 8),  # 75 years after the end of the war in Europe
    date(2022, 5, 30): date(2022, 6, 2),  # beside the jubilee
}
ADDED = {
    2022: frozenset({date(2022, 6, 3), date(2022, 9, 19)}),  # jubilee; funeral of the Queen
    2023: frozenset({date(2023, 5, 8)}),  # coronation
}


@cache
def bank_holidays_of(year: int) -> frozenset[date]:
    """With the substitutes, and also the days that these stand in for."""
    easter = easter_sunday(year)
    usual = {
        easter - 2 * DAY,
        easter + DAY,
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    moved = {MOVED.get(day, day) for day in usual}
    fixed = {*_made_up([date(year, 1, 1)]), *_made_up([date(year, 12, 25), date(year, 12, 26)])}
    return frozenset(moved | fixed | ADDED.get(year, frozenset()))


def bank_holidays_in(years: Iterable[int]) -> frozenset[date]:
    return frozenset(day for year in years for day in bank_holidays_of(year))


def easter_sunday(year: int) -> date:
    """Gregorian, by the anonymous computus (Meeus, Astronomical Algorithms, chapter 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leaps, rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _made_up(days: list[date]) -> Iterator[date]:
    """Each day, and for one on a weekend the next weekday that is none of them."""
    taken = set(days)
    for day in days:
        yield day
        if day.weekday() < SATURDAY:
            continue
        substitute = day
        while substitute.weekday() >= SATURDAY or substitute in taken:
            substitute += DAY
        taken.add(substitute)
        yield substitute
