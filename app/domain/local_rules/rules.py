"""Every local figure of the requirements. A name ends in its unit; the topic is its group.

`national.py` has the defaults and docs/local-rules.md the source of each. Fixed for a conference
when it is booked, so a group that grows gives its new figure a default.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.case.codes import DecisionRule
from app.domain.case.events import QuorumRule
from app.domain.local_rules.codes import CopyDefault, RestrictedCopy, StrategyDiscussion


@dataclass(frozen=True, slots=True)
class Timers:
    """Section c.6."""

    lobby_opens_family_minutes: int
    """Before the start."""
    lobby_opens_others_minutes: int
    professionals_early_minutes: int
    shown_lost_after_seconds: int
    dropped_after_seconds: int
    signal_within_seconds: int
    """Two presses within this are a silent signal."""
    signal_lasts_minutes: int
    """A leg that drops within this after a signal counts as one still open (c.4)."""
    stop_complete_seconds: int
    cut_acknowledged_ms: int
    ring_back_attempts: int
    ring_back_over_minutes: int
    answers_stale_after_minutes: int
    restricted_stale_after_minutes: int
    waiting_message_every_seconds: int
    wrong_pins: int
    """After so many the call ends."""
    break_offered_after_minutes: int
    """The longest stretch without one."""
    legs_a_person: int


@dataclass(frozen=True, slots=True)
class Deciding:
    rule: DecisionRule
    views_without_family: bool
    """Whether the professionals give their views with the family out of the room (a.8)."""
    icpc_counts_from: StrategyDiscussion


@dataclass(frozen=True, slots=True)
class Calendar:
    """How days are counted (d)."""

    trigger_day: int
    """Number of the trigger day: 0, or 1 where it counts itself."""
    closure_days: frozenset[date]
    """Local days without work, besides weekends and bank holidays."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """The clocks of section (d)."""

    icpc_working_days: int
    transfer_in_working_days: int
    core_group_first_working_days: int
    core_group_next_weeks: int
    review_first_months: int
    review_later_months: int
    pre_birth_conference_months: int
    """Before the expected date of delivery."""
    pre_birth_review_working_days: int
    """After birth; the date of the first review, if that is earlier."""
    assessment_end_working_days: int
    report_to_parents_initial_working_days: int
    """Before the conference; agencies' reports reach the chair as early."""
    report_to_parents_review_working_days: int
    exclusion_request_working_days: int
    """Before the conference."""
    observer_permission_days: int
    """Before the conference."""
    decision_letter_working_days: int
    summary_and_outline_plan_working_days: int
    record_working_days: int
    corrections_working_days: int
    """From receipt of a copy."""
    dissent_formal_hours: int
    complaint_written_days: int
    inquorate_new_date_working_days: int
    inquorate_review_months: int
    child_visit_after_working_days: int
    visits_working_days: int
    access_request_months: int
    breach_notice_hours: int


@dataclass(frozen=True, slots=True)
class CopyDefaults:
    absent_professionals: CopyDefault
    child: CopyDefault
    child_advocate: CopyDefault
    supporters: CopyDefault
    restricted_lines: RestrictedCopy
    tell_of_closed_part: bool
    """Whether a copy says that a part was held without its reader who was asked to leave."""


@dataclass(frozen=True, slots=True)
class Wording:
    recording_rule: str
    """Id of the text about recording that everybody accepts on joining (REQ-49)."""


@dataclass(frozen=True, slots=True)
class LocalRules:
    timers: Timers
    quorum: QuorumRule
    deciding: Deciding
    calendar: Calendar
    lengths: Lengths
    copies: CopyDefaults
    wording: Wording
