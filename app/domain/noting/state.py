"""What is kept of what was noted: the flags that the chair has not dealt with yet."""

from dataclasses import dataclass

from app.domain.ids import Micros, ParticipantId
from app.domain.noting.events import Concern


@dataclass(frozen=True, slots=True)
class Flag:
    concern: Concern
    about: ParticipantId
    flagged_at: Micros


@dataclass(frozen=True, slots=True)
class Noting:
    flags: tuple[Flag, ...]
    """Until that person's connection is held, goes, or answers anew."""


NOTHING_NOTED = Noting(flags=())
