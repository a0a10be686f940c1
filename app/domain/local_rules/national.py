"""What holds in a country where an authority has set nothing (a.5, c.6, d, e.3, Appendix C)."""

from functools import cache

from app.domain.case.codes import DecisionRule, Jurisdiction
from app.domain.case.events import QuorumRule
from app.domain.local_rules.codes import CopyDefault, RestrictedCopy, StrategyDiscussion
from app.domain.local_rules.rules import (
    Calendar,
    CopyDefaults,
    Deciding,
    Lengths,
    LocalRules,
    Timers,
    Wording,
)


@cache
def national_rules(jurisdiction: Jurisdiction) -> LocalRules:
    return LocalRules(
        timers=TIMERS,
        quorum=QuorumRule("childrens_social_care", 2, "outline_plan", health_counts_as_one=True),
        deciding=Deciding(
            rule=DecisionRule.CHAIR_DECIDES_AFTER_VIEWS,
            views_without_family=False,
            icpc_counts_from=StrategyDiscussion.BEGAN_ENQUIRY,
        ),
        calendar=Calendar(trigger_day=0, closure_days=frozenset()),
        lengths=lengths(in_wales=jurisdiction is Jurisdiction.WALES),
        copies=CopyDefaults(
            absent_professionals=CopyDefault.OPEN_SECTIONS,
            child=CopyDefault.LETTER,
            child_advocate=CopyDefault.LETTER,
            supporters=CopyDefault.NOTHING,
            restricted_lines=RestrictedCopy.THOSE_PRESENT,
            tell_of_closed_part=True,
        ),
        wording=Wording(recording_rule="prior-permission"),
    )


TIMERS = Timers(
    lobby_opens_family_minutes=45,
    lobby_opens_others_minutes=15,
    professionals_early_minutes=3,
    shown_lost_after_seconds=2,
    dropped_after_seconds=5,
    signal_within_seconds=2,
    signal_lasts_minutes=10,
    stop_complete_seconds=1,
    cut_acknowledged_ms=150,
    ring_back_attempts=3,
    ring_back_over_minutes=5,
    answers_stale_after_minutes=45,
    restricted_stale_after_minutes=10,
    waiting_message_every_seconds=45,
    wrong_pins=3,
    break_offered_after_minutes=60,
    legs_a_person=3,
)


def lengths(*, in_wales: bool) -> Lengths:
    """England leaves the corrections window to each authority: it has Wales's ten days here."""
    return Lengths(
        icpc_working_days=15,
        transfer_in_working_days=15,
        core_group_first_working_days=10,
        core_group_next_weeks=6,
        review_first_months=3,
        review_later_months=6,
        pre_birth_conference_months=3,
        pre_birth_review_working_days=20,
        assessment_end_working_days=42 if in_wales else 45,
        report_to_parents_initial_working_days=2,
        report_to_parents_review_working_days=2,
        exclusion_request_working_days=3,
        observer_permission_days=1,
        decision_letter_working_days=5 if in_wales else 1,
        summary_and_outline_plan_working_days=5,
        record_working_days=20 if in_wales else 15,
        corrections_working_days=10,
        dissent_formal_hours=72,
        complaint_written_days=28,
        inquorate_new_date_working_days=10,
        inquorate_review_months=1,
        child_visit_after_working_days=5,
        visits_working_days=10,
        access_request_months=1,
        breach_notice_hours=72,
    )
