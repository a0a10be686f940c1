"""The last place before the socket: everything that leaves a worker by UDP goes through `flush`."""

import time
from collections import Counter
from collections.abc import Callable

from media.transport.batch import SENT_AT_ONCE, Outbound
from media.transport.names import Address, readable
from media.transport.native import CELL

NEVER = float("inf")

Tap = Callable[[int, Address, bytes], None]
"""Called with monotonic nanoseconds, address and datagram just before the call that sends it."""


class Outbox:
    """Datagrams written in this turn of the loop. Whoever writes flushes before returning.

    Nothing is ever kept for later: what the kernel does not take is dropped and counted.
    """

    def __init__(self, outbound: Outbound, family: int, counters: Counter[str], tap: Tap | None):
        self.count = 0
        self.deadline = NEVER
        """Past it (monotonic) nothing of this turn may leave any more: its permission is over."""
        self.cells = outbound.cells
        self.view = outbound.cells.view
        self.lengths = outbound.vectors
        """The length of the datagram in cell `i` stands at `2 * i + 1`."""
        self.names = outbound.headers
        """Where the raw address for cell `i` is in memory stands at `8 * i`."""
        self._outbound = outbound
        self._family = family
        self._counters = counters
        self._tap = tap

    def put(self, octets: bytes, name: int) -> None:
        """Add a finished datagram. `name`: where the raw address stands in memory."""
        start = self.count * CELL
        self.view[start : start + len(octets)] = octets
        self.commit(len(octets), name)

    def commit(self, length: int, name: int) -> None:
        """The cell `count` has been filled in place: count it in."""
        index = self.count
        self.lengths[2 * index + 1] = length
        self.names[8 * index] = name
        self.count = index + 1
        if self.count == SENT_AT_ONCE:
            self.flush()

    def discard(self) -> None:
        """Forget what was written in this turn."""
        self.count = 0

    def flush(self) -> None:
        count, self.count = self.count, 0
        deadline, self.deadline = self.deadline, NEVER
        if not count:
            return
        if deadline != NEVER and time.monotonic() >= deadline:
            self._counters["sent-too-late"] += count
            return
        if self._tap is not None:
            self._show(self._tap, count)
        dropped = self._outbound.send(count)
        if dropped:
            self._counters["send-dropped"] += dropped

    def _show(self, tap: Tap, count: int) -> None:
        for index in range(count):
            address = readable(self._family, self._outbound.name(index))
            tap(time.monotonic_ns(), address, bytes(self._outbound.octets(index)))
