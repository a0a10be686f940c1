"""The texts that views name, read once and remembered: a text never changes."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from app.domain.ids import ConferenceId, TextId
from app.service.ports import Texts

REMEMBERED = 10_000
"""Texts kept in memory by one process, over all conferences; the oldest go first."""


class WordStore:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._known: OrderedDict[TextId, str] = OrderedDict()

    async def words(self, conference: ConferenceId, ids: Iterable[TextId]) -> Mapping[TextId, str]:
        """The words of exactly these ids; one that cannot be read is missing."""
        wanted = list(ids)
        missing = [id for id in wanted if id not in self._known]
        if missing:
            self._remember(await self._texts.read(conference, missing))
        return {id: self._known[id] for id in wanted if id in self._known}

    def _remember(self, found: Mapping[TextId, str]) -> None:
        self._known.update(found)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
