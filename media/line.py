"""What a media worker and the telephone process send each other: frames, each 20 ms, both ways.

telephone   BEAT  each call that this worker carries, with its sound of the last 20 ms, or without
worker      MIX   the answer to one beat: what each of these calls is to hear
worker      FLUSH forget what this call was sent; play nothing of an older epoch any more
telephone   DONE  the answer to FLUSH: the last frame that had been handed on has left

The telephone's clock drives both: a worker mixes when it is asked to, so neither drifts. What
comes late is not played. Little-endian; a sound is 16 kHz mono, signed 16 bit, 320 samples.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from uuid import UUID

from media.api import CallKey

SAMPLES = 320
RATE = 16_000
FRAME_BYTES = 2 * SAMPLES
FRAME_SECONDS = SAMPLES / RATE

_HEADER = struct.Struct("<BI")
_BEAT = struct.Struct("<IH")
_ENTRY = struct.Struct("<16sIB")
_MARK = struct.Struct("<16sI")
LONGEST = _HEADER.size + _BEAT.size + 1000 * (_ENTRY.size + FRAME_BYTES)
"""Bytes of the longest message that is read: of a thousand calls."""


class BadMessage(ValueError):
    """It was not written by the other side of this protocol. The connection is over."""


class Type(IntEnum):
    BEAT = 1
    MIX = 2
    FLUSH = 3
    DONE = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One call's share of a beat or of its answer."""

    call: CallKey
    epoch: int
    """Of a mix: that of the newest flush of this call. Of a beat: 0."""
    sound: bytes
    """One frame, or empty: silence."""


@dataclass(frozen=True, slots=True)
class Frames:
    """A beat, or the mix that answers it."""

    type: Type
    tick: int
    """Counts the beats of this connection, modulo 2 to the 32nd."""
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Mark:
    """FLUSH or DONE."""

    type: Type
    call: CallKey
    epoch: int


Message = Frames | Mark


def write(message: Message) -> bytes:
    body = _mark(message) if isinstance(message, Mark) else _frames(message)
    return _HEADER.pack(message.type, len(body)) + body


def _mark(mark: Mark) -> bytes:
    return _MARK.pack(_octets(mark.call), mark.epoch)


def _frames(frames: Frames) -> bytes:
    parts = [_BEAT.pack(frames.tick, len(frames.entries))]
    for entry in frames.entries:
        parts.append(_ENTRY.pack(_octets(entry.call), entry.epoch, bool(entry.sound)))
        parts.append(entry.sound)
    return b"".join(parts)


class Reader:
    """Cuts a stream of bytes into messages."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, octets: bytes) -> Iterator[Message]:
        """Every message that is whole by now. Raises BadMessage."""
        self._bytes += octets
        while len(self._bytes) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._bytes)
            if length > LONGEST:
                raise BadMessage
            if len(self._bytes) < _HEADER.size + length:
                return
            body = bytes(self._bytes[_HEADER.size : _HEADER.size + length])
            del self._bytes[: _HEADER.size + length]
            yield read(kind, body)


def read(kind: int, body: bytes) -> Message:
    """One message without its header. Raises BadMessage."""
    try:
        if kind in {Type.BEAT, Type.MIX}:
            return _read_frames(Type(kind), body)
        if kind in {Type.FLUSH, Type.DONE}:
            call, epoch = _MARK.unpack(body)
            return Mark(Type(kind), _key(call), epoch)
    except struct.error as error:
        raise BadMessage from error
    raise BadMessage


def _read_frames(kind: Type, body: bytes) -> Frames:
    tick, count = _BEAT.unpack_from(body)
    at, entries = _BEAT.size, list[Entry]()
    for _ in range(count):
        call, epoch, has_sound = _ENTRY.unpack_from(body, at)
        at += _ENTRY.size
        end = at + FRAME_BYTES * bool(has_sound)
        entries.append(Entry(_key(call), epoch, body[at:end]))
        at = end
    if at != len(body):
        raise BadMessage
    return Frames(kind, tick, entries)


# The same calls come in each beat: both ways are remembered.


@lru_cache(maxsize=4096)
def _key(octets: bytes) -> CallKey:
    return CallKey(str(UUID(bytes=octets)))


@lru_cache(maxsize=4096)
def _octets(call: CallKey) -> bytes:
    return UUID(call).bytes
