"""Every event, for ever: a field is never renamed or removed. Ids, codes and times; no words."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.agenda.events import AgendaEvent
from app.domain.asking.events import AskingEvent, SignalEvent
from app.domain.booked import ConferenceBooked
from app.domain.case.events import DecisionEvent
from app.domain.exclusion import Ground, Span, Told, ViewsRoute
from app.domain.gates.events import GatesEvent
from app.domain.halting.events import HaltingEvent
from app.domain.ids import (
    DeviceId,
    LegId,
    LineId,
    Micros,
    ParticipantId,
    PlaceId,
    SectionId,
)
from app.domain.local_rules.events import LocalRulesEvent
from app.domain.noting.events import CovertIncidentNoted, NotingEvent
from app.domain.people import Answers, IdentityMethod, LegKind, TextRef
from app.domain.record.events import RecordEvent
from app.domain.telephones.events import TelephoneEvent


@dataclass(frozen=True, slots=True)
class LobbyOpened:
    pass


@dataclass(frozen=True, slots=True)
class SealBegun:
    section_id: SectionId


@dataclass(frozen=True, slots=True)
class SectionOpened:
    section_id: SectionId


@dataclass(frozen=True, slots=True)
class ConferencePaused:
    reason: str
    """chair, chair_lost, restart, media, technical_check, break, stopped."""


@dataclass(frozen=True, slots=True)
class ConferenceResumed:
    pass


@dataclass(frozen=True, slots=True)
class ConferenceClosed:
    pass


@dataclass(frozen=True, slots=True)
class PlanApplied:
    """The engine confirmed the plan of this log version: from here its flows could flow."""

    version: int


@dataclass(frozen=True, slots=True)
class JournalAnchored:
    """Head of the media journal's own chain, so that it stands or falls with the ledger."""

    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class ParticipantArrived:
    """A new leg, in the lobby. For a room device `participant_id` is None."""

    leg_id: LegId
    kind: LegKind
    participant_id: ParticipantId | None
    place_id: PlaceId | None
    device_id: DeviceId


@dataclass(frozen=True, slots=True)
class IdentityConfirmed:
    participant_id: ParticipantId
    device_id: DeviceId
    method: IdentityMethod


@dataclass(frozen=True, slots=True)
class AnswersGiven:
    leg_id: LegId
    answers: Answers
    with_whom: TextRef | None


@dataclass(frozen=True, slots=True)
class CompanyStated:
    """Who sits at this browser or phone from now on, its owner with them; before their answers."""

    leg_id: LegId
    present: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class AnswersAsked:
    """Asked again; answers given before no longer count."""

    leg_id: LegId


@dataclass(frozen=True, slots=True)
class RoomStated:
    """The host says who is in the room now, and answers for it."""

    leg_id: LegId
    present: frozenset[ParticipantId]
    answers: Answers


@dataclass(frozen=True, slots=True)
class ParticipantAdmitted:
    participant_id: ParticipantId
    leg_id: LegId
    reason: TextRef | None
    """Given where the answers were not all clear."""


@dataclass(frozen=True, slots=True)
class AdmissionRefused:
    participant_id: ParticipantId
    leg_id: LegId
    reason: TextRef


@dataclass(frozen=True, slots=True)
class ParticipantExcluded:
    participant_id: ParticipantId
    ground: Ground
    reason: TextRef
    told: Told
    views_route: ViewsRoute
    span: Span
    notice_minutes: int | None
    section_id: SectionId | None = None
    """Of `this_part`, which; by itself it lapses when another part opens after that one."""


@dataclass(frozen=True, slots=True)
class ParticipantReadmitted:
    participant_id: ParticipantId
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class LegHeld:
    leg_id: LegId
    notice_minutes: int | None


@dataclass(frozen=True, slots=True)
class HoldReleased:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class LegConnected:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class LegLost:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class LegReturned:
    """The socket is back on the same live media connection."""

    leg_id: LegId


@dataclass(frozen=True, slots=True)
class LegDropped:
    leg_id: LegId
    why: str
    """left, released, socket, media, restart, replaced."""


class LineKind(StrEnum):
    FACT = "fact"
    OPINION = "opinion"
    ACCOUNT = "account"
    CHILD_VOICE = "child_voice"
    PLAN = "plan"
    DECISION = "decision"
    DISSENT = "dissent"
    RECORD = "record"
    OUT_OF_ROLE = "out_of_role"
    """Said by somebody whose role has no say in this, and noted as such (REQ-74)."""


@dataclass(frozen=True, slots=True)
class LineWritten:
    line_id: LineId
    section_id: SectionId
    speaker: ParticipantId
    kind: LineKind
    text: TextRef
    began_at: Micros


@dataclass(frozen=True, slots=True)
class LineStruck:
    line_id: LineId
    reason: TextRef


SectionEvent = (
    ConferenceBooked
    | LobbyOpened
    | SealBegun
    | SectionOpened
    | ConferencePaused
    | ConferenceResumed
    | ConferenceClosed
    | PlanApplied
    | JournalAnchored
)
LegEvent = ParticipantArrived | LegConnected | LegLost | LegReturned | LegDropped
PresenceEvent = IdentityConfirmed | CompanyStated | AnswersGiven | AnswersAsked | RoomStated
AttendanceEvent = (
    ParticipantAdmitted
    | AdmissionRefused
    | ParticipantExcluded
    | ParticipantReadmitted
    | LegHeld
    | HoldReleased
)
MinuteEvent = LineWritten | LineStruck
Event = (
    SectionEvent
    | LegEvent
    | PresenceEvent
    | AttendanceEvent
    | MinuteEvent
    | DecisionEvent
    | RecordEvent
    | AskingEvent
    | HaltingEvent
    | NotingEvent
    | GatesEvent
    | AgendaEvent
    | TelephoneEvent
    | LocalRulesEvent
)


class EventClass(StrEnum):
    ORDINARY = "ordinary"
    RESTRICTED = "restricted"


def event_class(event: Event) -> EventClass:
    """Restricted: covert. No ordinary reading of the log holds it, nor a trace of its place."""
    covert = isinstance(event, SignalEvent | CovertIncidentNoted)
    return EventClass.RESTRICTED if covert else EventClass.ORDINARY
