"""The first scenario at real pages, from the lobby to its closed part: who could hear each line."""

import json
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from app.play.file import Scenario, rows
from app.play.results import Found
from bench.support.service import Quorate, running
from tests.journeys.split import (
    differences,
    ledger_of,
    lines_of,
    scenario,
    write_conference,
)
from tests.journeys.split_run import run, seated

pytestmark = pytest.mark.browser

AT_PAGES = ("mother", "police")

KEPT = os.environ.pop("QUORATE_PICTURES", None)
"""Taken away: the service refuses to start with a setting of such a name that it does not know."""


@pytest.fixture
def told() -> Scenario:
    return scenario()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """One of each page at each stage is kept here."""
    folder = tmp_path / "pictures" if KEPT is None else Path(KEPT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def service(tmp_path: Path, told: Scenario) -> Generator[Quorate]:
    with running(tmp_path / "data", spec=write_conference(told, tmp_path)) as started:
        yield started


async def test_a_conference_held_in_parts_leaves_the_ledger_that_was_foretold(
    told: Scenario, service: Quorate, browser: Browser, pictures: Path
) -> None:
    async with seated(told, service, browser, AT_PAGES, pictures) as play:
        await run(play)
    ledger = await ledger_of(service, told)
    assert [row["line"] for row in ledger] == lines_of(told)
    assert differences(told, ledger) == []


def test_a_row_that_is_not_as_foretold_is_named(told: Scenario) -> None:
    expected = rows(told.expect.get("ledger"))[: len(lines_of(told))]
    found: list[Found] = [json.loads(json.dumps(row)) for row in expected]
    assert differences(told, found) == []
    for row in found:
        of_line = str(row["line"])
        for key in ("section", "speaker", "heard", "heard_in_part"):
            wrong: Found = {**row, key: ["nobody"]}
            [difference] = differences(told, [wrong])
            assert difference.startswith(f"{of_line} {key}: ")
