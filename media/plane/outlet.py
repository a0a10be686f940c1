"""The sending side of one leg: its key, the way to it, and the check that stands before both."""

from collections import Counter

from media.plane.packets import HEADER_SIZE, RTP_HEADER, VERSION
from media.transport.native import CELL, SrtpContext, new_length, protect, protect_rtcp
from media.transport.outbox import Outbox
from media.transport.tcp import TcpPath


class Gate:
    """One permission of the present plan. Once closed it stays closed for ever."""

    __slots__ = ("open",)

    def __init__(self) -> None:
        self.open = True

    def close(self) -> None:
        self.open = False


CLOSED = Gate()
CLOSED.close()


class Outlet:
    """Where a leg's packets go out. Dark until it has a key and a way."""

    __slots__ = ("_counters", "_length", "name", "outbox", "sending", "tcp")

    def __init__(self, outbox: Outbox, counters: Counter[str]) -> None:
        self.outbox = outbox
        self.sending: SrtpContext | None = None
        self.name = 0
        """Where the raw UDP address stands in memory; 0: there is none."""
        self.tcp: TcpPath | None = None
        self._counters = counters
        self._length = new_length()

    def control(self, gate: Gate, packet: bytes) -> bool:
        """Send RTCP, encrypted, as long as the gate is open."""
        if not gate.open or self.sending is None:
            return False
        start = self.outbox.count * CELL
        self.outbox.view[start : start + len(packet)] = packet
        self._length[0] = len(packet)
        cell = self.outbox.cells.pointers[self.outbox.count]
        if protect_rtcp(self.sending, cell, self._length):
            self._counters["protect-failed"] += 1
            return False
        self.leave(self._length[0])
        return True

    def media(self, gate: Gate, header: tuple[int, int, int, int], payload: bytes) -> bool:
        """Send one RTP packet: (marker and type, sequence, timestamp, SSRC), and its payload."""
        if not gate.open or self.sending is None:
            return False
        start = self.outbox.count * CELL
        RTP_HEADER.pack_into(self.outbox.view, start, VERSION, *header)
        self.outbox.view[start + HEADER_SIZE : start + HEADER_SIZE + len(payload)] = payload
        self._length[0] = HEADER_SIZE + len(payload)
        cell = self.outbox.cells.pointers[self.outbox.count]
        if protect(self.sending, cell, self._length):
            self._counters["protect-failed"] += 1
            return False
        self.leave(self._length[0])
        return True

    def leave(self, length: int) -> None:
        """Send what has been written and encrypted in the outbox's present cell."""
        if self.name:
            self.outbox.commit(length, self.name)
        elif self.tcp is not None:
            start = self.outbox.count * CELL
            self.tcp.send(bytes(self.outbox.view[start : start + length]))
