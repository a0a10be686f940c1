"""The level is that of ITU-R BS.1770, peaks stay below the limit, and resampling adds nothing."""

import numpy as np
import pytest

from app.prompts.loudness import LEVEL_LUFS, PEAK, levelled, loudness
from app.prompts.sound import RATE, Samples, resampled, without_silence


def tone(hertz: float, seconds: float = 2, rate: int = RATE) -> Samples:
    return np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


@pytest.mark.parametrize(("dbfs", "lufs"), [(0, -3.01), (-20, -23.01), (-40, -43.01)])
def test_a_tone_of_997_hz_has_the_loudness_that_the_standard_gives(
    dbfs: float, lufs: float
) -> None:
    """BS.1770-4, annex 1: 0 dBFS in one channel is -3.01 LKFS."""
    assert loudness(tone(997) * 10 ** (dbfs / 20)) == pytest.approx(lufs, abs=0.02)


def test_low_tones_count_less_and_high_ones_more() -> None:
    assert loudness(tone(50)) < loudness(tone(997)) - 2
    assert loudness(tone(4000)) == pytest.approx(loudness(tone(997)) + 3.3, abs=0.3)


def test_silence_between_and_around_words_does_not_count() -> None:
    gap = np.zeros(3 * RATE)
    said = np.concatenate([gap, tone(997), gap, tone(997), gap])
    assert loudness(said) == pytest.approx(loudness(tone(997)), abs=0.5)


def test_silence_has_no_loudness() -> None:
    assert loudness(np.zeros(RATE)) == loudness(np.zeros(0)) == -np.inf


def test_a_sound_with_high_peaks_comes_to_the_level_without_passing_the_limit() -> None:
    noise = np.random.default_rng(4).normal(0, 0.02, 2 * RATE)
    noise[:: RATE // 4] = 0.9
    found = levelled(noise)
    assert np.abs(found).max() <= PEAK + 1e-9
    assert loudness(found) == pytest.approx(LEVEL_LUFS, abs=0.3)


@pytest.mark.parametrize("hertz", [300, 1000, 3400, 6500])
def test_resampling_keeps_a_tone_as_it_was(hertz: float) -> None:
    middle = slice(RATE // 2, -RATE // 2)
    found = resampled(tone(hertz, 2, 22050), 22050)[middle]
    assert np.abs(found - tone(hertz)[: 2 * RATE][middle]).max() < 0.01


@pytest.mark.parametrize("hertz", [8100, 9000, 10500])
def test_what_16_khz_cannot_hold_does_not_fold_back(hertz: float) -> None:
    found = resampled(tone(hertz, 2, 22050), 22050)[RATE // 2 : -RATE // 2]
    assert np.sqrt(np.mean(found**2)) < 10 ** (-60 / 20)


def test_only_the_silence_at_both_ends_is_taken_away() -> None:
    said = np.concatenate([tone(997, 0.5), np.zeros(RATE // 2), tone(997, 0.5)])
    around = np.zeros(RATE)
    found = without_silence(np.concatenate([around, said, around]))
    assert len(found) == pytest.approx(len(said), abs=0.02 * RATE)
