"""What can be asked about a case. None where a field is missing: the rules say which may be."""

from dataclasses import dataclass
from datetime import date

from app.domain.case.codes import (
    Category,
    EndReason,
    NextStep,
    Outcome,
    ProfessionalView,
    Threshold,
)
from app.domain.case.events import AvailabilityCheck, CaseDescribed, Withheld
from app.domain.ids import ActionId, ChildId, LineId, ParticipantId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class DescribeCase:
    """What the conference is about; said again, it takes the place of what was said before."""

    described: CaseDescribed


@dataclass(frozen=True, slots=True)
class NoteQuorum:
    """The agencies that take part are not what was last recorded."""


@dataclass(frozen=True, slots=True)
class OverrideQuorum:
    reason: TextRef | None


@dataclass(frozen=True, slots=True)
class GiveView:
    """A professional's own view, or one that the chair or the minute taker puts down for them."""

    participant_id: ParticipantId
    child_id: ChildId
    view: ProfessionalView
    written: bool


@dataclass(frozen=True, slots=True)
class NoteConsidered:
    """A listed child who is not decided for (REQ-08)."""

    child_id: ChildId
    note: TextRef | None


@dataclass(frozen=True, slots=True)
class DecideForChild:
    child_id: ChildId
    threshold: Threshold | None
    outcome: Outcome
    categories: frozenset[Category]
    end_reason: EndReason | None
    next_step: NextStep | None
    consider_legal_proceedings: bool
    missing: TextRef | None
    line_id: LineId | None
    """The line of the minutes that says so."""


@dataclass(frozen=True, slots=True)
class RecordDissent:
    participant_id: ParticipantId
    child_id: ChildId
    reasons: TextRef | None
    line_id: LineId | None


@dataclass(frozen=True, slots=True)
class AgreeAction:
    action_id: ActionId
    what: TextRef | None
    owner: ParticipantId | None
    by: date | None
    relies_on_service: bool
    service: AvailabilityCheck | None
    withheld: frozenset[Withheld]


@dataclass(frozen=True, slots=True)
class WithdrawAction:
    action_id: ActionId
    reason: TextRef


@dataclass(frozen=True, slots=True)
class AgreePlan:
    what_must_change: TextRef | None
    kept_safe: TextRef | None
    contingency: TextRef | None
    monitoring: TextRef | None
    lead: ParticipantId | None
    core_group: frozenset[ParticipantId]
    core_group_on: date | None
    review_on: date | None
    late_reason: TextRef | None


DecisionCommand = (
    DescribeCase
    | NoteQuorum
    | OverrideQuorum
    | GiveView
    | NoteConsidered
    | DecideForChild
    | RecordDissent
    | AgreeAction
    | WithdrawAction
    | AgreePlan
)
