"""How bench/phone.py times sound: delay, set-up, and the last audible sample."""

import asyncio
import statistics
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

import numpy as np

from bench.support.phone_subjects import Real, Subject, new_numbers
from tests.callers import sounds
from tests.callers.caller import Caller
from tests.callers.ears import Ears, Packet
from tests.callers.g711 import Samples
from tests.callers.keys import Faults

AUDIBLE = 300
"""Of 32767: above what companding makes of silence."""
BURST_MS, EVERY_MS = 100, 500
SETTLE_MS = 1500
LOOK_AFTER_MS = 200
"""After an exclusion: so long what still comes is heard."""
HZ, OTHER_HZ = 1033.0, 617.0
LOUD_DB = -10.0
PACKET_S, STEP_S = 0.020, 0.0077
"""Between two packets; and how much later in them each exclusion is than the one before."""


class Bursts:
    """A tone now and then; remembers when the first packet of each left."""

    def __init__(self) -> None:
        self.began = list[float]()
        self._tone = sounds.tone(HZ, LOUD_DB)

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


@asynccontextmanager
async def two_calls(subject: Subject) -> AsyncGenerator[tuple[Caller, Caller]]:
    """One who speaks and one who hears it: of an echo, the same one twice."""
    numbers = new_numbers(1 if subject.is_echo else 2)
    async with AsyncExitStack() as stack:
        calls = [
            await stack.enter_async_context(Caller(subject.uri, from_number=number))
            for number in numbers
        ]
        yield calls[0], calls[-1]


async def delays_ms(subject: Subject, bursts: int, *, jitter_ms: float = 0.0) -> list[float]:
    """From a packet that goes in to the same sound coming out, for each burst."""
    async with two_calls(subject) as (speaker, listener):
        numbers = dict.fromkeys((speaker.from_number, listener.from_number))
        async with subject.carried(*numbers):
            late = 1.0 if jitter_ms else 0.0
            speaker.handset.faults = Faults(late=late, late_ms=jitter_ms)
            await speaker.pause(SETTLE_MS)
            sent = Bursts()
            began = monotonic()
            speaker.say(sent.frames())
            await speaker.pause(bursts * EVERY_MS)
            return _pairs_ms(sent.began, onsets(listener.ears, began))


def _pairs_ms(sent: list[float], heard: list[float]) -> list[float]:
    """Each sound with the burst that it can only come from."""
    found = list[float]()
    for at in heard:
        earlier = [each for each in sent if each < at]
        if earlier and at - earlier[-1] < EVERY_MS / 1000:
            found.append((at - earlier[-1]) * 1000)
    return found


async def set_up_ms(subject: Subject, calls: int, per_second: float) -> list[float]:
    """INVITE to 200 for each of so many calls, begun at that rate, each hung up after 1 s."""
    took = list[float]()

    async def ring(number: str) -> None:
        caller = Caller(subject.uri, from_number=number)
        began = monotonic()
        async with caller as call:
            took.append((monotonic() - began) * 1000)
            await call.pause(1000)

    loop = asyncio.get_running_loop()
    first = loop.time()
    async with asyncio.TaskGroup() as ringing:
        for at, number in enumerate(new_numbers(calls)):
            due = asyncio.Event()
            loop.call_at(first + at / per_second, due.set)
            await due.wait()
            ringing.create_task(ring(number))
    return took


@dataclass
class Cuts:
    """What two callers still heard of each other when one of them was excluded, each time."""

    left_ms: list[float] = field(default_factory=list)
    """From the order to the leaving of the packet that holds the last audible sample at either."""
    heard_ms: list[float] = field(default_factory=list)
    """The same, with the sample's place in its packet."""
    applied_ms: list[float] = field(default_factory=list)
    """From the order to `Applied`."""
    samples_after: int = 0
    """Audible, in packets that left after `Applied`."""


async def exclusions(subject: Real, rounds: int) -> Cuts:
    """Two callers, a tone each; the second is excluded and brought back, again and again."""
    found = Cuts()
    async with two_calls(subject) as (first, second):
        numbers = (first.from_number, second.from_number)
        async with subject.conference(*numbers) as conference:
            first.say(sounds.tone(HZ, LOUD_DB))
            second.say(sounds.tone(OTHER_HZ, LOUD_DB))
            for count in range(rounds):
                await first.ears.hears_tone(OTHER_HZ, within=5.0)
                await second.ears.hears_tone(HZ, within=5.0)
                # Just now a packet has come: always asked then, it would always be as lucky.
                await asyncio.sleep(count * STEP_S % PACKET_S)
                asked, applied = await conference.admit_all(but=second.from_number)
                await first.pause(LOOK_AFTER_MS)
                _note(found, (first.ears, second.ears), asked, applied.at_monotonic)
                await conference.admit_all()
    return found


def _note(cuts: Cuts, both: tuple[Ears, Ears], asked: float, applied: float) -> None:
    heard = [packet for ears in both for packet in ears.packets[-30:] if last_loud(packet)]
    places = [last_loud(packet) / sounds.RATE for packet in heard]
    ends = [packet.at + place for packet, place in zip(heard, places, strict=True)]
    cuts.left_ms.append(max([0.0, *((packet.at - asked) * 1000 for packet in heard)]))
    cuts.heard_ms.append(max([0.0, *((at - asked) * 1000 for at in ends)]))
    cuts.applied_ms.append((applied - asked) * 1000)
    cuts.samples_after += sum(loud(each.samples) for each in heard if each.at > applied)


def loud(samples: Samples) -> int:
    return int(np.count_nonzero(np.abs(samples) > AUDIBLE))


def last_loud(packet: Packet) -> int:
    """Samples up to and with the last audible one; 0: none is."""
    found = np.flatnonzero(np.abs(packet.samples) > AUDIBLE)
    return int(found[-1]) + 1 if len(found) else 0


def median(values: list[float]) -> float | None:
    return statistics.median(values) if values else None
