"""Whatever the plans are: no frame holds the tone of anybody whom the plan in force does not name.

One conference goes through many plans, each for a few beats. What is heard is looked at from the
moment when a plan is applied to the moment when the next one is asked for.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.engine import EmbeddedEngine
from media.settings import EngineSettings
from tests.media.room import room_of
from tests.media.stage import (
    PITCHES,
    Speaker,
    Stage,
    heard_by_browser,
    heard_by_caller,
    may_hear,
    stage_of,
    union,
)
from tests.media.telephone import Caller

PEOPLE = 5
BEATS = 7
"""Long enough for a browser's tone to come through to a caller."""

Pair = tuple[int, int]
pairs = st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1))
plans = st.lists(st.frozensets(pairs, max_size=14), min_size=2, max_size=6)


@given(plans)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_frame_holds_only_tones_that_the_plan_allows(plans: list[frozenset[Pair]]) -> None:
    heard = asyncio.run(go_through(plans))
    for plan, sounds in zip(plans, heard, strict=True):
        for sink, sound in enumerate(sounds):
            allowed = {PITCHES[a] for a, b in plan if b == sink and a != b}
            assert sound <= allowed


async def go_through(plans: list[frozenset[Pair]]) -> list[list[frozenset[int]]]:
    """For each plan, what each of the people heard under it."""
    async with AsyncExitStack() as stack:
        line = Path(stack.enter_context(TemporaryDirectory())) / "line"
        engine = await stack.enter_async_context(EmbeddedEngine(EngineSettings(line=line)))
        room = await stack.enter_async_context(room_of(engine))
        callers = [Caller(f"caller {hz}", hz) for hz in PITCHES[:3]]
        browsers = [Speaker(f"browser {hz}", hz) for hz in PITCHES[3:PEOPLE]]
        stage = await stack.enter_async_context(stage_of(room, line, callers, browsers))
        everyone = [*callers, *browsers]
        return [await under(stage, plan, everyone) for plan in plans]


async def under(
    stage: Stage, plan: frozenset[Pair], everyone: list[Caller | Speaker]
) -> list[frozenset[int]]:
    await stage.room.plan(may_hear(*((everyone[a], everyone[b]) for a, b in plan)))
    stage.clear()
    await stage.beats(BEATS)
    return [heard_of(person) for person in everyone]


def heard_of(person: Caller | Speaker) -> frozenset[int]:
    if isinstance(person, Caller):
        return union(heard_by_caller(person))
    return union(heard_by_browser(person))
