"""Each key is counted once: every key and pair, by every way, over good lines and bad ones."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from media.telephony.settings import TelephonySettings
from tests.callers.keys import How
from tests.telephony.pressing import KEYS, Presses, every_pair, parts, wrongly_counted
from tests.telephony.under_test import Telephone, telephone

SETTINGS = TelephonySettings(port=0, calls_per_second=1000)
LOSSES = (0.0, 0.1, 0.2)


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Telephone]:
    async with telephone(tmp_path, SETTINGS) as phone:
        yield phone


def table(how: How, losses: tuple[float, ...]) -> list[Presses]:
    """Every pair in quick succession and slowly, cut into calls of a quarter of a minute."""
    quick, slow = parts(every_pair(), 2), parts(every_pair(), 4)
    ms = 120 if how is How.INBAND else 80
    return [
        Presses(keys, how, ms=ms, gap_ms=gap_ms, drop=loss)
        for gap_ms, chosen in ((120, quick), (400, slow))
        for keys in chosen
        for loss in losses
    ]


def is_part_of(counted: str, pressed: str) -> bool:
    """Whether leaving keys out of `pressed` can give `counted`."""
    rest = iter(pressed)
    return all(key in rest for key in counted)


def test_the_table_holds_every_pair_at_each_pace() -> None:
    pairs = {a + b for a in KEYS for b in KEYS}
    for gap_ms in (120, 400):
        chosen = [p.keys for p in table(How.RFC4733, (0.0,)) if p.gap_ms == gap_ms]
        assert {keys[at : at + 2] for keys in chosen for at in range(len(keys) - 1)} == pairs
    assert len("".join(p.keys for p in table(How.RFC4733, LOSSES))) * 4 > 2000


@pytest.mark.parametrize("how", [How.RFC4733, How.INFO_RELAY, How.INFO_DTMF])
async def test_every_pair_of_keys_is_counted_once_whatever_is_lost(
    phone: Telephone, how: How
) -> None:
    assert await wrongly_counted(phone, table(how, LOSSES)) == []


async def test_every_pair_of_keys_sent_as_tones_is_counted_once(phone: Telephone) -> None:
    assert await wrongly_counted(phone, table(How.INBAND, (0.0,))) == []


async def test_a_lossy_line_takes_tones_away_but_never_doubles_a_key(phone: Telephone) -> None:
    """What is lost of a tone is lost: nobody can count it. But a hole is not a second press."""
    pressed = [p for p in table(How.INBAND, LOSSES[1:]) if p.gap_ms == 120]
    wrong = await wrongly_counted(phone, pressed)
    assert [each for each in wrong if not is_part_of(each.counted, each.presses.keys)] == []
    assert all(len(each.counted) > 0.8 * len(each.presses.keys) for each in wrong)


async def test_packets_that_overtake_double_or_lose_their_end_count_once(phone: Telephone) -> None:
    keys = parts(every_pair(), 2)
    bad_lines = [
        *(Presses(each, late=0.5) for each in keys),
        *(Presses(each, double=0.5) for each in keys),
        *(Presses(each, loses_ends=True) for each in keys),
        *(Presses(each, drop=0.2, double=0.3, late=0.3, loses_ends=True) for each in keys),
        *(Presses(each, drop=0.1, double=0.2, late=0.2, gap_ms=400) for each in parts(KEYS, 2)),
    ]
    assert await wrongly_counted(phone, bad_lines) == []


@pytest.mark.parametrize("how", [How.RFC4733, How.INBAND])
async def test_a_key_held_for_two_seconds_counts_once(phone: Telephone, how: How) -> None:
    losses = (0.0, 0.1, 0.2) if how is How.RFC4733 else (0.0,)
    held = [
        Presses(keys, how, ms=2000, drop=loss, late=late)
        for keys in parts("0123456789*#0", 3)
        for loss in losses
        for late in ((0.0, 0.3) if how is How.RFC4733 else (0.0,))
    ]
    assert await wrongly_counted(phone, held) == []
"""Every key a caller presses is told once, whatever the network does, and is heard nowhere."""

import asyncio
import random
import time

import numpy as np

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


@pytest.mark.parametrize("has_events", [True, False])
async def test_the_tones_of_a_key_pressed_twice_never_reach_a_worker(
    house: House, *, has_events: bool
    """By events a trunk may let the tone through as well, from a little before it knows it."""
    async with house.worker() as worker, Caller(house.address, has_events=has_events) as caller:
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
        frames = worker.heard_of(call).reshape(-1, 320)
        loudest = max(
            tone_level(window.reshape(-1), hertz, 16_000)
            for window in np.lib.stride_tricks.sliding_window_view(frames, 2, axis=0)
            for hertz in pair_of("5")
            if tone_level(window.reshape(-1), speech, 16_000) < FAINT
        )
        assert loudest < FAINT
        spoken = [tone_level(frame, speech, 16_000) for frame in frames]
        assert max(spoken[:40]) > -20
        assert max(spoken[-40:]) > -20


async def test_after_a_key_the_caller_is_heard_again_though_every_end_was_lost(
    house: House,
    async with house.worker() as worker, Caller(house.address) as caller:
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        await caller.press("1", ends=0)
        caller.say(tone(330, 2.0))
        pressed = len(worker.heard[call])
        await until(lambda: any(worker.heard[call][pressed:]))
        async with asyncio.timeout(2):
            await until(lambda: np.abs(worker.heard_of(call)[-320:]).max() > 1000)
