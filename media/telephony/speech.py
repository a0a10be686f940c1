"""What is spoken to one call, and how softly the mix goes on below it."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from media.line import RATE, SAMPLES
from media.telephony.api import Utterance
from media.telephony.clips import Clips
from media.telephony.resample import Samples

DUCKED = 10 ** (-12 / 20)
RAMP = RATE // 200
"""5 ms."""
PAUSE = RATE // 10
"""Between two clips of one utterance."""
WAITING_AT_MOST = 64
"""A call to which more waits to be spoken hears no more of it than this."""


@dataclass(slots=True, eq=False)
class _Spoken:
    utterance: Utterance
    sound: Samples
    at: int = 0


class Speech:
    """The utterances of one call, in order. `said`: told the number of each that is over."""

    def __init__(self, clips: Clips, said: Callable[[int], None]) -> None:
        self._clips = clips
        self._said = said
        self._waiting = deque[_Spoken]()
        self._gain = 1.0

    @property
    def is_speaking(self) -> bool:
        return bool(self._waiting)

    def say(self, utterance: Utterance) -> None:
        if len(self._waiting) >= WAITING_AT_MOST:
            self._said(utterance.number)
            return
        self._waiting.append(_Spoken(utterance, _joined(self._clips.of(utterance.clips))))

    def hush(self, *, inside_only: bool = False) -> bool:
        """Whether anything was being spoken, or waited to be."""
        over = [s for s in self._waiting if s.utterance.is_inside or not inside_only]
        self._waiting = deque(spoken for spoken in self._waiting if spoken not in over)
        for spoken in over:
            self._said(spoken.utterance.number)
        return bool(over)

    def frame(self) -> Samples | None:
        """The next 20 ms of it; None: nothing is spoken."""
        parts, missing = list[Samples](), SAMPLES
        while self._waiting and missing:
            spoken = self._waiting[0]
            part = spoken.sound[spoken.at : spoken.at + missing]
            parts.append(part)
            missing -= len(part)
            spoken.at += len(part)
            if spoken.at >= len(spoken.sound):
                self._waiting.popleft()
                self._said(spoken.utterance.number)
        if not parts:
            return None
        return np.concatenate([*parts, np.zeros(missing, np.float32)])

    def over(self, mix: Samples | None, *, is_spoken: bool) -> Samples | None:
        """The mix as loud as it may be now; its level never jumps."""
        wanted, was = DUCKED if is_spoken else 1.0, self._gain
        self._gain = wanted
        if mix is None or (wanted, was) == (1.0, 1.0):
            return mix
        gains = np.full(SAMPLES, wanted, np.float32)
        gains[:RAMP] = np.linspace(was, wanted, RAMP, dtype=np.float32)
        return mix * gains


def _joined(sounds: Sequence[Samples]) -> Samples:
    pause = np.zeros(PAUSE, np.float32)
    parts = [part for sound in sounds for part in (sound, pause)][:-1]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)
