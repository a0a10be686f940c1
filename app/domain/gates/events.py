"""What was agreed before somebody may come in."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import ChildId, ParticipantId, SectionId
from app.domain.people import TextRef


class SupportKind(StrEnum):
    FRIEND = "friend"
    RELATIVE = "relative"
    ADVOCATE = "advocate"
    SOLICITOR = "solicitor"
    INTERMEDIARY = "intermediary"


class Consented(StrEnum):
    """How somebody has agreed: on their own screen, or as somebody else has noted."""

    ON_SCREEN = "on_screen"
    IN_PERSON = "in_person"
    IN_WRITING = "in_writing"
    BY_PHONE = "by_phone"


class Relation(StrEnum):
    """Of an interpreter to the family: only none is independent (REQ-52)."""

    NONE = "none"
    RELATIVE = "relative"
    FRIEND = "friend"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class GatesPrepared:
    """The gates hold in this conference: logs of before have none."""


@dataclass(frozen=True, slots=True)
class CompanyAgreed:
    """These people may sit with this person, and this person with each of them."""

    participant_id: ParticipantId
    company: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class SupportDescribed:
    """Whom they support; an approval of before no longer counts."""

    participant_id: ParticipantId
    kind: SupportKind
    supports: frozenset[ParticipantId]
    children: frozenset[ChildId]


@dataclass(frozen=True, slots=True)
class SupporterApproved:
    participant_id: ParticipantId


@dataclass(frozen=True, slots=True)
class ConfidentialityAccepted:
    participant_id: ParticipantId
    how: Consented


@dataclass(frozen=True, slots=True)
class ObserverConsented:
    """One of the family agrees that this observer is there."""

    observer: ParticipantId
    participant_id: ParticipantId
    how: Consented


@dataclass(frozen=True, slots=True)
class InterpreterAssigned:
    """Independent of the family; where the person they serve is, and nowhere else."""

    interpreter: ParticipantId
    serves: ParticipantId


@dataclass(frozen=True, slots=True)
class ChildAttendanceDecided:
    participant_id: ParticipantId
    sections: frozenset[SectionId]
    reasons: TextRef


GatesEvent = (
    GatesPrepared
    | CompanyAgreed
    | SupportDescribed
    | SupporterApproved
    | ConfidentialityAccepted
    | ObserverConsented
    | InterpreterAssigned
    | ChildAttendanceDecided
)
