"""What a caller hears and what a worker hears of them: the right sound, and otherwise none."""

import time

import pytest

from media.telephony.api import Said, Utterance
from tests.telephony.caller import Caller, tone, tone_level
from tests.telephony.house import (
    CLIP_HERTZ,
    INSIDE_HERTZ,
    MIX_HERTZ,
    House,
    Humming,
    Worker,
    until,
)

pytestmark = pytest.mark.alone

FULL, DUCKED = -10.5, -22.5
"""Levels of a tone of 0.3, and of the same under something that is spoken, in dB."""
NOTHING = -60.0


async def test_a_clip_is_heard_at_its_level_and_for_its_length(house: House) -> None:
    async with Caller(house.address) as caller:
        call = await house.ring(caller)
        begun = time.monotonic()
        await house.telephone.say(call, Utterance(1, ("en/tone",), is_inside=False))
        said = await house.until(Said)
        assert said.number == 1
        assert caller.usual(CLIP_HERTZ, begun + 0.2, begun + 0.9) == pytest.approx(FULL, abs=0.5)
        assert 0.95 < caller.last_loud() - begun < 1.15


async def test_utterances_follow_each_other_and_what_is_not_there_is_left_out(
    house: House,
) -> None:
    async with Caller(house.address) as caller:
        call = await house.ring(caller)
        await house.telephone.say(call, Utterance(1, ("en/nobody-wrote-it",), is_inside=False))
        await house.telephone.say(call, Utterance(2, ("en/tone", "cy/none"), is_inside=False))
        await house.until(Said, 2)
        assert [said.number for said in house.of(Said)] == [1, 2]


async def test_a_call_that_is_carried_nowhere_hears_nothing_and_is_heard_nowhere(
    house: House,
) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        worker.mixes = Humming()
        await house.ring(caller)
        caller.say(tone(700, 1.0))
        await caller.wait(1.0)
        assert worker.beats > 20
        assert not worker.heard
        assert caller.last_loud() == 0.0


async def test_a_carried_call_hears_the_mix_and_the_worker_hears_the_call(house: House) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        worker.mixes = Humming()
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        begun = time.monotonic()
        caller.say(tone(700, 1.5))
        await caller.wait(1.4)
        assert caller.usual(MIX_HERTZ, begun + 0.3) == pytest.approx(FULL, abs=0.5)
        heard = worker.heard_of(call)[16_000 // 2 : 16_000]
        assert tone_level(heard, 700, 16_000) == pytest.approx(FULL, abs=0.5)


async def test_a_mix_is_taken_only_from_the_worker_that_carries_the_call(house: House) -> None:
    async with (
        house.worker(0) as carrier,
        house.worker(1) as other,
        Caller(house.address) as caller,
    ):
        carrier.mixes, other.mixes = Humming(), Humming(MIX_HERTZ * 2)
        call = await house.ring(caller)
        carrier.meddles_with = other.meddles_with = [call]
        await house.telephone.carry(call, 0)
        await caller.wait(0.5)
        before = time.monotonic()
        await house.telephone.carry(call, 1)
        turned = time.monotonic()
        await caller.wait(0.5)
        assert caller.usual(MIX_HERTZ * 2, turned + 0.1) == pytest.approx(FULL, abs=0.5)
        assert caller.level(MIX_HERTZ, turned) < NOTHING
        assert caller.level(MIX_HERTZ * 2, 0.0, before) < FULL - 30


async def test_the_mix_is_softer_while_something_is_spoken(house: House) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        worker.mixes = Humming()
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        await caller.wait(0.3)
        begun = time.monotonic()
        await house.telephone.say(call, Utterance(1, ("en/tone",), is_inside=False))
        said = await house.until(Said)
        ended = time.monotonic()
        await caller.wait(1.2)
        assert said.call == call
        during = begun + 0.2, begun + 0.9
        assert caller.usual(MIX_HERTZ, *during) == pytest.approx(DUCKED, abs=0.7)
        assert caller.usual(CLIP_HERTZ, *during) == pytest.approx(FULL, abs=0.7)
        assert caller.usual(MIX_HERTZ, ended + 0.1) == pytest.approx(FULL, abs=0.7)


async def test_a_mix_that_comes_late_is_never_played(house: House) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        worker.mixes, worker.is_late = Humming(), True
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        await caller.wait(1.0)
        assert len(worker.heard[call]) > 30
        assert caller.last_loud() == 0.0


async def test_a_mix_of_an_epoch_before_the_flush_is_never_played(house: House) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        worker.mixes = Humming()
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        await caller.wait(0.3)
        worker.flush(call)
        worker.epochs[call] -= 1
        await worker.done.get()
        flushed = time.monotonic()
        await caller.wait(0.5)
        assert caller.last_loud() < flushed
        worker.epochs[call] += 1
        await until(lambda: caller.last_loud() > flushed + 0.5)


async def test_after_the_answer_to_a_flush_not_one_sample_is_heard(house: House) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        hum = Humming()
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        for _ in range(20):
            worker.mixes = hum
            begun = time.monotonic()
            await until(lambda begun=begun: caller.last_loud() > begun)
            worker.mixes = lambda _: b""
            worker.flush(call)
            await worker.done.get()
            done = time.monotonic()
            await caller.wait(0.1)
            assert caller.last_loud() <= done


async def test_a_flush_ends_what_is_said_of_the_inside_and_nothing_else(house: House) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        await house.telephone.say(call, Utterance(1, ("en/inside",), is_inside=True))
        await house.telephone.say(call, Utterance(2, ("en/tone",), is_inside=False))
        await caller.wait(0.3)
        worker.flush(call)
        await worker.done.get()
        flushed = time.monotonic()
        await house.until(Said, 2)
        assert caller.level(INSIDE_HERTZ, flushed) < NOTHING
        assert caller.usual(CLIP_HERTZ, flushed + 0.2, flushed + 0.8) == pytest.approx(
            FULL, abs=0.5
        )


async def test_when_hush_returns_nothing_more_is_heard(house: House) -> None:
    async with Caller(house.address) as caller:
        call = await house.ring(caller)
        for number in range(1, 6):
            await house.telephone.say(call, Utterance(number, ("en/tone",), is_inside=False))
            await caller.wait(0.2)
            await house.telephone.hush(call)
            hushed = time.monotonic()
            await caller.wait(0.1)
            assert hushed - 0.2 < caller.last_loud() <= hushed
        assert len(house.of(Said)) == 5


async def test_a_worker_that_is_lost_leaves_silence_and_its_successor_is_found(
    house: House,
) -> None:
    async with Caller(house.address) as caller:
        async with house.worker() as worker:
            worker.mixes = Humming()
            call = await house.ring(caller)
            await house.telephone.carry(call, 0)
            await caller.wait(0.3)
        await caller.wait(0.1)
        lost = time.monotonic()
        await house.telephone.say(call, Utterance(1, ("en/tone",), is_inside=False))
        await house.until(Said)
        assert caller.level(MIX_HERTZ, lost) < NOTHING
        assert caller.usual(CLIP_HERTZ, lost + 0.2, lost + 0.9) == pytest.approx(FULL, abs=0.5)
        house.worker().path.unlink(missing_ok=True)
        async with Worker(house.worker().path) as successor:
            successor.mixes = Humming()
            again = time.monotonic()
            await until(lambda: caller.last_loud() > again + 0.3)
            await caller.wait(0.4)
            assert caller.usual(MIX_HERTZ, again + 0.3) > DUCKED
