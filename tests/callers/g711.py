"""A-law and mu-law by table: G.711, both ways, with numpy."""

import numpy as np
from numpy.typing import NDArray

from tests.callers.sdp import Codec

Samples = NDArray[np.int16]


def _from_alaw() -> Samples:
    octets = np.arange(256, dtype=np.int32) ^ 0x55
    exponent, mantissa = (octets >> 4) & 7, octets & 15
    short = (mantissa << 4) + 8
    value = np.where(exponent == 0, short, (short + 256) << np.maximum(exponent - 1, 0))
    return np.where(octets & 0x80, value, -value).astype(np.int16)


def _from_ulaw() -> Samples:
    octets = ~np.arange(256, dtype=np.int32) & 0xFF
    value = (((octets & 15) << 3) + 132 << ((octets >> 4) & 7)) - 132
    return np.where(octets & 0x80, -value, value).astype(np.int16)


def _to(decoded: Samples) -> NDArray[np.uint8]:
    """For every sample, from -32768 on, the octet whose value is nearest."""
    order = np.argsort(decoded, kind="stable")
    values = decoded[order].astype(np.int32)
    every = np.arange(-32768, 32768)
    above = np.clip(np.searchsorted(values, every), 1, 255)
    is_below_nearer = every - values[above - 1] < values[above] - every
    return order[above - is_below_nearer].astype(np.uint8)


_DECODE = {Codec.PCMU: _from_ulaw(), Codec.PCMA: _from_alaw()}
_ENCODE = {codec: _to(decoded) for codec, decoded in _DECODE.items()}


def decode(codec: Codec, payload: bytes) -> Samples:
    return _DECODE[codec][np.frombuffer(payload, np.uint8)]


def encode(codec: Codec, samples: Samples) -> bytes:
    return _ENCODE[codec][samples.astype(np.int32) + 32768].tobytes()
