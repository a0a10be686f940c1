"""Browsers and callers in step: everyone says 20 ms of their own tone, then the telephone beats.

But for `beating` nothing here waits for a clock, so each frame that is heard can be told from
the plan.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from bench.load.tone import opus_tone
from media.api import Connected, Kind, Permission
from media.line import RATE
from tests.media.peer import Peer
from tests.media.room import CONFERENCE, Room
from tests.media.telephone import AMPLITUDE, Caller, Telephone

LEVEL = 23
"""What a browser says of a tone of this amplitude, in -dBov."""
SETTLE = 12
"""Beats until a new binding sounds: jitter buffer, two packets' reach, the codec's beginning."""
PITCHES = (400, 750, 1150, 1600, 2100, 2650, 3250)
"""Hz. Each goes round a whole number of times in 20 ms, and is far from every other."""


class Speaker(Peer):
    """A browser that says a tone."""

    def __init__(self, name: str, hz: int = 0) -> None:
        super().__init__(name)
        self.hz = hz
        self.said = 0
        self.level = LEVEL

    def speak(self) -> None:
        self.said += 1
        if self.hz:
            frames = opus_tone(self.hz, AMPLITUDE)
            self.say(level=self.level, payload=frames[self.said % len(frames)])


class Stage:
    """One conference with its people."""

    def __init__(self, room: Room, telephone: Telephone, speakers: Sequence[Speaker]) -> None:
        self.room = room
        self.telephone = telephone
        self.speakers = list(speakers)

    async def beats(self, count: int = SETTLE) -> None:
        for _ in range(count):
            for speaker in self.speakers:
                speaker.speak()
            for speaker in self.speakers:
                await speaker.round_trip()
            await self.telephone.beat()

    async def attach(self, *callers: Caller) -> None:
        """As legs, connected and clean."""
        for caller in callers:
            await self.room.engine.attach(CONFERENCE, caller.key, caller.call)
            if caller not in self.telephone.callers:
                self.telephone.callers.append(caller)
        await self.telephone.beat()
        for caller in callers:
            await self.room.until(Connected, lambda fact, key=caller.key: fact.leg == key)
        await self.telephone.until(lambda: all(caller.epoch for caller in callers))

    def clear(self) -> None:
        """Forget what was heard, and what has left the engine and not been read yet."""
        for caller in self.telephone.callers:
            caller.played.clear()
        for speaker in self.speakers:
            speaker.drain()
            speaker.ears.heard.clear()


@asynccontextmanager
async def stage_of(
    room: Room, line: Path, callers: Iterable[Caller], speakers: Sequence[Speaker] = ()
) -> AsyncGenerator[Stage]:
    async with AsyncExitStack() as stack:
        for speaker in speakers:
            await stack.enter_async_context(speaker)
            await speaker.join(room.engine, CONFERENCE)
        telephone = await stack.enter_async_context(Telephone(line))
        stage = Stage(room, telephone, speakers)
        await stage.attach(*callers)
        yield stage


@contextmanager
def beating(stage: Stage) -> Generator[None]:
    """Meanwhile everyone speaks and the telephone beats, by the clock, every 20 ms."""
    loop = asyncio.get_running_loop()
    at = loop.time()

    def turn() -> None:
        nonlocal at, handle
        for speaker in stage.speakers:
            speaker.speak()
        stage.telephone.send_beat()
        at += 0.02
        handle = loop.call_at(at, turn)

    handle = loop.call_soon(turn)
    try:
        yield
    finally:
        handle.cancel()


def may_hear(*pairs: tuple[Caller | Peer, Caller | Peer]) -> frozenset[Permission]:
    """(source, sink), by sound."""
    return frozenset(Permission(a.key, b.key, Kind.SOUND) for a, b in pairs)


def each_other(*people: Caller | Peer) -> frozenset[Permission]:
    """Everyone hears everyone, and sees them."""
    pairs = [(a.key, b.key) for a in people for b in people if a is not b]
    return frozenset(Permission(a, b, kind) for a, b in pairs for kind in Kind)


# ---------------------------------------------------------------- ears


def pitches_in(samples: NDArray[np.int16], rate: int) -> frozenset[int]:
    """Those of our tones that sound in one frame of 20 ms."""
    window = np.hanning(len(samples))
    moments = np.arange(len(samples)) / rate
    found: set[int] = set()
    for hz in PITCHES:
        turn = np.exp(-2j * np.pi * hz * moments)
        amplitude = 2 * abs(np.dot(samples * window, turn)) / window.sum() / 32767
        if amplitude > AMPLITUDE / 5:
            found.add(hz)
    return frozenset(found)


def heard_by_caller(caller: Caller) -> list[frozenset[int]]:
    """For each beat, the tones that were played."""
    frames = [np.frombuffer(frame, "<i2") for frame in caller.played]
    return [pitches_in(frame, RATE) if len(frame) else frozenset[int]() for frame in frames]


def heard_by_browser(speaker: Speaker) -> list[frozenset[int]]:
    """For each packet, the tones in it, decoded with what came before in the same slot."""
    heard: list[frozenset[int]] = []
    for mid in "abc":
        packets = [h.payload for h in speaker.heard_in(mid) if h.payload_type == 111]
        samples = _decode(packets)
        heard += [pitches_in(part, 48_000) for part in samples if np.any(part)]
    return heard


def _decode(packets: Iterable[bytes]) -> list[NDArray[np.int16]]:
    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout, decoder.format = 48_000, "mono", "s16"
    frames = [frame for packet in packets for frame in decoder.decode(av.Packet(packet))]
    return [_mono(frame) for frame in frames]


def _mono(frame: av.AudioFrame) -> NDArray[np.int16]:
    samples = frame.to_ndarray().reshape(-1)
    scale = 1 if samples.dtype == np.int16 else 32767
    return (samples * scale).astype(np.int16)[:: len(frame.layout.channels)]


def union(heard: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*heard)


def tones(*people: Caller | Speaker) -> frozenset[int]:
    return frozenset(each.hz for each in people)
