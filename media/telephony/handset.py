"""What one call hears and says, 20 ms at a time. Touched by the beat's thread alone."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from media.line import SAMPLES
from media.telephony.api import CallKey
from media.telephony.gate import AFTER_SECONDS, FRAME_SECONDS, TONE_FRAMES, Gate, Late
from media.telephony.port import Sound
from media.telephony.presence import Presence
from media.telephony.resample import Samples, down, down_state, up_state
from media.telephony.speech import Speech
from media.telephony.tones import RATE as TONE_RATE
from media.telephony.tones import Detector

READ_FRAMES = 8
SPARE_FRAMES = 1.5
"""What more has come than the frame that is taken: one more can wait, so that frames which come
just before or just after the beat do not fall out in turn."""
LOOKED_AT = 100
"""Beats: if one frame more was there at each of them, it only made all the others late."""
STEADY_SECONDS = 2 * TONE_FRAMES * FRAME_SECONDS


class ToneEar:
    """For a call that sends no events: its keys are tones. Its sound goes through here, late."""

    def __init__(self, gate: Gate, told: Callable[[str], None]) -> None:
        self._gate = gate
        self._told = told
        self._late = Late()
        self._is_down = False
        self._state: Samples = down_state()
        self.detector: Detector | None = None

    def changed(self, digit: str | None) -> None:
        self._is_down = digit is not None
        if digit is not None:
            self._told(digit)

    def through(self, frame: bytes, rate: int) -> bytes:
        if self.detector is not None and frame:
            self.detector.hear(frame if rate == TONE_RATE else self._narrow(frame))
        if self._is_down:
            now = time.monotonic()
            self._gate.shut(now + AFTER_SECONDS + STEADY_SECONDS)
        return self._late.through(frame)

    def _narrow(self, frame: bytes) -> bytes:
        wide = np.frombuffer(frame, np.int16).astype(np.float32)[None]
        narrow, state = down(wide, self._state[None])
        self._state = state[0]
        return narrow[0].astype(np.int16).tobytes()


@dataclass(eq=False)
class Handset:
    call: CallKey
    sound: Sound
    speech: Speech
    gate: Gate
    presence: Presence
    tone_ear: ToneEar | None = None
    worker: int | None = None
    epoch: int = 0
    """Of the newest flush: an older mix is not played."""
    mix: bytes = b""
    """The answer to the present beat."""
    came: bytearray = field(default_factory=bytearray)
    least: int = 0
    """Octets that waited at every one of the newest beats."""
    beats: int = 0
    up: Samples = field(default_factory=up_state)
    down: Samples = field(default_factory=down_state)

    def take(self, rate: int) -> bytes:
        """What has come, one frame of it; empty: silence."""
        size = rate // 50 * 2
        new = self.sound.read(READ_FRAMES * size)
        self.presence.look(has_come=bool(new), now=time.monotonic())
        self.came += new
        frame = b""
        if len(self.came) >= size:
            frame = bytes(self.came[:size])
            del self.came[:size]
        self._keep_near(size)
        if self.tone_ear is not None:
            frame = self.tone_ear.through(frame, rate)
        if frame and self.gate.is_open(time.monotonic()):
            return frame
        self.up = up_state()  # else the end of what was before would sound when it opens again
        return b""

    def _keep_near(self, size: int) -> None:
        if len(self.came) > SPARE_FRAMES * size:
            del self.came[: (len(self.came) - size) & ~1]
        self.least = min(self.least, len(self.came))
        self.beats += 1
        if self.beats % LOOKED_AT == 0:
            if self.least >= size:
                del self.came[:size]
            self.least = len(self.came)

    def play(self) -> Samples | None:
        """What is to be heard now; None: silence."""
        mix, self.mix = self.mix, b""
        spoken = self.speech.frame()
        heard = np.frombuffer(mix, "<i2").astype(np.float32) if mix else None
        heard = self.speech.over(heard, is_spoken=spoken is not None)
        if heard is None or spoken is None:
            return heard if spoken is None else spoken
        return heard + spoken

    def answers(self, epoch: int, sound: bytes) -> None:
        """The worker's answer: played if nothing has been flushed since it was made."""
        if (epoch - self.epoch) % (1 << 32) < 1 << 31 and len(sound) == 2 * SAMPLES:
            self.mix = sound

    def carry(self, worker: int | None) -> None:
        self.worker, self.epoch = worker, 0
        self.silence()

    def silence(self) -> None:
        """Nothing that has come for this call is played any more, but what is spoken."""
        self.mix = b""
        self.down = down_state()
        self.sound.flush()
