"""What professionals ask the chair for: an exclusion, late or in time, and a closed part."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.agenda.codes import ClosedKind
from app.domain.agenda.commands import AskForExclusion
from app.domain.agenda.events import (
    AudienceChanged,
    ClosedPartAnswered,
    ClosedPartAsked,
    ExclusionAsked,
    ExclusionRequestDecided,
    SectionAdded,
)
from app.domain.case.events import CaseDescribed
from app.domain.errors import (
    AlreadyHere,
    Incomplete,
    NotInAudience,
    NotOffered,
    NotPermitted,
    UnknownRequest,
    UnknownSection,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import Ground, SealBegun
from app.domain.halting.events import Day
from app.domain.ids import SectionId
from tests.domain.agenda_steps import (
    ADVICE,
    EXTRA,
    GRANT,
    REQUEST,
    SECOND_REQUEST,
    agenda_of,
    answer_closed,
    ask_out,
    audience,
    decline,
    grant,
    note_views,
    plan,
    prepare,
    want_closed,
)
from tests.domain.case import INITIAL
from tests.domain.case_steps import describe
from tests.domain.people import (
    AUDIENCES,
    CHAIR,
    CLOSED_PART,
    FATHER,
    KITCHEN,
    LIBRARY,
    MOTHER,
    OBSERVER,
    OFFICE,
    OFFICE_STAFF,
    PLAN,
    REASON,
    ROLES,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    WELCOME,
    named,
    who,
    words,
)
from tests.domain.record_steps import close
from tests.domain.scenario import BOOKED, IN_SESSION, LOBBY_OPEN, WITHOUT_HIM_THERE, Story, given
from tests.domain.steps import answer, begin, drop, exclude, hold, join, open_conference

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


# ---------------------------------------------------------------- a closed part


WANTED = given(WITHOUT_HIM_THERE, want_closed())


@pytest.mark.req("REQ-75")
@pytest.mark.parametrize("kind", ClosedKind)
def test_a_professional_asks_for_a_closed_part_and_nobody_but_the_chair_sees_it(
    kind: ClosedKind,
) -> None:
    story = WITHOUT_HIM_THERE.when(want_closed(kind)).then(ClosedPartAsked(REQUEST, TEACHER, kind))
    [shown] = agenda_of(story).closed_requests
    assert (shown.asked_by, shown.kind) == (TEACHER, kind)
    for leg in story.state.legs:
        before, after = WITHOUT_HIM_THERE.view(leg), story.view(leg)
        if leg == OFFICE:
            assert before.panel != after.panel
            assert replace(before, panel=None) == replace(after, panel=None)
        else:
            assert before == after
    answered = given(story, answer_closed(None))
    for leg in set(story.state.legs) - {OFFICE}:
        assert WITHOUT_HIM_THERE.view(leg) == answered.view(leg)


@pytest.mark.req("REQ-75")
def test_accepted_it_comes_next_and_opens_through_a_seal() -> None:
    closed = replace(ADVICE, restricted=True)
    accepted = WANTED.when(answer_closed()).then(
        ClosedPartAnswered(REQUEST, accepted=True), SectionAdded(closed, CLOSED_PART)
    )
    ids = [section.id for section in accepted.state.sections]
    assert ids[:3] == [WELCOME, EXTRA, CLOSED_PART]
    assert agenda_of(accepted).closed_requests == ()
    accepted.when(begin(EXTRA)).then(SealBegun(EXTRA))


def test_accepted_in_the_last_part_it_comes_at_the_end() -> None:
    last = given(WITHOUT_HIM_THERE, begin(PLAN), want_closed(), answer_closed())
    assert last.state.sections[-1].id == EXTRA


def test_declined_the_running_order_stays() -> None:
    declined = WANTED.when(answer_closed(None)).then(ClosedPartAnswered(REQUEST, accepted=False))
    assert declined.state.sections == WANTED.state.sections
    declined.when(answer_closed(None)).refuses(UnknownRequest)


def test_the_part_is_of_the_kind_that_was_asked_for_and_for_the_chair_too() -> None:
    other = replace(ADVICE, kind="restricted_information")
    WANTED.when(answer_closed(other)).refuses(NotOffered)
    without_her = replace(ADVICE, audience=frozenset({TEACHER}))
    WANTED.when(answer_closed(without_her)).refuses(NotInAudience)
    WANTED.when(answer_closed(), by=TEACHER).refuses(NotPermitted)


def test_only_a_professional_who_takes_part_asks_once_on_a_device_of_their_own() -> None:
    for by in set(ROLES) - {SOCIAL_WORKER, TEACHER}:
        WITHOUT_HIM_THERE.when(want_closed(by=by)).refuses(NotPermitted)
    WITHOUT_HIM_THERE.when(want_closed(), by=replace(who(TEACHER), leg_id=None)).refuses(
        NotPermitted
    )
    WITHOUT_HIM_THERE.when(want_closed(), by=who(TEACHER, LIBRARY)).refuses(NotPermitted)
    for out in (exclude(TEACHER), hold(SCHOOL)):
        given(WITHOUT_HIM_THERE, out).when(want_closed()).refuses(WrongStanding)
    WANTED.when(want_closed()).refuses(AlreadyHere)
    assert WITHOUT_HIM_THERE.when(want_closed(by=SOCIAL_WORKER)).refusal is None
    LOBBY_OPEN.when(want_closed()).refuses(WrongPhase)
