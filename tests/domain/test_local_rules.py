"""Local rules: the version of the day of booking holds, and is fixed in the conference's log."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.case.codes import DecisionRule, Jurisdiction
from app.domain.conference import UNBOOKED
from app.domain.errors import Incomplete, NotPermitted, WrongPhase
from app.domain.local_rules.book import DatedSchedule, NoSchedule, RulesBook, Version
from app.domain.local_rules.codes import (
    CopyDefault,
    RestrictedCopy,
    StrategyDiscussion,
    Trigger,
)
from app.domain.local_rules.commands import FixLocalRules
from app.domain.local_rules.events import LocalRulesFixed
from app.domain.local_rules.faults import faults, numbers
from app.domain.local_rules.figures import Figure, figures_of, rules_from
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.retention import Keep, RecordClass, schedule_of
from app.domain.local_rules.rules import LocalRules
from tests.domain.people import (
    OFFICE_STAFF,
    SOCIAL_WORKER,
)
from tests.domain.scenario import BOOKED, LOBBY_OPEN, Story, given

ENGLAND, WALES = (national_rules(each) for each in Jurisdiction)
SPRING, AUTUMN = date(2026, 4, 1), date(2026, 9, 1)


def every_figure_changed(rules: LocalRules) -> LocalRules:
    """No value is the national one."""
    return replace(
        rules,
        timers=replace(rules.timers, **{k: v + 1 for k, v in group_of(rules, "timers").items()}),
        lengths=replace(rules.lengths, **{k: v + 1 for k, v in group_of(rules, "lengths").items()}),
        quorum=replace(
            rules.quorum,
            required_agency="police",
            other_agencies_min=3,
            required_through="decision",
            health_counts_as_one=False,
        ),
        deciding=replace(
            rules.deciding,
            rule=DecisionRule.MAJORITY_CHAIR_BREAKS_TIES,
            views_without_family=True,
            icpc_counts_from=StrategyDiscussion.LAST,
        ),
        calendar=replace(
            rules.calendar,
            trigger_day=1,
            closure_days=frozenset({date(2026, 12, 31), date(2026, 12, 24)}),
        ),
        copies=replace(
            rules.copies,
            absent_professionals=CopyDefault.NOTHING,
            child=CopyDefault.NOTHING,
            child_advocate=CopyDefault.NOTHING,
            supporters=CopyDefault.LETTER,
            restricted_lines=RestrictedCopy.NOBODY,
            tell_of_closed_part=False,
        ),
        wording=replace(rules.wording, recording_rule="never"),
    )


def group_of(rules: LocalRules, group: str) -> dict[str, int]:
    named = ((key.split("."), number) for key, number in numbers(rules))
    return {name: number for (of, name), number in named if of == group}


def with_timers(**timers: int) -> LocalRules:
    return replace(ENGLAND, timers=replace(ENGLAND.timers, **timers))


def fixed(rules: LocalRules = ENGLAND, version: date | None = None) -> LocalRulesFixed:
    return LocalRulesFixed(Jurisdiction.ENGLAND, version, figures_of(rules))


# ---------------------------------------------------------------- the figures


def test_the_national_defaults_of_both_countries_hold_together() -> None:
    assert not [*faults(ENGLAND), *faults(WALES)]


def test_the_countries_differ_in_these_figures_alone() -> None:
    pairs = zip(figures_of(ENGLAND), figures_of(WALES), strict=True)
    assert {(a.key, a.value, b.value) for a, b in pairs if a != b} == {
        ("lengths.assessment_end_working_days", "45", "42"),
        ("lengths.decision_letter_working_days", "1", "5"),
        ("lengths.record_working_days", "15", "20"),
    }


def test_rules_come_back_from_their_figures_as_they_were() -> None:
    changed = every_figure_changed(WALES)
    assert rules_from(figures_of(changed), Jurisdiction.WALES) == changed
    same = {a.key for a, b in zip(figures_of(changed), figures_of(WALES), strict=True) if a == b}
    assert not same


def test_what_an_old_log_does_not_name_is_the_national_default() -> None:
    old = (Figure("timers.wrong_pins", "5"), Figure("timers.given_up_long_ago", "9"))
    assert rules_from(old, Jurisdiction.ENGLAND) == with_timers(wrong_pins=5)


@pytest.mark.parametrize(
    ("rules", "key"),
    [
        (with_timers(restricted_stale_after_minutes=46), "timers.restricted_stale_after_minutes"),
        (with_timers(shown_lost_after_seconds=6), "timers.shown_lost_after_seconds"),
        (with_timers(lobby_opens_family_minutes=14), "timers.lobby_opens_family_minutes"),
        (with_timers(wrong_pins=0), "timers.wrong_pins"),
        (with_timers(wrong_pins=1001), "timers.wrong_pins"),
        (
            replace(ENGLAND, lengths=replace(ENGLAND.lengths, review_first_months=7)),
            "lengths.review_first_months",
        ),
        (
            replace(ENGLAND, calendar=replace(ENGLAND.calendar, trigger_day=2)),
            "calendar.trigger_day",
        ),
        (
            replace(ENGLAND, quorum=replace(ENGLAND.quorum, other_agencies_min=-1)),
            "quorum.other_agencies_min",
        ),
        (
            replace(ENGLAND, quorum=replace(ENGLAND.quorum, required_agency=" ")),
            "quorum.required_agency",
        ),
        (
            replace(ENGLAND, copies=replace(ENGLAND.copies, supporters=CopyDefault.OPEN_SECTIONS)),
            "copies.supporters",
        ),
        (
            replace(ENGLAND, copies=replace(ENGLAND.copies, child=CopyDefault.OPEN_SECTIONS)),
            "copies.child",
        ),
    ],
)
def test_rules_that_contradict_each_other_are_named_by_their_key(
    rules: LocalRules, key: str
) -> None:
    assert [each for each, _ in faults(rules)] == [key]


# ---------------------------------------------------------------- versions


def version(day: date, rules: LocalRules) -> Version:
    return Version(day, rules, rules)


KEPT_35 = schedule_of({RecordClass.RECORD: Keep(Trigger.LAST_CONTACT, years=35)})
KEPT_25 = schedule_of({RecordClass.RECORD: Keep(Trigger.BIRTH, years=25)})
BOOK = RulesBook(
    versions=(
        version(SPRING, with_timers(wrong_pins=4)),
        version(AUTUMN, with_timers(wrong_pins=5)),
    ),
    schedules=(DatedSchedule(SPRING, KEPT_35), DatedSchedule(AUTUMN, KEPT_25)),
)


@pytest.mark.parametrize(
    ("day", "since", "wrong_pins"),
    [
        (date(2026, 3, 31), None, 3),
        (SPRING, SPRING, 4),
        (date(2026, 8, 31), SPRING, 4),
        (AUTUMN, AUTUMN, 5),
        (date(2030, 1, 1), AUTUMN, 5),
    ],
)
def test_the_last_version_that_has_begun_holds(
    day: date, since: date | None, wrong_pins: int
) -> None:
    told = BOOK.fixed_on(day, Jurisdiction.ENGLAND)
    assert told.version == since
    assert rules_from(told.figures, told.jurisdiction).timers.wrong_pins == wrong_pins


def test_before_the_first_schedule_there_is_none() -> None:
    assert BOOK.schedule_on(AUTUMN) is KEPT_25
    assert BOOK.schedule_on(SPRING) is KEPT_35
    with pytest.raises(NoSchedule):
        BOOK.schedule_on(date(2026, 3, 31))


# ---------------------------------------------------------------- fixed at booking


def test_the_rules_are_fixed_in_the_log_and_hold_for_the_conference() -> None:
    story = given(BOOKED).when(
        (FixLocalRules(fixed(with_timers(wrong_pins=4), SPRING)), OFFICE_STAFF)
    )
    story.then(fixed(with_timers(wrong_pins=4), SPRING))
    local = story.state.local
    assert (local.version, local.rules, local.is_fixed) == (SPRING, with_timers(wrong_pins=4), True)


def test_they_are_fixed_once_and_before_anybody_comes() -> None:
    step = (FixLocalRules(fixed()), OFFICE_STAFF)
    BOOKED.and_then(step).when(step).refuses(WrongPhase)
    LOBBY_OPEN.when(step).refuses(WrongPhase)
    Story().when(step).refuses(WrongPhase)
    BOOKED.when(step, by=SOCIAL_WORKER).refuses(NotPermitted)


def test_rules_that_cannot_hold_are_not_fixed() -> None:
    BOOKED.when((FixLocalRules(fixed(with_timers(wrong_pins=0))), OFFICE_STAFF)).refuses(Incomplete)


def test_a_log_from_before_there_were_local_rules_runs_under_the_national_ones() -> None:
    assert UNBOOKED.local.rules == ENGLAND
    assert not BOOKED.state.local.is_fixed
