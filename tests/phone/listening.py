"""What was said to a caller, read back from the sound: which prompt, when, how loud."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from app.prompts.place import BUILT
from tests.callers.call import Call
from tests.callers.ears import SAME, likeness, rms
from tests.callers.g711 import Samples
from tests.callers.sounds import RATE, from_wav

NO_WORDS = frozenset({"wait", "pause"})
"""Clips that are a tone, which is like too much else, or nothing."""

PIECE = 6400
"""Samples of 0.8 s. Where a busy machine lets a prompt stumble, most of its pieces stay whole."""
ALIKE = 0.5
"""From this likeness on it is that piece, also with three tones below it."""
MOST = 0.5
"""Of a clip's energy that is to be found, in order, before it counts as heard."""
STUMBLES = 0.3
"""Seconds by which two pieces may be nearer or further apart than in the clip."""
LATE = 3.0
"""Seconds that the whole clip may be late or stretched in all."""

LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class _Piece:
    at: int
    samples: Samples
    share: float


class _Clip:
    """A prompt in pieces."""

    def __init__(self, samples: Samples) -> None:
        energy = float(np.dot(samples.astype(np.float64), samples.astype(np.float64)))
        count = max(1, round(len(samples) / PIECE))
        self.seconds = len(samples) / RATE
        self.pieces = list[_Piece]()
        at = 0
        for part in np.array_split(samples, count):
            share = float(np.dot(part.astype(np.float64), part.astype(np.float64))) / energy
            self.pieces.append(_Piece(at, part, share))
            at += len(part)
        loud = [piece for piece in self.pieces if piece.share > 0.5 / count]
        self._last = loud[-3:]

    def may_have_ended(self, recent: Samples) -> bool:
        """Cheaper than `is_in`: one of the last pieces is there."""
        return any(likeness(recent, piece.samples)[0] >= ALIKE for piece in self._last)

    def is_in(self, heard: Samples) -> bool:
        """Where the loudest pieces are most likely, the rest is looked for before and after."""
        loudest = sorted(self.pieces, key=lambda piece: -piece.share)[:3]
        return any(self._found(heard, anchor) >= MOST for anchor in loudest)

    def _found(self, heard: Samples, anchor: _Piece) -> float:
        """How much of it is there, if this piece is where it is most likely."""
        score, at = likeness(heard, anchor.samples)
        if score < ALIKE:
            return 0.0
        index = self.pieces.index(anchor)
        later = _follow(heard, self.pieces[index + 1 :], at - anchor.at)
        earlier = _follow(heard, self.pieces[:index][::-1], at - anchor.at)
        return anchor.share + later + earlier


def _follow(heard: Samples, pieces: Iterable[_Piece], shift: int) -> float:
    """The share of these that are found, each near where the one before lets it be expected."""
    found, slack = 0.0, int(STUMBLES * RATE)
    for piece in pieces:
        begins = max(0, piece.at + shift - slack)
        ends = max(0, piece.at + shift + len(piece.samples) + slack)
        score, at = likeness(heard[begins:ends], piece.samples)
        if score >= ALIKE:
            found += piece.share
            shift = begins + at - piece.at
    return found


def is_in(heard: Samples, clip: Samples) -> bool:
    """Whether this prompt was said somewhere in it, if need be with stumbles."""
    return _Clip(clip).is_in(heard)


async def hears(call: Call, clip: Samples, within: float) -> float:
    """Wait until this prompt has been heard from now on; gives when. Raises TimeoutError.

    In pieces: on a busy machine a prompt stumbles, and as a whole is not like itself any more.
    """
    wanted, began = _Clip(clip), monotonic()

    def has_come() -> bool:
        now = monotonic()
        recent = call.ears.sound(since=max(began, now - 2.0))
        if not wanted.may_have_ended(recent):
            return False
        since = max(began, now - wanted.seconds - LATE)
        return wanted.is_in(call.ears.sound(since=since))

    await call.ears.until(lambda: has_come() or call.ended.is_set(), within)
    if not has_come():
        raise TimeoutError
    return call.ears.packets[-1].at


@dataclass(frozen=True, slots=True)
class Said:
    """One prompt, from its first sample to its last. Seconds from the beginning of the sound."""

    begins: float
    ends: float
    name: str
    """LANGUAGE/NAME."""
    level_db: float
    """Against a sine of full scale, with whatever else was heard beside it."""
    likeness: float


def clips(*languages: str) -> dict[str, Samples]:
    """Every prompt with words, as a telephone hears it."""
    return {
        f"{language}/{file.stem}": from_wav(file)
        for language in languages
        for file in sorted((BUILT / language).glob("*.wav"))
        if file.stem not in NO_WORDS
    }


def transcript(heard: Samples, wanted: Mapping[str, Samples]) -> list[Said]:
    """All that was said to its end, in order. Of two that were found in one place: the likelier."""
    sound = _Sound(heard, longest=max((len(clip) for clip in wanted.values()), default=0))
    found = [each for name, clip in wanted.items() for each in _everywhere(sound, name, clip)]
    kept = list[Said]()
    for each in sorted(found, key=lambda said: -said.likeness * (said.ends - said.begins)):
        if not any(each.begins < other.ends and other.begins < each.ends for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda said: said.begins)


class _Sound:
    """All that was heard, ready to be compared with many clips."""

    def __init__(self, heard: Samples, longest: int) -> None:
        self.heard = heard
        sound = heard.astype(np.float32)
        self._size = 1 << (len(sound) + longest).bit_length()
        self._spectrum = np.fft.rfft(sound, self._size)
        self._running = np.concatenate([[0.0], np.cumsum(heard.astype(np.float64) ** 2)])

    def likeness(self, clip: Samples) -> NDArray[np.float64]:
        """The normalised correlation of the clip with what was heard, from each sample on."""
        places = len(self.heard) - len(clip) + 1
        if places <= 0:
            return np.zeros(0)
        wanted = clip.astype(np.float32)
        product = self._spectrum * np.conj(np.fft.rfft(wanted, self._size))
        correlation = np.fft.irfft(product, self._size)[:places]
        energy = self._running[len(wanted) :][:places] - self._running[:places]
        norm = np.sqrt(np.maximum(energy, 1.0) * float(np.dot(wanted, wanted)))
        return np.where(energy > len(wanted), correlation / np.maximum(norm, 1.0), 0.0)


def _everywhere(sound: _Sound, name: str, clip: Samples) -> Iterator[Said]:
    score = sound.likeness(clip)
    while len(score) and float(score.max()) >= SAME:
        at = int(np.argmax(score))
        level = rms(sound.heard[at : at + len(clip)])
        ends = (at + len(clip)) / RATE
        yield Said(at / RATE, ends, name, level, float(score[at]))
        score[max(0, at - len(clip)) : at + len(clip)] = 0


def read_aloud(said: Iterable[Said]) -> str:
    """One line each: when, how long after the end of the one before, how long, how loud, what."""
    lines, before = list[str](), 0.0
    for each in said:
        pause, lasts = each.begins - before, each.ends - each.begins
        lines.append(
            f"{each.begins:7.2f} s  after {pause:6.2f} s  lasts {lasts:5.2f} s"
            f"  {each.level_db:6.1f} dB  {each.name}"
        )
        before = each.ends
    return "\n".join(lines)
