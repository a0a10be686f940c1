"""Every key a caller presses is told once, whatever the network does, and is heard nowhere."""

import asyncio
import random
import time
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from media.telephony.api import Digit
from tests.telephony.caller import EVENTS, PACE, Caller, tone, tone_level
from tests.telephony.house import House, until

KEYS = "0123456789*#"
LOW, HIGH = (697.0, 770.0, 852.0, 941.0), (1209.0, 1336.0, 1477.0)
ROWS = ("123", "456", "789", "*0#")
FAINT = -60.0


def pair_of(key: str) -> tuple[float, float]:
    row = next(index for index, keys in enumerate(ROWS) if key in keys)
    return LOW[row], HIGH[ROWS[row].index(key)]


def tone_of(key: str, seconds: float) -> np.ndarray:
    low, high = pair_of(key)
    return tone(low, seconds, 0.2) + tone(high, seconds, 0.2)


def told(house: House) -> str:
    return "".join(digit.digit for digit in house.of(Digit))


async def test_every_key_is_told_when_it_comes_as_an_event(house: House) -> None:
    async with Caller(house.address) as caller:
        await house.ring(caller)
        for key in KEYS + "55":
            await caller.press(key)
        await house.until(Digit, len(KEYS) + 2)
        assert told(house) == KEYS + "55"


@pytest.mark.parametrize("subtype", ["dtmf-relay", "dtmf"])
async def test_every_key_is_told_when_it_comes_as_a_message(house: House, subtype: str) -> None:
    async with Caller(house.address) as caller:
        await house.ring(caller)
        for key in KEYS + "55":
            caller.send_info(key, subtype)
            assert await caller.reply() == 200
        await house.until(Digit, len(KEYS) + 2)
        assert told(house) == KEYS + "55"


async def test_a_message_of_another_call_or_of_none_is_no_key(house: House) -> None:
    async with Caller(house.address) as caller, Caller(house.address) as stranger:
        await house.ring(caller)
        stranger.send_info("5")
        assert await stranger.reply() == 481
        await caller.press("1")
        await house.until(Digit)
        assert told(house) == "1"


@pytest.mark.parametrize("share", [0.1, 0.2])
async def test_lost_packets_neither_lose_a_key_nor_double_one(house: House, share: float) -> None:
    chance = random.Random(4)  # noqa: S311  chance for a test, the same each time
    keys = "".join(chance.choice(KEYS) for _ in range(30)) + "555"
    async with Caller(house.address, loses=lambda _: chance.random() < share) as caller:
        await house.ring(caller)
        for key in keys:
            await caller.press(key)
        await caller.wait(0.2)
        assert told(house) == keys


async def test_a_key_whose_every_end_is_lost_is_told_and_so_is_the_same_key_again(
    house: House,
) -> None:
    async with Caller(house.address) as caller:
        await house.ring(caller)
        for _ in range(2):
            await caller.press("5", ends=0)
        await house.until(Digit, 2)
        assert told(house) == "55"


async def test_packets_that_come_doubled_and_out_of_order_count_once(house: House) -> None:
    held = list[bytes]()
    chance = random.Random(7)  # noqa: S311  chance for a test, the same each time

    def keep(packet: bytes) -> bool:
        if packet[1] == EVENTS:
            held.append(packet)
        return packet[1] == EVENTS

    async with Caller(house.address, loses=keep) as caller:
        await house.ring(caller)
        for key in "5501*":
            held.clear()
            await caller.press(key)
            mixed = held * 2
            chance.shuffle(mixed)
            for packet in mixed:
                caller.send_raw(packet)
        await house.until(Digit, 5)
        await caller.wait(0.2)
        assert told(house) == "5501*"


async def test_a_key_that_is_held_for_long_is_told_once_when_it_goes_down(house: House) -> None:
    async with Caller(house.address) as caller:
        await house.ring(caller)
        begun = time.monotonic()
        await caller.press("5", packets=150)
        assert (await house.until(Digit)).at_monotonic < begun + 0.5
        await caller.wait(0.2)
        assert told(house) == "5"


async def test_every_key_is_told_when_it_comes_as_a_tone(house: House) -> None:
    async with Caller(house.address, has_events=False) as caller:
        await house.ring(caller)
        gap = np.zeros(960)
        for key in KEYS + "55":
            caller.say(np.concatenate([tone_of(key, 0.1), gap]))
        await caller.wait(3.4)
        assert told(house) == KEYS + "55"


async def test_tones_of_a_caller_who_has_events_are_no_keys(house: House) -> None:
    async with Caller(house.address) as caller:
        await house.ring(caller)
        caller.say(tone_of("5", 0.2))
        await caller.press("1")
        await caller.wait(0.3)
        assert told(house) == "1"


async def test_a_key_that_comes_as_a_tone_and_as_a_message_is_told_once(house: House) -> None:
    async with Caller(house.address, has_events=False) as caller:
        await house.ring(caller)
        for key in "42":
            caller.say(np.concatenate([tone_of(key, 0.1), np.zeros(960)]))
            await caller.wait(0.1)
            caller.send_info(key)
            await caller.reply()
            await caller.wait(0.2)
        assert told(house) == "42"


def between_speech(heard: NDArray[np.int16], hertz: float) -> list[NDArray[np.int16]]:
    """Every 40 ms of the longest time without this tone, but for its edges."""
    frames = heard.reshape(-1, 320)
    spoken = [at for at, frame in enumerate(frames) if tone_level(frame, hertz, 16_000) > -30]
    last, first = max(pairwise(spoken), key=lambda pair: pair[1] - pair[0])
    quiet = frames[last + 2 : first - 1]
    return list(np.concatenate([quiet[:-1], quiet[1:]], axis=1))


@pytest.mark.parametrize(
    ("has_events", "lost_of_four"), [(True, 0), (False, 0), (False, 1), (False, 3)]
)
async def test_the_tones_of_a_key_pressed_twice_never_reach_a_worker(
    house: House, *, has_events: bool, lost_of_four: int
) -> None:
    """By events a trunk may let the tone through as well, from a little before it knows it."""

    def loses(packet: bytes) -> bool:
        return int.from_bytes(packet[2:4], "big") % 4 < lost_of_four

    async with (
        house.worker() as worker,
        Caller(house.address, has_events=has_events, loses=loses) as caller,
    ):
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        speech = 330.0
        caller.say(tone(speech, 0.3))
        await caller.wait(0.3)
        for _ in range(2):
            caller.say(np.concatenate([tone_of("5", 0.12), np.zeros(640)]))
            if has_events:
                await caller.wait(PACE)
                await caller.press("5")
            await caller.wait(0.2)
        await caller.wait(0.5)
        caller.say(tone(speech, 0.3))
        await caller.wait(0.6)
        assert told(house) == "55"
        windows = between_speech(worker.heard_of(call), speech)
        assert len(windows) > 30
        levels = [tone_level(each, hertz, 16_000) for each in windows for hertz in pair_of("5")]
        assert max(levels) < FAINT
        frames = worker.heard_of(call).reshape(-1, 320)
        spoken = [tone_level(frame, speech, 16_000) for frame in frames]
        assert max(spoken[:40]) > -20
        assert max(spoken[-40:]) > -20


async def test_after_a_key_the_caller_is_heard_again_though_every_end_was_lost(
    house: House,
) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        await until(lambda: call in worker.heard)
        await caller.press("1", ends=0)
        caller.say(tone(330, 2.0))
        pressed = len(worker.heard[call])
        await until(lambda: any(worker.heard[call][pressed:]))
        async with asyncio.timeout(2):
            await until(lambda: np.abs(worker.heard_of(call)[-320:]).max() > 1000)
