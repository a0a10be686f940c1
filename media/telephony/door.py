"""Who may ring: asked on the stack's own thread, for each request to begin a call."""

import time
from collections import deque
from collections.abc import Callable

from media.telephony.native import Ringer

BUSY, AWAY = 486, 503
SOURCES_REMEMBERED = 1000
WINDOW_SECONDS = 1.0


class Doorkeeper:
    """Counts calls, and how often each address rings."""

    def __init__(
        self, max_calls: int, calls_per_second: int, tell: Callable[[str, str], None]
    ) -> None:
        """`tell`: code and line of whom a limit of ours has turned away; from any thread."""
        self.is_open = False
        self._max_calls = max_calls
        self._often = calls_per_second
        self._tell = tell
        self._rang: dict[str, deque[float]] = {}

    def refuses(self, ringer: Ringer, calls: int) -> int:
        if not self.is_open:
            return AWAY
        if self._floods(ringer.source):
            self._tell("flood", ringer.line)
            return AWAY
        if calls >= self._max_calls:
            self._tell("full", ringer.line)
            return BUSY
        return 0

    def _floods(self, source: str) -> bool:
        if len(self._rang) > SOURCES_REMEMBERED:
            self._rang.clear()
        now = time.monotonic()
        rang = self._rang.setdefault(source, deque(maxlen=self._often + 1))
        rang.append(now)
        return len(rang) > self._often and now - rang[0] < WINDOW_SECONDS
