"""What waits to be sent to one browser: few replies, and of everything else the newest only."""

from collections import deque
from collections.abc import AsyncIterator

import anyio

from signalling.messages import MediaOffer, Refused, Slots, Speaking, ToBrowser, View, Welcome

Reply = Welcome | MediaOffer | Refused

REPLIES = 16
"""A browser that lets more than this pile up is not reading: it is closed."""


class OutboxFull(Exception):
    """The browser does not read what it asked for."""


class Outbox:
    """Bounded by shape: a slow reader costs one view, one set of slots and a few replies."""

    def __init__(self) -> None:
        self._replies: deque[Reply] = deque()
        self._view: View | None = None
        self._slots: Slots | None = None
        self._speaking: Speaking | None = None
        self._wake = anyio.Event()
        self._burnt = False

    def reply(self, message: Reply) -> None:
        """Raises OutboxFull."""
        if len(self._replies) >= REPLIES:
            raise OutboxFull
        self._replies.append(message)
        self._wake.set()

    def show(self, message: View | Slots | Speaking) -> None:
        """The newest wins; what it replaces is never sent."""
        match message:
            case View():
                self._view = message
            case Slots():
                self._slots = message
            case Speaking():
                self._speaking = message
        self._wake.set()

    def burn(self) -> None:
        """Nothing that waits here is ever sent, and nothing can be added to any effect."""
        self._burnt = True
        self._replies.clear()
        self._view = self._slots = self._speaking = None

    async def messages(self) -> AsyncIterator[ToBrowser]:
        """What to send next, for ever: replies first, then the view, then what decorates it."""
        while True:
            await self._wake.wait()
            self._wake = anyio.Event()
            while (message := self._next()) is not None:
                yield message

    def _next(self) -> ToBrowser | None:
        if self._burnt:
            return None
        if self._replies:
            return self._replies.popleft()
        view, self._view = self._view, None
        if view is not None:
            return view
        slots, self._slots = self._slots, None
        if slots is not None:
            return slots
        speaking, self._speaking = self._speaking, None
        return speaking
