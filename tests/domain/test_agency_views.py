"""Each professional is asked for a view on each child; nobody else is."""

from dataclasses import replace

import pytest

from app.domain.case.codes import ProfessionalView
from app.domain.case.commands import GiveView
from app.domain.case.events import CaseDescribed, ViewGiven
from app.domain.commands import Join
from app.domain.decisions.record import decision_record
from app.domain.errors import (
    NotOffered,
    NotPermitted,
    UnknownChild,
    UnknownParticipant,
    WrongPhase,
    WrongStanding,
)
from app.domain.ids import ChildId
from app.domain.people import LegKind
from tests.domain.case import (
    BUMP,
    CASE_ROLES,
    DECISION,
    HEALTH,
    HEALTH_VISITOR,
    IN_WALES,
    INITIAL,
    ISLA,
    OFFICER,
    POLICE,
    REVIEW,
    SUPPORTER,
)
from tests.domain.case_steps import (
    as_,
    deciding,
    go,
    in_session,
    pause,
    says,
    settle,
    turn_to,
)
from tests.domain.people import (
    CHAIR,
    FLAT,
    MINUTE_TAKER,
    MOTHER,
    SOCIAL_WORKER,
    STRANGER,
    TEACHER,
    UNCLE,
    device_of,
    named,
)
from tests.domain.scenario import given

PLAN, NO_PLAN, NO_VIEW = ProfessionalView.PLAN, ProfessionalView.NO_PLAN, ProfessionalView.NO_VIEW
STORY = in_session(INITIAL)

OFFERED = [
    (INITIAL, {"plan", "no_plan", "no_view"}),
    (IN_WALES, {"register", "not_register", "no_view"}),
    (REVIEW, {"continue", "end_plan", "no_view"}),
    (replace(IN_WALES, kind=REVIEW.kind), {"continue", "end_plan", "no_view"}),
]


@pytest.mark.req("REQ-94")
def test_a_view_is_recorded_by_person_agency_and_child() -> None:
    STORY.when(says(HEALTH_VISITOR, PLAN)).then(
        ViewGiven(HEALTH_VISITOR, HEALTH, ISLA, PLAN, written=False)
    )


@pytest.mark.req("REQ-94")
@pytest.mark.parametrize(("case", "offered"), OFFERED)
def test_kind_and_country_say_which_views_there_are(case: CaseDescribed, offered: set[str]) -> None:
    story = in_session(case)
    for view in ProfessionalView:
        given_view = story.when(says(TEACHER, view))
        assert (given_view.refusal is None) is (view in offered)
        if given_view.refusal is not None:
            given_view.refuses(NotOffered)


@pytest.mark.req("REQ-94")
@pytest.mark.parametrize("recorder", [CHAIR, MINUTE_TAKER, None])
def test_family_supporters_chair_and_minute_taker_have_no_vote(recorder: object) -> None:
    for id in (MOTHER, UNCLE, SUPPORTER, CHAIR, MINUTE_TAKER):
        for written in (True, False):
            step = says(id, PLAN, written=written)
            sender = as_(id) if recorder is None else as_(CHAIR)
            STORY.when(step, by=sender).refuses(NotPermitted)


@pytest.mark.req("REQ-94")
def test_the_list_of_views_holds_each_once_and_the_last_said() -> None:
    story = given(
        STORY,
        says(HEALTH_VISITOR, NO_VIEW),
        says(TEACHER, NO_PLAN, written=True),
        says(HEALTH_VISITOR, PLAN),
        says(HEALTH_VISITOR, NO_PLAN, BUMP),
    )
    rows = decision_record(story.state).views
    assert [(r.participant_id, r.agency, r.written, r.views) for r in rows] == [
        (HEALTH_VISITOR, HEALTH, False, ((ISLA, PLAN), (BUMP, NO_PLAN))),
        (TEACHER, "education", True, ((ISLA, NO_PLAN),)),
    ]


def test_chair_and_minute_taker_put_down_what_a_professional_says() -> None:
    for recorder in (CHAIR, MINUTE_TAKER):
        STORY.when(says(TEACHER, PLAN, put_down_by=recorder)).then(
            ViewGiven(TEACHER, "education", ISLA, PLAN, written=False)
        )


def test_nobody_speaks_for_another_professional() -> None:
    STORY.when(says(TEACHER, PLAN, put_down_by=SOCIAL_WORKER)).refuses(NotPermitted)
    STORY.when(says(TEACHER, PLAN, put_down_by=MOTHER)).refuses(NotPermitted)


def test_who_is_not_there_is_not_heard_but_read() -> None:
    STORY.when(says(OFFICER, PLAN, put_down_by=CHAIR)).refuses(WrongStanding)
    STORY.when(says(OFFICER, PLAN, written=True, put_down_by=CHAIR)).then(
        ViewGiven(OFFICER, POLICE, ISLA, PLAN, written=True)
    )


def test_no_view_is_spoken_in_a_pause_or_put_down_by_who_has_gone() -> None:
    given(STORY, pause()).when(says(TEACHER, PLAN)).refuses(WrongPhase)
    assert given(STORY, pause()).when(says(TEACHER, PLAN, written=True)).happened
    gone = given(STORY, go(MINUTE_TAKER))
    outside = replace(as_(MINUTE_TAKER), leg_id=None)
    gone.when(says(TEACHER, PLAN), by=outside).refuses(WrongStanding)


@pytest.mark.parametrize("id", [CHAIR, MINUTE_TAKER, TEACHER])
def test_a_strange_device_gives_no_view_and_puts_none_down(id: object) -> None:
    owner = next(person for person in CASE_ROLES if person == id)
    at = replace(as_(owner), leg_id=FLAT)
    story = given(STORY, (Join(FLAT, LegKind.BROWSER, device_of(FLAT), signed_in=False), at))
    story.when(says(TEACHER, PLAN, written=True), by=at).refuses(NotPermitted)


def test_a_link_without_a_connection_gives_no_view() -> None:
    nowhere = replace(as_(TEACHER), leg_id=None)
    STORY.when(says(TEACHER, PLAN, written=True), by=nowhere).refuses(NotPermitted)


def test_nobody_unknown_is_asked_and_of_no_unknown_child() -> None:
    STORY.when(says(TEACHER, PLAN, ChildId(named(0xC_1099)))).refuses(UnknownChild)
    strangers = GiveView(STRANGER, ISLA, PLAN, written=True), as_(CHAIR)
    STORY.when(strangers).refuses(UnknownParticipant)


def test_a_professional_who_speaks_for_no_agency_is_not_asked() -> None:
    seats = tuple(seat for seat in INITIAL.seats if seat.participant_id != TEACHER)
    in_session(replace(INITIAL, seats=seats)).when(says(TEACHER, PLAN)).refuses(NotPermitted)


def test_once_a_child_is_decided_for_views_on_that_child_stand() -> None:
    story = given(deciding(INITIAL), settle())
    story.when(says(TEACHER, NO_PLAN)).refuses(WrongPhase)
    assert story.when(says(TEACHER, NO_PLAN, BUMP)).happened


def test_a_view_of_each_agency_that_takes_part_is_needed_before_the_decision() -> None:
    story = given(in_session(INITIAL), turn_to(DECISION), says(SOCIAL_WORKER, PLAN))
    assert story.when(settle()).refusal
    heard = given(story, says(HEALTH_VISITOR, PLAN), says(TEACHER, NO_VIEW))
    assert heard.when(settle()).happened
