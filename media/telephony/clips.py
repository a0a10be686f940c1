"""Everything that is ever spoken, read once: WAV files of 16 kHz, mono, signed 16 bit.

Folders are looked through in order, file by file: what people have recorded goes before what a
machine has spoken.
"""

import wave
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import structlog

from media.line import RATE
from media.telephony.resample import Samples

FADE = RATE // 200
"""5 ms: nothing begins or ends with a click."""
LONGEST = 120 * RATE


class BadClip(Exception):
    """It is not a WAV of the form that is spoken."""


@dataclass(frozen=True, slots=True)
class Clips:
    by_name: dict[str, Samples]

    def of(self, names: Iterable[str]) -> list[Samples]:
        """One that is not there is left out."""
        return [self.by_name[name] for name in names if name in self.by_name]


def load(folders: Iterable[Path]) -> Clips:
    by_name: dict[str, Samples] = {}
    for folder in folders:
        for name, path in _files(folder):
            if name in by_name:
                continue
            try:
                by_name[name] = read(path)
            except BadClip:
                structlog.get_logger().warning("clip-refused", code=path.stem)
    return Clips(by_name)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("*/*.wav")):
        yield f"{path.parent.name}/{path.stem}", path


def read(path: Path) -> Samples:
    """Raises BadClip."""
    try:
        with wave.open(str(path), "rb") as file:
            form = file.getframerate(), file.getnchannels(), file.getsampwidth()
            if form != (RATE, 1, 2) or not 0 < file.getnframes() <= LONGEST:
                raise BadClip
            octets = file.readframes(file.getnframes())
    except (wave.Error, EOFError, OSError) as error:
        raise BadClip from error
    samples = np.frombuffer(octets[: len(octets) & ~1], "<i2").astype(np.float32)
    return _faded(samples)


def _faded(samples: Samples) -> Samples:
    length = min(FADE, len(samples) // 2)
    ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
    samples[:length] *= ramp
    samples[len(samples) - length :] *= ramp[::-1]
    return samples
