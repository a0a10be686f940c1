"""The file of local rules: what may be in it, how it is refused, and the log of its changes."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.demo.description import Description
from app.demo.rules import DEMO_RULES, write_demo_rules
from app.domain.case.codes import Jurisdiction
from app.domain.ids import MINUTE, SECOND, Micros
from app.domain.local_rules.book import RulesBook
from app.domain.local_rules.codes import StrategyDiscussion, Trigger
from app.domain.local_rules.figures import figures_of
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.retention import DEFAULTS, Keep, RecordClass
from app.local_rules import RulesRefused, parse_rules, read_rules
from app.rules_log import FILE_NAME, ChangesBroken, note_change, read_changes
from tests.api.house import CHAIR, FAMILY, MOTHER, House

TODAY = date(2026, 11, 21)
KEPT = """
[[retention]]
from = 2020-01-01
[retention.record]
years = 35
counts_from = "last_contact"
"""
PAGE = (Path(__file__).parents[2] / "docs" / "local-rules.md").read_text()


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


# ---------------------------------------------------------------- changes


def test_only_a_change_is_kept_with_the_whole_file(tmp_path: Path) -> None:
    first = note_change(tmp_path, b"a", Micros(1))
    assert note_change(tmp_path, b"a", Micros(2)) is None
    second = note_change(tmp_path, b"b", Micros(3))
    assert first is not None
    assert second is not None
    assert read_changes(tmp_path) == [first, second]
    assert (second.seq, second.before, second.content) == (2, first.after, "b")
    assert note_change(tmp_path, b"a", Micros(4)) is not None
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("line", [0, 1])
@pytest.mark.parametrize("field", ["content", "at", "after", "prev_hash", "seq"])
def test_an_altered_change_is_found_out(tmp_path: Path, line: int, field: str) -> None:
    """The last line stands alone: what is after it would show it."""
    for number, content in enumerate([b"a", b"b", b"c"]):
        note_change(tmp_path, content, Micros(number))
    lines = (tmp_path / FILE_NAME).read_bytes().splitlines()
    told = json.loads(lines[line])
    told[field] = 77 if isinstance(told[field], int) else "f" * 64
    lines[line] = json.dumps(told).encode()
    (tmp_path / FILE_NAME).write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(ChangesBroken):
        read_changes(tmp_path)


def test_a_change_that_was_taken_out_is_found_out(tmp_path: Path) -> None:
    for number, content in enumerate([b"a", b"b", b"c"]):
        note_change(tmp_path, content, Micros(number))
    lines = (tmp_path / FILE_NAME).read_bytes().splitlines()
    (tmp_path / FILE_NAME).write_bytes(lines[0] + b"\n" + lines[2] + b"\n")
    with pytest.raises(ChangesBroken):
        read_changes(tmp_path)


# ---------------------------------------------------------------- printed


def shown(folder: Path, *words: str) -> list[str]:
    result = CliRunner().invoke(cli, ["rules", "show", "--data", str(folder), *words])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_the_rules_of_a_day_are_printed_and_what_the_authority_set_is_marked(
    tmp_path: Path,
) -> None:
    place = tmp_path / "local_rules.toml"
    place.write_text(version("[version.timers]", "wrong_pins = 5") + KEPT)
    note_change(tmp_path, place.read_bytes(), Micros(0))
    before, after = shown(tmp_path, "--on", "2026-03-31"), shown(tmp_path, "--on", "2026-04-01")
    assert "= timers.wrong_pins 3" in before
    assert "* timers.wrong_pins 5" in after
    assert "= lengths.record_working_days 15 (England), 20 (Wales)" in after
    assert "  retention.record 35 years from last_contact, then delete" in after
    assert after[-1].startswith("  1  1970-01-01")


def test_a_file_that_has_changed_since_the_last_start_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "local_rules.toml").write_text(KEPT)
    assert shown(tmp_path)[-1] == "  The file is not the one that the service last started with."


def test_a_file_with_a_fault_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "local_rules.toml").write_text("colour = 3\n" + KEPT)
    refused = CliRunner().invoke(cli, ["rules", "show", "--data", str(tmp_path)])
    assert refused.exit_code == 2
    assert "local_rules.toml: colour: There is no such key." in refused.stderr


# ---------------------------------------------------------------- the page for operators


def rows_of_the_page() -> dict[str, list[str]]:
    rows = re.findall(r"^\| `([a-z_.]+)` \|(.*)\|$", PAGE, re.MULTILINE)
    return {key: [cell.strip() for cell in cells.split("|")] for key, cells in rows}


def test_the_page_names_every_key_with_its_defaults() -> None:
    england, wales = (figures_of(national_rules(each)) for each in Jurisdiction)
    rows = rows_of_the_page()
    for ours, theirs in zip(england, wales, strict=True):
        cell = ours.value if ours == theirs else f"{ours.value}; Wales {theirs.value}"
        assert rows[ours.key][0] == (cell or "none"), ours.key


def test_the_page_names_no_key_that_is_not_there_and_a_source_for_each() -> None:
    known = {each.key for each in figures_of(national_rules(Jurisdiction.ENGLAND))}
    classes = {f"retention.{each}" for each in RecordClass}
    rows = rows_of_the_page()
    assert set(rows) == known | classes
    assert all(len(cells) == 3 and all(cells) for cells in rows.values())


def test_the_example_of_the_page_is_a_file_that_can_be_used() -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert parse_rules(example.encode(), "example", TODAY).versions


# ---------------------------------------------------------------- what a booking sends, over HTTP


CONDUCT: dict[str, object] = {
    "initial": True,
    "bank_holidays": ["2026-12-25"],
    "redate_within_working_days": 7,
    "signal_within_seconds": 3,
    "signal_lasts_minutes": 15,
}


async def test_the_chair_prepares_the_conduct_before_the_opening(house: House) -> None:
    booked = await house.book()
    chair, mother = await booked.join(CHAIR), await booked.join(MOTHER)
    assert (await mother.put("conduct", **CONDUCT)).status_code == 403
    assert (
        await chair.put("conduct", **{**CONDUCT, "signal_within_seconds": 0})
    ).status_code == 422
    assert (await chair.put("conduct", **CONDUCT)).status_code == 204
    told = (await booked.state()).halting
    assert (told.initial, told.redate_within) == (True, 7)
    assert (told.signal_within, told.signal_lasts) == (3 * SECOND, 15 * MINUTE)
    assert told.bank_holidays == {"2026-12-25"}
