"""Each key is counted once: every key and pair, by every way, over good lines and bad ones."""

from collections.abc import AsyncIterator
from dataclasses import replace
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
    """Every pair in quick succession and slowly, cut into calls of ten seconds."""
    quick, slow = parts(every_pair(), 4), parts(every_pair(), 7)
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
    assert await wrongly_counted(phone, table(How.INBAND, (0.0, 0.1))) == []


async def test_with_one_packet_in_five_lost_few_tones_are_missed_and_none_is_doubled(
    phone: Telephone,
) -> None:
    """Of some tones every packet is lost, and nobody can count these: one in 600 at 80 ms."""
    pressed = [replace(each, ms=80) for each in table(How.INBAND, (0.2,)) if each.gap_ms == 120]
    wrong = await wrongly_counted(phone, pressed)
    assert [each for each in wrong if not is_part_of(each.counted, each.presses.keys)] == []
    assert sum(len(each.presses.keys) - len(each.counted) for each in wrong) <= 3


async def test_packets_that_overtake_double_or_lose_their_end_count_once(phone: Telephone) -> None:
    keys = parts(every_pair(), 4)
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
    held = [
        Presses(keys, how, ms=2000, drop=loss, late=late)
        for keys in parts("0123456789*#0", 6)
        for loss in LOSSES
        for late in ((0.0, 0.3) if how is How.RFC4733 else (0.0,))
    ]
    assert await wrongly_counted(phone, held) == []
