"""A small catalogue of the tests' own, and clips made of it."""

from collections.abc import Mapping
from pathlib import Path

from app.pages.catalogue import Language
from app.prompts.sound import RATE, Samples, read_wav

SAYINGS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "welcome": "Hello. For English, press 1.",
        "alone": "Are you on your own? Press 1 for yes, or 2 for no.",
        "waiting": "You are in the waiting room. Nobody can hear you. Please stay on the line.",
        "minutes-5": "five minutes",
        "yes": "Yes.",
    },
    "cy": {
        "welcome": "Helô. Am Gymraeg, pwyswch 2.",
        "alone": "Ydych chi ar eich pen eich hun? Pwyswch 1 am ydw, neu 2 am nac ydw.",
        "waiting": "Rydych chi yn yr ystafell aros. Ni all neb eich clywed. Arhoswch ar y lein.",
        "minutes-5": "pum munud",
        "yes": "Oes.",
    },
}

LEAST_A_SECOND, MOST_A_SECOND = 5, 22
"""Letters and signs of clear speech; a single short word has few of them."""


def clip(folder: Path, name: str) -> Samples:
    return read_wav(folder / f"{name}.wav")


def is_plausible(words: str, samples: Samples) -> bool:
    """A calm voice needs about this long; digits are said as words."""
    spoken = sum(4 if sign.isdigit() else 1 for sign in words)
    seconds = len(samples) / RATE
    return spoken / MOST_A_SECOND < seconds < 0.6 + spoken / LEAST_A_SECOND
