"""One call on the line: what it was sent, and what the telephone has confirmed as forgotten.

    clean --- something is taken from it: FLUSH(epoch) ---> silent --- DONE(epoch) ---> clean
      ^                                                        ^
      +--- a call that is new on this line is first flushed ---+

A call hears something only while it is clean. When the line is lost, nothing can be played any
more, so nobody need wait; on the next line it begins anew.
"""

import asyncio
from collections.abc import Callable

from media.line import Entry
from media.plane.outlet import Gate
from media.telephony.api import CallKey

Flush = Callable[[CallKey], int | None]
"""Sends FLUSH; the epoch that was sent, or None if there is no line."""


class Handset:
    """Kept for as long as its call is here or owes an answer."""

    def __init__(self, call: CallKey, flush: Flush, now: float) -> None:
        self.call = call
        self.epoch = 0
        self.is_clean = False
        self.settled = asyncio.Event()
        """Nothing is unconfirmed that a plan took from the call."""
        self.settled.set()
        self.seen_at = now
        """When it was last in a beat (monotonic)."""
        self.lost_at: float | None = None
        """When the line was lost, if no beat has named the call since."""
        self._fed: set[Gate] = set()
        """By which permissions it got something since its last flush."""
        self._flush = flush
        self._is_asked = False

    @property
    def is_owing(self) -> bool:
        return not self.settled.is_set()

    def beat(self, now: float) -> None:
        self.seen_at, self.lost_at = now, None
        if not self._is_asked:
            self._ask()

    def feed(self, gate: Gate) -> None:
        self._fed.add(gate)

    def entry(self, sound: bytes) -> Entry:
        return Entry(self.call, self.epoch, sound)

    def take_back(self) -> None:
        """What came through a gate that is closed now may not be played any more."""
        if any(not gate.open for gate in self._fed):
            self.void()

    def void(self) -> None:
        """Nothing may be played any more of what it was sent."""
        if self._fed:
            self.settled.clear()
            self._ask()

    def done(self, epoch: int) -> None:
        if self._is_asked and epoch == self.epoch:
            self.is_clean = True
            self.settled.set()

    def line_lost(self, now: float) -> None:
        self._is_asked = self.is_clean = False
        self.lost_at = now
        self._fed.clear()
        self.settled.set()

    def _ask(self) -> None:
        self._fed.clear()
        self.is_clean = False
        epoch = self._flush(self.call)
        if epoch is None:  # the line is going: it will be told as lost, and all is silent till then
            return
        self.epoch, self._is_asked = epoch, True
