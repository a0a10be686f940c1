"""Keys that come as tones in the sound: Debian's libspandsp2, where it is installed.

Only for callers whose trunk sends no events. A key is told about 40 ms after its tone begins, so
such a call's sound is held back until it is known to have none (see `gate`).
"""

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Protocol

TWIST_DB = 8
"""How much louder one tone of the pair may be than the other, either way."""
SOFTEST_DBM = -45
NO_DIAL_TONE_FILTER = 0
RATE = 8000

_ON_CHANGE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int)


class Detector(Protocol):
    def hear(self, octets: bytes) -> None:
        """Mono, signed 16 bit, 8000 samples a second."""
        ...


class Spandsp:
    """The library's functions, with their types."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.init = library.dtmf_rx_init
        self.init.restype = ctypes.c_void_p
        self.parameters = library.dtmf_rx_parms
        self.parameters.argtypes = [ctypes.c_void_p, *[ctypes.c_int] * 4]
        self.on_change = library.dtmf_rx_set_realtime_callback
        self.on_change.argtypes = [ctypes.c_void_p, _ON_CHANGE, ctypes.c_void_p]
        self.receive = library.dtmf_rx
        self.receive.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        self.restart = library.dtmf_rx_fillin
        self.restart.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self.free = library.dtmf_rx_free
        self.free.argtypes = [ctypes.c_void_p]


def load() -> Spandsp | None:
    """None: it is not installed."""
    found = ctypes.util.find_library("spandsp")
    try:
        return Spandsp(ctypes.CDLL(found)) if found else None
    except (OSError, AttributeError):
        return None


class ToneDetector:
    """One call's. `changed`: told in `hear`, with the digit whose tone has begun, or None when it
    has ended."""

    def __init__(self, library: Spandsp, changed: Callable[[str | None], None]) -> None:
        self._library = library
        self._changed = changed
        self._callback = _ON_CHANGE(self._on_change)
        self._state: int = library.init(None, None, None)
        library.parameters(self._state, NO_DIAL_TONE_FILTER, TWIST_DB, TWIST_DB, SOFTEST_DBM)
        library.on_change(self._state, self._callback, None)

    def __del__(self) -> None:
        self._library.free(self._state)

    def hear(self, octets: bytes) -> None:
        self._library.receive(self._state, octets, len(octets) // 2)

    def restart(self) -> None:
        """What comes next does not continue the wave before it. What was known stays known."""
        self._library.restart(self._state, 0)

    def _on_change(self, _: int | None, code: int, __: int, ___: int) -> None:
        digit = chr(code) if code else None
        self._changed(digit)
