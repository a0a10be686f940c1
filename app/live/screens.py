"""The browsers of this node: gives every leg its view, after the plan is in force."""

from collections import defaultdict

from app.domain.conference import Conference
from app.domain.ids import ConferenceId, LegId
from app.domain.views import view_for
from app.live.wire_views import texts_of, to_wire
from app.live.words import WordStore
from signalling.hub import Hub


class HubScreens:
    """Implements `Screens` over the hub of this process."""

    def __init__(self, hub: Hub, words: WordStore) -> None:
        self._hub = hub
        self._words = words
        self._legs: dict[ConferenceId, frozenset[LegId]] = defaultdict(frozenset)
        self._troubles: dict[ConferenceId, frozenset[str]] = {}
        self._cut_at: dict[LegId, int] = {}

    def cut(self, conference: ConferenceId, legs: frozenset[LegId], version: int) -> None:
        for leg in legs:
            self._cut_at[leg] = version
            self._hub.burn(leg)

    async def show(self, conference: ConferenceId, state: Conference) -> None:
        legs = frozenset(state.legs)
        for gone in self._legs[conference] - legs:
            self._hub.forget(gone)
            self._cut_at.pop(gone, None)
        self._legs[conference] = legs
        basis = state.version, self._troubles.get(conference, frozenset())
        for leg in legs:
            if self._hub.needs_view(leg, basis):
                await self._show_one(conference, state, leg, basis)

    async def _show_one(
        self,
        conference: ConferenceId,
        state: Conference,
        leg: LegId,
        basis: tuple[int, frozenset[str]],
    ) -> None:
        view = view_for(state, leg)
        words = await self._words.words(conference, texts_of(view))
        if state.version < self._cut_at.get(leg, 0):
            return  # cut while the words were read: this view is of before
        self._hub.show(leg, to_wire(view, words, basis[1]), basis)

    def gone_for(self, conference: ConferenceId, leg: LegId) -> float:
        return self._hub.gone_for(leg)

    def trouble(self, conference: ConferenceId, codes: frozenset[str]) -> None:
        self._troubles[conference] = codes
