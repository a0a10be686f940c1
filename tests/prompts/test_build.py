"""The clips are made once, again when their words change, and in the same way each time."""

from pathlib import Path

import numpy as np
import pytest

from app.prompts.build import DIGESTS, build, digests
from app.prompts.voice import Speechless, spoken
from app.prompts.words import Prompts

YES: Prompts = {"en": {"yes": "Yes.", "no": "No."}, "cy": {"yes": "Ie.", "no": "Nage."}}


def test_what_is_up_to_date_is_not_made_again(tmp_path: Path) -> None:
    assert sorted(build(tmp_path, YES)) == sorted(digests(YES))
    assert build(tmp_path, YES) == []


def test_only_a_clip_whose_words_changed_is_made_again(tmp_path: Path) -> None:
    build(tmp_path, YES)
    before = (tmp_path / "en" / "yes.wav").read_bytes()
    changed: Prompts = {**YES, "en": {"yes": "Yes, please.", "no": "No."}}
    assert build(tmp_path, changed) == ["en/yes"]
    assert (tmp_path / "en" / "yes.wav").read_bytes() != before


def test_a_clip_that_was_lost_is_made_again(tmp_path: Path) -> None:
    build(tmp_path, YES)
    (tmp_path / "cy" / "no.wav").unlink()
    assert build(tmp_path, YES) == ["cy/no"]


def test_a_build_that_was_cut_short_is_done_again(tmp_path: Path) -> None:
    """The digests are written last, so that what they vouch for is there."""
    build(tmp_path, YES)
    (tmp_path / DIGESTS).unlink()
    assert sorted(build(tmp_path, YES)) == sorted(digests(YES))


def test_a_clip_whose_words_are_gone_is_removed(tmp_path: Path) -> None:
    build(tmp_path, YES)
    build(tmp_path, {"en": {"yes": "Yes."}, "cy": {"yes": "Ie."}})
    assert not (tmp_path / "en" / "no.wav").exists()
    assert (tmp_path / "en" / "yes.wav").exists()


def test_no_prompt_may_take_the_name_of_a_tone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="wait"):
        build(tmp_path, {"en": {"wait": "Please wait."}})


def test_each_language_has_a_voice_of_its_own() -> None:
    assert not np.array_equal(spoken("llan", "en"), spoken("llan", "cy"))


def test_words_without_a_sound_are_an_error_and_no_empty_clip() -> None:
    with pytest.raises(Speechless):
        spoken("", "en")
