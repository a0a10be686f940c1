"""Days in London, and the days on which nobody works in England and Wales."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from app.domain.bank_holidays import bank_holidays_in, bank_holidays_of, easter_sunday
from app.domain.days import (
    day_of,
    end_of,
    last_working_day,
    minute_of,
    working_days_before,
)
from app.domain.ids import SECOND, Micros

HOLIDAYS = bank_holidays_in(range(2020, 2035))
TUESDAY = date(2026, 6, 2)

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.datetimes(datetime(1996, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants them so


@for_all(MOMENTS)
def test_a_day_is_a_day_in_london(moment: datetime) -> None:
    at = Micros(int(moment.timestamp()) * SECOND)
    local = moment.astimezone(LONDON)
    assert day_of(at) == local.date()
    assert minute_of(at) == local.hour * 60 + local.minute
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), LONDON)
    assert end_of(day_of(at)) == int(midnight.timestamp()) * SECOND


@pytest.mark.parametrize(
    "written",
    ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"],
)
def test_the_day_ends_at_its_own_midnight_where_the_clocks_change(written: str) -> None:
    last = date.fromisoformat(written)
    ends = datetime.fromtimestamp(end_of(last) // SECOND, LONDON)
    assert (ends.date(), ends.time()) == (last + timedelta(days=1), time())
    assert day_of(Micros(end_of(last) - 1)) == last
    assert day_of(end_of(last)) == last + timedelta(days=1)


# ---------------------------------------------------------------- bank holidays


GIVEN = {
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
    2028: "01-01 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
WEEKDAYS_GIVEN = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
}
"""Those on which nobody works, as GOV.UK gave them."""


def written_out(year: int, days: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{each}") for each in days.split())


@pytest.mark.parametrize("year", GIVEN)
def test_the_holidays_are_those_that_the_deadlines_were_worked_out_with(year: int) -> None:
    assert bank_holidays_of(year) == written_out(year, GIVEN[year])


@pytest.mark.parametrize("year", WEEKDAYS_GIVEN)
def test_days_that_were_moved_or_added_for_one_year_are_known(year: int) -> None:
    weekdays = {each for each in bank_holidays_of(year) if each.weekday() < 5}
    assert weekdays == written_out(year, WEEKDAYS_GIVEN[year])


@pytest.mark.parametrize("year", range(2024, 2035))
def test_every_ordinary_year_has_eight_days_without_work(year: int) -> None:
    assert len([each for each in bank_holidays_of(year) if each.weekday() < 5]) == 8


@pytest.mark.parametrize(
    "easter", ["2020-04-12", "2024-03-31", "2029-04-01", "2030-04-21", "2034-04-09", "2038-04-25"]
)
def test_easter_is_where_the_almanac_has_it(easter: str) -> None:
    assert str(easter_sunday(int(easter[:4]))) == easter


def test_working_days_are_counted_backwards_too() -> None:
    assert working_days_before(TUESDAY, 2, HOLIDAYS) == date(2026, 5, 29)
    assert last_working_day(date(2026, 5, 25), HOLIDAYS) == date(2026, 5, 22)
    assert last_working_day(TUESDAY, HOLIDAYS) == TUESDAY
