"""The line between a worker and the telephone: it comes and goes, and what is unknown is silent."""

import asyncio
from pathlib import Path

import pytest

from media.api import (
    Connected,
    EngineRefusal,
    Gone,
)
from media.engine import EmbeddedEngine
from media.line import Entry, Frames, Mark, Type, write
from media.remote import RemoteEngine
from media.settings import EngineSettings
from tests.media.conftest import Lined, worker_at
from tests.media.room import CONFERENCE
from tests.media.stage import (
    PITCHES,
    Stage,
    beating,
    each_other,
    heard_by_caller,
    stage_of,
    tones,
    union,
)
from tests.media.telephone import Caller, Telephone


def mother() -> Caller:
    return Caller("mother", PITCHES[0])


def father() -> Caller:
    return Caller("father", PITCHES[1])


async def test_a_call_is_connected_by_its_first_beat_and_gone_when_beats_stop(
    lined: Lined,
) -> None:
    parent, other = mother(), father()
    async with stage_of(lined.room, lined.line, [parent, other]) as stage:
        stage.telephone.callers.remove(parent)
        await stage.room.plan(each_other(parent, other))
        with beating(stage):
            gone = await stage.room.until(Gone, seconds=8)
        connected = await stage.room.until(Connected, lambda fact: fact.leg == parent.key)
        assert gone.leg == parent.key
        assert 5 <= gone.at_monotonic - connected.at_monotonic < 6
        assert [fact.leg for fact in stage.room.of(Gone)] == [parent.key]


async def test_a_call_that_never_comes_is_gone(lined: Lined) -> None:
    await lined.room.engine.attach(CONFERENCE, (parent := mother()).key, parent.call)
    gone = await lined.room.until(Gone, seconds=8)
    assert gone.leg == parent.key
    assert lined.room.of(Connected) == []


async def test_a_lost_line_ends_its_calls_only_if_it_stays_lost(lined: Lined) -> None:
    parent, other = mother(), father()
    async with stage_of(lined.room, lined.line, [parent, other]) as stage:
        await stage.room.plan(each_other(parent, other))
        await stage.beats(3)
        stage.telephone.hang_up()
        other.epoch = parent.epoch = 0
        async with Telephone(lined.line, parent, other) as again:
            back = Stage(lined.room, again, [])
            await back.beats(5)
            assert {mark.call for mark in again.flushed} == {parent.call, other.call}
            assert heard_by_caller(parent)[-1] == tones(other)
            again.hang_up()
            gone = await lined.room.until(Gone)
            lost = await lined.room.until(Gone, lambda fact: fact.leg != gone.leg)
        assert {gone.leg, lost.leg} == {parent.key, other.key}


async def test_a_plan_waits_for_no_telephone_that_is_gone(lined: Lined) -> None:
    parent, other = mother(), father()
    async with stage_of(lined.room, lined.line, [parent, other]) as stage:
        await stage.room.plan(each_other(parent, other))
        await stage.beats(3)
        stage.telephone.is_slow = True
        applying = asyncio.get_running_loop().create_task(stage.room.plan([]))
        await stage.telephone.until(lambda: len(stage.telephone.unconfirmed) == 2)
        stage.telephone.hang_up()
        await asyncio.wait_for(applying, 1.0)


async def test_the_newest_telephone_wins(lined: Lined) -> None:
    parent, other = mother(), father()
    async with stage_of(lined.room, lined.line, [parent, other]) as stage:
        await stage.room.plan(each_other(parent, other))
        other.epoch = parent.epoch = 0
        async with Telephone(lined.line, parent, other) as newest:
            await newest.beat()
            await stage.telephone.until(lambda: stage.telephone.is_lost)
            await Stage(lined.room, newest, []).beats(3)
            assert heard_by_caller(parent)[-1] == tones(other)


async def test_a_call_that_is_missing_from_a_beat_is_silent_in_it(lined: Lined) -> None:
    parent, other = mother(), father()
    async with stage_of(lined.room, lined.line, [parent, other]) as stage:
        await stage.room.plan(each_other(parent, other))
        await stage.beats(3)
        stage.telephone.callers.remove(parent)
        stage.clear()
        await stage.beats(3)
        assert other.played == [b""] * 3


async def test_a_call_that_is_no_leg_hears_silence_and_is_heard_by_nobody(lined: Lined) -> None:
    parent, other, stranger = mother(), father(), Caller("stranger", PITCHES[2])
    async with stage_of(lined.room, lined.line, [parent, other]) as stage:
        await stage.room.plan(each_other(parent, other, stranger))
        stage.telephone.callers.append(stranger)
        await stage.beats(5)
        assert stranger.played == [b""] * 5
        assert union(heard_by_caller(parent)) == tones(other)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x09" + bytes(4),
        b"\x01\xff\xff\xff\xff",
        b"\x01\x06\x00\x00\x00" + bytes(4) + b"\x01\x00",
        b"\x04\x01\x00\x00\x00x",
    ],
)
async def test_a_telephone_that_speaks_nonsense_is_hung_up_on(
    near_line: Lined, nonsense: bytes
) -> None:
    async with Telephone(near_line.line) as telephone:
        await telephone.beat()
        telephone.send(nonsense)
        await telephone.until(lambda: telephone.is_lost)


async def test_what_only_the_worker_may_say_is_not_believed(near_line: Lined) -> None:
    parent = mother()
    async with stage_of(near_line.room, near_line.line, [parent]) as stage:
        stage.telephone.send(write(Frames(Type.MIX, 1, [Entry(parent.call, 0, b"")])))
        stage.telephone.send(write(Mark(Type.FLUSH, parent.call, 7)))
        stage.telephone.send(write(Mark(Type.DONE, Caller("nobody").call, 7)))
        answered = len(parent.played)
        await stage.telephone.beat()
        assert len(parent.played) == answered + 1


async def test_a_telephone_that_does_not_read_loses_its_line(near_line: Lined) -> None:
    async with Telephone(near_line.line, *(Caller(str(n)) for n in range(500))) as telephone:
        await telephone.beat()
        telephone.stop_reading()
        with pytest.raises(OSError, match=r"Broken pipe|reset"):
            await beat_for_ever(telephone)
    async with Telephone(near_line.line) as another:
        await another.beat()


async def beat_for_ever(telephone: Telephone) -> None:
    for _ in range(10_000):
        telephone.send_beat()
        await turns(20)


async def turns(count: int) -> None:
    """Let the loop go round."""
    for _ in range(count):
        done = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(done.set_result, None)
        await done


async def test_a_leg_and_a_call_can_be_attached_once(lined: Lined) -> None:
    parent, other = mother(), father()
    await lined.room.engine.attach(CONFERENCE, parent.key, parent.call)
    with pytest.raises(EngineRefusal, match="leg-exists"):
        await lined.room.engine.attach(CONFERENCE, parent.key, other.call)
    with pytest.raises(EngineRefusal, match="leg-exists"):
        await lined.room.engine.attach(CONFERENCE, other.key, parent.call)
    with pytest.raises(EngineRefusal, match="unknown-leg"):
        await lined.room.engine.accept(CONFERENCE, parent.key, "v=0")


async def test_a_full_engine_takes_no_call() -> None:
    async with EmbeddedEngine(EngineSettings(max_legs=1)) as engine:
        await engine.attach(CONFERENCE, (parent := mother()).key, parent.call)
        with pytest.raises(EngineRefusal, match="full"):
            await engine.attach(CONFERENCE, (other := father()).key, other.call)


async def test_only_its_owner_can_reach_the_line(tmp_path: Path) -> None:
    line = tmp_path / "telephone"
    control = tmp_path / "control"
    with worker_at(control, "--line", str(line)):
        async with RemoteEngine(control):
            assert line.stat().st_mode & 0o777 == 0o600
