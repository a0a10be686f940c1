"""The player finds what differs, and says where a file cannot be played."""

from pathlib import Path

import anyio
import pytest

from app.play.compare import checks
from app.play.file import Unplayable
from app.play.player import Played, play, read
from app.play.report import lines
from tests.fakes import MemoryEventStore, MemoryTexts
from tests.play.conftest import S1, S2, S3, played


def changed(path: Path, folder: Path, old: str, new: str) -> Path:
    """The file with one place of it otherwise."""
    text = path.read_text()
    assert old in text
    other = folder / "changed.yaml"
    other.write_text(text.replace(old, new, 1))
    return other


def differences(path: Path, other: Path) -> list[str]:
    """Between what was played from one file and what another expects of it."""
    before = played(path)
    compared = checks(read(other).expect, before.found, before.performance)
    return [check.name for check in compared if not check.passed]


def told(path: Path) -> Played:
    return anyio.run(play, read(path), MemoryEventStore(), MemoryTexts())


@pytest.mark.parametrize(
    ("path", "old", "new", "difference"),
    [
        (
            S2,
            "    heard_in_part: [mother]\n",
            "    heard_in_part: [mother, school]\n",
            "ledger L18 heard_in_part",
        ),
        (S2, 'at: "14:49:10"\n    quorate: true', 'at: "14:49:10"\n    quorate: false', "quorum 3"),
        (S2, "stub_sections: [mother_health]", "stub_sections: []", "copies father stub_sections"),
        (S2, "lines_missed: [L18]", "lines_missed: [L17]", "incidents 4 call_drop"),
        (
            S2,
            'at: "14:12:20"\n    type: safe_phrase_given',
            'at: "14:12:30"\n    type: safe_phrase_given',
            "restricted_audit 14:12:30 safe_phrase_given",
        ),
        (S1, "final_state: closed", "final_state: adjourned", "final_state"),
        (
            S1,
            "audit_must_include: [pre_meeting_end,",
            "audit_must_include: [break_asked,",
            "audit_must_include break_asked",
        ),
        (
            S3,
            "copy_to: [chair, minute_taker, sw, midwife, police, school, gp, mother],",
            "copy_to: [chair, minute_taker, sw, midwife, police, school, mother],",
            "actions A2",
        ),
    ],
)
def test_one_wrong_expectation_is_one_difference(
    tmp_path: Path, path: Path, old: str, new: str, difference: str
) -> None:
    assert differences(path, changed(path, tmp_path, old, new)) == [difference]


def test_what_the_service_would_not_do_is_a_difference_with_its_line(tmp_path: Path) -> None:
    """The father's brother is still there when the file has him let in."""
    old = 'at: "11:18:20"\n  type: safety_recheck'
    other = changed(S1, tmp_path, old, 'at: "11:18:20"\n  type: ground_truth')
    wrong = told(other)
    (refused,) = [check for check in wrong.failed if check.name == "timeline admit"]
    assert refused.found == "answers-needed"
    assert other.read_text().splitlines()[refused.line - 1].endswith('at: "11:18:30"')


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("type: role_reminder", "type: role_warning", "role_warning is no type of event"),
        ("moves: {mother: held}", "moves: {mother: cupboard}", "cupboard is no zone"),
        ("who: [solicitor]", "who: [cousin]", "cousin is no person"),
        (
            "type: section_open, by: chair, section: progress",
            "type: section_open, section: other",
            "other is no section",
        ),
        ("code: not_safe", "code: perhaps", "perhaps"),
        ("shape: cpc-scenario/1", "shape: cpc-scenario/2", "the shape is not"),
        ("text: Purpose set out.", "text: [Purpose", "not YAML"),
    ],
)
def test_what_cannot_be_played_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    other = changed(S2, tmp_path, old, new)
    with pytest.raises(Unplayable) as refused:
        told(other)
    assert said in str(refused.value)
    assert str(refused.value).startswith("Line ")


def test_an_unknown_type_is_named_with_the_line_of_its_event(tmp_path: Path) -> None:
    other = changed(S2, tmp_path, "type: role_reminder", "type: role_warning")
    line = next(
        number
        for number, text in enumerate(other.read_text().splitlines(), start=1)
        if "role_warning" in text
    )
    with pytest.raises(Unplayable, match=f"Line {line - 1}: "):
        read(other)


def test_an_unknown_key_is_a_warning_and_nothing_else(tmp_path: Path) -> None:
    other = changed(S3, tmp_path, "medium: room_host", "medium: room_host, colour: blue")
    performance = told(other)
    assert not performance.failed
    (warning,) = performance.scenario.warnings
    assert "colour" in warning
    assert next(iter(lines(performance))).startswith("warning: Line ")


def test_a_key_that_is_there_twice_is_no_choice_of_the_last(tmp_path: Path) -> None:
    other = changed(S3, tmp_path, "medium: room_host", "medium: room_host, medium: browser")
    with pytest.raises(Unplayable, match="medium is there twice"):
        read(other)
