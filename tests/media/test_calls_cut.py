"""What a plan takes from a call is gone when the plan is applied, and was confirmed to be gone."""

import asyncio

import pytest

from media.api import (
    Applied,
    ConferenceKey,
    EngineRefusal,
    Permission,
    Plan,
    WentDark,
    WhyDark,
)
from media.engine import EmbeddedEngine
from media.line import Mark, Type, write
from media.phone.codec import Encoder
from tests.media.conftest import Lined
from tests.media.room import CONFERENCE, Room, without
from tests.media.stage import (
    PITCHES,
    Speaker,
    Stage,
    each_other,
    heard_by_browser,
    heard_by_caller,
    may_hear,
    stage_of,
    tones,
    union,
)
from tests.media.telephone import Caller, tone_frame


def mother() -> Caller:
    return Caller("mother", PITCHES[0])


def father() -> Caller:
    return Caller("father", PITCHES[1])


def chair() -> Speaker:
    return Speaker("chair", PITCHES[3])


async def test_an_excluded_caller_hears_nothing_after_the_plan_is_applied(lined: Lined) -> None:
    parent, other, host = mother(), father(), chair()
    async with stage_of(lined.room, lined.line, [parent, other], [host]) as stage:
        await stage.room.plan(each_other(parent, other, host))
        await stage.beats()
        assert heard_by_caller(other)[-1] == tones(parent, host)
        await stage.room.plan(each_other(parent, host))
        assert stage.telephone.flushed[-1].call in {parent.call, other.call}
        stage.clear()
        await stage.beats(25)
        assert other.hears() == []
        assert union(heard_by_caller(parent)) == tones(host)
        assert union(heard_by_browser(host)[2:]) == tones(parent)


async def test_a_plan_is_not_applied_before_the_telephone_has_confirmed(lined: Lined) -> None:
    parent, host = mother(), chair()
    async with stage_of(lined.room, lined.line, [parent], [host]) as stage:
        await stage.room.plan(each_other(parent, host))
        await stage.beats()
        stage.telephone.is_slow = True
        applying = asyncio.get_running_loop().create_task(stage.room.plan([]))
        await stage.telephone.until(lambda: bool(stage.telephone.unconfirmed))
        stage.clear()
        newest = stage.telephone.unconfirmed[0]
        stage.telephone.send(write(Mark(Type.DONE, parent.call, newest.epoch - 1)))
        await stage.beats(10)
        assert not applying.done()
        assert parent.hears() == []
        stage.telephone.confirm()
        assert isinstance(await applying, Applied)
        await stage.beats()
        assert parent.hears() == []
        assert host.ears.heard == []


async def test_a_telephone_that_never_confirms_is_refused_and_its_call_stays_cut(
    lined: Lined,
) -> None:
    parent, other, host = mother(), father(), chair()
    async with stage_of(lined.room, lined.line, [parent, other], [host]) as stage:
        everything = await plan(stage.room, each_other(parent, other, host))
        await stage.beats()
        stage.telephone.is_slow = True
        with pytest.raises(EngineRefusal, match="no-answer"):
            await stage.room.plan(without(host, everything))
        stage.clear()
        await stage.beats()
        assert parent.hears() == other.hears() == []
        with pytest.raises(EngineRefusal, match="no-answer"):
            await stage.room.plan(without(host, everything))
        stage.telephone.confirm()
        await stage.room.plan(without(host, everything))
        await stage.beats(3)
        assert heard_by_caller(parent)[-1] == tones(other)


async def plan(room: Room, permissions: frozenset[Permission]) -> frozenset[Permission]:
    await room.plan(permissions)
    return permissions


async def test_nobody_waits_for_the_plan_of_another_conference(lined: Lined) -> None:
    parent, host = mother(), chair()
    async with stage_of(lined.room, lined.line, [parent], [host]) as stage:
        await stage.room.plan(each_other(parent, host))
        await stage.beats()
        stage.telephone.is_slow = True
        applying = asyncio.get_running_loop().create_task(stage.room.plan([]))
        await stage.telephone.until(lambda: bool(stage.telephone.unconfirmed))
        another = Plan(ConferenceKey("another"), 1, frozenset(), 0.0, private_levels=True)
        await stage.room.engine.apply(another)
        assert not applying.done()
        stage.telephone.confirm()
        await applying


async def test_a_plan_that_takes_nothing_from_a_call_waits_for_nothing(lined: Lined) -> None:
    parent, other, host = mother(), father(), Speaker("chair")
    async with stage_of(lined.room, lined.line, [parent, other], [host]) as stage:
        everything = await plan(stage.room, each_other(parent, other, host))
        await stage.beats(3)
        stage.telephone.is_slow = True
        flushed = len(stage.telephone.flushed)
        await stage.room.plan(everything - may_hear((parent, host)))
        await stage.room.plan(everything)
        await stage.room.plan(without(host, everything))
        assert len(stage.telephone.flushed) == flushed


async def test_the_plans_that_follow_one_that_waits_keep_their_order(lined: Lined) -> None:
    parent, host = mother(), chair()
    async with stage_of(lined.room, lined.line, [parent], [host]) as stage:
        everything = await plan(stage.room, each_other(parent, host))
        await stage.beats()
        stage.telephone.is_slow = True
        loop = asyncio.get_running_loop()
        taking = loop.create_task(stage.room.plan([]))
        await stage.telephone.until(lambda: bool(stage.telephone.unconfirmed))
        giving = loop.create_task(stage.room.plan(everything))
        stage.clear()
        await stage.beats(5)
        assert parent.hears() == []
        assert not giving.done()
        stage.telephone.confirm()
        assert (await taking).epoch < (await giving).epoch
        await stage.beats()
        assert heard_by_caller(parent)[-1] == tones(host)


async def test_one_who_comes_back_hears_nothing_of_before_and_is_not_heard_of_before(
    lined: Lined,
) -> None:
    """What was said meanwhile, at another pitch, is in no frame."""
    parent, host = mother(), chair()
    async with stage_of(lined.room, lined.line, [parent], [host]) as stage:
        everything = await plan(stage.room, each_other(parent, host))
        await stage.beats()
        await stage.room.plan([])
        parent.hz, host.hz = PITCHES[2], PITCHES[5]
        await stage.beats(10)
        parent.hz, host.hz = PITCHES[0], PITCHES[3]
        stage.clear()
        await stage.room.plan(everything)
        await stage.beats(1)
        await host.ears.until(lambda: bool(host.ears.heard))
        first = Encoder().encode(tone_frame(parent.hz, parent.said))
        assert host.payloads() == [first]
        await stage.beats(20)
        assert union(heard_by_caller(parent)) == tones(host)
        assert union(heard_by_browser(host)) == tones(parent)


async def test_one_who_is_let_in_late_hears_nothing_of_what_others_heard_before(
    lined: Lined,
) -> None:
    """The decoder that others already listen to still rings with it, for 2.5 ms."""
    parent, late, host = mother(), Caller("late"), chair()
    async with stage_of(lined.room, lined.line, [parent, late], [host]) as stage:
        await stage.room.plan(may_hear((host, parent)))
        await stage.beats(20)
        await stage.room.plan(may_hear((host, parent), (host, late)))
        host.hz = PITCHES[5]
        await stage.beats(20)
        assert union(heard_by_caller(late)) == tones(host)


async def test_a_plan_runs_out_by_the_engines_own_clock(lined: Lined) -> None:
    parent, host = mother(), chair()
    async with stage_of(lined.room, lined.line, [parent], [host]) as stage:
        await stage.beats(2)
        await stage.room.plan(each_other(parent, host), seconds=0.5)
        await stage.beats()
        assert parent.hears()
        dark = await stage.room.until(WentDark)
        assert dark.why is WhyDark.EXPIRED
        stage.clear()
        await stage.beats()
        assert parent.hears() == []
        assert host.ears.heard == []


async def test_at_the_very_end_of_a_plan_a_beat_is_answered_with_silence(near_line: Lined) -> None:
    """Even if the engine's own look at the clock has not come yet."""
    parent, other = mother(), father()
    async with stage_of(near_line.room, near_line.line, [parent, other]) as stage:
        for _ in range(10):
            await stage.room.plan(each_other(parent, other), seconds=0.03)
            await play_until_dark(stage, other)
        assert len(stage.room.of(WentDark)) == 10


async def play_until_dark(stage: Stage, caller: Caller) -> None:
    """Each answer that came after the end of the plan is silence."""
    loop = asyncio.get_running_loop()
    until = loop.time() + 0.06
    end = loop.time() + 0.03
    while loop.time() < until:
        is_over = loop.time() >= end
        await stage.telephone.beat()
        assert not (is_over and caller.played[-1])


async def test_a_leg_dropped_in_the_middle_of_a_mix_hears_nothing_and_is_not_heard(
    lined: Lined,
) -> None:
    parent, other, host = mother(), father(), chair()
    async with stage_of(lined.room, lined.line, [parent, other], [host]) as stage:
        await stage.room.plan(each_other(parent, other, host))
        await stage.beats()
        await stage.room.engine.drop(CONFERENCE, other.key)
        stage.clear()
        await stage.beats(20)
        assert other.hears() == []
        assert union(heard_by_caller(parent)) == tones(host)
        assert union(heard_by_browser(host)[2:]) == tones(parent)
        await stage.room.engine.attach(CONFERENCE, other.key, other.call)
        await stage.beats()
        assert heard_by_caller(other)[-1] == tones(parent, host)


async def test_a_leg_is_dropped_when_the_telephone_has_confirmed_it(lined: Lined) -> None:
    parent, other = mother(), father()
    async with stage_of(lined.room, lined.line, [parent, other]) as stage:
        await stage.room.plan(each_other(parent, other))
        await stage.beats(3)
        stage.telephone.is_slow = True
        loop = asyncio.get_running_loop()
        dropping = loop.create_task(stage.room.engine.drop(CONFERENCE, other.key))
        await stage.telephone.until(lambda: bool(stage.telephone.unconfirmed))
        assert [mark.call for mark in stage.telephone.unconfirmed] == [other.call]
        again = loop.create_task(stage.room.engine.drop(CONFERENCE, other.key))
        await stage.beats(3)
        assert not dropping.done()
        assert not again.done()
        stage.telephone.confirm()
        await dropping
        await again


async def test_closed_gates_alone_are_enough_for_silence(near_line: Lined) -> None:
    """When nobody reads what happens, the gates are closed before anything else is done."""
    parent, other, host = mother(), father(), chair()
    async with stage_of(near_line.room, near_line.line, [parent, other], [host]) as stage:
        await stage.room.plan(each_other(parent, other, host))
        await stage.beats()
        engine = stage.room.engine
        assert isinstance(engine, EmbeddedEngine)
        engine._conferences[CONFERENCE].shut()
        stage.clear()
        await stage.beats(5)
        assert parent.hears() == other.hears() == []
        assert host.ears.heard == []


async def test_a_closed_conference_is_silent_when_it_is_said_to_be(lined: Lined) -> None:
    parent, other = mother(), father()
    async with stage_of(lined.room, lined.line, [parent, other]) as stage:
        await stage.room.plan(each_other(parent, other))
        await stage.beats(3)
        stage.telephone.is_slow = True
        loop = asyncio.get_running_loop()
        closing = loop.create_task(stage.room.engine.close(CONFERENCE))
        await stage.telephone.until(lambda: len(stage.telephone.unconfirmed) == 2)
        stage.clear()
        await stage.beats(3)
        assert not closing.done()
        stage.telephone.confirm()
        await closing
        assert parent.hears() == other.hears() == []
