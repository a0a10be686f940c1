"""An exclusion that an agency asks the chair for, late or in time."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.agenda.commands import AskForExclusion
from app.domain.agenda.events import (
    AudienceChanged,
    ExclusionAsked,
    ExclusionRequestDecided,
)
from app.domain.case.events import CaseDescribed
from app.domain.errors import (
    AlreadyHere,
    Incomplete,
    NotPermitted,
    UnknownRequest,
    UnknownSection,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import Ground
from app.domain.halting.events import Day
from app.domain.ids import SectionId
from tests.domain.agenda_steps import (
    GRANT,
    REQUEST,
    SECOND_REQUEST,
    agenda_of,
    ask_out,
    audience,
    decline,
    grant,
    note_views,
    plan,
    prepare,
)
from tests.domain.case import INITIAL
from tests.domain.case_steps import describe
from tests.domain.people import (
    AUDIENCES,
    CHAIR,
    CLOSED_PART,
    FATHER,
    KITCHEN,
    MOTHER,
    OBSERVER,
    OFFICE_STAFF,
    PLAN,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    WELCOME,
    named,
    words,
)
from tests.domain.record_steps import close
from tests.domain.scenario import BOOKED, IN_SESSION, LOBBY_OPEN, Story, given
from tests.domain.steps import answer, drop, join, open_conference

TODAY = Day("1970-01-01")
"""A Thursday: the day on which the tests' conferences are told."""


def held_on(day: int, *holidays: int) -> CaseDescribed:
    """A day of January 1970."""
    closed = frozenset(date(1970, 1, each) for each in holidays)
    return replace(INITIAL, held_on=date(1970, 1, day), seats=(), bank_holidays=closed)


def is_late(story: Story) -> bool:
    [asked] = story.when(ask_out()).happened
    assert isinstance(asked, ExclusionAsked)
    return asked.late


# ---------------------------------------------------------------- an exclusion


@pytest.mark.req("REQ-23")
@pytest.mark.parametrize(
    ("described", "late"),
    [(held_on(6), False), (held_on(5), True), (held_on(6, 2), True), (held_on(7, 2), False)],
)
def test_a_request_three_working_days_ahead_is_in_time_and_a_later_one_is_marked(
    described: CaseDescribed, *, late: bool
) -> None:
    story = given(BOOKED, describe(described))
    assert is_late(story) is late
    asked = given(story, ask_out())
    [shown] = asked.state.agenda.requests.values()
    assert shown.asked.late is late


@pytest.mark.req("REQ-23")
def test_the_notice_is_a_local_figure() -> None:
    for days, late in ((1, False), (2, False), (3, True)):
        assert is_late(given(BOOKED, prepare(days), describe(held_on(5)))) is late


def test_without_a_described_case_a_request_is_late_once_the_lobby_is_open() -> None:
    assert (is_late(BOOKED), is_late(LOBBY_OPEN)) == (False, True)


@pytest.mark.req("REQ-23")
def test_any_agency_asks_naming_the_ground_and_the_evidence() -> None:
    for by in (SOCIAL_WORKER, TEACHER):
        LOBBY_OPEN.when(ask_out(by=by)).then(
            ExclusionAsked(
                REQUEST, by, FATHER, Ground.COURT_ORDER_OR_BAIL, REASON, TODAY, late=True
            )
        )
    for by in (MOTHER, OBSERVER, CHAIR):
        LOBBY_OPEN.when(ask_out(by=by)).refuses(NotPermitted)
    LOBBY_OPEN.when(ask_out(about=CHAIR)).refuses(NotPermitted)
    given(LOBBY_OPEN, ask_out()).when(ask_out(by=TEACHER)).refuses(AlreadyHere)


@pytest.mark.req("REQ-23")
def test_the_office_asks_for_an_agency_and_says_when_it_was_asked() -> None:
    command = AskForExclusion(
        REQUEST, FATHER, Ground.COURT_ORDER_OR_BAIL, REASON, "1969-12-22", SOCIAL_WORKER
    )
    story = given(BOOKED, describe(held_on(2)))
    [asked] = story.when((command, OFFICE_STAFF)).happened
    assert isinstance(asked, ExclusionAsked)
    assert (asked.asked_by, asked.asked_on, asked.late) == (SOCIAL_WORKER, "1969-12-22", False)
    story.when((replace(command, for_whom=None), OFFICE_STAFF)).refuses(Incomplete)
    story.when((replace(command, for_whom=MOTHER), OFFICE_STAFF)).refuses(NotPermitted)
    story.when((replace(command, asked_on="1970-01-02"), OFFICE_STAFF)).refuses(Incomplete)
    story.when((replace(command, asked_on="yesterday"), OFFICE_STAFF)).refuses(Incomplete)


def test_whoever_asks_themselves_asks_today_and_for_nobody_else() -> None:
    BOOKED.when(ask_out(on="1969-12-22")).refuses(NotPermitted)
    other = replace(ASK, for_whom=TEACHER)
    BOOKED.when((other, SOCIAL_WORKER)).refuses(NotPermitted)


ASK = AskForExclusion(REQUEST, FATHER, Ground.OTHER, REASON, None, None)
ASKED = given(LOBBY_OPEN, ask_out())


@pytest.mark.req("REQ-23")
@pytest.mark.parametrize("field", ["ground", "reason"])
@pytest.mark.parametrize("granted", [True, False])
def test_a_decision_without_a_ground_and_a_reason_is_refused(field: str, *, granted: bool) -> None:
    command = replace(GRANT, granted=granted, sections=frozenset({PLAN}), **{field: None})
    ASKED.when((command, CHAIR)).refuses(Incomplete)


@pytest.mark.req("REQ-23")
def test_the_chair_alone_decides_and_notes_legal_advice_and_how_the_person_is_told() -> None:
    advice = words(0xC00)
    command = replace(GRANT, advice=advice, sections=frozenset({PLAN}))
    ASKED.when((command, CHAIR)).then(
        ExclusionRequestDecided(
            REQUEST,
            granted=True,
            ground=Ground.COURT_ORDER_OR_BAIL,
            reason=REASON,
            advice=advice,
            told_in_writing=True,
            sections=frozenset({PLAN}),
        ),
        AudienceChanged(PLAN, AUDIENCES[PLAN] - {FATHER}),
    )
    for by in (SOCIAL_WORKER, MOTHER, OFFICE_STAFF):
        ASKED.when((command, CHAIR), by=by).refuses(NotPermitted)


def test_what_is_granted_narrows_the_parts_and_puts_nobody_out() -> None:
    granted = given(IN_SESSION, ask_out(), grant(PLAN, CLOSED_PART))
    assert FATHER not in granted.state.section(PLAN).audience
    assert granted.state.participant(FATHER).standing == "admitted"
    granted.when(plan(FATHER, PLAN)).refuses(NotPermitted)
    assert granted.when(audience(PLAN, CHAIR, FATHER)).refusal is None


def test_what_is_declined_changes_no_part() -> None:
    declined = ASKED.when(decline())
    assert len(declined.happened) == 1
    assert declined.state.sections == ASKED.state.sections
    assert given(declined, plan(FATHER, PLAN)).happened


def test_a_request_is_decided_once_for_parts_that_are_still_to_come() -> None:
    ASKED.when(grant()).refuses(Incomplete)
    ASKED.when(grant(SectionId(named(1)))).refuses(UnknownSection)
    given(IN_SESSION, ask_out()).when(grant(WELCOME)).refuses(WrongPhase)
    LOBBY_OPEN.when(grant(PLAN)).refuses(UnknownRequest)
    given(ASKED, grant(PLAN)).when(decline()).refuses(WrongStanding)


@pytest.mark.req("REQ-23")
def test_the_chairs_panel_lists_what_is_not_decided_yet() -> None:
    asked = given(IN_SESSION, ask_out(), ask_out(MOTHER, TEACHER, request=SECOND_REQUEST))
    shown = agenda_of(asked).exclusion_requests
    assert [(each.asked_by, each.about) for each in shown] == [
        (SOCIAL_WORKER, FATHER),
        (TEACHER, MOTHER),
    ]
    assert (shown[0].evidence, shown[0].late) == (REASON, True)
    assert len(agenda_of(given(asked, grant(PLAN))).exclusion_requests) == 1


@pytest.mark.req("REQ-24")
def test_whoever_never_came_because_of_a_decision_has_views_noted_before_the_close() -> None:
    was_in = given(IN_SESSION, drop(KITCHEN), ask_out(MOTHER), grant(PLAN))
    assert agenda_of(was_in).views_owed == ()
    kept_out = given(LOBBY_OPEN, ask_out(), grant(*AUDIENCES))
    opened = given(kept_out, join(CHAIR), answer(CHAIR), open_conference())
    assert agenda_of(opened).views_owed == (FATHER,)
    opened.when(close()).refuses(Incomplete)
    assert opened.and_then(note_views(FATHER, None)).when(close()).refusal is None
