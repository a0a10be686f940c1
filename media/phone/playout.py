"""The jitter buffer: packets come when they come, and one is wanted at each beat.

Waiting for two packets, it plays one a beat. A hole is to be concealed, what comes too late is
dropped, and after a pause it waits for two again. What it holds too much of it throws away: at
once after a stall, and otherwise when for half a second it never needed it.
"""

from dataclasses import dataclass, field

TARGET = 2
"""Packets to wait for: 40 ms."""
STALE = 4
"""With so many waiting after a pause only the newest are played."""
HELD_AT_MOST = 12
CONCEALED_AT_MOST = 3
WINDOW = 25


@dataclass(frozen=True, slots=True)
class Packet:
    number: int
    payload: bytes


class Hole:
    """Something belongs here that has not come."""


HOLE = Hole()


@dataclass(slots=True)
class Playout:
    """Of one track. Nothing is ever played twice, nor after what came later."""

    _packets: dict[int, bytes] = field(default_factory=dict[int, bytes])
    _next: int = 0
    """The lowest number that may still be played."""
    _is_playing: bool = False
    _waited: int = 0
    """Beats, since there was something again."""
    _missed: int = 0
    _spare: int = HELD_AT_MOST
    """The fewest packets that were left after a beat in this window."""
    _beats: int = 0

    def put(self, number: int, payload: bytes) -> None:
        if number < self._next:
            return
        self._packets[number] = payload
        if len(self._packets) > HELD_AT_MOST:
            self._keep_newest(TARGET)

    def take(self) -> Packet | Hole | None:
        """What this beat plays; None: silence, nobody speaks."""
        if not self._is_playing and not self._begins():
            return None
        payload = self._packets.pop(self._next, None)
        if payload is None:
            return self._miss()
        number = self._next
        self._next, self._missed = number + 1, 0
        self._shrink()
        return Packet(number, payload)

    def _begins(self) -> bool:
        if not self._packets:
            return False
        self._waited += 1
        if len(self._packets) < TARGET and self._waited <= TARGET:
            return False
        if len(self._packets) >= STALE:
            self._keep_newest(TARGET)
        self._is_playing, self._missed = True, 0
        self._next = min(self._packets)
        self._begin_window()
        return True

    def _miss(self) -> Packet | Hole | None:
        self._missed += 1
        if self._missed > CONCEALED_AT_MOST:
            self._is_playing, self._waited = False, 0
            return self.take() if self._packets else None
        if self._packets:  # what follows is here: it is lost, and not only late
            self._next += 1
        return HOLE

    def _shrink(self) -> None:
        self._spare = min(self._spare, len(self._packets))
        self._beats += 1
        if self._beats == WINDOW:
            self._keep_newest(len(self._packets) - max(0, self._spare - (TARGET - 1)))
            self._begin_window()

    def _begin_window(self) -> None:
        self._spare, self._beats = HELD_AT_MOST, 0

    def _keep_newest(self, count: int) -> None:
        for number in sorted(self._packets)[: len(self._packets) - count]:
            del self._packets[number]
            self._next = number + 1
