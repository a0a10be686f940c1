"""What may be asked for by telephone or about one, and by whom."""

from dataclasses import dataclass

from app.domain.ids import LegId, ParticipantId
from app.domain.people import Role, TextRef
from app.domain.telephones.events import Need, Practice, Progress


@dataclass(frozen=True, slots=True)
class PlanCall:
    """Minutes of the day in London, both or none. See `CallPlanned`."""

    participant_id: ParticipantId
    number: TextRef | None
    may_ring: bool
    after_drop: bool
    withheld: bool = True
    from_minute: int | None = None
    to_minute: int | None = None


@dataclass(frozen=True, slots=True)
class StopRinging:
    """The call that goes on is hung up, and none follows until it is asked for again."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class AskCallBack:
    """By key, over one's own telephone, while one is outside."""

    leg_id: LegId


@dataclass(frozen=True, slots=True)
class NoteCallPlaced:
    """Before the call is placed: refused where none is due, and then none is placed."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class NoteCall:
    """Of a call that nobody waits for any more there is nothing to note."""

    participant_id: ParticipantId
    progress: Progress


@dataclass(frozen=True, slots=True)
class NotePinFailed:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class TellNeed:
    """`for_whom`: somebody in the room whose host tells it; None: the sender."""

    leg_id: LegId
    need: Need
    for_whom: ParticipantId | None = None


@dataclass(frozen=True, slots=True)
class SettleNeed:
    participant_id: ParticipantId
    need: Need


@dataclass(frozen=True, slots=True)
class WithdrawNeed:
    """One's own."""

    need: Need


@dataclass(frozen=True, slots=True)
class NotePractice:
    participant_id: ParticipantId
    result: Practice


NoteOfCall = NoteCallPlaced | NoteCall | NotePinFailed
CallCommand = PlanCall | StopRinging | AskCallBack | NoteOfCall
NeedCommand = TellNeed | SettleNeed | WithdrawNeed | NotePractice
TelephoneCommand = CallCommand | NeedCommand

_CHAIR = frozenset({Role.INDEPENDENT_CHAIR})
_OFFICE = frozenset({Role.ADMINISTRATOR, Role.INDEPENDENT_CHAIR})
_SERVICE = frozenset({Role.SERVICE})
_PEOPLE = frozenset(Role) - {Role.SERVICE, Role.ADMINISTRATOR, Role.ROOM_DEVICE}

TELEPHONE_MAY: dict[type[TelephoneCommand], frozenset[Role]] = {
    PlanCall: _OFFICE,
    StopRinging: _CHAIR,
    AskCallBack: _PEOPLE,
    NoteCallPlaced: _SERVICE,
    NoteCall: _SERVICE,
    NotePinFailed: _SERVICE,
    TellNeed: _PEOPLE,
    SettleNeed: _CHAIR,
    WithdrawNeed: _PEOPLE,
    NotePractice: _OFFICE | _SERVICE,
}
