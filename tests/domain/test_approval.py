"""Nothing leaves before the chair has said so, and afterwards there are addenda alone."""

import pytest

from app.domain.commands import SERVICE
from app.domain.errors import (
    AlreadyHere,
    NotApproved,
    NotPermitted,
    StaleCommand,
    TooLate,
    UnknownCorrection,
    UnknownLine,
    WrongStanding,
)
from app.domain.ids import SECOND, ChildId, CorrectionId, LineId, Micros
from app.domain.minuting.window import window_end
from app.domain.record.commands import (
    AskCorrection,
    NoteCopyOpened,
    ReviseLine,
    SettleCorrection,
)
from app.domain.record.events import (
    CopyApproved,
    CopyBuilt,
    CopyOpened,
    CopySent,
    CorrectionAsked,
    CorrectionSettled,
)
from app.domain.record.words import (
    Minutes,
    Outcome,
)
from tests.domain.people import (
    BOOKING,
    CHAIR,
    FATHER,
    MINUTE_TAKER,
    MOTHER,
    REASON,
    TEACHER,
    named,
    words,
)
from tests.domain.record_steps import (
    APPROVED,
    CORRECTION,
    OVER,
    SECRET,
    SENT_TO_TEACHER,
    TOLD,
    approve,
    ask_correction,
    build,
    built,
    copy_of,
    send,
    settle,
    withhold,
)
from tests.domain.scenario import given

LATER = LineId(named(0x6_2000))
ANOTHER = CorrectionId(named(0x8_0001))
ISLA = ChildId(named(0x9_0000))
REVISE = (ReviseLine(TOLD, words(0xB00), REASON), MINUTE_TAKER)
NEW_WORDS = words(0xB00)


# ------------------------------------------------------------------------------- sending


@pytest.mark.req("REQ-85")
def test_sending_before_approval_is_refused() -> None:
    OVER.when(approve(TEACHER)).refuses(NotApproved)
    OVER.when(send(TEACHER)).refuses(NotApproved)
    OVER.when(build(OVER, TEACHER)).refuses(NotApproved)
    APPROVED.when(build(APPROVED, TEACHER)).refuses(NotApproved)
    APPROVED.when(send(TEACHER)).refuses(NotApproved)
    approved = APPROVED.when(approve(TEACHER, Minutes.FULL))
    approved.then(CopyApproved(TEACHER, Minutes.FULL)).when(send(TEACHER)).refuses(NotApproved)
    approved.when(send(MOTHER)).refuses(NotApproved)


@pytest.mark.req("REQ-85")
def test_what_leaves_is_recorded_before_it_leaves() -> None:
    approved = given(APPROVED, approve(MOTHER))
    story = approved.when(build(approved, MOTHER))
    (event,) = story.happened
    assert isinstance(event, CopyBuilt)
    assert event.line_ids == copy_of(approved, MOTHER).line_ids
    assert len(event.digest) == 64
    (sent,) = story.when(send(MOTHER)).happened
    assert isinstance(sent, CopySent)


@pytest.mark.req("REQ-85")
def test_the_chair_approves_a_full_a_part_or_no_copy_and_no_other_is_built() -> None:
    more = given(APPROVED, approve(MOTHER, Minutes.FULL))
    more.when(build(more, MOTHER)).refuses(NotApproved)
    none = given(APPROVED, approve(MOTHER, Minutes.NONE))
    none.when(build(none, MOTHER)).refuses(NotApproved)


@pytest.mark.req("REQ-85")
def test_whatever_changes_a_copy_makes_its_approval_void() -> None:
    approved = built(given(APPROVED, approve(TEACHER, Minutes.FULL)), TEACHER)
    changed = approved.and_then(withhold(TOLD, TEACHER))
    changed.when(send(TEACHER)).refuses(NotApproved)
    old, by = approve(TEACHER)
    seen_before = old(approved.state) if callable(old) else old
    changed.when((seen_before, by)).refuses(StaleCommand)


def test_only_a_copy_that_was_sent_and_still_stands_is_opened() -> None:
    opened = NoteCopyOpened(TEACHER)
    SENT_TO_TEACHER.when((opened, SERVICE)).then(CopyOpened(TEACHER))
    APPROVED.when((opened, SERVICE)).refuses(NotApproved)
    SENT_TO_TEACHER.and_then(withhold(TOLD, TEACHER)).when((opened, SERVICE)).refuses(NotApproved)


def test_those_without_a_copy_of_their_own_are_approved_none_only() -> None:
    observer = BOOKING.people[4].participant_id
    APPROVED.when(approve(observer)).refuses(NotPermitted)
    APPROVED.when(approve(observer, Minutes.NONE)).then(CopyApproved(observer, Minutes.NONE))


# ------------------------------------------------------------------------------- corrections


@pytest.mark.req("REQ-87")
def test_a_correction_becomes_a_numbered_addendum_and_the_words_stay() -> None:
    asked = SENT_TO_TEACHER.when(ask_correction(TOLD, TEACHER))
    asked.then(CorrectionAsked(CORRECTION, TEACHER, TOLD, words(0xA00)))
    settled = asked.when(settle()).then(
        CorrectionSettled(CORRECTION, Outcome.ACCEPTED, words(0xA01))
    )
    assert settled.state.lines == SENT_TO_TEACHER.state.lines
    (addendum,) = copy_of(settled, TEACHER).addenda
    assert (addendum.number, addendum.line_number, addendum.outcome) == (1, 2, Outcome.ACCEPTED)
    settled.when(settle()).refuses(WrongStanding)


@pytest.mark.req("REQ-87")
def test_an_addendum_goes_to_those_who_have_the_line_and_to_nobody_else() -> None:
    story = SENT_TO_TEACHER.and_then(withhold(SECRET, MOTHER))
    settled = story.and_then(ask_correction(SECRET, TEACHER), settle())
    assert len(copy_of(settled, CHAIR).addenda) == 1
    assert copy_of(settled, MOTHER).addenda == copy_of(settled, FATHER).addenda == ()


def test_the_words_of_the_asking_are_for_whoever_asked_the_chair_and_the_minute_taker() -> None:
    settled = SENT_TO_TEACHER.and_then(ask_correction(TOLD, TEACHER), settle())
    asked = {
        id: copy_of(settled, id).addenda[0].asked is not None
        for id in (TEACHER, CHAIR, MINUTE_TAKER, MOTHER, FATHER)
    }
    assert asked == {TEACHER: True, CHAIR: True, MINUTE_TAKER: True, MOTHER: False, FATHER: False}


@pytest.mark.req("REQ-87")
def test_a_settled_correction_is_sent_after_a_new_approval() -> None:
    settled = SENT_TO_TEACHER.and_then(ask_correction(TOLD, TEACHER), settle())
    settled.when(send(TEACHER)).refuses(NotApproved)
    again = built(given(settled, approve(TEACHER, Minutes.FULL)), TEACHER).and_then(send(TEACHER))
    (asked,) = again.when((AskCorrection(ANOTHER, TOLD, REASON), TEACHER)).happened
    assert isinstance(asked, CorrectionAsked)


def test_nobody_asks_about_a_line_that_is_not_in_their_copy() -> None:
    sent = given(built(given(APPROVED, approve(MOTHER)), MOTHER), send(MOTHER))
    sent.when(ask_correction(SECRET)).refuses(UnknownLine)
    sent.when(ask_correction(LATER)).refuses(UnknownLine)
    APPROVED.when(ask_correction(TOLD)).refuses(NotApproved)
    SENT_TO_TEACHER.when((SettleCorrection(CORRECTION, Outcome.ACCEPTED, REASON), CHAIR)).refuses(
        UnknownCorrection
    )


@pytest.mark.req("REQ-87")
def test_a_correction_is_asked_for_once_and_within_the_window() -> None:
    asked = SENT_TO_TEACHER.and_then(ask_correction(TOLD, TEACHER))
    asked.when(ask_correction(TOLD, TEACHER)).refuses(AlreadyHere)
    days = 24 * 3600
    SENT_TO_TEACHER.later(14 * days - 2000).when(ask_correction(TOLD, TEACHER)).then(
        CorrectionAsked(CORRECTION, TEACHER, TOLD, words(0xA00))
    )
    SENT_TO_TEACHER.later(15 * days).when(ask_correction(TOLD, TEACHER)).refuses(TooLate)


THURSDAY_24_DECEMBER_2026 = Micros(1_798_110_000 * SECOND)
WEDNESDAY_30_MIDNIGHT = Micros(1_798_588_800 * SECOND)
CHRISTMAS = frozenset({"2026-12-25", "2026-12-28"})


@pytest.mark.req("REQ-87")
def test_the_window_counts_working_days_after_the_day_of_sending() -> None:
    assert window_end(THURSDAY_24_DECEMBER_2026, 1, CHRISTMAS) == WEDNESDAY_30_MIDNIGHT
    two_days_less = Micros(WEDNESDAY_30_MIDNIGHT - 4 * 24 * 3600 * SECOND)
    assert window_end(THURSDAY_24_DECEMBER_2026, 1, frozenset()) == two_days_less
