"""Many calls at once: what they cost, and whether their sound still comes whole."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np

from bench.stage.child import cpu_seconds
from bench.support.phone_measures import HZ, LOUD_DB, SETTLE_MS
from bench.support.phone_subjects import Subject, new_numbers
from tests.callers import sounds
from tests.callers.caller import Caller
from tests.callers.ears import Packet, level

HOLE_DB = -30.0
"""A packet in which a tone of -10 dB is softer than this is, at least in part, a hole."""


@dataclass(frozen=True, slots=True)
class Load:
    """So many calls at once, for some seconds."""

    calls: int
    core_shares: Mapping[str, float]
    """Of each process, of one core."""
    kb_per_call: float
    largest_gap_ms: float
    holes_percent: float | None
    """Of the packets with a tone that somebody says all the time; None: nobody is to hear it."""

    @property
    def core_share(self) -> float:
        return sum(self.core_shares.values())


async def load(subject: Subject, calls: int, seconds: float, *, is_carried: bool) -> Load:
    """`is_carried`: in one mix; otherwise as in the dialogue, where nothing is forwarded."""
    resident = _resident_kb(subject)
    async with AsyncExitStack() as stack:
        up = await _ring_all(subject, calls, stack)
        if is_carried:
            numbers = [call.from_number for call in up]
            await stack.enter_async_context(subject.carried(*numbers))
        await up[-1].pause(SETTLE_MS)
        began, used = monotonic(), _cpu_seconds(subject)
        await up[0].pause(seconds * 1000)
        passed = monotonic() - began
        shares = {name: (at - used[name]) / passed for name, at in _cpu_seconds(subject).items()}
        gap = max(call.ears.largest_gap(began) for call in up)
        listener = up[0 if subject.is_echo else 1]
        heard = [packet for packet in listener.ears.packets if packet.at >= began]
        grown = _resident_kb(subject) - resident
    holes = _holes_percent(heard) if is_carried else None
    return Load(calls, shares, grown / calls, gap * 1000, holes)


async def _ring_all(subject: Subject, calls: int, stack: AsyncExitStack) -> list[Caller]:
    """The first says a tone, the others something like speech."""
    up = list[Caller]()
    for at, number in enumerate(new_numbers(calls)):
        caller = Caller(subject.uri, from_number=number)
        call = await stack.enter_async_context(caller)
        call.say(sounds.speech_like(at) if at else sounds.tone(HZ, LOUD_DB))
        up.append(call)
    return up


def _holes_percent(heard: Sequence[Packet]) -> float:
    holes = sum(level(packet.samples, HZ) < HOLE_DB for packet in heard)
    return 100 * holes / max(1, len(heard))


def calls_per_core(loads: Sequence[Load]) -> float:
    """How many would take one whole core, by a straight line through what was measured."""
    counts, shares = [each.calls for each in loads], [each.core_share for each in loads]
    slope, base = np.polyfit(counts, shares, 1)
    return float((1 - base) / slope)


def _cpu_seconds(subject: Subject) -> dict[str, float]:
    return {name: cpu_seconds(pid) for name, pid in subject.pids.items()}


def _resident_kb(subject: Subject) -> float:
    pages = (Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in subject.pids.values())
    return sum(map(int, pages)) * 4.096
