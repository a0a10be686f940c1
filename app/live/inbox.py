"""What one caller's dialogue has yet to hear: keys in order, and of views the newest only."""

from collections import deque

import anyio

from signalling.phone.acts import Cut, Heard, Pressed, Saw

KEYS_AT_MOST = 32
"""Keys that may wait; more than these are not heard. Nobody presses so many in the time."""

Noted = tuple[Heard, float]
"""And when it happened, on the machine's monotonic clock."""


class Inbox:
    def __init__(self) -> None:
        self._waiting: deque[Noted] = deque()
        self._some = anyio.Event()

    def put(self, heard: Heard, at: float) -> None:
        if isinstance(heard, Pressed) and len(self._waiting) >= KEYS_AT_MOST:
            return
        if isinstance(heard, Saw | Cut):
            self._waiting = deque(each for each in self._waiting if not isinstance(each[0], Saw))
        self._waiting.append((heard, at))
        self._some.set()

    async def take(self, within: float) -> Noted | None:
        """The next; None if nothing came within so many seconds."""
        if not self._waiting:
            self._some = anyio.Event()
            with anyio.move_on_after(within):
                await self._some.wait()
        return self._waiting.popleft() if self._waiting else None
