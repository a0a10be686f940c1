"""Whether anything at all still comes from a call: also silence is sent, packet by packet."""

from collections.abc import Callable


class Presence:
    """Looked at with every beat, by the beat's thread alone."""

    def __init__(self, quiet_seconds: float, told: Callable[[bool], None]) -> None:
        """`told`: with False when nothing has come for so long, with True when something has."""
        self._quiet_seconds = quiet_seconds
        self._told = told
        self._came_at: float | None = None
        self._is_there = True

    def look(self, *, has_come: bool, now: float) -> None:
        if has_come or self._came_at is None:
            self._came_at = now
        is_there = now - self._came_at < self._quiet_seconds
        if is_there is not self._is_there:
            self._is_there = is_there
            self._told(is_there)
