"""What happens when the conference halts, goes on, or takes somebody's voice for a while."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.people import TextRef

Day = NewType("Day", str)
"""A date in London, written 2026-11-22."""


class AdjournCause(StrEnum):
    INQUORATE = "inquorate"
    SAFETY = "safety"
    TECHNICAL = "technical"
    PEOPLE_MISSING = "people_missing"
    PAPERS_MISSING = "papers_missing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ConductPrepared:
    """The local figures of this topic, and what counting days needs; fixed once, at booking.

    Without it the defaults of section c.6 hold, every weekday counts and nothing is initial.
    """

    initial: bool
    bank_holidays: frozenset[Day]
    redate_within: int
    """Working days in which an inquorate initial conference is held again."""
    signal_within: Micros
    """Two presses within this are a silent signal."""
    signal_lasts: Micros
    """A leg that drops within this after a signal counts as one still open."""


@dataclass(frozen=True, slots=True)
class ConferenceStopped:
    """Emergency: no sound or picture anywhere, private rooms as well."""


@dataclass(frozen=True, slots=True)
class BreakBegun:
    minutes: int


@dataclass(frozen=True, slots=True)
class ConferenceAdjourned:
    cause: AdjournCause
    reason: TextRef
    interim: TextRef
    """What keeps the child safe until then."""
    new_date: Day
    late_reason: TextRef | None
    """Why the new date is later than it should be."""


@dataclass(frozen=True, slots=True)
class ConferenceNotHeld:
    reason: TextRef


@dataclass(frozen=True, slots=True)
class MovedAside:
    """This leg is in the private room of `room_of`."""

    leg_id: LegId
    room_of: ParticipantId


@dataclass(frozen=True, slots=True)
class CameFromAside:
    """Back to where it was moved from."""

    leg_id: LegId


@dataclass(frozen=True, slots=True)
class PointRepeated:
    """What somebody missed by a drop has been said again."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class RoleReminded:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class ParticipantMuted:
    participant_id: ParticipantId
    reason: TextRef


@dataclass(frozen=True, slots=True)
class ParticipantUnmuted:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class SelfMuted:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class SelfUnmuted:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class ObserverAgreed:
    """Chair and family agree that this observer is there."""

    participant_id: ParticipantId


HaltEvent = (
    ConductPrepared
    | ConferenceStopped
    | BreakBegun
    | ConferenceAdjourned
    | ConferenceNotHeld
    | PointRepeated
)
AsideEvent = MovedAside | CameFromAside
VoiceEvent = (
    RoleReminded | ParticipantMuted | ParticipantUnmuted | SelfMuted | SelfUnmuted | ObserverAgreed
)
HaltingEvent = HaltEvent | AsideEvent | VoiceEvent
