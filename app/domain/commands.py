"""Every command, by topic, and the actor who sends it. A command asks; it may be refused."""

from dataclasses import dataclass

from app.domain.agenda.commands import AgendaCommand
from app.domain.asking.commands import AskingCommand
from app.domain.booked import ConferenceBooked
from app.domain.case.commands import DecisionCommand
from app.domain.events import Ground, LineKind, Span, Told, ViewsRoute
from app.domain.gates.commands import GatesCommand
from app.domain.halting.commands import HaltingCommand
from app.domain.ids import (
    DeviceId,
    LegId,
    LineId,
    ParticipantId,
    PlaceId,
    SectionId,
)
from app.domain.local_rules.commands import FixLocalRules
from app.domain.noting.commands import NotingCommand
from app.domain.people import Answers, IdentityMethod, LegKind, Role, TextRef
from app.domain.record.commands import RecordCommand
from app.domain.record.words import LineDetails
from app.domain.telephones.commands import TelephoneCommand


@dataclass(frozen=True, slots=True)
class Actor:
    """Who sends a command: taken from the session, never from the message (I11)."""

    role: Role
    participant_id: ParticipantId | None
    place_id: PlaceId | None
    leg_id: LegId | None
    """The leg it came over, where it came over one."""


SERVICE = Actor(Role.SERVICE, None, None, None)


@dataclass(frozen=True, slots=True)
class BookConference:
    booked: ConferenceBooked


@dataclass(frozen=True, slots=True)
class OpenLobby:
    pass


@dataclass(frozen=True, slots=True)
class OpenConference:
    """Admit all who are clear, identified and in the first audience; open the first section."""

    seen: int


@dataclass(frozen=True, slots=True)
class BeginSection:
    """Go to a section; seals first where somebody inside may not be in it."""

    section_id: SectionId
    seen: int


@dataclass(frozen=True, slots=True)
class ConfirmSealed:
    """The engine has applied the empty plan of the seal."""

    section_id: SectionId


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class Resume:
    seen: int


@dataclass(frozen=True, slots=True)
class Close:
    pass


@dataclass(frozen=True, slots=True)
class NotePlanApplied:
    version: int


@dataclass(frozen=True, slots=True)
class AnchorJournal:
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class NoteRestart:
    """A keeper starts: every leg of the one before it is gone, the conference is paused."""


@dataclass(frozen=True, slots=True)
class NoteMediaFault:
    """The engine did what the plan does not allow, or could not be reached: pause."""


@dataclass(frozen=True, slots=True)
class Join:
    """A new leg. `signed_in`: a staff sign-in, which is an identity record by itself."""

    leg_id: LegId
    kind: LegKind
    device_id: DeviceId
    signed_in: bool


@dataclass(frozen=True, slots=True)
class NoteConnected:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class NoteLost:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class NoteReturned:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class DropLegs:
    leg_ids: frozenset[LegId]
    why: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave by one's own wish."""

    leg_id: LegId


@dataclass(frozen=True, slots=True)
class ConfirmIdentity:
    participant_id: ParticipantId
    leg_id: LegId
    method: IdentityMethod


@dataclass(frozen=True, slots=True)
class GiveAnswers:
    leg_id: LegId
    answers: Answers
    with_whom: TextRef | None
    here: frozenset[ParticipantId] = frozenset()
    """Who of the list sits with them: agreed beforehand. Whoever else is there is words."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    leg_id: LegId


@dataclass(frozen=True, slots=True)
class StateRoom:
    leg_id: LegId
    present: frozenset[ParticipantId]
    answers: Answers


@dataclass(frozen=True, slots=True)
class AdmitParticipant:
    participant_id: ParticipantId
    leg_id: LegId
    identity: IdentityMethod | None
    """How the chair knows who it is; None where that is on record already."""
    reason: TextRef | None
    """Needed where the answers are not all clear."""
    seen: int


@dataclass(frozen=True, slots=True)
class RefuseAdmission:
    participant_id: ParticipantId
    leg_id: LegId
    reason: TextRef


@dataclass(frozen=True, slots=True)
class BringBackEveryone:
    """The one tap after a restart or a lost chair."""

    seen: int


@dataclass(frozen=True, slots=True)
class ExcludeParticipant:
    """Refused while one of the five is missing: ground, reason, told, views route, span."""

    participant_id: ParticipantId
    ground: Ground | None
    reason: TextRef | None
    told: Told | None
    views_route: ViewsRoute | None
    span: Span | None
    notice_minutes: int | None
    section_id: SectionId | None = None
    """The part, where it is another than the one that is open."""


@dataclass(frozen=True, slots=True)
class ReadmitParticipant:
    participant_id: ParticipantId
    leg_id: LegId
    seen: int


@dataclass(frozen=True, slots=True)
class HoldLeg:
    leg_id: LegId
    notice_minutes: int | None


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    leg_id: LegId
    seen: int


@dataclass(frozen=True, slots=True)
class WriteLine:
    line_id: LineId
    speaker: ParticipantId
    kind: LineKind
    text: TextRef
    began_seconds_ago: int
    """When its writer began to write it: who could hear is worked out from then."""
    details: LineDetails | None = None
    section_id: SectionId | None = None
    """The part that it is of, and that its words were sealed for; None: the one that is open."""


@dataclass(frozen=True, slots=True)
class StrikeLine:
    line_id: LineId
    reason: TextRef


SectionCommand = (
    BookConference
    | OpenLobby
    | OpenConference
    | BeginSection
    | ConfirmSealed
    | Pause
    | Resume
    | Close
    | BringBackEveryone
    | NotePlanApplied
    | AnchorJournal
    | NoteRestart
    | NoteMediaFault
)
LegCommand = Join | NoteConnected | NoteLost | NoteReturned | DropLegs | Leave
PresenceCommand = ConfirmIdentity | GiveAnswers | AskAgain | StateRoom
AttendanceCommand = (
    AdmitParticipant
    | RefuseAdmission
    | ExcludeParticipant
    | ReadmitParticipant
    | HoldLeg
    | ReleaseHold
)
MinuteCommand = WriteLine | StrikeLine
Command = (
    SectionCommand
    | LegCommand
    | PresenceCommand
    | AttendanceCommand
    | MinuteCommand
    | DecisionCommand
    | RecordCommand
    | AskingCommand
    | HaltingCommand
    | NotingCommand
    | GatesCommand
    | AgendaCommand
    | TelephoneCommand
    | FixLocalRules
)
