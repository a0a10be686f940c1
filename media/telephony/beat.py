"""The clock of all calls: one thread, every 20 ms, for what is heard and what is said.

    on the beat     read each call's newest frame, send each worker those of its calls
    +10 ms at most  take the workers' mixes, add what is spoken, write each call its frame

Everything of a call's sound belongs to this thread. The event loop gives it orders, which are
done in turn between or within beats; what comes of them goes back to the loop.
"""

import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from media.line import FRAME_SECONDS, RATE, Entry, Frames, Mark, Type
from media.telephony.api import CallKey
from media.telephony.handset import Handset
from media.telephony.resample import Samples, down, up
from media.telephony.urgency import make_urgent
from media.telephony.workerline import WorkerLine

MIX_SECONDS = 0.010
"""After the beat: a mix that comes later is not played."""
LEFT_SECONDS = 0.045
"""After a flush the frame that the stack had taken leaves, one packet and one look later: 28 ms at
most on a quiet machine, 37 ms on a busy one. With 30 ms here it left after it was confirmed."""
LATE_AT_MOST = 0.1
NARROW = 8000
OURS = 0
"""This thread, to the kernel."""

Order = Callable[[], None]


class Beat(threading.Thread):
    def __init__(self, lines: Sequence[Path]) -> None:
        super().__init__(name="beat", daemon=True)
        self._lines = [WorkerLine(path) for path in lines]
        self._handsets: dict[CallKey, Handset] = {}
        self._orders = deque[Order]()
        self._owed = deque[tuple[float, Order]]()
        """What is to be done when flushed sound has left, in order of time."""
        self._ear, self._bell = socket.socketpair()
        for each in (self._ear, self._bell):
            each.settimeout(0)
        self._is_ending = False
        self._mix_until = 0.0

    # ------------------------------------------------------------ from any thread

    def order(self, order: Order) -> None:
        """Done soon, on the beat's thread, after all that was ordered before."""
        self._orders.append(order)
        with suppress(BlockingIOError):  # it has been rung often enough
            self._bell.send(b"\0")

    def end(self) -> None:
        self.order(self._end)
        self.join(2.0)

    # ------------------------------------------------------------ by order: on this thread

    def add(self, handset: Handset) -> None:
        self._handsets[handset.call] = handset

    def remove(self, call: CallKey) -> None:
        self._handsets.pop(call, None)

    def find(self, call: CallKey) -> Handset | None:
        return self._handsets.get(call)

    def when_left(self, then: Order) -> None:
        """When what was handed to the stack before a flush, now, has left."""
        self._owed.append((time.monotonic() + LEFT_SECONDS, then))

    def _end(self) -> None:
        self._is_ending = True

    # ------------------------------------------------------------ the clock

    def run(self) -> None:
        make_urgent(OURS)
        beat = time.monotonic()
        while not self._is_ending:
            self._until(beat)
            self._beat(beat)
            beat += FRAME_SECONDS
            if time.monotonic() - beat > LATE_AT_MOST:
                beat = time.monotonic()
        for line in self._lines:
            line.close()

    def _until(self, limit: float) -> None:
        while not self._is_ending and (left := limit - time.monotonic()) > 0:
            if self._owed:
                left = min(left, max(0.0, self._owed[0][0] - time.monotonic()))
            self._listen(left)

    def _until_mixed(self) -> None:
        while any(line.awaited for line in self._lines):
            left = self._mix_until - time.monotonic()
            if left <= 0:
                return
            self._listen(left)

    def _listen(self, seconds: float) -> None:
        open_lines = {line.socket: line for line in self._lines if line.socket is not None}
        heard, _, _ = select.select([self._ear, *open_lines], [], [], seconds)
        for each in heard:
            if each is self._ear:
                self._ear.recv(4096)
            else:
                self._read(open_lines[each])
        while self._orders:
            self._orders.popleft()()
        while self._owed and self._owed[0][0] <= time.monotonic():
            self._owed.popleft()[1]()

    def _read(self, line: WorkerLine) -> None:
        number = self._lines.index(line)
        for message in line.read():
            if isinstance(message, Mark):
                self._flush(line, number, message)
            elif message.type is Type.MIX and message.tick == line.tick and line.awaited:
                line.awaited = False
                if time.monotonic() <= self._mix_until:
                    self._take(number, message)

    def _take(self, number: int, mixes: Frames) -> None:
        for entry in mixes.entries:
            handset = self._handsets.get(entry.call)
            if handset is not None and handset.worker == number:
                handset.answers(entry.epoch, entry.sound)

    def _flush(self, line: WorkerLine, number: int, mark: Mark) -> None:
        if mark.type is not Type.FLUSH:
            return
        handset = self._handsets.get(mark.call)
        if handset is not None and handset.worker == number:
            handset.epoch = mark.epoch
            handset.speech.hush(inside_only=True)
            handset.silence()
        at = line.socket

        def answer() -> None:
            if line.socket is at:
                line.done(mark)

        self.when_left(answer)

    # ------------------------------------------------------------ one beat

    def _beat(self, at: float) -> None:
        for line in self._lines:
            line.find()
        self._send(self._heard())
        self._mix_until = at + MIX_SECONDS
        self._until_mixed()
        for line in self._lines:
            line.awaited = False
        self._play()

    def _heard(self) -> dict[CallKey, bytes]:
        """What each call has said in the last 20 ms, 16,000 samples a second."""
        heard: dict[CallKey, bytes] = {}
        narrow = list[tuple[Handset, bytes]]()
        for call, handset in self._handsets.items():
            rate = handset.sound.rate()
            frame = handset.take(rate) if rate else b""
            if rate == NARROW and frame:
                narrow.append((handset, frame))
            else:
                heard[call] = frame
        if narrow:
            heard |= _widened(narrow)
        return heard

    def _send(self, heard: dict[CallKey, bytes]) -> None:
        for number, line in enumerate(self._lines):
            line.beat(
                [
                    Entry(call, 0, heard.get(call, b""))
                    for call, handset in self._handsets.items()
                    if handset.worker == number
                ]
            )

    def _play(self) -> None:
        narrow = list[tuple[Handset, Samples]]()
        for handset in self._handsets.values():
            rate = handset.sound.rate()
            played = handset.play()
            if played is None:
                continue
            if rate == NARROW:
                narrow.append((handset, played))
            elif rate == RATE:
                handset.sound.write(_octets(played))
        if narrow:
            _write_narrowed(narrow)


def _widened(narrow: list[tuple[Handset, bytes]]) -> dict[CallKey, bytes]:
    frames = np.frombuffer(b"".join(frame for _, frame in narrow), np.int16)
    rows = frames.reshape(len(narrow), -1).astype(np.float32)
    wide, states = up(rows, np.stack([handset.up for handset, _ in narrow]))
    octets = np.clip(wide, -32768, 32767).astype("<i2")
    heard: dict[CallKey, bytes] = {}
    for index, (handset, _) in enumerate(narrow):
        handset.up = states[index]
        heard[handset.call] = octets[index].tobytes()
    return heard


def _write_narrowed(narrow: list[tuple[Handset, Samples]]) -> None:
    rows = np.stack([played for _, played in narrow])
    halved, states = down(rows, np.stack([handset.down for handset, _ in narrow]))
    for index, (handset, _) in enumerate(narrow):
        handset.down = states[index]
        handset.sound.write(_octets(halved[index]))


def _octets(samples: Samples) -> bytes:
    return np.clip(samples, -32768, 32767).astype(np.int16).tobytes()
