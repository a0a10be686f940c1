"""Short names for what the model remembers."""

from typing import TypeAlias

from app.domain import events
from app.domain.ids import DeviceId, LegId, ParticipantId
from app.domain.people import Role

FAMILY = {Role.PARENT, Role.FAMILY, Role.CHILD, Role.SUPPORTER}

People: TypeAlias = frozenset[ParticipantId]
At: TypeAlias = tuple[ParticipantId, LegId]
On: TypeAlias = tuple[ParticipantId, DeviceId]
Came: TypeAlias = events.ParticipantArrived
