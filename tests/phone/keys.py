"""What a person does with the keys of a telephone, and what they hear, by the prompts' names."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import anyio
import numpy as np

from app.prompts.place import BUILT
from tests.callers.call import Call
from tests.callers.ears import level
from tests.callers.sounds import from_wav
from tests.phone import listening

ALL_CLEAR = "112221"
CLIP_PATIENCE = 25.0
SPOKEN = 1000
"""Of 32,767: no noise of the line is as loud."""
BEFORE = 10.0
"""Seconds of which is told, too, what was heard when a prompt did not come."""


def clip(name: str, language: str = "en") -> Path:
    return BUILT / language / f"{name}.wav"


async def hears(caller: Call, name: str, within: float = CLIP_PATIENCE) -> float:
    """Wait until this prompt has been spoken; gives when."""
    try:
        return await listening.hears(caller, from_wav(clip(name)), within)
    except TimeoutError:
        said = was_told(caller, within + BEFORE)
        raise AssertionError(f"{name} was not spoken within {within} s, but:\n{said}") from None


async def hears_a_voice(caller: Call, since: float) -> None:
    """As anybody does before they press a key: they wait until somebody speaks to them."""
    with anyio.fail_after(CLIP_PATIENCE):
        while not np.any(np.abs(caller.ears.sound(since=since)) > SPOKEN):
            await caller.pause(20)


def was_told(caller: Call, seconds: float) -> str:
    """What the last seconds of a call said, for whoever has to find out why a journey failed."""
    heard = caller.ears.sound(since=monotonic() - seconds)
    return listening.read_aloud(listening.transcript(heard, listening.clips("en", "cy")))


@asynccontextmanager
async def hearing(caller: Call, *names: str, within: float = CLIP_PATIENCE) -> AsyncGenerator[None]:
    """These prompts are spoken, in any order, while the block runs or soon after it."""
    async with anyio.create_task_group() as tasks:
        for name in names:
            tasks.start_soon(partial(hears, caller, name, within))
        yield


async def gives_pin(caller: Call, pin: str) -> None:
    """As somebody who has done it before: nobody has to hear a prompt to its end."""
    await caller.pause(500)
    await caller.dial("1", ms=80, gap_ms=60)
    async with hearing(caller, "welcome"):
        await caller.dial(pin, ms=80, gap_ms=60)


async def answers(caller: Call, keys: str = ALL_CLEAR) -> None:
    """The six questions, from the end of the first."""
    await hears(caller, "ask-safe", within=40)
    async with hearing(caller, "questions-done"):
        await caller.dial(keys, ms=80, gap_ms=200)


async def answers_over_it(caller: Call, keys: str = ALL_CLEAR) -> None:
    """The same by somebody who does not wait for a question's end; their PIN was right."""
    async with hearing(caller, "questions-done"):
        await caller.pause(300)
        await caller.dial(keys, ms=80, gap_ms=200)


async def answers_again(caller: Call, keys: str = ALL_CLEAR) -> None:
    await hears(caller, "questions-again")
    await answers_over_it(caller, keys)


STEADY_DB = -38.0
"""A tone that goes on is louder than this, also under a prompt; of speech no one frequency is."""


def heard_tones(caller: Call, since: float, wanted: Iterable[float]) -> set[float]:
    """Which of these tones the caller has heard since then, all the time."""
    sound = caller.ears.sound(since=since)
    return {hz for hz in wanted if level(sound, hz) > STEADY_DB}
