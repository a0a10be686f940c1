"""Mouth and ears of a telephone: sound and keys out every 20 ms, everything that comes in kept."""

import asyncio
import struct
from collections.abc import Iterator
from random import Random

import numpy as np

from tests.callers import g711, keys, sounds
from tests.callers.ears import Ears, Packet
from tests.callers.keys import TICK_MS, Event, Faults
from tests.callers.sdp import Codec, Media
from tests.callers.sip import Address
from tests.callers.wire import Wire

_RTP = struct.Struct("!BBHII")
NOTHING = np.zeros(0, np.int16)
CODECS = frozenset(int(each) for each in Codec)


class Handset:
    """Silent until `begin`. Its clock is absolute: what is late is sent at once, nothing drifts."""

    def __init__(self, host: str, chance: Random) -> None:
        self.ears = Ears()
        self.faults = Faults(chance=Random(chance.random()))  # noqa: S311  not for secrets
        self.sent = 0
        """Packets that have left, lost ones not counted."""
        self._said: sounds.Frames = sounds.silence()
        self._strokes: list[Iterator[list[Event]] | Iterator[g711.Samples]] = []
        self._pauses: list[tuple[int, asyncio.Future[None]]] = []
        self._loop = asyncio.get_running_loop()
        self._wire = Wire(host, self._received)
        self._timer: asyncio.TimerHandle | None = None
        self._sequence, self._timestamp = chance.getrandbits(16), chance.getrandbits(32)
        self._ssrc = chance.getrandbits(32)
        self._remote, self._codec, self._events = ("", 0), Codec.PCMA, -1
        self._tick, self._began = 0, 0.0

    @property
    def address(self) -> Address:
        return self._wire.address

    def begin(self, remote: Media) -> None:
        """Send to the other side what it wants; again, after it has changed its mind."""
        self._remote = remote.address
        self._codec = next((Codec(each) for each in remote.codecs if each in CODECS), Codec.PCMA)
        self._events = -1 if remote.events is None else remote.events
        if self._timer is None:
            self._began = self._loop.time()
            self._timer = self._loop.call_at(self._began, self._speak)

    def say(self, frames: sounds.Frames) -> None:
        self._said = frames

    async def press(self, digit: str, *, ms: int, gap_ms: int, is_tone: bool) -> None:
        """Until the key is up and the gap after it is over."""
        self._strokes.append(keys.tones(digit, ms) if is_tone else keys.events(digit, ms))
        await self.pause(ms + gap_ms)

    async def pause(self, ms: float) -> None:
        """By the clock of the sound. Over at once when the call is."""
        if self._timer is None:
            return
        reached = self._loop.create_future()
        self._pauses.append((self._tick + max(1, round(ms / TICK_MS)), reached))
        await reached

    def hang(self) -> None:
        """Send nothing more; hear nothing more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._wire.close()
        for _, reached in self._pauses:
            if not reached.done():
                reached.set_result(None)
        self._pauses.clear()

    def _speak(self) -> None:
        self._tick += 1
        self._timer = self._loop.call_at(self._began + self._tick * TICK_MS / 1000, self._speak)
        frame = next(self._said)
        stroke = self._next_of_stroke()
        if isinstance(stroke, list):
            self._send_events(stroke)
        else:
            self._send_sound(frame if stroke is None else stroke)
        self._timestamp = (self._timestamp + sounds.FRAME) % (1 << 32)
        due = [each for each in self._pauses if each[0] <= self._tick]
        self._pauses = [each for each in self._pauses if each[0] > self._tick]
        for _, reached in due:
            if not reached.done():
                reached.set_result(None)

    def _next_of_stroke(self) -> list[Event] | g711.Samples | None:
        while self._strokes:
            step = next(self._strokes[0], None)
            if step is not None:
                return step
            self._strokes.pop(0)
        return None

    def _send_sound(self, frame: g711.Samples) -> None:
        self._send(int(self._codec), self._timestamp, g711.encode(self._codec, frame))

    def _send_events(self, stroke: list[Event]) -> None:
        for event in stroke:
            began = (self._timestamp - event.samples) % (1 << 32)
            began += 0 if event.is_end else sounds.FRAME
            kind = self._events | (0x80 if event.is_first else 0)
            self._send(kind, began % (1 << 32), event.payload, is_end=event.is_end)

    def _send(self, kind: int, timestamp: int, payload: bytes, *, is_end: bool = False) -> None:
        header = _RTP.pack(0x80, kind, self._sequence, timestamp, self._ssrc)
        self._sequence = (self._sequence + 1) % (1 << 16)
        for delay in self.faults.delays(is_end=is_end):
            self.sent += 1
            if delay:
                self._loop.call_later(delay, self._wire.send, header + payload, self._remote)
            else:
                self._wire.send(header + payload, self._remote)

    def _received(self, datagram: bytes, source: Address, at: float) -> None:
        """From the other side only; RTCP goes elsewhere."""
        del source
        if len(datagram) < _RTP.size or datagram[0] >> 6 != 2:
            return
        _, kind, sequence, timestamp, ssrc = _RTP.unpack_from(datagram)
        kind &= 0x7F
        skipped = _RTP.size + 4 * (datagram[0] & 15)
        is_sound = kind in CODECS
        samples = g711.decode(Codec(kind), datagram[skipped:]) if is_sound else NOTHING
        self.ears.take(Packet(at, kind, sequence, timestamp, ssrc, samples))
