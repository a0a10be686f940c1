"""Clips without words. Soft, of one frequency at a time: no key of a telephone sounds like them."""

import numpy as np

from app.prompts.sound import RATE, Samples

WAIT_DBFS = -30.0
"""Played every ten seconds to somebody who waits: not lost, and never startled."""
READY_DBFS = -24.0
SOFT_SECONDS = 0.04
"""A note comes and goes in this time, so that it never clicks."""


def tones() -> dict[str, Samples]:
    """By their names, which no spoken clip may have."""
    return {
        "pause": np.zeros(int(0.4 * RATE)),
        "wait": _at(WAIT_DBFS, np.concatenate([_note(523, 523, 0.3), _note(440, 440, 0.3)])),
        "ready": _at(READY_DBFS, _note(440, 660, 0.25)),
    }


def _note(first_hz: float, last_hz: float, seconds: float) -> Samples:
    count, soft = int(seconds * RATE), int(SOFT_SECONDS * RATE)
    sound = np.sin(2 * np.pi * np.cumsum(np.linspace(first_hz, last_hz, count)) / RATE)
    rise = (1 - np.cos(np.pi * np.arange(soft) / soft)) / 2
    sound[:soft] *= rise
    sound[-soft:] *= rise[::-1]
    return sound


def _at(dbfs: float, sound: Samples) -> Samples:
    """With this power over its whole length; 0 dBFS is that of a square wave of full scale."""
    return sound * (10 ** (dbfs / 20) / np.sqrt(np.mean(sound**2)))
