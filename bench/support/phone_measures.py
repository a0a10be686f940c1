"""How bench/phone.py measures calls: delay, load, memory, set-up, and the last audible sample."""

import asyncio
import statistics
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np

from bench.stage.child import cpu_seconds
from bench.support.phone_subjects import Ours, Subject
from tests.callers import sounds
from tests.callers.caller import Caller
from tests.callers.ears import Ears, Packet
from tests.callers.g711 import Samples
from tests.callers.keys import Faults

AUDIBLE = 300
"""Of 32767: above what companding makes of silence."""
BURST_MS, EVERY_MS = 100, 500
SETTLE_MS = 1500
HZ = 1033.0


class Bursts:
    """A tone now and then; remembers when the first packet of each left."""

    def __init__(self) -> None:
        self.began = list[float]()
        self._tone = sounds.tone(HZ, -10.0)

    def frames(self) -> sounds.Frames:
        while True:
            self.began.append(monotonic())
            for _ in range(BURST_MS // 20):
                yield next(self._tone)
            for _ in range((EVERY_MS - BURST_MS) // 20):
                yield sounds.SILENCE


def onsets(ears: Ears, since: float) -> list[float]:
    """When the first audible sample of each burst came, by its place in its packet."""
    found, quiet_until = list[float](), since
    for packet in ears.packets:
        loud = np.flatnonzero(np.abs(packet.samples) > AUDIBLE)
        if packet.at < quiet_until or not len(loud):
            continue
        found.append(packet.at + int(loud[0]) / sounds.RATE)
        quiet_until = packet.at + (EVERY_MS - 100) / 1000
    return found


async def delays_ms(subject: Subject, bursts: int, *, jitter_ms: float = 0.0) -> list[float]:
    """From a packet that goes in to the same sound coming out, for each burst."""
    number = "+441632969001"
    async with Caller(subject.uri, from_number=number) as call:
        await subject.carry(number)
        call.handset.faults = Faults(late=1.0 if jitter_ms else 0.0, late_ms=jitter_ms)
        await call.pause(SETTLE_MS)
        sent = Bursts()
        began = monotonic()
        call.say(sent.frames())
        await call.pause(bursts * EVERY_MS)
        return _pairs_ms(sent.began, onsets(call.ears, began))


def _pairs_ms(sent: list[float], heard: list[float]) -> list[float]:
    """Each sound with the burst that it can only come from."""
    found = list[float]()
    for at in heard:
        earlier = [each for each in sent if each < at]
        if earlier and at - earlier[-1] < EVERY_MS / 1000:
            found.append((at - earlier[-1]) * 1000)
    return found


@dataclass(frozen=True, slots=True)
class Load:
    """So many calls at once, for some seconds."""

    calls: int
    core_share: float
    kb_per_call: float
    largest_gap_ms: float

    @property
    def calls_per_core(self) -> float:
        return self.calls / self.core_share


async def load(subject: Subject, calls: int, seconds: float, *, is_carried: bool) -> Load:
    """`is_carried`: in a mix; otherwise as in the dialogue, where nothing is forwarded."""
    resident = resident_kb(subject.pid)
    async with AsyncExitStack() as stack:
        up = list[Caller]()
        for at in range(calls):
            number = f"+44163297{at:04}"
            call = await stack.enter_async_context(Caller(subject.uri, from_number=number))
            call.say(sounds.speech_like(at))
            up.append(call)
            if is_carried:
                await subject.carry(number)
        await up[-1].pause(SETTLE_MS)
        began, used = monotonic(), cpu_seconds(subject.pid)
        await up[0].pause(seconds * 1000)
        share = (cpu_seconds(subject.pid) - used) / (monotonic() - began)
        gap = max(call.ears.largest_gap(began) for call in up)
        grown = resident_kb(subject.pid) - resident
    return Load(calls, share, grown / calls, gap * 1000)


async def set_up_ms(subject: Subject, calls: int, per_second: float) -> list[float]:
    """INVITE to 200 for each of so many calls, begun at that rate, each hung up after 1 s."""
    took = list[float]()

    async def ring(at: int) -> None:
        caller = Caller(subject.uri, from_number=f"+44163298{at:04}")
        began = monotonic()
        async with caller as call:
            took.append((monotonic() - began) * 1000)
            await call.pause(1000)

    loop = asyncio.get_running_loop()
    first = loop.time()
    async with asyncio.TaskGroup() as ringing:
        for at in range(calls):
            due = asyncio.Event()
            loop.call_at(first + at / per_second, due.set)
            await due.wait()
            ringing.create_task(ring(at))
    return took


async def last_audible_ms(subject: Ours, rounds: int) -> tuple[list[float], int]:
    """From the flush to the last audible sample, each time; and how many came after DONE."""
    number = "+441632969002"
    found, after = list[float](), 0
    async with Caller(subject.uri, from_number=number) as call:
        await subject.carry(number)
        call.say(sounds.tone(HZ, -10.0))
        for _ in range(rounds):
            await call.ears.hears_tone(HZ, within=5.0)
            words = {"call": subject.call(number), "within": 5.0}
            told = await asyncio.to_thread(subject.line.ask, "flush", **words)
            await call.pause(200)
            ends = [
                packet.at + last_loud(packet.samples) / sounds.RATE for packet in audible(call.ears)
            ]
            found.append(max([0.0, *((at - told["asked"]) * 1000 for at in ends)]))
            after += sum(packet.at > told["done"] for packet in audible(call.ears))
            await asyncio.to_thread(subject.line.ask, "resume")
    return found, after


def audible(ears: Ears) -> list[Packet]:
    return [packet for packet in ears.packets[-30:] if last_loud(packet.samples)]


def last_loud(samples: Samples) -> int:
    """Samples up to and with the last audible one; 0: none is."""
    loud = np.flatnonzero(np.abs(samples) > AUDIBLE)
    return int(loud[-1]) + 1 if len(loud) else 0


def resident_kb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4.096


def median(values: list[float]) -> float | None:
    return statistics.median(values) if values else None
