"""A small telephone: a real socket that speaks `media.line`, beats when told, and plays like one.

It plays a mix only if it is of this beat and of the newest epoch, as the telephone must.
"""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Self
from uuid import uuid4

import numpy as np

from media.api import CallKey, LegKey
from media.line import FRAME_BYTES, RATE, SAMPLES, Entry, Frames, Mark, Message, Reader, Type, write
from tests.media.ears import Ears

AMPLITUDE = 0.1


class Caller:
    """One call: what it says, and what it was given to hear."""

    def __init__(self, name: str, hz: int = 0) -> None:
        self.key = LegKey(name)
        self.call = CallKey(str(uuid4()))
        self.hz = hz
        """0: says nothing."""
        self.epoch = 0
        self.played: list[bytes] = []
        """For each beat one frame; empty: silence."""
        self.said = 0

    def says(self) -> bytes:
        self.said += 1
        return tone_frame(self.hz, self.said) if self.hz else b""

    def hears(self) -> list[bytes]:
        """The frames of `played` that are not silence."""
        return [frame for frame in self.played if frame]


def tone_frame(hz: int, number: int, amplitude: float = AMPLITUDE) -> bytes:
    """The frame of that number of a steady tone."""
    moments = (number * SAMPLES + np.arange(SAMPLES)) / RATE
    return (amplitude * 32767 * np.sin(2 * np.pi * hz * moments)).astype("<i2").tobytes()


class Telephone:
    """One line to a worker. `async with` connects it."""

    def __init__(self, path: Path, *callers: Caller) -> None:
        self.callers = list(callers)
        self.ears = Ears()
        self.flushed: list[Mark] = []
        self.unconfirmed: list[Mark] = []
        """What it was asked to forget and has not confirmed."""
        self.is_slow = False
        """It confirms nothing by itself."""
        self.tick = 0
        self.answered = -1
        """The tick of the newest answer."""
        self.is_lost = False
        self._path = path
        self._reader = Reader()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(0)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(5):
            await loop.sock_connect(self._socket, str(self._path))
        loop.add_reader(self._socket, self._read)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """Idempotent."""
        if self._socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()

    def stop_reading(self) -> None:
        asyncio.get_running_loop().remove_reader(self._socket)

    async def until(self, is_so: Callable[[], bool]) -> None:
        await self.ears.until(is_so)

    async def beat(self) -> None:
        """One beat, and its answer."""
        tick = self.send_beat()
        await self.until(lambda: self.answered >= tick)

    def send_beat(self) -> int:
        self.tick += 1
        entries = [Entry(caller.call, 0, caller.says()) for caller in self.callers]
        self.send(write(Frames(Type.BEAT, self.tick, entries)))
        return self.tick

    def send(self, octets: bytes) -> None:
        self._socket.send(octets)

    def confirm(self) -> None:
        """Say of everything that was asked that it is done."""
        unconfirmed, self.unconfirmed = self.unconfirmed, []
        for mark in unconfirmed:
            self.send(write(Mark(Type.DONE, mark.call, mark.epoch)))

    # ------------------------------------------------------------ what comes

    def _read(self) -> None:
        try:
            octets = self._socket.recv(1 << 20)
        except ConnectionResetError:
            octets = b""
        if not octets:
            self.is_lost = True
            asyncio.get_running_loop().remove_reader(self._socket)
        for message in self._reader.feed(octets):
            self._take(message)
        self.ears.changed.set()

    def _take(self, message: Message) -> None:
        if isinstance(message, Mark):
            assert message.type is Type.FLUSH
            self._forget(message)
            return
        assert message.type is Type.MIX
        self.answered = message.tick
        mixes = {entry.call: entry for entry in message.entries}
        for caller in self.callers:
            mix = mixes.get(caller.call)
            if mix is not None:
                assert len(mix.sound) in {0, FRAME_BYTES}
                caller.played.append(mix.sound if mix.epoch == caller.epoch else b"")

    def _forget(self, flush: Mark) -> None:
        self.flushed.append(flush)
        self.unconfirmed.append(flush)
        for caller in self.callers:
            if caller.call == flush.call:
                assert flush.epoch > caller.epoch
                caller.epoch = flush.epoch
        if not self.is_slow:
            self.confirm()
