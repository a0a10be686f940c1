"""Short names for what the model remembers, and what it reads of an event at once."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from app.domain import events
from app.domain.ids import DeviceId, LegId, ParticipantId
from app.domain.people import Role

FAMILY = {Role.PARENT, Role.FAMILY, Role.CHILD, Role.SUPPORTER}

People: TypeAlias = frozenset[ParticipantId]
At: TypeAlias = tuple[ParticipantId, LegId]
On: TypeAlias = tuple[ParticipantId, DeviceId]
Came: TypeAlias = events.ParticipantArrived


def taken_from(
    event: events.Event, present: Mapping[LegId, People]
) -> Iterable[ParticipantId | None]:
    """From whom this takes something; None: from everybody."""
    match event:
        case events.ConferencePaused() | events.SealBegun() | events.ConferenceClosed():
            return [None]
        case events.ParticipantExcluded(id) | events.AdmissionRefused(id):
            return [id]
        case events.LegHeld(leg):
            return present[leg]
        case _:
            return []
