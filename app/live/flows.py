"""Plans of the conference into plans of the engine, and the engine's facts into the ledger."""

from collections import deque
from collections.abc import Awaitable, Callable
from functools import lru_cache
from uuid import UUID

import anyio

from app.domain.ids import ConferenceId, LegId
from app.domain.routing import Flow, FlowKind
from app.service.ports import NotConfirmed
from media.api import (
    ConferenceKey,
    Engine,
    EngineRefusal,
    Kind,
    LegKey,
    Permission,
    Plan,
    Sending,
)

CONFIRM_WITHIN = 2.0
"""Seconds in which the engine confirms a plan, or the chair is told that it has not."""

REMEMBERED = 3.0
"""Seconds for which an older plan explains what the engine reports to have sent."""


Quiet = Callable[[ConferenceId], Awaitable[None]]
"""Returns when nothing is spoken any more to a caller who was cut off. Raises NotConfirmed."""


async def nobody_speaks(_: ConferenceId) -> None:
    """Where there is no telephone."""


class EngineGate:
    """Implements `MediaGate` over one media engine."""

    def __init__(
        self, engine: Engine, monotonic: Callable[[], float], quiet: Quiet = nobody_speaks
    ) -> None:
        self._engine = engine
        self._quiet = quiet
        self._monotonic = monotonic
        self._valid_until: dict[ConferenceId, float] = {}
        self._recent: dict[ConferenceId, deque[tuple[float, frozenset[Flow]]]] = {}
        self._offered: dict[ConferenceId, set[LegId]] = {}
        self._strayed: set[ConferenceId] = set()

    def renew(self, conference: ConferenceId, valid_until: float) -> None:
        self._valid_until[conference] = valid_until

    async def apply(
        self,
        conference: ConferenceId,
        version: int,
        plan: frozenset[Flow],
        *,
        private_levels: bool,
    ) -> None:
        self._remember(conference, plan)
        asked = Plan(
            conference=conference_key(conference),
            epoch=version,
            permissions=frozenset(_permission(flow) for flow in plan),
            valid_until=self._valid_until.get(conference, 0.0),
            private_levels=private_levels,
        )
        try:
            with anyio.fail_after(CONFIRM_WITHIN):
                await self._engine.apply(asked)
                await self._quiet(conference)
        except (TimeoutError, EngineRefusal, OSError):
            raise NotConfirmed from None

    def _remember(self, conference: ConferenceId, plan: frozenset[Flow]) -> None:
        """What was asked for lately; a plan counts until it was replaced, and a while longer."""
        recent = self._recent.setdefault(conference, deque())
        now = self._monotonic()
        if not recent or recent[-1][1] != plan:
            recent.append((now, plan))
        while len(recent) > 1 and recent[1][0] < now - REMEMBERED:
            recent.popleft()

    def plan_now(self, conference: ConferenceId) -> frozenset[Flow]:
        """The newest plan that was asked for."""
        recent = self._recent.get(conference)
        return recent[-1][1] if recent else frozenset()

    def offered(self, conference: ConferenceId, leg: LegId) -> None:
        """The engine has made this leg: it is dropped there once the conference forgets it."""
        self._offered.setdefault(conference, set()).add(leg)

    async def keep_only(self, conference: ConferenceId, legs: frozenset[LegId]) -> None:
        gone = self._offered.get(conference, set()) - legs
        for leg in gone:
            try:
                with anyio.fail_after(CONFIRM_WITHIN):
                    await self._engine.drop(conference_key(conference), leg_key(leg))
            except (TimeoutError, EngineRefusal, OSError):
                return
            self._offered[conference].discard(leg)

    async def close(self, conference: ConferenceId) -> None:
        self._recent.pop(conference, None)
        self._offered.pop(conference, None)
        try:
            with anyio.fail_after(CONFIRM_WITHIN):
                await self._engine.close(conference_key(conference))
        except (TimeoutError, EngineRefusal, OSError):
            return

    def check_sending(self, fact: Sending) -> None:
        """What really left must be explained by a recent plan; if not, the media stops (D8)."""
        conference = ConferenceId(UUID(fact.conference))
        allowed = {
            (flow.source, flow.sink, flow.kind)
            for _, plan in self._recent.get(conference, ())
            for flow in plan
        }
        for source, sink, kind, _ in fact.pairs:
            pair = (LegId(UUID(source)), LegId(UUID(sink)), FlowKind(kind))
            if pair not in allowed:
                self.mark_strayed(conference)

    def mark_strayed(self, conference: ConferenceId) -> None:
        self._strayed.add(conference)

    def mark_lost(self, conference: ConferenceId) -> None:
        """The worker that carried this conference is gone: every leg must come anew."""
        self._offered.pop(conference, None)
        self._strayed.add(conference)

    def has_strayed(self, conference: ConferenceId) -> bool:
        strayed = conference in self._strayed
        self._strayed.discard(conference)
        return strayed


def conference_key(conference: ConferenceId) -> ConferenceKey:
    return ConferenceKey(str(conference))


@lru_cache(maxsize=4096)
def leg_key(leg: LegId) -> LegKey:
    return LegKey(str(leg))


@lru_cache(maxsize=65_536)
def _permission(flow: Flow) -> Permission:
    return Permission(leg_key(flow.source), leg_key(flow.sink), Kind(flow.kind.value))
