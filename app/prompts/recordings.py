"""Recordings by people: whether they can be played instead of the built clips, and what to read.

The telephone takes each clip from the first of its folders that has it in the right form: the
operator's before ours. So a folder may hold a few recordings, and one that is faulty is not played.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.prompts.loudness import LEVEL_LUFS, loudness
from app.prompts.sound import RATE, Samples, WrongForm, read_wav
from app.prompts.tones import tones
from app.prompts.words import Prompts

LOUDNESS_MAY_DIFFER_LU = 3.0
CLIPPED = 1 - 2 / 32768
CLIPPED_IN_A_ROW = 3
"""So many samples at full scale one after the other: the top of a wave was cut off."""

LONGEST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of one clip."""

    clip: str
    says: str


def first_good(folders: Sequence[Path], clip: str) -> Path | None:
    """The file that the telephone will play, of folders in their order."""
    for folder in folders:
        file = folder / f"{clip}.wav"
        if file.is_file() and form_fault(file) is None:
            return file
    return None


def missing(folders: Sequence[Path], wanted: Prompts) -> list[str]:
    """Clips that no folder has: a caller would hear nothing there."""
    return [clip for clip in clips(wanted) if first_good(folders, clip) is None]


def faults(folder: Path, wanted: Prompts) -> Iterator[Finding]:
    """What is wrong with each file of a folder of recordings."""
    known = set(clips(wanted))
    for file in sorted(folder.rglob("*.wav")):
        clip = file.relative_to(folder).with_suffix("").as_posix()
        says = fault(file) if clip in known else "no such clip: it would never be played"
        if says is not None:
            yield Finding(clip, says)


def fault(file: Path) -> str | None:
    found = form_fault(file)
    return found or sound_fault(read_wav(file))


def form_fault(file: Path) -> str | None:
    try:
        read_wav(file)
    except WrongForm as wrong:
        return str(wrong)
    return None


def sound_fault(samples: Samples) -> str | None:
    """Silence, a clipped wave, or a level that would make somebody start or strain."""
    level = loudness(samples)
    if not np.isfinite(level):
        return "silent"
    if len(samples) > LONGEST_SECONDS * RATE:
        return f"longer than {LONGEST_SECONDS:.0f} s"
    if is_clipped(samples):
        return "clipped: record it again with less gain"
    if abs(level - LEVEL_LUFS) > LOUDNESS_MAY_DIFFER_LU:
        how = "loud" if level > LEVEL_LUFS else "quiet"
        return f"too {how}: {level:.1f} LUFS, wanted {LEVEL_LUFS:.0f}"
    return None


def is_clipped(samples: Samples) -> bool:
    is_full = np.abs(samples) >= CLIPPED
    runs = np.convolve(is_full, np.ones(CLIPPED_IN_A_ROW), mode="valid")
    return bool(np.any(runs >= CLIPPED_IN_A_ROW))


def not_recorded(folder: Path, wanted: Prompts) -> list[str]:
    """Spoken clips for which the built voice is heard."""
    return [clip for clip in spoken_clips(wanted) if first_good([folder], clip) is None]


def script(wanted: Prompts) -> Iterator[str]:
    """What a reader reads, one clip a line: where it is to be kept, then the words."""
    for language, words in wanted.items():
        yield f"# {language}: 16 kHz, one channel, 16 bit, about {LEVEL_LUFS:.0f} LUFS; calm"
        for name, said in words.items():
            yield f"{language}/{name}.wav\t{' '.join(said.split())}"


def clips(wanted: Prompts) -> Iterable[str]:
    return [*spoken_clips(wanted), *(f"{each}/{tone}" for each in wanted for tone in tones())]


def spoken_clips(wanted: Prompts) -> Iterable[str]:
    return [f"{language}/{name}" for language, words in wanted.items() for name in words]
