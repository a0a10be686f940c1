"""`quorate play` into both kinds of stores, and what it says."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.db.database import restricted_beside

SCENARIOS = Path(__file__).parent.parent / "play" / "scenarios"
S1, S2, S3 = sorted(SCENARIOS.glob("*.yaml"))


def played(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["play", *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("path", [S1, S2], ids=lambda path: path.stem[:2])
def test_a_scenario_passes_on_every_store(url: str, path: Path) -> None:
    code, said, wrong = played(str(path), "--database", url, "--restricted", restricted_beside(url))
    assert wrong == ""
    assert said.splitlines()[-1].endswith(" passed, 0 failed")
    assert code == 0


def test_without_a_database_one_is_made_and_thrown_away() -> None:
    code, said, _ = played(str(S3), "--json")
    found = json.loads(said)
    assert (code, found["failed"]) == (0, 0)
    assert found["passed"] == len(found["checks"])
    assert all(check["passed"] for check in found["checks"])


def test_a_difference_is_printed_with_what_was_expected_and_found(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(S3.read_text().replace("outcome: no_plan", "outcome: plan_made", 1))
    code, said, _ = played(str(other))
    assert code == 1
    assert "FAIL  decisions mabli_child" in said
    assert "refused" in said or "found" in said


@pytest.mark.parametrize("text", ["shape: other\n", "[", "shape: cpc-scenario/1\n"])
def test_what_is_no_scenario_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(text)
    code, said, wrong = played(str(other))
    assert (code, said) == (2, "")
    assert len(wrong.splitlines()) == 1


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    code, _, wrong = played(str(tmp_path / "none.yaml"))
    assert code == 2
    assert "cannot be read" in wrong
