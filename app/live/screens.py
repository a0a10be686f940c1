"""The browsers of this node: gives every leg its view, after the plan is in force."""

import time
from collections import defaultdict
from collections.abc import Callable

from app.domain.conference import Conference
from app.domain.ids import ConferenceId, LegId
from app.domain.views import view_for
from app.live.wire_views import texts_of, to_wire
from app.live.words import WordStore
from signalling.hub import Hub


class HubScreens:
    """Implements `Screens` over the hub of this process."""

    def __init__(
        self, hub: Hub, words: WordStore, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._hub = hub
        self._monotonic = monotonic
        self._words = words
        self._legs: dict[ConferenceId, dict[LegId, int]] = defaultdict(dict)
        """Each leg with a log version that knew of it: a later one that does not has dropped it."""
        self._troubles: dict[ConferenceId, frozenset[str]] = {}
        self._cut_at: dict[LegId, int] = {}
        self._warnings: dict[str, float] = {}

    def cut(self, conference: ConferenceId, legs: frozenset[LegId], version: int) -> None:
        for leg in legs:
            self._cut_at[leg] = version
            self._hub.burn(leg)

    def expect(self, conference: ConferenceId, leg: LegId, version: int) -> None:
        """A socket speaks for this leg from now on, and the log knew of it at this version.

        Without it a leg that a restart drops before it was ever shown would keep its socket, and
        its page whatever it showed before.
        """
        self._legs[conference][leg] = version

    async def show(
        self, conference: ConferenceId, state: Conference, but: frozenset[LegId] = frozenset()
    ) -> None:
        self._forget_dropped(self._legs[conference], state)
        self._legs[conference] |= dict.fromkeys(state.legs, state.version)
        basis = state.version, self._troubles.get(conference, frozenset()) | self._warned()
        for leg in state.legs.keys() - but:
            if self._hub.needs_view(leg, basis):
                await self._show_one(conference, state, leg, basis)

    def _forget_dropped(self, known: dict[LegId, int], state: Conference) -> None:
        dropped = [leg for leg in known if leg not in state.legs and known[leg] <= state.version]
        for leg in dropped:
            self._hub.forget(leg)
            self._cut_at.pop(leg, None)
            del known[leg]

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

    def warn(self, code: str, until: float) -> None:
        """Tell every chair of what is about no conference, until that time (monotonic)."""
        self._warnings[code] = until

    def _warned(self) -> frozenset[str]:
        now = self._monotonic()
        return frozenset(code for code, until in self._warnings.items() if now < until)

    def trouble(self, conference: ConferenceId, codes: frozenset[str]) -> None:
        self._troubles[conference] = codes
