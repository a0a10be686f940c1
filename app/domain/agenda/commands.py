"""What may be asked about the running order, and by whom."""

from dataclasses import dataclass

from app.domain.agenda.codes import ClosedKind, ScriptStep
from app.domain.agenda.events import AgendaPrepared
from app.domain.booked import PlannedSection
from app.domain.exclusion import Ground
from app.domain.ids import ParticipantId, RequestId, SectionId
from app.domain.people import PROFESSIONALS, Role, TextRef


@dataclass(frozen=True, slots=True)
class PrepareAgenda:
    prepared: AgendaPrepared


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """The whole running order. What has been opened keeps its place among what has been."""

    order: tuple[SectionId, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class ChangeAudience:
    """Who may be in a part that has not been opened. Nobody is moved before it opens."""

    section_id: SectionId
    audience: frozenset[ParticipantId]
    copy_to: frozenset[ParticipantId] | None
    """None: whose copy holds it stays as it is."""
    seen: int


@dataclass(frozen=True, slots=True)
class AddSection:
    section: PlannedSection
    before: SectionId | None
    seen: int


@dataclass(frozen=True, slots=True)
class PlanAttendance:
    """This person comes for these parts and no others; what has been opened stays as it was."""

    participant_id: ParticipantId
    sections: frozenset[SectionId]
    reason: TextRef
    seen: int


@dataclass(frozen=True, slots=True)
class WarnParticipant:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class AskForExclusion:
    """Of somebody, before or during the conference (REQ-23)."""

    request_id: RequestId
    about: ParticipantId
    ground: Ground
    evidence: TextRef
    asked_on: str | None
    """2026-11-22; None: today. Only the office names another day."""
    for_whom: ParticipantId | None
    """For whom the office asks; None: the sender asks."""


@dataclass(frozen=True, slots=True)
class DecideExclusionRequest:
    request_id: RequestId
    granted: bool
    ground: Ground | None
    reason: TextRef | None
    advice: TextRef | None
    told_in_writing: bool
    sections: frozenset[SectionId]
    """Of a granted request: which parts."""


@dataclass(frozen=True, slots=True)
class NoteViews:
    participant_id: ParticipantId
    text: TextRef | None
    none_given: bool
    """A way was offered, and they gave none."""


@dataclass(frozen=True, slots=True)
class NoteScriptStep:
    step: ScriptStep


@dataclass(frozen=True, slots=True)
class NoteAnnounced:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class AskForClosedPart:
    request_id: RequestId
    kind: ClosedKind


@dataclass(frozen=True, slots=True)
class AnswerClosedPart:
    """With a part, it comes next in the running order; without one the answer is no."""

    request_id: RequestId
    section: PlannedSection | None
    seen: int


@dataclass(frozen=True, slots=True)
class AgreeGist:
    section_id: SectionId
    for_whom: ParticipantId
    text: TextRef


@dataclass(frozen=True, slots=True)
class TellWaiting:
    """What everybody who waits reads; neither minutes nor words: nothing any more."""

    minutes: int | None
    words: TextRef | None


OrderCommand = ChangeOrder | ChangeAudience | AddSection | PlanAttendance
RequestCommand = AskForExclusion | DecideExclusionRequest | AskForClosedPart | AnswerClosedPart
ScriptCommand = PrepareAgenda | NoteScriptStep | NoteAnnounced | TellWaiting
AbsenceCommand = WarnParticipant | NoteViews | AgreeGist
AgendaCommand = OrderCommand | RequestCommand | ScriptCommand | AbsenceCommand

_CHAIR = frozenset({Role.INDEPENDENT_CHAIR})
_OFFICE = frozenset({Role.ADMINISTRATOR, Role.INDEPENDENT_CHAIR})

AGENDA_MAY: dict[type[AgendaCommand], frozenset[Role]] = {
    PrepareAgenda: _OFFICE,
    ChangeOrder: _CHAIR,
    ChangeAudience: _CHAIR,
    AddSection: _CHAIR,
    PlanAttendance: _OFFICE,
    WarnParticipant: _CHAIR,
    AskForExclusion: PROFESSIONALS | {Role.ADMINISTRATOR},
    DecideExclusionRequest: _CHAIR,
    NoteViews: _CHAIR,
    NoteScriptStep: _CHAIR,
    NoteAnnounced: _CHAIR,
    AskForClosedPart: PROFESSIONALS | {Role.LEGAL_ADVISER},
    AnswerClosedPart: _CHAIR,
    AgreeGist: _CHAIR,
    TellWaiting: _CHAIR,
}
