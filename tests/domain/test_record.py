"""The record: lines keep what they were, approval comes before sending, and afterwards addenda."""

from dataclasses import replace

import pytest

from app.domain.booked import Expected, ExpectedPlace
from app.domain.case.events import CaseDescribed
from app.domain.commands import SERVICE, BookConference, StrikeLine, WriteLine
from app.domain.conference import UNBOOKED
from app.domain.errors import (
    HeadingsEmpty,
    Incomplete,
    NotPermitted,
    StaleCommand,
    UnknownChild,
    UnknownLine,
    WrongPhase,
    WrongStanding,
)
from app.domain.evolve import fold
from app.domain.ids import SECOND, ChildId, CorrectionId, LineId, Micros
from app.domain.minuting.headings import KNOWN_BY_THE_SERVICE, empty_headings
from app.domain.people import Role
from app.domain.record.commands import (
    DescribeLine,
    FillHeading,
    KeepDraft,
    LiftWithholding,
    NoteDraftsDestroyed,
    ReviseLine,
    SetRecordRules,
)
from app.domain.record.events import (
    DraftsDestroyed,
    LineDescribed,
    LineRevised,
    LineWithheld,
    RecordApproved,
    RecordRulesSet,
    WithholdingLifted,
)
from app.domain.record.words import (
    DraftsUntil,
    Heading,
    LineDetails,
    WithholdGround,
)
from tests.domain.case import INITIAL, ISLA
from tests.domain.case_steps import in_session
from tests.domain.people import (
    BOOKING,
    CHAIR,
    CIVIC_CENTRE_ROOM,
    CLOSED_PART,
    FATHER,
    MINUTE_TAKER,
    MOTHER,
    NAMES,
    OFFICE_STAFF,
    REASON,
    STRANGER,
    named,
    words,
)
from tests.domain.record_steps import (
    APPROVED,
    HERS,
    MINUTED,
    OPENED,
    OVER,
    SECRET,
    TOLD,
    approve_record,
    fill,
    say,
    withhold,
)
from tests.domain.scenario import IN_SESSION, Story, given

LATER = LineId(named(0x6_2000))
ANOTHER = CorrectionId(named(0x8_0001))
REVISE = (ReviseLine(TOLD, words(0xB00), REASON), MINUTE_TAKER)
NEW_WORDS = words(0xB00)


# ------------------------------------------------------------------------------- who writes


@pytest.mark.req("REQ-79")
def test_the_minute_taker_is_one_person_and_holds_no_other_role() -> None:
    both = replace(BOOKING, people=(*BOOKING.people, Expected(MINUTE_TAKER, Role.AGENCY, REASON)))
    two = (*BOOKING.people, Expected(STRANGER, Role.MINUTE_TAKER, NAMES[MOTHER]))
    host = (ExpectedPlace(CIVIC_CENTRE_ROOM, REASON, MINUTE_TAKER, frozenset()),)
    for booked in (both, replace(BOOKING, people=two), replace(BOOKING, places=host)):
        Story().when((BookConference(booked), OFFICE_STAFF)).refuses(Incomplete)


# ------------------------------------------------------------------------------- lines


def test_a_line_may_say_whom_it_concerns_in_which_language_and_when_it_was_over() -> None:
    details = LineDetails(frozenset({ISLA}), "cy", until_seconds_ago=4)
    story = in_session(INITIAL).later(60).when(say(LATER, details=details, ago=10))
    assert LineDescribed(LATER, frozenset({ISLA}), "cy", Micros(story.now - 4 * SECOND)) in (
        story.happened
    )


@pytest.mark.parametrize("described", [None, INITIAL])
def test_a_line_concerns_children_of_this_case_only(described: CaseDescribed | None) -> None:
    stranger = LineDetails(frozenset({ChildId(named(0xC_1999))}), "en", 0)
    story = in_session(described)
    story.when(say(LATER, details=stranger)).refuses(UnknownChild)
    written = story.and_then(say(LATER))
    written.when((DescribeLine(LATER, stranger), MINUTE_TAKER)).refuses(UnknownChild)


def test_no_line_is_of_a_part_that_has_not_begun() -> None:
    line, actor = say(LATER)
    assert isinstance(line, WriteLine)
    section = IN_SESSION.state.current
    assert section is not None
    here = replace(line, section_id=section.id)
    IN_SESSION.when((replace(line, section_id=CLOSED_PART), actor)).refuses(WrongPhase)
    assert LATER in IN_SESSION.and_then((here, actor)).state.lines


def test_what_a_line_reports_ends_between_its_beginning_and_its_writing() -> None:
    story = IN_SESSION.later(60).and_then(say(LATER, ago=10))
    line = story.state.line(LATER)
    for ago, end in ((99, line.began_at), (-99, line.written_at)):
        details = LineDetails(frozenset(), "en", ago)
        story.when((DescribeLine(LATER, details), MINUTE_TAKER)).then(
            LineDescribed(LATER, frozenset(), "en", end)
        )


def test_a_line_without_a_language_is_incomplete() -> None:
    details = LineDetails(frozenset(), "", 0)
    IN_SESSION.when(say(LATER, details=details)).refuses(Incomplete)


@pytest.mark.req("REQ-80")
def test_an_edit_keeps_its_earlier_words() -> None:
    first = MINUTED.state.line(TOLD).text
    story = MINUTED.when(REVISE).then(LineRevised(TOLD, NEW_WORDS, REASON))
    assert story.state.line(TOLD).text == NEW_WORDS
    again = story.and_then((ReviseLine(TOLD, words(0xB01), REASON), MINUTE_TAKER))
    assert again.state.record.earlier[TOLD] == (first, NEW_WORDS)


@pytest.mark.req("REQ-80")
def test_replaying_the_log_gives_the_same_minutes() -> None:
    story = MINUTED.and_then(
        REVISE, (StrikeLine(OPENED, REASON), MINUTE_TAKER), withhold(HERS, FATHER)
    )
    again = fold(UNBOOKED, story.log)
    assert (again.lines, again.line_order) == (story.state.lines, story.state.line_order)
    assert again.record == story.state.record


def test_a_struck_line_is_not_revised_and_an_unknown_one_not_at_all() -> None:
    struck = MINUTED.and_then((StrikeLine(TOLD, REASON), MINUTE_TAKER))
    struck.when(REVISE).refuses(WrongStanding)
    IN_SESSION.when(REVISE).refuses(UnknownLine)


# ------------------------------------------------------------------------------- withholding


@pytest.mark.req("REQ-83")
def test_a_line_of_any_section_is_withheld_from_those_named_with_a_ground() -> None:
    for line in (OPENED, SECRET):
        MINUTED.when(withhold(line, FATHER)).then(
            LineWithheld(line, frozenset({FATHER}), WithholdGround.SAFE_CONTACT, None)
        )


@pytest.mark.req("REQ-83")
def test_the_ground_other_needs_words_and_somebody_is_named() -> None:
    MINUTED.when(withhold(TOLD, FATHER, ground=WithholdGround.OTHER)).refuses(Incomplete)
    MINUTED.when(withhold(TOLD)).refuses(Incomplete)
    other = withhold(TOLD, FATHER, ground=WithholdGround.OTHER, reason=REASON)
    MINUTED.when(other).then(LineWithheld(TOLD, frozenset({FATHER}), WithholdGround.OTHER, REASON))


def test_nothing_is_withheld_from_those_who_write_and_approve() -> None:
    for id in (CHAIR, MINUTE_TAKER):
        MINUTED.when(withhold(TOLD, id)).refuses(NotPermitted)


def test_the_chair_lifts_what_is_withheld() -> None:
    lift = LiftWithholding(TOLD, frozenset({FATHER}))
    story = MINUTED.and_then(withhold(TOLD, FATHER, MOTHER))
    lifted = story.when((lift, CHAIR)).then(WithholdingLifted(TOLD, frozenset({FATHER})))
    assert set(lifted.state.record.withheld[TOLD]) == {MOTHER}
    lifted.when((lift, CHAIR)).refuses(WrongStanding)
    story.when((lift, MINUTE_TAKER)).refuses(NotPermitted)


# ------------------------------------------------------------------------------- approval


@pytest.mark.req("REQ-81")
@pytest.mark.parametrize("heading", sorted(set(Heading) - KNOWN_BY_THE_SERVICE))
def test_approval_is_refused_while_a_required_heading_is_empty(heading: Heading) -> None:
    rules = RecordRulesSet(frozenset({heading}), DraftsUntil.APPROVAL, 10, frozenset())
    story = given(OVER, (SetRecordRules(rules), CHAIR))
    struck = [(StrikeLine(id, REASON), MINUTE_TAKER) for id in story.state.lines]
    empty = story.and_then(*struck)
    empty.when(approve_record()).refuses(HeadingsEmpty)
    assert empty_headings(empty.state) == {heading}
    story.when(approve_record()).then(RecordApproved())


@pytest.mark.req("REQ-81")
def test_every_heading_is_required_unless_the_rules_say_otherwise() -> None:
    assert IN_SESSION.state.record.required == frozenset(Heading)
    assert empty_headings(IN_SESSION.state) == frozenset(Heading) - KNOWN_BY_THE_SERVICE


def test_lines_stand_under_the_heading_of_their_kind_by_themselves() -> None:
    headings = {Heading.FACTS, Heading.DECISIONS}
    assert not headings & empty_headings(MINUTED.state)
    assert Heading.DISSENT in empty_headings(MINUTED.state)


def test_a_heading_is_filled_by_lines_that_stand() -> None:
    struck = MINUTED.and_then((StrikeLine(TOLD, REASON), MINUTE_TAKER))
    fill_in = FillHeading(Heading.REPORTS, frozenset({TOLD}))
    struck.when((fill_in, MINUTE_TAKER)).refuses(WrongStanding)
    unknown = FillHeading(Heading.REPORTS, frozenset({LATER}))
    MINUTED.when((unknown, MINUTE_TAKER)).refuses(UnknownLine)


def test_the_record_is_approved_once_after_the_conference_as_the_chair_has_read_it() -> None:
    given(MINUTED, *fill(OPENED)).when(approve_record()).refuses(WrongPhase)
    APPROVED.when(approve_record()).refuses(WrongPhase)
    wanted, by = approve_record()
    read_before = wanted(OVER.state) if callable(wanted) else wanted
    OVER.and_then(withhold(TOLD, FATHER)).when((read_before, by)).refuses(StaleCommand)


def test_approved_words_are_never_overwritten() -> None:
    details = LineDetails(frozenset(), "cy", 0)
    rules = RecordRulesSet(frozenset(), DraftsUntil.APPROVAL, 1, frozenset())
    for step in (
        REVISE,
        (StrikeLine(TOLD, REASON), MINUTE_TAKER),
        (DescribeLine(TOLD, details), MINUTE_TAKER),
        (KeepDraft(REASON), MINUTE_TAKER),
        (SetRecordRules(rules), CHAIR),
        *fill(TOLD)[:1],
    ):
        APPROVED.when(step).refuses(WrongPhase)


# ------------------------------------------------------------------------------- drafts


@pytest.mark.req("REQ-86", partial="storage")
def test_with_the_approval_draft_notes_are_owed_their_end() -> None:
    drafted = given(OVER, (KeepDraft(REASON), MINUTE_TAKER))
    assert not drafted.state.record.owes_drafts
    approved = drafted.and_then(approve_record())
    assert approved.state.record.owes_drafts
    gone = approved.when((NoteDraftsDestroyed(), SERVICE)).then(DraftsDestroyed())
    assert not gone.state.record.owes_drafts
    gone.when((NoteDraftsDestroyed(), SERVICE)).then()
    assert not APPROVED.state.record.owes_drafts


@pytest.mark.req("REQ-86", partial="storage")
def test_by_local_rule_drafts_are_kept_until_the_next_review() -> None:
    rules = RecordRulesSet(frozenset(), DraftsUntil.NEXT_REVIEW, 10, frozenset())
    story = given(
        OVER, (KeepDraft(REASON), MINUTE_TAKER), (SetRecordRules(rules), CHAIR), approve_record()
    )
    assert not story.state.record.owes_drafts
