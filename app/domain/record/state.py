"""What is remembered of the record besides its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.ids import ChildId, CorrectionId, LineId, Micros, ParticipantId, SectionId
from app.domain.local_rules.state import NATIONAL
from app.domain.people import TextRef
from app.domain.record.words import DraftsUntil, Heading, Minutes, Outcome, WithholdGround

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Details:
    children: frozenset[ChildId]
    language: str
    until_at: Micros


@dataclass(frozen=True, slots=True)
class CopyRule:
    copy_to: frozenset[ParticipantId]
    version: int
    """Log version: an exclusion after it was not known to whoever set it."""


@dataclass(frozen=True, slots=True)
class CopyState:
    """How far one recipient's copy has come. 0: not yet."""

    minutes: Minutes
    approved_version: int
    built_version: int = 0
    digest: str = ""
    line_ids: tuple[LineId, ...] = ()
    sent_version: int = 0
    sent_lines: frozenset[LineId] = frozenset()
    """Of every copy that they were sent: what they may ask to be corrected."""
    corrections_until: Micros | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    id: CorrectionId
    asked_by: ParticipantId
    line_id: LineId
    asked: TextRef
    outcome: Outcome | None
    answer: TextRef | None


@dataclass(frozen=True, slots=True)
class Record:
    required: frozenset[Heading]
    drafts_until: DraftsUntil
    correction_days: int
    bank_holidays: frozenset[str]
    details: Mapping[LineId, Details]
    earlier: Mapping[LineId, tuple[TextRef, ...]]
    """The words that a line had before, oldest first."""
    withheld: Mapping[LineId, Mapping[ParticipantId, WithholdGround]]
    flags: Mapping[LineId, TextRef | None]
    """Lines that the chair asks to be looked at again, with her note."""
    copy_rules: Mapping[SectionId, CopyRule]
    named_parts: frozenset[tuple[ParticipantId, SectionId]]
    filled: Mapping[Heading, frozenset[LineId]]
    drafts: tuple[TextRef, ...]
    approved_version: int
    """Log version of the approval; 0: not approved."""
    changed_version: int
    """Log version of the last event that changed what a copy holds: older approvals are void."""
    copies: Mapping[ParticipantId, CopyState]
    corrections: Mapping[CorrectionId, Correction]
    addenda: tuple[CorrectionId, ...]
    """Settled corrections, in the order of their numbers 1, 2, 3, ..."""

    @property
    def is_approved(self) -> bool:
        return self.approved_version > 0

    @property
    def owes_drafts(self) -> bool:
        """Draft notes whose time is over and whose key is still there."""
        over = self.is_approved and self.drafts_until is DraftsUntil.APPROVAL
        return over and bool(self.drafts)


EMPTY_RECORD = Record(
    required=frozenset(Heading),
    drafts_until=DraftsUntil.APPROVAL,
    correction_days=NATIONAL.rules.lengths.corrections_working_days,
    bank_holidays=frozenset(),
    details=MappingProxyType({}),
    earlier=MappingProxyType({}),
    withheld=MappingProxyType({}),
    flags=MappingProxyType({}),
    copy_rules=MappingProxyType({}),
    named_parts=frozenset(),
    filled=MappingProxyType({}),
    drafts=(),
    approved_version=0,
    changed_version=0,
    copies=MappingProxyType({}),
    corrections=MappingProxyType({}),
    addenda=(),
)
