"""What happens to the record. Events are for ever; words are kept elsewhere."""

from dataclasses import dataclass

from app.domain.ids import (
    ChildId,
    CorrectionId,
    LineId,
    Micros,
    ParticipantId,
    SectionId,
)
from app.domain.people import TextRef
from app.domain.record.words import DraftsUntil, Heading, Minutes, Outcome, WithholdGround


@dataclass(frozen=True, slots=True)
class RecordRulesSet:
    """The local rules of this record. A date is an ISO text: 2026-12-25."""

    required: frozenset[Heading]
    drafts_until: DraftsUntil
    correction_days: int
    """Working days from sending in which a recipient may ask for a correction."""
    bank_holidays: frozenset[str]


@dataclass(frozen=True, slots=True)
class CopyRuleSet:
    """Whose copy holds this section. It replaces the rule before it."""

    section_id: SectionId
    copy_to: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class PartNamed:
    """An exclusion names this person and this part: they know of it, and never get it."""

    participant_id: ParticipantId
    section_id: SectionId


@dataclass(frozen=True, slots=True)
class LineDescribed:
    line_id: LineId
    children: frozenset[ChildId]
    language: str
    until_at: Micros


@dataclass(frozen=True, slots=True)
class LineRevised:
    """New words for a line. The earlier ones stay (REQ-80)."""

    line_id: LineId
    text: TextRef
    reason: TextRef


@dataclass(frozen=True, slots=True)
class LineWithheld:
    line_id: LineId
    recipients: frozenset[ParticipantId]
    ground: WithholdGround
    reason: TextRef | None


@dataclass(frozen=True, slots=True)
class WithholdingLifted:
    line_id: LineId
    recipients: frozenset[ParticipantId]


@dataclass(frozen=True, slots=True)
class LineFlagged:
    """The chair asks the minute taker to look at it again: no part of the record."""

    line_id: LineId
    note: TextRef | None


@dataclass(frozen=True, slots=True)
class FlagCleared:
    line_id: LineId


@dataclass(frozen=True, slots=True)
class HeadingFilled:
    """These lines are what the record holds under this heading."""

    heading: Heading
    line_ids: frozenset[LineId]


@dataclass(frozen=True, slots=True)
class DraftKept:
    """A note of the minute taker's own: no part of the record, destroyed with its key."""

    text: TextRef


@dataclass(frozen=True, slots=True)
class RecordApproved:
    pass


@dataclass(frozen=True, slots=True)
class DraftsDestroyed:
    """The key that sealed the draft notes is gone."""


@dataclass(frozen=True, slots=True)
class CopyApproved:
    recipient: ParticipantId
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class CopyBuilt:
    """What is about to leave, recorded before it does. SHA-256 of its bytes, hexadecimal."""

    recipient: ParticipantId
    line_ids: tuple[LineId, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class CopySent:
    recipient: ParticipantId
    corrections_until: Micros


@dataclass(frozen=True, slots=True)
class CopyOpened:
    recipient: ParticipantId


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    correction_id: CorrectionId
    asked_by: ParticipantId
    line_id: LineId
    text: TextRef


@dataclass(frozen=True, slots=True)
class CorrectionSettled:
    """An addendum to the record, numbered in the order of settling."""

    correction_id: CorrectionId
    outcome: Outcome
    text: TextRef


FlagEvent = LineFlagged | FlagCleared
LineEvent = LineDescribed | LineRevised | LineWithheld | WithholdingLifted
RuleEvent = RecordRulesSet | CopyRuleSet | PartNamed | HeadingFilled
DraftEvent = DraftKept | DraftsDestroyed
CopyEvent = RecordApproved | CopyApproved | CopyBuilt | CopySent | CopyOpened
CorrectionEvent = CorrectionAsked | CorrectionSettled
RecordEvent = LineEvent | FlagEvent | RuleEvent | DraftEvent | CopyEvent | CorrectionEvent
