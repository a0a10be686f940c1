"""Every clip says its words, at the stated level: those of the catalogue, as built."""

from pathlib import Path

import numpy as np
import pytest

from app.pages.catalogue import LANGUAGES, Catalogue
from app.prompts.build import build, clip_of, digests, stale
from app.prompts.loudness import LEVEL_LUFS, PEAK, loudness
from app.prompts.place import BUILT
from app.prompts.recordings import is_clipped, missing, sound_fault
from app.prompts.sound import RATE, as_pcm, without_silence
from app.prompts.tones import READY_DBFS, WAIT_DBFS, tones
from app.prompts.words import CannotBeSpoken, Prompts, prompts, spoken_words
from tests.prompts.sayings import SAYINGS, clip, is_plausible

STEP = 1 / 32768


@pytest.fixture(params=["tests", "catalogue"])
def kept(request: pytest.FixtureRequest, clips: Path) -> tuple[Path, Prompts]:
    """A folder of clips, and the words that they are to say."""
    return (clips, SAYINGS) if request.param == "tests" else (BUILT, prompts())


def test_every_prompt_exists_in_both_languages() -> None:
    names = [set(prompts()[language]) for language in LANGUAGES]
    assert names[0] == names[1]


def test_every_prompt_has_its_clip_and_no_clip_is_stale(kept: tuple[Path, Prompts]) -> None:
    folder, wanted = kept
    assert missing([folder], wanted) == []
    assert stale(folder, digests(wanted)) == [], "python -m app.prompts.build"


def test_a_clip_lasts_about_as_long_as_its_words(kept: tuple[Path, Prompts]) -> None:
    folder, wanted = kept
    odd = [
        f"{language}/{name}"
        for language in wanted
        for name, words in wanted[language].items()
        if not is_plausible(words, clip(folder, f"{language}/{name}"))
    ]
    assert odd == []


def test_a_clip_of_half_its_words_or_of_twice_as_many_is_found(clips: Path) -> None:
    waiting = SAYINGS["en"]["waiting"]
    samples = clip(clips, "en/waiting")
    assert is_plausible(waiting, samples)
    assert not is_plausible(3 * waiting, samples)
    assert not is_plausible(waiting[: len(waiting) // 4], samples)


def test_every_spoken_clip_has_the_stated_level_and_no_clipped_peak(
    kept: tuple[Path, Prompts],
) -> None:
    folder, wanted = kept
    for language, name in [(each, name) for each in wanted for name in wanted[each]]:
        samples = clip(folder, f"{language}/{name}")
        assert loudness(samples) == pytest.approx(LEVEL_LUFS, abs=1), name
        assert np.abs(samples).max() <= PEAK + STEP, name
        assert not is_clipped(samples), name
        assert sound_fault(samples) is None, name


def test_words_are_near_both_ends_of_a_clip_with_a_short_silence_around(clips: Path) -> None:
    for language, name in [(each, name) for each in SAYINGS for name in SAYINGS[each]]:
        samples = clip(clips, f"{language}/{name}")
        around = len(samples) - len(without_silence(samples))
        assert around / RATE == pytest.approx(0.16, abs=0.02)
        assert not samples[: int(0.07 * RATE)].any()


def test_no_prompt_is_the_same_sound_in_both_languages(kept: tuple[Path, Prompts]) -> None:
    folder, wanted = kept
    for name in wanted["en"]:
        english, welsh = (clip(folder, f"{language}/{name}") for language in ("en", "cy"))
        assert not np.array_equal(english, welsh), name


def test_every_clip_says_the_words_of_the_catalogue(kept: tuple[Path, Prompts]) -> None:
    """Said again now, the words give the same samples: a clip of older words would not."""
    folder, wanted = kept
    for name in digests(wanted):
        assert as_pcm(clip(folder, name)) == as_pcm(clip_of(wanted, name)), name


def test_a_clip_of_older_words_is_found_by_saying_them_again(clips: Path) -> None:
    older: Prompts = {**SAYINGS, "en": {**SAYINGS["en"], "yes": "No."}}
    assert as_pcm(clip(clips, "en/yes")) != as_pcm(clip_of(older, "en/yes"))
    assert "en/yes" in stale(clips, digests(older))


def test_what_was_said_before_changes_nothing_in_a_clip(tmp_path: Path, clips: Path) -> None:
    backwards: Prompts = {
        each: dict(reversed(list(SAYINGS[each].items()))) for each in ("cy", "en")
    }
    build(tmp_path, backwards)
    for name in digests(SAYINGS):
        again, before = ((f / f"{name}.wav").read_bytes() for f in (tmp_path, clips))
        assert again == before, name


def test_tones_are_soft_short_and_the_same_in_both_languages(clips: Path) -> None:
    for name in tones():
        assert np.array_equal(clip(clips, f"en/{name}"), clip(clips, f"cy/{name}"))
    wait, ready, pause = (clip(clips, f"en/{name}") for name in ("wait", "ready", "pause"))
    powers = [10 * np.log10(np.mean(sound**2)) for sound in (wait, ready)]
    assert powers == pytest.approx([WAIT_DBFS, READY_DBFS], abs=0.1)
    assert len(wait) / RATE == pytest.approx(0.6)
    assert not pause.any()
    assert len(pause) / RATE == pytest.approx(0.4)
    for sound in (wait, ready):
        assert np.abs(np.diff(sound)).max() < 0.03, "it clicks"


@pytest.mark.parametrize("words", ["Wait {minutes} minutes.", " ", {"one": "a", "other": "b"}])
def test_words_with_a_value_or_several_forms_are_no_prompt(words: str | dict[str, str]) -> None:
    with pytest.raises(CannotBeSpoken, match=r"phone\.wrong"):
        spoken_words(Catalogue("en", {"phone.wrong": words}))


def test_only_the_catalogues_words_for_the_telephone_are_spoken() -> None:
    found = spoken_words(Catalogue("en", {"page.skip": "Skip", "phone.yes": "Yes."}))
    assert found == {"yes": "Yes."}
