"""What a person does with the keys of a telephone, and what they hear, by the prompts' names."""

from collections.abc import Iterable
from pathlib import Path

from app.prompts.place import BUILT
from tests.callers.caller import Caller
from tests.callers.ears import tones
from tests.callers.sounds import from_wav

ALL_CLEAR = "112221"
CLIP_PATIENCE = 25.0


def clip(name: str, language: str = "en") -> Path:
    return BUILT / language / f"{name}.wav"


async def hears(caller: Caller, name: str, within: float = CLIP_PATIENCE) -> float:
    """Wait until this prompt has been spoken; gives when."""
    try:
        return await caller.hears(clip(name), within)
    except TimeoutError:
        raise AssertionError(f"{name} was not spoken within {within} s") from None


async def gives_pin(caller: Caller, pin: str) -> None:
    """From the greeting to the welcome."""
    await hears(caller, "choose-language")
    await caller.dial("1", ms=80, gap_ms=60)
    await hears(caller, "pin-please")
    await caller.dial(pin, ms=80, gap_ms=60)
    await hears(caller, "welcome")


async def answers(caller: Caller, keys: str = ALL_CLEAR) -> None:
    """The six questions, each heard to its end."""
    names = ("safe", "alone", "others", "child", "loudspeaker", "recording")
    for name, key in zip(names, keys, strict=True):
        await hears(caller, f"ask-{name}", within=40)
        await caller.dial(key, ms=80, gap_ms=60)
    await hears(caller, "questions-done")


def heard_tones(
    caller: Caller, since: float, wanted: Iterable[float], seconds: float = 1.0
) -> set[float]:
    """Which of these tones the caller has heard in the last while."""
    sound = caller.ears.sound(since=since)
    found = tones(sound, above_db=-50.0)
    return {hz for hz in wanted if any(abs(hz - each) < 6 for each in found)}


def length(name: str) -> float:
    """Seconds that a prompt lasts."""
    return len(from_wav(clip(name))) / 8000
