"""Calls and browsers hear of each other exactly what the plan says, each its own tone."""

from itertools import permutations

from tests.media.conftest import Lined
from tests.media.stage import (
    PITCHES,
    Speaker,
    each_other,
    heard_by_browser,
    heard_by_caller,
    may_hear,
    stage_of,
    tones,
    union,
)
from tests.media.telephone import Caller


def three_callers() -> list[Caller]:
    return [Caller(f"caller {hz}", hz) for hz in PITCHES[:3]]


def two_browsers() -> list[Speaker]:
    return [Speaker(f"browser {hz}", hz) for hz in PITCHES[3:5]]


async def test_a_call_and_a_browser_hear_each_other_and_not_themselves(lined: Lined) -> None:
    caller, chair = Caller("mother", PITCHES[0]), Speaker("chair", PITCHES[3])
    async with stage_of(lined.room, lined.line, [caller], [chair]) as stage:
        await stage.room.plan(each_other(caller, chair))
        await stage.beats(40)
        assert heard_by_caller(caller)[-25:] == [tones(chair)] * 25
        assert union(heard_by_browser(chair)[-25:]) == tones(caller)
        assert len(chair.ears.heard) >= 38


async def test_nothing_flows_before_the_plan(lined: Lined) -> None:
    callers, browsers = three_callers(), two_browsers()
    async with stage_of(lined.room, lined.line, callers, browsers) as stage:
        await stage.beats()
        assert [caller.hears() for caller in callers] == [[], [], []]
        assert [len(browser.ears.heard) for browser in browsers] == [0, 0]


async def test_between_each_ordered_pair_flows_what_the_plan_says_and_nothing_else(
    lined: Lined,
) -> None:
    callers, browsers = three_callers(), two_browsers()
    everyone = [*callers, *browsers]
    async with stage_of(lined.room, lined.line, callers, browsers) as stage:
        for source, sink in permutations(everyone, 2):
            await stage.room.plan(may_hear((source, sink)))
            stage.clear()
            await stage.beats()
            heard = {c.key: union(heard_by_caller(c)) for c in callers}
            heard |= {b.key: union(heard_by_browser(b)) for b in browsers}
            nothing = frozenset[int]()
            assert heard.pop(sink.key) == tones(source)
            assert set(heard.values()) == {nothing}


async def test_two_private_zones_hear_nothing_of_each_other(lined: Lined) -> None:
    callers, browsers = three_callers(), two_browsers()
    zones = [callers[0], callers[1], browsers[0]], [callers[2], browsers[1]]
    async with stage_of(lined.room, lined.line, callers, browsers) as stage:
        await stage.room.plan(each_other(*zones[0]) | each_other(*zones[1]))
        await stage.beats(30)
        for caller in callers:
            zone = zones[0] if caller in zones[0] else zones[1]
            others = [each for each in zone if each is not caller]
            assert all(heard <= tones(*others) for heard in heard_by_caller(caller))
            assert heard_by_caller(caller)[-1] == tones(*others)


async def test_callers_alone_hear_each_other_without_any_browser(lined: Lined) -> None:
    callers = three_callers()
    async with stage_of(lined.room, lined.line, callers) as stage:
        await stage.room.plan(each_other(*callers))
        await stage.beats(3)
        for caller in callers:
            others = [each for each in callers if each is not caller]
            assert heard_by_caller(caller)[-1] == tones(*others)
