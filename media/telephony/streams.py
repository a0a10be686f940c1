"""A call's sound, as baresip-python gives it."""

from typing import Protocol

from baresip.audio import CallAudio
from baresip.errors import AudioNotActive, AudioRestarted

FULL_SECONDS = 0.08
"""More than this waits to be sent: our clock and the stack's have drifted, and all is late."""
LOOK_EVERY = 50


class _Writer(Protocol):
    """The part of it that has no types."""

    def write(self, pcm: bytes) -> int: ...


class StackSound:
    """A call's streams. When they are replaced or gone, that is silence."""

    def __init__(self, audio: CallAudio) -> None:
        self._audio = audio
        self._writer: _Writer = audio
        self._rate = self._written = 0

    def _is_full(self) -> bool:
        return self._audio.info().tx_buffered > 2 * self._rate * FULL_SECONDS

    def rate(self) -> int:
        if not self._rate:
            try:
                state = self._audio.info()
            except AudioNotActive:
                return 0
            if state.rx_sample_rate == state.tx_sample_rate:
                self._rate = state.rx_sample_rate
        return self._rate

    def read(self, octets: int) -> bytes:
        try:
            return self._audio.read(octets)
        except (AudioNotActive, AudioRestarted):
            self._rate = 0
            return b""

    def write(self, octets: bytes) -> None:
        try:
            self._written += 1
            if self._written % LOOK_EVERY == 0 and self._is_full():
                self._audio.flush_tx()
            self._writer.write(octets)
        except (AudioNotActive, AudioRestarted):
            self._rate = 0

    def flush(self) -> None:
        try:
            self._audio.flush_tx()
        except (AudioNotActive, AudioRestarted):
            self._rate = 0
