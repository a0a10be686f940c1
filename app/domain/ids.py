"""Names for things. Ids are random UUIDs and grant nothing; time is UTC microseconds."""

from typing import NewType
from uuid import UUID

ConferenceId = NewType("ConferenceId", UUID)
ParticipantId = NewType("ParticipantId", UUID)
PlaceId = NewType("PlaceId", UUID)
LegId = NewType("LegId", UUID)
DeviceId = NewType("DeviceId", UUID)
"""One browser that opened a personal link, or one room device. Two of them are two people until
the chair has confirmed who is there."""
SectionId = NewType("SectionId", UUID)
LineId = NewType("LineId", UUID)
TextId = NewType("TextId", UUID)
ChildId = NewType("ChildId", UUID)
ActionId = NewType("ActionId", UUID)
"""One action of the outline plan."""
CorrectionId = NewType("CorrectionId", UUID)
RequestId = NewType("RequestId", UUID)
"""What somebody asks the chair for: an exclusion, or a closed part."""

Micros = NewType("Micros", int)
"""UTC, microseconds since 1970."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
