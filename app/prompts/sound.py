"""Sound of a prompt: numbers from -1 to 1, 16 kHz, mono; and its file, signed 16 bit."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

RATE = 16_000
WIDTH = 2
FULL_SCALE = 32768

PASSED_HZ, STOPPED_HZ = 7000, 7800
"""Between these a resampled sound fades out: nothing above half the rate folds back."""

MARGIN_SECONDS = 0.08
"""Silence that is left before and after the words."""

FRAME_SECONDS = 0.01
QUIET = 10 ** (-50 / 20)
"""Of the loudest frame: what is below is silence. A weak f is about 35 dB below its vowel."""


class WrongForm(ValueError):
    """The file is not a WAV of the form that the telephone plays."""


def resampled(samples: Samples, rate: int) -> Samples:
    """The same sound at 16 kHz, by its spectrum: whole seconds of both rates fit each other."""
    seconds = -(-len(samples) // rate) + 1
    spectrum = np.fft.rfft(samples, seconds * rate)[: seconds * RATE // 2 + 1]
    hertz = np.arange(len(spectrum)) / seconds
    fall = np.clip((hertz - PASSED_HZ) / (STOPPED_HZ - PASSED_HZ), 0, 1)
    spectrum *= (1 + np.cos(np.pi * fall)) / 2
    sound = np.fft.irfft(spectrum, seconds * RATE) * (RATE / rate)
    return sound[: -(-len(samples) * RATE // rate)]


def without_silence(samples: Samples) -> Samples:
    """From the first frame that is not silent to the last; of silence: nothing."""
    frame = int(FRAME_SECONDS * RATE)
    whole = np.pad(samples, (0, -len(samples) % frame)).reshape(-1, frame)
    levels = np.sqrt(np.mean(whole**2, axis=1))
    loud = np.flatnonzero(levels > QUIET * levels.max(initial=0))
    return samples[loud[0] * frame : (loud[-1] + 1) * frame] if len(loud) else samples[:0]


def with_margins(samples: Samples) -> Samples:
    return np.pad(samples, int(MARGIN_SECONDS * RATE))


def as_pcm(samples: Samples) -> bytes:
    """Little-endian, signed 16 bit."""
    whole = np.clip(np.round(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1)
    return whole.astype("<i2").tobytes()


def from_pcm(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, "<i2").astype(np.float64) / FULL_SCALE


def write_wav(file: Path, samples: Samples) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(WIDTH)
        out.setframerate(RATE)
        out.writeframes(as_pcm(samples))


def read_wav(file: Path) -> Samples:
    """Raises WrongForm."""
    try:
        with wave.open(str(file), "rb") as found:
            form = (found.getframerate(), found.getnchannels(), 8 * found.getsampwidth())
            pcm = found.readframes(found.getnframes())
    except (wave.Error, EOFError, OSError) as error:
        raise WrongForm(f"cannot be read as a WAV of plain numbers ({error})") from error
    if form != (RATE, 1, 8 * WIDTH):
        hertz, channels, bits = form
        raise WrongForm(f"{hertz} Hz, {channels} channel(s), {bits} bit; not 16000, 1, 16")
    return from_pcm(pcm)
