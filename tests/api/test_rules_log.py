"""Changes of the local rules are kept, and the rules of a day printed."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.domain.ids import Micros
from app.rules_log import FILE_NAME, ChangesBroken, note_change, read_changes
from tests.api.test_local_rules import KEPT, version

TODAY = date(2026, 11, 21)


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
