"""What the conference is about, and each step of deciding. For ever: no field changes, no words."""

from dataclasses import dataclass
from datetime import date

from app.domain.case.codes import (
    Availability,
    Category,
    ConferenceKind,
    DecisionRule,
    EndReason,
    Jurisdiction,
    Method,
    NextStep,
    Outcome,
    ProfessionalView,
    Subkind,
    Threshold,
)
from app.domain.ids import ActionId, ChildId, LineId, Micros, ParticipantId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the household: subject of the conference, or considered with a note (REQ-08)."""

    child_id: ChildId
    name: TextRef
    unborn: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """The agency for which a professional speaks."""

    participant_id: ParticipantId
    agency: str
    counts_as: str | None
    """The agency that they count for in the quorum; None: for nobody."""


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """REQ-72; a local setting."""

    required_agency: str
    other_agencies_min: int
    required_through: str
    """Kind of the last section that needs the quorum."""
    health_counts_as_one: bool


@dataclass(frozen=True, slots=True)
class DecisionSettings:
    """The local figures of deciding, fixed when the case is described."""

    rule: DecisionRule
    core_group_working_days: int
    review_months: int
    escalation_time: Micros
    """How long a dissent may be escalated."""


@dataclass(frozen=True, slots=True)
class CaseDescribed:
    jurisdiction: Jurisdiction
    kind: ConferenceKind
    subkind: Subkind | None
    held_on: date
    children: tuple[Child, ...]
    seats: tuple[Seat, ...]
    quorum: QuorumRule
    settings: DecisionSettings
    bank_holidays: frozenset[date]


@dataclass(frozen=True, slots=True)
class QuorumLost:
    """Also the first count of a conference that begins without its quorum."""

    present: frozenset[str]
    lost: frozenset[str]
    """Present at the last count, and no more."""


@dataclass(frozen=True, slots=True)
class QuorumRegained:
    """Also the first count of a conference that begins with its quorum."""

    present: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuorumOverridden:
    """The chair says why it is safe to decide without it, until it is regained."""

    reason: TextRef


@dataclass(frozen=True, slots=True)
class ViewGiven:
    """A later view of the same person on the same child takes its place."""

    participant_id: ParticipantId
    agency: str
    child_id: ChildId
    view: ProfessionalView
    written: bool


@dataclass(frozen=True, slots=True)
class ChildConsidered:
    child_id: ChildId
    note: TextRef


@dataclass(frozen=True, slots=True)
class ChildDecided:
    """A later decision for the same child takes its place; both stay in the log."""

    child_id: ChildId
    threshold: Threshold
    outcome: Outcome
    categories: frozenset[Category]
    method: Method
    end_reason: EndReason | None
    next_step: NextStep | None
    consider_legal_proceedings: bool
    missing: TextRef | None
    """What information was not available; None: the chair was asked, and nothing was missing."""
    line_id: LineId | None


@dataclass(frozen=True, slots=True)
class DissentRecorded:
    participant_id: ParticipantId
    agency: str
    child_id: ChildId
    reasons: TextRef
    line_id: LineId | None


@dataclass(frozen=True, slots=True)
class AvailabilityCheck:
    """Somebody has confirmed whether the service is operating."""

    available: Availability
    waiting_weeks: int | None
    confirmed_by: ParticipantId


@dataclass(frozen=True, slots=True)
class Withheld:
    """This action is not in that person's plan."""

    participant_id: ParticipantId
    ground: str


@dataclass(frozen=True, slots=True)
class ActionAgreed:
    action_id: ActionId
    what: TextRef
    owner: ParticipantId
    by: date
    service: AvailabilityCheck | None
    """None: it relies on no service."""
    withheld: frozenset[Withheld]


@dataclass(frozen=True, slots=True)
class ActionWithdrawn:
    action_id: ActionId
    reason: TextRef


@dataclass(frozen=True, slots=True)
class PlanAgreed:
    """A later outline plan takes its place; actions are events of their own."""

    what_must_change: TextRef
    kept_safe: TextRef
    contingency: TextRef
    monitoring: TextRef
    lead: ParticipantId
    core_group: frozenset[ParticipantId]
    core_group_on: date
    review_on: date
    late_reason: TextRef | None
    """Needed where a date is past due."""


DecisionEvent = (
    CaseDescribed
    | QuorumLost
    | QuorumRegained
    | QuorumOverridden
    | ViewGiven
    | ChildConsidered
    | ChildDecided
    | DissentRecorded
    | ActionAgreed
    | ActionWithdrawn
    | PlanAgreed
)
