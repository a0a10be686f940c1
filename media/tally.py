"""What really went out in the last second, checked against what the plans of it allowed."""

from collections import Counter
from collections.abc import Iterable

from media.api import LegKey, Permission
from media.plane.slots import Slot


class Tally:
    """Counted by the track that a slot carried, not by the permission it was bound under."""

    def __init__(self) -> None:
        self._sent: Counter[Permission] = Counter()
        self._allowed: set[Permission] = set()

    def allow(self, permissions: Iterable[Permission]) -> None:
        """These were in force at some time in this second."""
        self._allowed.update(permissions)

    def collect(self, sink: LegKey, slot: Slot) -> None:
        sent = slot.take_sent()
        if sent and slot.track is not None:
            self._sent[Permission(slot.track.source, sink, slot.kind)] += sent

    def take(self, in_force: Iterable[Permission]) -> tuple[Counter[Permission], bool]:
        """The second's packets, and whether all of them were allowed. Begins a new second."""
        sent, allowed = self._sent, self._allowed
        self._sent, self._allowed = Counter(), set(in_force)
        return sent, sent.keys() <= allowed
