"""Opus as a telephone call needs it: 16 kHz mono, 20 ms. The library is the one in PyAV's wheel."""

import importlib.util
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path
from typing import NewType, Protocol, cast

import cffi
import numpy as np
from numpy.typing import NDArray

from media.line import RATE, SAMPLES

Samples = NDArray[np.int16]

BIT_RATE = 32_000
COMPLEXITY = 5
LONGEST_PACKET = 1275
"""Bytes of one frame. Source: RFC 6716 section 3.2.1."""
LONGEST = RATE * 120 // 1000
"""Samples in the longest packet, of 120 ms."""

_LOW_DELAY = 2051
"""Less delay than for speech, and at this rate as good, for a sixth of the work."""
_SET_BITRATE, _SET_VBR, _SET_COMPLEXITY, _RESET_STATE = 4002, 4006, 4010, 4028
_NAMES = """
typedef struct OpusEncoder OpusEncoder;
typedef struct OpusDecoder OpusDecoder;
OpusEncoder *opus_encoder_create(int32_t rate, int channels, int application, int *error);
void opus_encoder_destroy(OpusEncoder *encoder);
int opus_encoder_ctl(OpusEncoder *encoder, int request, ...);
int32_t opus_encode(OpusEncoder *encoder, const uint8_t *samples, int count,
                    uint8_t *packet, int32_t longest);
OpusDecoder *opus_decoder_create(int32_t rate, int channels, int *error);
void opus_decoder_destroy(OpusDecoder *decoder);
int opus_decode(OpusDecoder *decoder, const uint8_t *packet, int32_t length,
                uint8_t *samples, int count, int with_fec);
"""
# Samples are declared as bytes: so they are given as they came, without a cast for each frame.

_Made = NewType("_Made", object)
_Number = NewType("_Number", object)
_Memory = NewType("_Memory", object)


class _Library(Protocol):
    def opus_encoder_create(self, rate: int, channels: int, use: int, error: None, /) -> _Made: ...
    def opus_encoder_destroy(self, made: _Made, /) -> None: ...
    def opus_encoder_ctl(self, made: _Made, request: int, /, *value: _Number) -> int: ...

    opus_encode: Callable[[_Made, bytes, int, _Memory, int], int]
    """Encoder, samples, how many, where to, how many bytes at most."""

    def opus_decoder_create(self, rate: int, channels: int, error: None, /) -> _Made: ...
    def opus_decoder_destroy(self, made: _Made, /) -> None: ...

    opus_decode: Callable[[_Made, bytes | None, int, _Memory, int, int], int]
    """Decoder, packet, its length, where to, how many samples at most, with correction."""


class _Foreign(Protocol):
    """What we use of `cffi.FFI`, which has no types. None stands for a null pointer."""

    NULL: None

    def cdef(self, source: str, /) -> None: ...
    def dlopen(self, name: str, /) -> _Library: ...
    def new(self, declaration: str, count: int, /) -> _Memory: ...
    def buffer(self, memory: _Memory, size: int, /) -> memoryview: ...
    def cast(self, declaration: str, value: int, /) -> _Number: ...
    def gc(self, made: _Made, destroy: object, /) -> _Made: ...


def _find() -> str:
    """PyAV itself is not imported: it would open fifty libraries. Raises OSError."""
    av = importlib.util.find_spec("av")
    beside = Path(av.origin).parent.parent if av is not None and av.origin else Path()
    found = sorted(beside.glob("av.libs/libopus-*")) + sorted(beside.glob("av/.dylibs/libopus.*"))
    name = str(found[0]) if found else find_library("opus")
    if name is None:
        raise OSError("libopus is not there")
    return name


_ffi = cast(_Foreign, cffi.FFI())  # cffi has no types; the protocol says what we use
_ffi.cdef(_NAMES)
_opus = _ffi.dlopen(_find())


class Encoder:
    """One call's sound becomes packets of constant size."""

    def __init__(self) -> None:
        made = _opus.opus_encoder_create(RATE, 1, _LOW_DELAY, _ffi.NULL)
        self._made = _ffi.gc(made, _opus.opus_encoder_destroy)
        self._packet = _ffi.new("uint8_t[]", LONGEST_PACKET)
        for request, value in (
            (_SET_BITRATE, BIT_RATE),
            (_SET_VBR, 0),
            (_SET_COMPLEXITY, COMPLEXITY),
        ):
            _opus.opus_encoder_ctl(self._made, request, _ffi.cast("int32_t", value))

    def encode(self, sound: bytes) -> bytes:
        """One frame. Empty if the library would not have it."""
        length = _opus.opus_encode(self._made, sound, SAMPLES, self._packet, LONGEST_PACKET)
        return bytes(_ffi.buffer(self._packet, max(0, length)))

    def forget(self) -> None:
        """The next packet holds nothing of what was before; else a frame's end sounds in it."""
        _opus.opus_encoder_ctl(self._made, _RESET_STATE)


class Decoder:
    """One browser's packets become samples."""

    def __init__(self) -> None:
        made = _opus.opus_decoder_create(RATE, 1, _ffi.NULL)
        self._made = _ffi.gc(made, _opus.opus_decoder_destroy)
        self._samples = _ffi.new("uint8_t[]", 2 * LONGEST)

    def decode(self, packet: bytes) -> Samples:
        """As many samples as the packet says. Empty if it is not Opus."""
        return self._run(packet or None, len(packet), LONGEST if packet else SAMPLES)

    def conceal(self) -> Samples:
        """One frame in the place of a packet that has not come: what was, fading."""
        return self._run(_ffi.NULL, 0, SAMPLES)

    def _run(self, packet: bytes | None, length: int, most: int) -> Samples:
        count = _opus.opus_decode(
            self._made, _ffi.NULL if packet is None else packet, length, self._samples, most, 0
        )
        return np.frombuffer(bytes(_ffi.buffer(self._samples, 2 * max(0, count))), np.int16)
