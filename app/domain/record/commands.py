"""What may be asked about the record, and by whom."""

from dataclasses import dataclass

from app.domain.ids import CorrectionId, LineId, ParticipantId, SectionId
from app.domain.people import Role, TextRef
from app.domain.record.events import RecordRulesSet
from app.domain.record.words import Heading, LineDetails, Minutes, Outcome, WithholdGround


@dataclass(frozen=True, slots=True)
class SetRecordRules:
    rules: RecordRulesSet


@dataclass(frozen=True, slots=True)
class SetCopyRule:
    section_id: SectionId
    copy_to: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class NamePart:
    """Say which part an exclusion keeps somebody out of."""

    participant_id: ParticipantId
    section_id: SectionId


@dataclass(frozen=True, slots=True)
class DescribeLine:
    line_id: LineId
    details: LineDetails


@dataclass(frozen=True, slots=True)
class ReviseLine:
    line_id: LineId
    text: TextRef
    reason: TextRef
    known: int | None = None
    """How many earlier words of the line its writer has seen; None: nobody looked."""


@dataclass(frozen=True, slots=True)
class FlagLine:
    """Ask the minute taker to look at a line again. A flag before it is replaced."""

    line_id: LineId
    note: TextRef | None


@dataclass(frozen=True, slots=True)
class ClearFlag:
    line_id: LineId


@dataclass(frozen=True, slots=True)
class WithholdLine:
    line_id: LineId
    recipients: frozenset[ParticipantId]
    ground: WithholdGround
    reason: TextRef | None
    """Needed for the ground `other`."""


@dataclass(frozen=True, slots=True)
class LiftWithholding:
    line_id: LineId
    recipients: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class FillHeading:
    heading: Heading
    line_ids: frozenset[LineId]


@dataclass(frozen=True, slots=True)
class KeepDraft:
    text: TextRef


@dataclass(frozen=True, slots=True)
class ApproveRecord:
    seen: int


@dataclass(frozen=True, slots=True)
class NoteDraftsDestroyed:
    pass


@dataclass(frozen=True, slots=True)
class ApproveCopy:
    """`seen`: the log version of the preview that the chair has read."""

    recipient: ParticipantId
    minutes: Minutes
    seen: int


@dataclass(frozen=True, slots=True)
class NoteCopyBuilt:
    recipient: ParticipantId
    minutes: Minutes
    line_ids: tuple[LineId, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class SendCopy:
    recipient: ParticipantId


@dataclass(frozen=True, slots=True)
class NoteCopyOpened:
    recipient: ParticipantId


@dataclass(frozen=True, slots=True)
class AskCorrection:
    correction_id: CorrectionId
    line_id: LineId
    text: TextRef


@dataclass(frozen=True, slots=True)
class SettleCorrection:
    correction_id: CorrectionId
    outcome: Outcome
    text: TextRef


FlagCommand = FlagLine | ClearFlag
LineCommand = DescribeLine | ReviseLine | WithholdLine | LiftWithholding | FlagCommand
RuleCommand = SetRecordRules | SetCopyRule | NamePart | FillHeading
DraftCommand = KeepDraft | NoteDraftsDestroyed
CopyCommand = ApproveRecord | ApproveCopy | NoteCopyBuilt | SendCopy | NoteCopyOpened
CorrectionCommand = AskCorrection | SettleCorrection
RecordCommand = LineCommand | RuleCommand | DraftCommand | CopyCommand | CorrectionCommand

_CHAIR = frozenset({Role.INDEPENDENT_CHAIR})
_MINUTES = frozenset({Role.MINUTE_TAKER})
_OFFICE = frozenset({Role.ADMINISTRATOR, Role.INDEPENDENT_CHAIR})
_SERVICE = frozenset({Role.SERVICE})
MAY_GET_A_COPY = frozenset(
    {
        Role.INDEPENDENT_CHAIR,
        Role.MINUTE_TAKER,
        Role.LEAD_SOCIAL_WORKER,
        Role.TEAM_MANAGER,
        Role.POLICE,
        Role.HEALTH,
        Role.EDUCATION,
        Role.AGENCY,
        Role.LEGAL_ADVISER,
        Role.PARENT,
        Role.FAMILY,
        Role.CHILD,
        Role.CHILD_ADVOCATE,
    }
)
"""Everybody else has no copy of their own, whoever asks (a.2, e.3)."""

RECORD_MAY: dict[type[RecordCommand], frozenset[Role]] = {
    SetRecordRules: _OFFICE,
    SetCopyRule: _OFFICE,
    NamePart: _CHAIR,
    DescribeLine: _MINUTES,
    ReviseLine: _MINUTES,
    WithholdLine: _CHAIR | _MINUTES,
    LiftWithholding: _CHAIR,
    FlagLine: _CHAIR,
    ClearFlag: _CHAIR | _MINUTES,
    FillHeading: _MINUTES,
    KeepDraft: _MINUTES,
    ApproveRecord: _CHAIR,
    NoteDraftsDestroyed: _SERVICE,
    ApproveCopy: _CHAIR,
    NoteCopyBuilt: _SERVICE,
    SendCopy: _OFFICE,
    NoteCopyOpened: _SERVICE,
    AskCorrection: MAY_GET_A_COPY,
    SettleCorrection: _CHAIR,
}
