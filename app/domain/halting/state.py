"""What is kept of breaks, private rooms, voices taken and points missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.halting.events import Day
from app.domain.ids import MINUTE, SECOND, LegId, Micros, ParticipantId
from app.domain.local_rules.state import NATIONAL
from app.domain.people import Zone


@dataclass(frozen=True, slots=True)
class Aside:
    """A leg in a private room: who was there when it was moved, and where it was."""

    members: frozenset[ParticipantId]
    moved_from: Zone


@dataclass(frozen=True, slots=True)
class Missed:
    """A stretch in which somebody who took part did not: from (included) to (not included)."""

    participant_id: ParticipantId
    begins_at: Micros
    ends_at: Micros


@dataclass(frozen=True, slots=True)
class Halting:
    initial: bool
    bank_holidays: frozenset[Day]
    redate_within: int
    signal_within: Micros
    signal_lasts: Micros
    break_minutes: int | None
    asides: Mapping[LegId, Aside]
    missing: Mapping[ParticipantId, Micros]
    """Took part and dropped; not back yet."""
    missed: tuple[Missed, ...]
    """All of them, in the order of return."""
    to_repeat: frozenset[ParticipantId]
    reminders: Mapping[ParticipantId, int]
    muted: frozenset[ParticipantId]
    own_mutes: frozenset[LegId]
    observers_agreed: frozenset[ParticipantId]
    new_date: Day | None


NOTHING_HALTS = Halting(
    initial=False,
    bank_holidays=frozenset(),
    redate_within=NATIONAL.rules.lengths.inquorate_new_date_working_days,
    signal_within=Micros(NATIONAL.rules.timers.signal_within_seconds * SECOND),
    signal_lasts=Micros(NATIONAL.rules.timers.signal_lasts_minutes * MINUTE),
    break_minutes=None,
    asides=MappingProxyType({}),
    missing=MappingProxyType({}),
    missed=(),
    to_repeat=frozenset(),
    reminders=MappingProxyType({}),
    muted=frozenset(),
    own_mutes=frozenset(),
    observers_agreed=frozenset(),
    new_date=None,
)
