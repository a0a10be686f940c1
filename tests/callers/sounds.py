"""What a caller says: silence, tones, something like speech, keys as tones, a recording. 8 kHz."""

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.callers.g711 import Samples

RATE = 8000
FRAME = 160
"""Samples of 20 ms."""
FULL = 32767.0
LOW = (697, 770, 852, 941)
HIGH = (1209, 1336, 1477, 1633)
KEYS = "123A456B789C*0#D"

Frames = Iterator[Samples]
SILENCE: Samples = np.zeros(FRAME, np.int16)


def silence() -> Frames:
    while True:
        yield SILENCE


def tone(hz: float, level_db: float = -16.0) -> Frames:
    """A sine without end. Its level is RMS, against a sine of full scale."""
    return _sines((hz,), level_db)


def key(digit: str, level_db: float = -13.0) -> Frames:
    """Both tones of a key, each at that level, without end."""
    row, column = divmod(KEYS.index(digit), 4)
    return _sines((LOW[row], HIGH[column]), level_db)


def _sines(each_hz: tuple[float, ...], level_db: float) -> Frames:
    peak, start = FULL * 10 ** (level_db / 20), 0
    while True:
        at = np.arange(start, start + FRAME) * (2 * np.pi / RATE)
        sound = sum((peak * np.sin(hz * at) for hz in each_hz), np.zeros(FRAME))
        yield np.clip(sound, -FULL, FULL).astype(np.int16)
        start = (start + FRAME) % (RATE * FRAME)


def speech_like(seed: int, level_db: float = -24.0) -> Frames:
    """Noise with the spectrum and the syllables of speech, a different one for each seed."""
    chance = np.random.default_rng(seed)
    noise = chance.standard_normal(RATE * 4)
    spectrum = np.fft.rfft(noise)
    hz = np.fft.rfftfreq(len(noise), 1 / RATE)
    spectrum *= np.where(hz < 80, 0, 1 / (1 + (hz / 500) ** 2))
    shaped = np.fft.irfft(spectrum)
    at = np.arange(len(shaped)) / RATE
    shaped *= 0.55 - 0.45 * np.cos(2 * np.pi * 4 * at)
    shaped *= FULL / np.sqrt(2) * 10 ** (level_db / 20) / np.sqrt(np.mean(shaped**2))
    return _over_and_over(np.clip(shaped, -FULL, FULL).astype(np.int16))


def _over_and_over(samples: Samples) -> Frames:
    while True:
        yield from samples.reshape(-1, FRAME)


def recording(path: Path) -> Frames:
    """A WAV once, then silence."""
    samples = from_wav(path)
    whole = np.pad(samples, (0, -len(samples) % FRAME))
    yield from whole.reshape(-1, FRAME)
    yield from silence()


def from_wav(path: Path) -> Samples:
    """A mono WAV of 16 bit at 8, 16 or 48 kHz, brought to 8 kHz."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2), path.name
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)
        step, rest = divmod(file.getframerate(), RATE)
    assert rest == 0, path.name
    return samples if step == 1 else _every(samples, step)


def from_growing_wav(path: Path) -> Samples:
    """What another program has written so far, whatever the header says of its length."""
    octets = path.read_bytes() if path.exists() else b""
    at = octets.find(b"data") + 8
    if at < 8 or at > len(octets):
        return np.zeros(0, np.int16)
    rate = int.from_bytes(octets[24:28], "little")
    whole = len(octets) - (len(octets) - at) % 2
    samples = np.frombuffer(octets[at:whole], "<i2").astype(np.int16)
    return samples if rate == RATE else _every(samples, rate // RATE)


def _every(samples: Samples, step: int) -> Samples:
    """One of each so many, after a low-pass of 3.6 kHz."""
    at = np.arange(-16 * step, 16 * step + 1)
    cut = 0.9 / step
    taps = cut * np.sinc(cut * at) * np.hamming(len(at))
    low = np.convolve(samples.astype(np.float64), taps, mode="same")
    return np.clip(low[::step], -FULL, FULL).astype(np.int16)


def to_wav(path: Path, samples: Samples, rate: int = RATE) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
