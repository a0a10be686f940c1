"""From the local rules of the day of booking to everything that is said to a new conference."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from app.domain.bank_holidays import bank_holidays_in
from app.domain.booked import ConferenceBooked, ExpectedPlace, PlannedSection, Policy
from app.domain.booked import Expected as ExpectedPerson
from app.domain.case.codes import ConferenceKind, Subkind
from app.domain.case.commands import DescribeCase
from app.domain.case.events import CaseDescribed, Child, DecisionSettings, Seat
from app.domain.commands import BookConference, Command
from app.domain.conference import Conference, Phase
from app.domain.errors import Incomplete, WrongPhase
from app.domain.halting.commands import PrepareConduct
from app.domain.halting.events import ConductPrepared, Day
from app.domain.ids import MINUTE, SECOND, Micros, ParticipantId
from app.domain.local_rules.commands import FixLocalRules
from app.domain.local_rules.events import LocalRulesFixed
from app.domain.local_rules.faults import faults
from app.domain.local_rules.figures import rules_from
from app.domain.local_rules.retention import RecordClass, Schedule
from app.domain.local_rules.rules import LocalRules
from app.domain.people import TextRef
from app.domain.record.commands import SetRecordRules
from app.domain.record.events import RecordRulesSet
from app.domain.record.words import DraftsUntil, Heading

YEARS_AHEAD = 3
"""Every clock of a conference runs out within these, a review and its corrections too."""


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """What a booking says of the case; the rules say the rest."""

    kind: ConferenceKind
    subkind: Subkind | None
    held_on: date
    children: tuple[Child, ...]
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """What a booking says of a conference; the rules say the rest."""

    title: TextRef
    people: tuple[ExpectedPerson, ...]
    places: tuple[ExpectedPlace, ...]
    sections: tuple[PlannedSection, ...]
    kept_apart: frozenset[frozenset[ParticipantId]]
    case: PlannedCase | None


def preparing(
    planned: Planned, fixed: LocalRulesFixed, schedule: Schedule, closed: Set[date]
) -> list[Command]:
    """All commands that make a conference as it is planned, in their order.

    Args:
        fixed: the rules that hold on the day of booking.
        schedule: that of the same day: it says when draft notes are destroyed.
        closed: `closed_days` of the same day.
    """
    rules = rules_from(fixed.figures, fixed.jurisdiction)
    case = planned.case
    commands: list[Command] = [
        BookConference(booked(planned, rules)),
        FixLocalRules(fixed),
        PrepareConduct(conduct(rules, case, closed)),
        SetRecordRules(record_rules(rules, schedule, closed)),
    ]
    if case is not None:
        commands.append(DescribeCase(described(case, fixed, rules, closed)))
    return commands


def closed_days(booked_on: date, rules: LocalRules) -> frozenset[date]:
    """Bank holidays of this year and the next three, and the local closure days."""
    years = range(booked_on.year, booked_on.year + YEARS_AHEAD + 1)
    return bank_holidays_in(years) | rules.calendar.closure_days


def booked(planned: Planned, rules: LocalRules) -> ConferenceBooked:
    return ConferenceBooked(
        title=planned.title,
        people=planned.people,
        places=planned.places,
        sections=planned.sections,
        kept_apart=planned.kept_apart,
        policy=policy(rules),
    )


def policy(rules: LocalRules) -> Policy:
    timers = rules.timers
    return Policy(
        answers_stale_after=Micros(timers.answers_stale_after_minutes * MINUTE),
        restricted_stale_after=Micros(timers.restricted_stale_after_minutes * MINUTE),
        shown_lost_after=Micros(timers.shown_lost_after_seconds * SECOND),
        dropped_after=Micros(timers.dropped_after_seconds * SECOND),
        legs_a_person=timers.legs_a_person,
    )


def conduct(rules: LocalRules, case: PlannedCase | None, closed: Set[date]) -> ConductPrepared:
    return ConductPrepared(
        initial=case is not None and case.kind is ConferenceKind.INITIAL,
        bank_holidays=frozenset(Day(str(day)) for day in closed),
        redate_within=rules.lengths.inquorate_new_date_working_days,
        signal_within=Micros(rules.timers.signal_within_seconds * SECOND),
        signal_lasts=Micros(rules.timers.signal_lasts_minutes * MINUTE),
    )


def record_rules(rules: LocalRules, schedule: Schedule, closed: Set[date]) -> RecordRulesSet:
    return RecordRulesSet(
        required=frozenset(Heading),
        drafts_until=DraftsUntil(schedule.of(RecordClass.DRAFTS).counts_from),
        correction_days=rules.lengths.corrections_working_days,
        bank_holidays=frozenset(map(str, closed)),
    )


def described(
    case: PlannedCase, fixed: LocalRulesFixed, rules: LocalRules, closed: Set[date]
) -> CaseDescribed:
    return CaseDescribed(
        jurisdiction=fixed.jurisdiction,
        kind=case.kind,
        subkind=case.subkind,
        held_on=case.held_on,
        children=case.children,
        seats=case.seats,
        quorum=rules.quorum,
        settings=decision_settings(rules, case.kind),
        bank_holidays=frozenset(closed),
    )


def decision_settings(rules: LocalRules, kind: ConferenceKind) -> DecisionSettings:
    lengths = rules.lengths
    first = kind is ConferenceKind.INITIAL
    return DecisionSettings(
        rule=rules.deciding.rule,
        core_group_working_days=lengths.core_group_first_working_days,
        review_months=lengths.review_first_months if first else lengths.review_later_months,
        escalation_time=Micros(lengths.dissent_formal_hours * 60 * MINUTE),
    )


def fix(conference: Conference, command: FixLocalRules) -> LocalRulesFixed:
    """Once, and before anybody comes."""
    if conference.phase is not Phase.BOOKED or conference.local.is_fixed:
        raise WrongPhase("The local rules are fixed when a conference is booked.")
    fixed = command.fixed
    for key, wrong in faults(rules_from(fixed.figures, fixed.jurisdiction)):
        raise Incomplete(f"{key}: {wrong}")
    return fixed
