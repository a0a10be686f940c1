"""The browsers of this node: gives every leg its view, after the plan is in force."""

import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from app.domain.conference import OVER, Conference
from app.domain.ids import ConferenceId, LegId, ParticipantId
from app.domain.views import view_for
from app.live.spoken import Spoken, Voices
from app.live.wire_views import Troubles, texts_of, to_wire, troubles_on_wire
from app.live.words import WordStore
from signalling.hub import Hub
from signalling.messages import View

Basis = tuple[int, Troubles, Voices]
"""From what a view was built: the log's version, and what is told beside it."""

NOT_CONFIRMED = "not-yet-confirmed"


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
        self._troubles: dict[ConferenceId, Troubles] = {}
        self.spoken = Spoken(monotonic)
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
        voices = self.spoken.voices(conference, state)
        if state.phase in OVER:
            self.spoken.forget(conference)
        basis = state.version, self._told(conference), voices
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
        basis: Basis,
    ) -> None:
        view = view_for(state, leg)
        words = await self._words.words(conference, texts_of(view))
        if state.version < self._cut_at.get(leg, 0):
            return  # cut while the words were read: this view is of before
        self._hub.show(leg, to_wire(view, words, basis[1:]), basis)

    def gone_for(self, conference: ConferenceId, leg: LegId) -> float:
        return self._hub.gone_for(leg)

    def warn(self, code: str, until: float) -> None:
        """Tell every chair of what is about no conference, until that time (monotonic)."""
        self._warnings[code] = until

    def _warned(self) -> Troubles:
        now = self._monotonic()
        codes = [code for code, until in self._warnings.items() if now < until]
        return frozenset((code, frozenset[ParticipantId]()) for code in codes)

    def _told(self, conference: ConferenceId) -> Troubles:
        return self._troubles.get(conference, frozenset()) | self._warned()

    def trouble(
        self,
        conference: ConferenceId,
        codes: frozenset[str],
        waits_for: frozenset[ParticipantId] = frozenset(),
    ) -> None:
        """Shown at once, on the view of before: while a cut is not confirmed there is no newer."""
        nobody = frozenset[ParticipantId]()
        told = frozenset((c, waits_for if c == NOT_CONFIRMED else nobody) for c in codes)
        if told == self._troubles.get(conference, frozenset()):
            return
        self._troubles[conference] = told
        for leg in self._legs[conference]:
            self._hub.amend(leg, partial(_with_troubles, self._told(conference)))


def _with_troubles(troubles: Troubles, view: View) -> View:
    if view.panel is None:
        return view
    panel = view.panel.model_copy(update={"troubles": troubles_on_wire(troubles)})
    return view.model_copy(update={"panel": panel})
