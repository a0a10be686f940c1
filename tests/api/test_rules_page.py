"""The operator's page names every local rule, so that it cannot rot."""

import re
from datetime import date
from pathlib import Path

from app.domain.case.codes import Jurisdiction
from app.domain.local_rules.figures import figures_of
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.retention import RecordClass
from app.local_rules import parse_rules

TODAY = date(2026, 11, 21)
PAGE = (Path(__file__).parents[2] / "docs" / "local-rules.md").read_text()


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
