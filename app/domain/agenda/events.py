"""What happens to the running order. Events are for ever; words are kept elsewhere."""

from dataclasses import dataclass

from app.domain.agenda.codes import ClosedKind, ScriptStep
from app.domain.booked import PlannedSection
from app.domain.exclusion import Ground
from app.domain.halting.events import Day
from app.domain.ids import ParticipantId, RequestId, SectionId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class AgendaPrepared:
    """The local figures of this topic, fixed once, at booking. Without it there is no script."""

    script: bool
    """The opening script is completed before the first information section (REQ-64)."""
    exclusion_notice_days: int
    """Working days ahead by which an exclusion is asked for (REQ-23)."""


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """The whole running order, as it is from now on."""

    order: tuple[SectionId, ...]


@dataclass(frozen=True, slots=True)
class AudienceChanged:
    section_id: SectionId
    audience: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class SectionAdded:
    """A part that was not booked, before another one; None: at the end."""

    section: PlannedSection
    before: SectionId | None


@dataclass(frozen=True, slots=True)
class AttendancePlanned:
    """This person comes for these parts and no others (REQ-68)."""

    participant_id: ParticipantId
    sections: frozenset[SectionId]
    reason: TextRef


@dataclass(frozen=True, slots=True)
class ParticipantWarned:
    """Told that they will be put out if it goes on (REQ-67)."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class ExclusionAsked:
    request_id: RequestId
    asked_by: ParticipantId
    about: ParticipantId
    ground: Ground
    evidence: TextRef
    asked_on: Day
    late: bool
    """Fewer working days ahead than the notice that is asked for."""


@dataclass(frozen=True, slots=True)
class ExclusionRequestDecided:
    """Granted: the person is planned to be out of these parts, on this ground."""

    request_id: RequestId
    granted: bool
    ground: Ground
    reason: TextRef
    advice: TextRef | None
    """Legal advice that was taken."""
    told_in_writing: bool
    sections: frozenset[SectionId]


@dataclass(frozen=True, slots=True)
class ViewsNoted:
    """The views of somebody who is not there; None: they were offered a way, and gave none."""

    participant_id: ParticipantId
    text: TextRef | None


@dataclass(frozen=True, slots=True)
class ScriptStepNoted:
    step: ScriptStep


@dataclass(frozen=True, slots=True)
class ParticipantAnnounced:
    """A late joiner, to those who were there before."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class ClosedPartAsked:
    """Privately, to the chair alone."""

    request_id: RequestId
    asked_by: ParticipantId
    kind: ClosedKind


@dataclass(frozen=True, slots=True)
class ClosedPartAnswered:
    request_id: RequestId
    accepted: bool


@dataclass(frozen=True, slots=True)
class GistAgreed:
    """The chair's short account of a part for somebody who was not in it (REQ-69)."""

    section_id: SectionId
    for_whom: ParticipantId
    text: TextRef


@dataclass(frozen=True, slots=True)
class WaitingTold:
    """To everybody who waits: about how long it still takes, and the chair's own words.

    Neither: what was told before is taken back.
    """

    minutes: int | None
    words: TextRef | None


OrderEvent = OrderChanged | AudienceChanged | SectionAdded
RequestEvent = ExclusionAsked | ExclusionRequestDecided | ClosedPartAsked | ClosedPartAnswered
ScriptEvent = AgendaPrepared | ScriptStepNoted | ParticipantAnnounced | WaitingTold
AbsenceEvent = AttendancePlanned | ParticipantWarned | ViewsNoted | GistAgreed
AgendaEvent = OrderEvent | RequestEvent | ScriptEvent | AbsenceEvent
