"""A booking says to a new conference all that the local rules say, and copies follow them."""

from dataclasses import replace
from datetime import date

from app.domain.bank_holidays import bank_holidays_of
from app.domain.case.codes import ConferenceKind, DecisionRule
from app.domain.case.commands import DescribeCase
from app.domain.commands import BookConference, OpenLobby
from app.domain.copying.copy import HELD_WITHOUT_YOU
from app.domain.copying.readers import course_of, default_copy_to
from app.domain.halting.commands import PrepareConduct
from app.domain.ids import MINUTE, SECOND
from app.domain.local_rules.codes import (
    CopyDefault,
    RestrictedCopy,
    Trigger,
)
from app.domain.local_rules.commands import FixLocalRules
from app.domain.local_rules.retention import Keep, RecordClass, schedule_of
from app.domain.local_rules.rules import LocalRules
from app.domain.preparing import Planned, PlannedCase, closed_days, preparing
from app.domain.record.commands import SetRecordRules
from app.domain.record.words import DraftsUntil
from tests.domain.case import BOOKED_CASE, INITIAL
from tests.domain.people import (
    CLOSED_PART,
    MOTHER,
    OFFICE_STAFF,
    SOCIAL_WORKER,
    TEACHER,
    WELCOME,
)
from tests.domain.record_steps import MINUTED, OPENED, SECRET, copy_of, lines_of, name_part
from tests.domain.scenario import Story, given
from tests.domain.test_local_rules import ENGLAND, KEPT_35, SPRING, every_figure_changed, fixed


def planned(kind: ConferenceKind = ConferenceKind.INITIAL) -> Planned:
    return Planned(
        title=BOOKED_CASE.title,
        people=BOOKED_CASE.people,
        places=(),
        sections=BOOKED_CASE.sections,
        kept_apart=frozenset(),
        case=PlannedCase(kind, None, INITIAL.held_on, INITIAL.children, INITIAL.seats),
    )


def prepared(rules: LocalRules, kind: ConferenceKind = ConferenceKind.INITIAL) -> Story:
    drafts = {RecordClass.DRAFTS: Keep(Trigger.NEXT_REVIEW)}
    schedule = schedule_of({RecordClass.RECORD: Keep(Trigger.LAST_CONTACT, years=35), **drafts})
    closed = closed_days(SPRING, rules)
    commands = preparing(planned(kind), fixed(rules), schedule, closed)
    return given(Story(), *((command, OFFICE_STAFF) for command in commands))


def test_one_booking_says_everything_that_the_local_rules_say() -> None:
    commands = preparing(planned(), fixed(), KEPT_35, frozenset())
    kinds = [BookConference, FixLocalRules, PrepareConduct, SetRecordRules, DescribeCase]
    assert [type(each) for each in commands] == kinds
    without_case = preparing(replace(planned(), case=None), fixed(), KEPT_35, frozenset())
    assert [type(each) for each in without_case] == kinds[:-1]


def test_no_figure_of_a_booking_is_anything_but_the_local_rules() -> None:
    rules = every_figure_changed(ENGLAND)
    state = prepared(rules).state
    assert state.local.rules == rules
    told = state.rules
    assert (told.answers_stale_after, told.restricted_stale_after) == (46 * MINUTE, 11 * MINUTE)
    assert (told.shown_lost_after, told.dropped_after) == (3 * SECOND, 6 * SECOND)
    assert told.legs_a_person == 4
    halting = state.halting
    assert (halting.initial, halting.redate_within) == (True, 11)
    assert (halting.signal_within, halting.signal_lasts) == (3 * SECOND, 11 * MINUTE)
    assert state.record.correction_days == 11
    assert state.record.drafts_until is DraftsUntil.NEXT_REVIEW
    case = state.decisions.case
    assert case is not None
    assert case.quorum == rules.quorum
    settings = case.settings
    assert settings.rule is DecisionRule.MAJORITY_CHAIR_BREAKS_TIES
    assert (settings.core_group_working_days, settings.review_months) == (11, 4)
    assert settings.escalation_time == 73 * 60 * MINUTE


def test_a_review_is_followed_by_a_later_review() -> None:
    story = prepared(ENGLAND, ConferenceKind.REVIEW)
    case = story.state.decisions.case
    assert case is not None
    assert case.settings.review_months == 6
    assert not story.state.halting.initial


def test_bank_holidays_and_local_closure_days_are_known_to_every_topic() -> None:
    closure = date(2026, 12, 24)
    rules = replace(ENGLAND, calendar=replace(ENGLAND.calendar, closure_days=frozenset({closure})))
    state = prepared(rules).state
    days = bank_holidays_of(2026) | bank_holidays_of(2029) | {closure}
    case = state.decisions.case
    assert case is not None
    assert days <= case.bank_holidays
    written = set(map(str, days))
    assert written <= state.record.bank_holidays
    assert written <= state.halting.bank_holidays


def test_what_is_prepared_can_be_held() -> None:
    assert prepared(ENGLAND).when((OpenLobby(), OFFICE_STAFF)).refusal is None


# ---------------------------------------------------------------- copies


def copies_by(**choices: CopyDefault | RestrictedCopy | bool) -> Story:
    local = MINUTED.state.local
    rules = replace(local.rules, copies=replace(local.rules.copies, **choices))
    return replace(MINUTED, state=replace(MINUTED.state, local=replace(local, rules=rules)))


def gets_by_default(story: Story, *, was_there: bool) -> bool:
    """Whether the teacher gets the welcome."""
    course = course_of(story.log)
    if not was_there:
        others = {id: there - {TEACHER} for id, there in course.present.items()}
        course = replace(course, present=others)
    return TEACHER in default_copy_to(story.state, course, story.state.section(WELCOME))


def test_a_professional_who_was_absent_gets_the_open_sections_unless_the_rule_is_another() -> None:
    assert gets_by_default(MINUTED, was_there=False)
    other = copies_by(absent_professionals=CopyDefault.NOTHING)
    assert not gets_by_default(other, was_there=False)
    assert gets_by_default(other, was_there=True)


def test_restricted_lines_go_to_those_present_or_to_nobody() -> None:
    assert SECRET in lines_of(MINUTED, SOCIAL_WORKER)
    closed = copies_by(restricted_lines=RestrictedCopy.NOBODY)
    assert SECRET not in lines_of(closed, SOCIAL_WORKER)
    assert OPENED in lines_of(closed, SOCIAL_WORKER)


def test_a_copy_tells_of_a_part_held_without_its_reader_unless_the_rule_is_another() -> None:
    for tells in (True, False):
        story = given(copies_by(tell_of_closed_part=tells), name_part(MOTHER, CLOSED_PART))
        codes = [section.code for section in copy_of(story, MOTHER).sections]
        assert (HELD_WITHOUT_YOU in codes) is tells
