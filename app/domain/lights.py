"""Whose speaking light is on, and for whom."""

from collections.abc import Mapping

from app.domain.ids import LegId
from app.domain.routing import Flow, FlowKind


def speaking_for(
    plan: frozenset[Flow], levels: Mapping[LegId, int], leg: LegId
) -> frozenset[LegId]:
    """Whose light is on for this leg: only those whom it may hear.

    Args:
        levels: -dBov, 0 (loudest) to 127 (silence), as the engine reads them.
    """
    heard = {flow.source for flow in plan if flow.sink == leg and flow.kind is FlowKind.SOUND}
    return frozenset(source for source in heard if levels.get(source, 127) < SPEAKING_DBOV)


SPEAKING_DBOV = 45
"""Quieter than this is breath and rustling, not speech."""
