"""Recordings by people: a good one wins over the built clip, a faulty one is named."""

import wave
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.prompts.loudness import levelled
from app.prompts.recordings import faults, first_good, missing, not_recorded, script
from app.prompts.sound import RATE, Samples, as_pcm, write_wav
from app.prompts.words import prompts
from tests.prompts.sayings import SAYINGS, clip


def recorded(folder: Path, name: str, samples: Samples) -> Path:
    file = folder / f"{name}.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_wav(file, samples)
    return file


def speech() -> Samples:
    """Noise that comes and goes like syllables, at the right level."""
    noise = np.random.default_rng(7).normal(0, 0.1, 2 * RATE)
    return levelled(noise * (1 + np.sin(8 * np.pi * np.arange(2 * RATE) / RATE)))


def test_a_recording_wins_over_the_built_clip_and_only_where_it_is(
    tmp_path: Path, clips: Path
) -> None:
    mine = recorded(tmp_path, "en/alone", speech())
    assert first_good([tmp_path, clips], "en/alone") == mine
    assert first_good([tmp_path, clips], "cy/alone") == clips / "cy" / "alone.wav"


def test_a_recording_of_the_wrong_form_loses_to_the_built_clip(tmp_path: Path, clips: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "alone.wav").write_bytes(b"not a sound")
    assert first_good([tmp_path, clips], "en/alone") == clips / "en" / "alone.wav"


def test_a_clip_that_no_folder_has_is_missing(tmp_path: Path, clips: Path) -> None:
    assert missing([tmp_path, clips], SAYINGS) == []
    assert "cy/waiting" in missing([tmp_path], SAYINGS)


@pytest.mark.parametrize(
    ("samples", "says"),
    [
        (np.zeros(RATE), "silent"),
        (speech() * 0.3, "too quiet"),
        (np.clip(speech() * 5, -1, 1), "clipped"),
        (np.sign(speech()) * 0.7, "too loud"),
    ],
)
def test_a_recording_that_is_not_fit_to_be_heard_is_named(
    samples: Samples, says: str, tmp_path: Path
) -> None:
    recorded(tmp_path, "en/alone", samples)
    (found,) = faults(tmp_path, SAYINGS)
    assert found.clip == "en/alone"
    assert says in found.says


@pytest.mark.parametrize(("channels", "width", "rate"), [(2, 2, RATE), (1, 1, RATE), (1, 2, 8000)])
def test_a_recording_of_the_wrong_form_is_named(
    channels: int, width: int, rate: int, tmp_path: Path
) -> None:
    (tmp_path / "cy").mkdir()
    with wave.open(str(tmp_path / "cy" / "yes.wav"), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(as_pcm(speech()))
    (found,) = faults(tmp_path, SAYINGS)
    assert f"{rate} Hz, {channels} channel" in found.says


def test_a_recording_under_a_name_that_no_prompt_has_is_named(tmp_path: Path) -> None:
    recorded(tmp_path, "en/wellcome", speech())
    (found,) = faults(tmp_path, SAYINGS)
    assert found.clip == "en/wellcome"


def test_a_good_recording_has_no_fault_and_what_is_not_recorded_is_listed(tmp_path: Path) -> None:
    recorded(tmp_path, "en/alone", speech())
    assert list(faults(tmp_path, SAYINGS)) == []
    assert "en/alone" not in not_recorded(tmp_path, SAYINGS)
    assert "cy/alone" in not_recorded(tmp_path, SAYINGS)


def test_a_built_clip_would_pass_as_a_recording(clips: Path, tmp_path: Path) -> None:
    recorded(tmp_path, "cy/waiting", clip(clips, "cy/waiting"))
    assert list(faults(tmp_path, SAYINGS)) == []


def test_the_script_has_a_line_with_the_words_of_every_clip() -> None:
    lines = list(script(SAYINGS))
    assert "cy/minutes-5.wav\tpum munud" in lines
    assert len(lines) == sum(len(words) + 1 for words in SAYINGS.values())


def test_the_command_says_whether_all_is_there_and_what_is_wrong(tmp_path: Path) -> None:
    tried = CliRunner()
    assert tried.invoke(cli, ["prompts", "check"]).exit_code == 0
    recorded(tmp_path, "en/wait", np.zeros(RATE))
    found = tried.invoke(cli, ["prompts", "check", "--recordings", str(tmp_path)])
    assert found.exit_code == 1
    assert "en/wait: silent" in found.output


def test_the_command_prints_the_catalogues_words_to_be_read() -> None:
    told = CliRunner().invoke(cli, ["prompts", "check", "--script"])
    assert told.exit_code == 0
    assert told.output.splitlines() == list(script(prompts()))
