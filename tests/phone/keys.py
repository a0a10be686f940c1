"""What a person does with the keys of a telephone, and what they hear, by the prompts' names."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import anyio
from anyio import to_thread

from app.prompts.place import BUILT
from tests.callers.caller import Caller
from tests.callers.ears import level, likeness
from tests.callers.g711 import Samples
from tests.callers.sounds import RATE, from_wav

ALL_CLEAR = "112221"
CLIP_PATIENCE = 25.0


def clip(name: str, language: str = "en") -> Path:
    return BUILT / language / f"{name}.wav"


PIECE = 4800
"""Samples of 8 kHz: 0.6 s. A frame that was lost or doubled in a clip spoils one piece of it."""
SAME, MOST = 0.62, 0.5
"""Of other words no piece is so like; on a busy machine half of the pieces may be spoilt."""
LOOK_SECONDS = 0.4


async def hears(caller: Caller, name: str, within: float = CLIP_PATIENCE) -> None:
    """Wait until this prompt has been spoken since now, to its end but for a piece or two."""
    wanted = from_wav(clip(name))
    began = monotonic()
    with anyio.move_on_after(within):
        while True:
            since = monotonic() - len(wanted) / RATE - 3 * LOOK_SECONDS
            sound = caller.ears.sound(since=max(began, since))
            if await to_thread.run_sync(_is_in, wanted, sound):
                return
            await caller.pause(1000 * LOOK_SECONDS)
    raise AssertionError(f"{name} was not spoken within {within} s")


def _is_in(wanted: Samples, sound: Samples) -> bool:
    """In a thread of its own: the caller's own clock must not wait for it."""
    pieces = [wanted[at : at + PIECE] for at in range(0, max(1, len(wanted) - PIECE // 2), PIECE)]
    found = [likeness(sound, piece)[0] >= SAME for piece in pieces]
    return any(found[-2:]) and sum(found) >= MOST * len(found)


@asynccontextmanager
async def hearing(
    caller: Caller, *names: str, within: float = CLIP_PATIENCE
) -> AsyncGenerator[None]:
    """These prompts are spoken, in any order, while the block runs or soon after it."""
    async with anyio.create_task_group() as tasks:
        for name in names:
            tasks.start_soon(partial(hears, caller, name, within))
        yield


async def gives_pin(caller: Caller, pin: str) -> None:
    """As somebody who has done it before: nobody has to hear a prompt to its end."""
    await caller.pause(500)
    await caller.dial("1", ms=80, gap_ms=60)
    async with hearing(caller, "welcome"):
        await caller.dial(pin, ms=80, gap_ms=60)


async def answers(caller: Caller, keys: str = ALL_CLEAR) -> None:
    """The six questions, from the end of the first."""
    await hears(caller, "ask-safe", within=40)
    async with hearing(caller, "questions-done"):
        await caller.dial(keys, ms=80, gap_ms=200)


STEADY_DB = -38.0
"""A tone that goes on is louder than this, also under a prompt; of speech no one frequency is."""


def heard_tones(caller: Caller, since: float, wanted: Iterable[float]) -> set[float]:
    """Which of these tones the caller has heard since then, all the time."""
    sound = caller.ears.sound(since=since)
    return {hz for hz in wanted if level(sound, hz) > STEADY_DB}
