"""Whom the chair waits for while a cut is asked for and not confirmed."""

from app.domain.conference import Conference
from app.domain.ids import ParticipantId
from app.domain.routing import Flow, sees_inside


def waited_for(
    flowing: frozenset[Flow], plan: frozenset[Flow], conference: Conference
) -> frozenset[ParticipantId]:
    """Who loses a flow of those last known to be in force.

    Where somebody is put out, it is they alone; else everybody who is to be silent.
    """
    cut = {id for flow in flowing - plan for id in (flow.source, flow.sink)}
    legs = [leg for id, leg in conference.legs.items() if id in cut]
    out = [leg for leg in legs if not sees_inside(conference, leg)]
    return frozenset(id for leg in out or legs for id in leg.present)
