"""The file of local rules: what may be in it, how it is refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.demo.description import Description
from app.demo.rules import DEMO_RULES, write_demo_rules
from app.domain.case.codes import Jurisdiction
from app.domain.ids import MINUTE, SECOND
from app.domain.local_rules.book import RulesBook
from app.domain.local_rules.codes import StrategyDiscussion, Trigger
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.retention import DEFAULTS, Keep, RecordClass
from app.local_rules import RulesRefused, parse_rules, read_rules
from tests.api.house import FAMILY, House

TODAY = date(2026, 11, 21)
KEPT = """
[[retention]]
from = 2020-01-01
[retention.record]
years = 35
counts_from = "last_contact"
"""


NO_DATE = "version[1].from: It is a date without quotes, as 2026-04-01."


def parsed(told: str) -> RulesBook:
    return parse_rules((told + KEPT).encode(), "rules.toml", TODAY)


def faults_of(told: str, kept: str = KEPT) -> list[str]:
    with pytest.raises(RulesRefused) as refused:
        parse_rules((told + kept).encode(), "rules.toml", TODAY)
    return [line.removeprefix("rules.toml: ") for line in str(refused.value).splitlines()]


def version(*lines: str, begins: str = "2026-04-01") -> str:
    return "\n".join(["[[version]]", f"from = {begins}", *lines, ""])


def test_what_a_version_leaves_out_is_the_national_default_of_the_country() -> None:
    told = version("[version.timers]", "wrong_pins = 5", "[version.deciding]") + version(
        "[version.lengths]", "record_working_days = 12", begins="2026-09-01"
    )
    book = parsed(told)
    assert book.rules_on(date(2026, 8, 31), Jurisdiction.WALES).timers.wrong_pins == 5
    later = [book.rules_on(TODAY, each) for each in Jurisdiction]
    assert [each.lengths.record_working_days for each in later] == [12, 12]
    assert [each.timers.wrong_pins for each in later] == [3, 3]
    assert [each.lengths.decision_letter_working_days for each in later] == [1, 5]


def test_choices_and_days_are_read_as_what_they_are() -> None:
    told = version(
        "[version.deciding]",
        'icpc_counts_from = "last"',
        "[version.calendar]",
        "closure_days = [2026-12-24, 2026-12-31]",
    )
    rules = parsed(told).rules_on(TODAY, Jurisdiction.ENGLAND)
    assert rules.deciding.icpc_counts_from is StrategyDiscussion.LAST
    assert rules.calendar.closure_days == {date(2026, 12, 24), date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("colour = 3", "colour: There is no such key."),
        (version("[version.timer]"), "version[1].timer: There is no such key."),
        (
            version("[version.timers]", "wrong_pin = 3"),
            "version[1].timers.wrong_pin: There is no such key.",
        ),
        (
            version("[version.timers]", 'wrong_pins = "3"'),
            "version[1].timers.wrong_pins: It is a whole number.",
        ),
        (
            version("[version.timers]", "wrong_pins = true"),
            "version[1].timers.wrong_pins: It is a whole number.",
        ),
        (
            version("[version.timers]", "wrong_pins = 3.0"),
            "version[1].timers.wrong_pins: It is a whole number.",
        ),
        (
            version("[version.quorum]", "health_counts_as_one = 1"),
            "version[1].quorum.health_counts_as_one: It is true or false.",
        ),
        (
            version("[version.quorum]", "required_agency = 1"),
            "version[1].quorum.required_agency: It is text in quotes.",
        ),
        (
            version("[version.deciding]", 'icpc_counts_from = "first"'),
            'version[1].deciding.icpc_counts_from: It is one of "began_enquiry", "last".',
        ),
        (
            version("[version.calendar]", 'closure_days = ["2026-12-24"]'),
            "version[1].calendar.closure_days: It is a list of dates, as [2026-12-24, 2026-12-31].",
        ),
        (
            version("[version.timers]", "wrong_pins = 0"),
            "version[1].timers.wrong_pins: It is between 1 and 1000.",
        ),
        (version("timers = 3"), "version[1].timers: It is a table."),
        (version(begins='"2026-04-01"'), NO_DATE),
        (version(begins="2026-04-01T09:00:00"), NO_DATE),
        ("[[version]]\n", "version[1].from: Say from which day it holds."),
        ("version = 3\n", "version: It is a list of tables with a `from` each: [[version]]."),
        (
            version() + version(begins="2026-04-01"),
            "version[2].from: It is not after 2026-04-01.",
        ),
        (
            version() + version(begins="2026-03-01"),
            "version[2].from: It is not after 2026-04-01.",
        ),
        (
            version("[version.timers]", "answers_stale_after_minutes = 5"),
            "version[1].timers.restricted_stale_after_minutes: Answers go stale earlier in a"
            " restricted part than elsewhere (timers.answers_stale_after_minutes).",
        ),
    ],
)
def test_a_fault_is_told_in_plain_words_with_the_name_of_its_key(told: str, fault: str) -> None:
    assert faults_of(told) == [fault]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    told = version("[version.timers]", "wrong_pins = 0", "legs = 3", "[version.colours]")
    assert len(faults_of(told)) == 3


def test_a_contradiction_with_the_default_of_one_country_alone_is_a_fault_too() -> None:
    [fault] = faults_of(version("[version.lengths]", "review_later_months = 2"))
    assert fault.startswith("version[1].lengths.review_first_months")


@pytest.mark.parametrize("content", [b"a = ", b"\xff", b"[[version]]\nfrom = 2026-02-30\n"])
def test_what_is_not_toml_is_said_so(content: bytes) -> None:
    with pytest.raises(RulesRefused, match=r"rules\.toml: it is not TOML"):
        parse_rules(content, "rules.toml", TODAY)


def test_a_file_that_is_not_there_is_refused_and_the_schedule_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulesRefused, match="retention schedule"):
        read_rules(tmp_path / "local_rules.toml", TODAY)


# ---------------------------------------------------------------- retention


NO_PERIOD = "retention[1].record: Say how long: years, months or days."
NO_SCHEDULE = "retention: There is no schedule that holds today: write one, it has no default."


@pytest.mark.parametrize(
    ("kept", "fault"),
    [
        ("", NO_SCHEDULE),
        (KEPT.replace("2020-01-01", "2026-11-22"), NO_SCHEDULE),
        (
            "[retention.record]\nyears = 35\n",
            "retention: It is a list of tables with a `from` each: [[retention]].",
        ),
        (
            "[[retention]]\nfrom = 2020-01-01\n",
            "retention[1].record: Say how long the approved record is kept: no default.",
        ),
        (
            KEPT.replace('counts_from = "last_contact"', ""),
            "retention[1].record.counts_from: It is missing: one of "
            + ", ".join(f'"{each}"' for each in Trigger)
            + ".",
        ),
        (
            KEPT.replace("years = 35", ""),
            "retention[1].record: Say how long: years, months or days.",
        ),
        (KEPT.replace("years", "yaers"), "retention[1].record.yaers: There is no such key."),
        (
            KEPT + "[retention.media]\ndays = 1\n",
            "retention[1].media: There is no such class of records.",
        ),
        (
            KEPT + '[retention.drafts]\ndays = 1\ncounts_from = "approval"\n',
            "retention[1].drafts: Draft notes are destroyed on approval or at the next_review,"
            " and not later.",
        ),
    ],
)
def test_without_a_whole_schedule_for_today_there_is_no_start(kept: str, fault: str) -> None:
    assert fault in faults_of("", kept)


def test_a_schedule_has_the_proposed_periods_where_it_says_nothing() -> None:
    more = '[retention.answers]\ndays = 30\ncounts_from = "approval"\nthen = "review"\n'
    told = parse_rules((KEPT + more).encode(), "rules.toml", TODAY).schedule_on(TODAY)
    assert told.of(RecordClass.RECORD) == Keep(Trigger.LAST_CONTACT, years=35)
    assert told.of(RecordClass.AUDIT) == told.of(RecordClass.RECORD)
    assert (told.of(RecordClass.ANSWERS).days, told.of(RecordClass.ANSWERS).then) == (30, "review")
    assert told.of(RecordClass.TECHNICAL) == DEFAULTS[RecordClass.TECHNICAL]


def test_todays_schedule_and_not_that_of_the_booking_holds_for_everything_kept() -> None:
    later = KEPT.replace("2020", "2026").replace("35", "25")
    book = parse_rules((KEPT + later).encode(), "rules.toml", TODAY)
    days = (date(2025, 1, 1), TODAY)
    assert [book.schedule_on(day).of(RecordClass.RECORD).years for day in days] == [35, 25]


# ---------------------------------------------------------------- the demo


def test_the_demo_brings_rules_of_its_own_and_changes_none_that_are_there(tmp_path: Path) -> None:
    place = tmp_path / "local_rules.toml"
    write_demo_rules(place)
    assert place.read_bytes() == DEMO_RULES.read_bytes()
    assert place.stat().st_mode & 0o777 == 0o600
    rules = read_rules(place, TODAY).rules_on(TODAY, Jurisdiction.ENGLAND)
    assert rules == national_rules(Jurisdiction.ENGLAND)
    place.write_text(KEPT)
    write_demo_rules(place)
    assert place.read_text() == KEPT


async def test_a_conference_is_booked_by_the_rules_of_its_day(house: House) -> None:
    told = version("[version.timers]", "answers_stale_after_minutes = 40", begins="1970-01-01")
    kept = KEPT.replace("2020", "1970")
    rules = parse_rules((told + kept).encode(), "rules.toml", TODAY)
    house.office = replace(house.office, rules=rules)
    state = await (await house.book()).state()
    assert state.rules.answers_stale_after == 40 * MINUTE
    assert (state.local.version, state.local.is_fixed) == (date(1970, 1, 1), True)


async def test_a_description_has_figures_of_its_own_and_they_are_what_is_fixed(
    house: House,
) -> None:
    described = Description.model_validate(
        {
            **FAMILY.model_dump(mode="json", exclude_none=True),
            "policy": {"shown_lost_after_seconds": 1},
            "case": {
                "jurisdiction": "wales",
                "kind": "review",
                "children": [{"name": "Isla"}],
                "review_months": 5,
                "other_agencies_min": 0,
                "bank_holidays": ["2026-12-28"],
            },
        }
    )
    state = await (await house.book(described)).state()
    assert state.rules.shown_lost_after == SECOND
    case = state.decisions.case
    assert case is not None
    assert (case.settings.review_months, case.quorum.other_agencies_min) == (5, 0)
    assert case.bank_holidays == {date(2026, 12, 28)}
    rules = state.local.rules
    assert rules.lengths.review_later_months == 5
    assert rules.timers.shown_lost_after_seconds == 1
    assert (state.local.jurisdiction, rules.lengths.record_working_days) == ("wales", 20)
