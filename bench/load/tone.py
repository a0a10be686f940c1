"""Opus frames of a steady tone, made ahead of time, and the ear that finds tones again."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000
FRAME = 960
"""Samples in 20 ms."""
WARM_UP = 50
LOOP = 100
"""Frames in one loop: two seconds, so that every multiple of half a hertz closes without a step."""
BIT_RATE = 96_000
"""High enough that coding noise stays 60 dB under the tone at any other tone."""
AMPLITUDE = 0.25
SILENCE = 127
"""RFC 6464: the level of digital silence."""

Samples = NDArray[np.float64]


def tone(hz: float, amplitude: float = AMPLITUDE) -> Samples:
    """The tone as long as warm-up and loop together, full scale 1."""
    moments = np.arange((WARM_UP + LOOP) * FRAME) / RATE
    return amplitude * np.sin(2 * np.pi * hz * moments)


def level_dbov(amplitude: float) -> int:
    """The level of a sine of this amplitude as RFC 6464 writes it."""
    power = amplitude**2 / 2
    return SILENCE if power <= 0 else min(SILENCE, max(0, round(-10 * np.log10(power))))


@lru_cache(maxsize=64)
def opus_tone(hz: float, amplitude: float = AMPLITUDE) -> tuple[bytes, ...]:
    """Frames to send round and round. The encoder's settling is cut off."""
    return encode(tone(hz, amplitude))[WARM_UP:]


@lru_cache(maxsize=1)
def opus_silence() -> tuple[bytes, ...]:
    return encode(np.zeros((WARM_UP + 1) * FRAME))[WARM_UP:]


def encode(samples: Samples) -> tuple[bytes, ...]:
    """20 ms Opus frames of constant size (mono, 240 bytes)."""
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.sample_rate = RATE
    encoder.layout = "mono"
    encoder.format = "s16"
    encoder.bit_rate = BIT_RATE
    encoder.time_base = Fraction(1, RATE)
    encoder.options = {"vbr": "off", "frame_duration": "20", "application": "audio"}
    whole = len(samples) // FRAME * FRAME
    pcm = (samples[:whole] * 32767).astype(np.int16)
    frames: list[bytes] = []
    for start in range(0, whole, FRAME):
        frame = av.AudioFrame.from_ndarray(pcm[start : start + FRAME].reshape(1, -1), "s16", "mono")
        frame.sample_rate = RATE
        frame.pts = start
        frames += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(frames)


def decode(frames: Iterable[bytes]) -> Samples:
    """What a listener hears, mono, full scale 1."""
    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.sample_rate = RATE
    decoder.layout = "mono"
    heard = [_as_mono(frame) for packet in frames for frame in decoder.decode(av.Packet(packet))]
    return np.concatenate(heard) if heard else np.zeros(0)


def _as_mono(frame: av.AudioFrame) -> Samples:
    samples = frame.to_ndarray().astype(np.float64)
    if frame.format.name.startswith("s16"):
        samples /= 32768
    if not frame.format.is_planar:
        samples = samples.reshape(-1, len(frame.layout.channels)).T
    return samples.mean(axis=0)


def loudness_at(samples: Samples, hz: float) -> float:
    """dB of a full-scale sine at exactly this frequency, by Goertzel with a Hann window."""
    if len(samples) == 0:
        return -np.inf
    window = np.hanning(len(samples))
    turn = np.exp(-2j * np.pi * hz / RATE * np.arange(len(samples)))
    amplitude = 2 * abs(np.dot(samples * window, turn)) / window.sum()
    return float(20 * np.log10(amplitude + 1e-12))
