"""The current state of any conference, kept by reading what is new in the log."""

from collections.abc import Sequence

from app.domain.conference import UNBOOKED, Conference
from app.domain.evolve import Recorded, fold
from app.domain.ids import ConferenceId
from app.service.ports import EventStore


class Replica:
    """Needs no invalidation: the log only grows."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._known: dict[ConferenceId, Conference] = {}

    async def current(self, id: ConferenceId) -> Conference:
        """Reads what others have written since."""
        known = self._known.get(id, UNBOOKED)
        return self.learn(id, await self._store.load(id, known.version))

    def last_known(self, id: ConferenceId) -> Conference:
        """Without a look at the log: right as long as this process alone writes it."""
        return self._known.get(id, UNBOOKED)

    def learn(self, id: ConferenceId, new: Sequence[Recorded]) -> Conference:
        known = self._known.get(id, UNBOOKED)
        fresh = [recorded for recorded in new if recorded.version > known.version]
        if fresh:
            known = self._known[id] = fold(known, fresh)
        return known
