"""What is agreed before somebody may come in."""

from dataclasses import dataclass

from app.domain.gates.events import Consented, Relation, SupportKind
from app.domain.ids import ChildId, ParticipantId, SectionId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class PrepareGates:
    """From here on nobody who supports, observes or interprets comes in unprepared."""


@dataclass(frozen=True, slots=True)
class AgreeCompany:
    """All who may sit with this person at one browser or phone; in place of what was agreed."""

    participant_id: ParticipantId
    company: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class DescribeSupport:
    participant_id: ParticipantId
    kind: SupportKind
    supports: frozenset[ParticipantId]
    children: frozenset[ChildId]


@dataclass(frozen=True, slots=True)
class ApproveSupporter:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class AcceptConfidentiality:
    """By themselves on their own screen, or as noted by the chair or the office."""

    participant_id: ParticipantId
    how: Consented


@dataclass(frozen=True, slots=True)
class ConsentToObserver:
    """By one of the family on their own screen, or as noted by the chair."""

    observer: ParticipantId
    participant_id: ParticipantId
    how: Consented


@dataclass(frozen=True, slots=True)
class AssignInterpreter:
    interpreter: ParticipantId
    serves: ParticipantId
    relation: Relation


@dataclass(frozen=True, slots=True)
class DecideChildAttendance:
    """All, part or none of the sections; in place of what was decided."""

    participant_id: ParticipantId
    sections: frozenset[SectionId]
    reasons: TextRef


GatesCommand = (
    PrepareGates
    | AgreeCompany
    | DescribeSupport
    | ApproveSupporter
    | AcceptConfidentiality
    | ConsentToObserver
    | AssignInterpreter
    | DecideChildAttendance
)
