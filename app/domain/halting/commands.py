"""What halts the conference or a part of it, and what takes or gives back a voice."""

from dataclasses import dataclass

from app.domain.halting.events import AdjournCause, ConductPrepared
from app.domain.ids import LegId, ParticipantId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class PrepareConduct:
    prepared: ConductPrepared


@dataclass(frozen=True, slots=True)
class Stop:
    """Everything, everywhere, at once."""


@dataclass(frozen=True, slots=True)
class GiveBreak:
    minutes: int


@dataclass(frozen=True, slots=True)
class Adjourn:
    """Refused while anything that the record needs is missing."""

    cause: AdjournCause
    reason: TextRef | None
    interim: TextRef | None
    new_date: str | None
    late_reason: TextRef | None


@dataclass(frozen=True, slots=True)
class CallOff:
    reason: TextRef


@dataclass(frozen=True, slots=True)
class MoveAside:
    """Into the private room of `room_of`, for a time out, a break or a talk beforehand."""

    leg_id: LegId
    room_of: ParticipantId
    with_interpreters: bool = False
    """Whoever interprets for somebody there comes along."""


@dataclass(frozen=True, slots=True)
class BringFromAside:
    leg_id: LegId
    seen: int


@dataclass(frozen=True, slots=True)
class NoteRepeated:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class RemindOfRole:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class Mute:
    participant_id: ParticipantId
    reason: TextRef


@dataclass(frozen=True, slots=True)
class Unmute:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class SetOwnMute:
    leg_id: LegId
    muted: bool


@dataclass(frozen=True, slots=True)
class AgreeToObserver:
    participant_id: ParticipantId


HaltCommand = PrepareConduct | Stop | GiveBreak | Adjourn | CallOff | NoteRepeated
AsideCommand = MoveAside | BringFromAside
VoiceCommand = RemindOfRole | Mute | Unmute | SetOwnMute | AgreeToObserver
HaltingCommand = HaltCommand | AsideCommand | VoiceCommand
