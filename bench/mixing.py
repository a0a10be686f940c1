"""What a beat costs a worker in CPU time: taking in, mixing, answering so many calls in one room.

python -m bench.mixing
"""

import asyncio
import json
import statistics
import time
from collections.abc import Callable, Sequence
from uuid import uuid4

import numpy as np

from bench.load.tone import opus_tone
from media.api import CallKey, ConferenceKey, Kind, LegKey, Permission, Plan
from media.engine import EmbeddedEngine
from media.line import RATE, SAMPLES, Entry, Frames, Mark, Reader, Type, write
from media.phone.bridge import Bridge
from media.phone.codec import Decoder, Encoder
from media.settings import EngineSettings

CONFERENCE = ConferenceKey("bench")
CALLS = (10, 50, 100)
BEATS = 300
SPEAKERS = 40
"""So many may speak and all may hear them: a plan of 100 who all hear each other is long."""


def frame(hz: int, number: int) -> bytes:
    moments = (number * SAMPLES + np.arange(SAMPLES)) / RATE
    return (3000 * np.sin(2 * np.pi * hz * moments)).astype("<i2").tobytes()


async def beats_of(count: int) -> dict[str, float]:
    """Microseconds of one beat, from its bytes to the bytes of its answer."""
    async with EmbeddedEngine(EngineSettings()) as engine:
        calls = [CallKey(str(uuid4())) for _ in range(count)]
        await fill(engine, calls)
        bridge = engine._running().bridge
        sent: list[bytes] = []
        bridge.line_begins(sent.append)
        took: list[float] = []
        for tick in range(BEATS):
            entries = [Entry(call, 0, frame(300 + 10 * n, tick)) for n, call in enumerate(calls)]
            sent.clear()
            took.append(seconds_of(bridge, write(Frames(Type.BEAT, tick, entries))))
            confirm(bridge, sent)
            await asyncio.sleep(0)
        mixed = sum(bool(entry.sound) for entry in entries_of(sent[-1]))
        assert mixed == count, mixed
    middle = statistics.median(took[5:]) * 1e6
    return {"us_per_beat": round(middle), "us_per_call": round(middle / count, 1)}


async def fill(engine: EmbeddedEngine, calls: Sequence[CallKey]) -> None:
    legs = [LegKey(f"leg {number}") for number in range(len(calls))]
    for leg, call in zip(legs, calls, strict=True):
        await engine.attach(CONFERENCE, leg, call)
    allowed = frozenset(
        Permission(a, b, Kind.SOUND) for a in legs[:SPEAKERS] for b in legs if a != b
    )
    until = time.monotonic() + 600
    await engine.apply(Plan(CONFERENCE, 1, allowed, until, private_levels=False))


def seconds_of(bridge: Bridge, octets: bytes) -> float:
    begun = time.thread_time()
    for message in Reader().feed(octets):
        bridge.take(message)
    return time.thread_time() - begun


def confirm(bridge: Bridge, sent: Sequence[bytes]) -> None:
    for message in Reader().feed(b"".join(sent)):
        if isinstance(message, Mark):
            bridge.take(Mark(Type.DONE, message.call, message.epoch))


def entries_of(octets: bytes) -> Sequence[Entry]:
    message = next(Reader().feed(octets))
    return message.entries if isinstance(message, Frames) else ()


def codec() -> dict[str, float]:
    """Microseconds of one frame; the best of many, as the rest is other people's work."""
    encoder, decoder, packets = Encoder(), Decoder(), opus_tone(440)
    frames = [frame(440, number) for number in range(100)]
    return {
        "encode_us": best([lambda f=f: encoder.encode(f) for f in frames]),
        "decode_us": best([lambda p=p: decoder.decode(p) for p in packets]),
        "conceal_us": best([decoder.conceal for _ in range(100)]),
    }


def best(steps: Sequence[Callable[[], object]]) -> float:
    took: list[float] = []
    for step in (*steps, *steps, *steps):
        begun = time.thread_time()
        step()
        took.append(time.thread_time() - begun)
    return round(statistics.quantiles(took, n=10)[0] * 1e6, 1)


def main() -> None:
    found = {f"calls_{count}": asyncio.run(beats_of(count)) for count in CALLS}
    print(json.dumps({**found, "frame": codec()}))


if __name__ == "__main__":
    main()
