"""What somebody chooses or tells by key, and that nobody but the chair is shown any of it."""

import pytest

from app.domain.errors import (
    NotPermitted,
    RingingForbidden,
    UnknownLeg,
    UnknownParticipant,
    WrongStanding,
    WrongZone,
)
from app.domain.people import LegKind
from app.domain.telephones.commands import AskCallBack, NotePractice
from app.domain.telephones.events import (
    CallBackChosen,
    Need,
    NeedSettled,
    NeedTold,
    Practice,
    PracticeNoted,
    Progress,
)
from app.domain.telephoning.due import calls_to_place
from app.domain.views import InsideView, View, WaitingView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    GALLERY,
    KITCHEN,
    LIBRARY,
    MOTHER,
    OBSERVER,
    OFFICE,
    OFFICE_STAFF,
    SOCIAL_WORKER,
    STRANGER,
    TABLET,
    UNCLE,
    who,
)
from tests.domain.scenario import IN_SESSION, LOBBY_OPEN, Story, given
from tests.domain.steps import exclude, hold, join, pause, refuse
from tests.domain.telephone_steps import (
    BY_PHONE,
    allow,
    forbid,
    note,
    panel,
    phone,
    place,
    ring,
    settle,
    tell,
    want_call_back,
    withdraw_need,
    wrong_pins,
)


def may_be_rung(story: Story) -> bool:
    screen = story.view(KITCHEN).screen
    return isinstance(screen, WaitingView) and screen.may_be_rung


# ---------------------------------------------------------------- wait, or be rung back (REQ-62)


@pytest.mark.req("REQ-62", partial="phone")
def test_whoever_is_put_out_or_held_by_telephone_may_choose_to_be_rung_back() -> None:
    for out in (exclude(MOTHER), hold(KITCHEN)):
        story = given(BY_PHONE, allow(), out)
        assert may_be_rung(story)
        chosen = story.when(want_call_back()).then(CallBackChosen(MOTHER))
        assert [each.participant_id for each in panel(chosen).call_back_wanted] == [MOTHER]
        chosen.when(want_call_back()).then()


def test_nobody_else_is_offered_it() -> None:
    assert not may_be_rung(given(BY_PHONE, exclude(MOTHER)))
    assert not may_be_rung(given(BY_PHONE, forbid(), exclude(MOTHER)))
    assert not may_be_rung(given(BY_PHONE, allow()))
    assert not may_be_rung(given(IN_SESSION, allow(), exclude(MOTHER)))
    assert not may_be_rung(given(LOBBY_OPEN, *phone(), allow()))
    assert not may_be_rung(given(LOBBY_OPEN, join(CHAIR), *phone(), allow(), refuse(MOTHER)))


def test_the_choice_is_refused_where_the_plan_forbids_it() -> None:
    for story in (given(BY_PHONE, exclude(MOTHER)), given(BY_PHONE, forbid(), exclude(MOTHER))):
        story.when(want_call_back()).refuses(RingingForbidden)


def test_each_chooses_for_themselves_over_their_own_telephone_while_they_are_outside() -> None:
    story = given(BY_PHONE, allow(), exclude(MOTHER))
    story.when((AskCallBack(KITCHEN), FATHER)).refuses(NotPermitted)
    story.when((AskCallBack(KITCHEN), CHAIR)).refuses(NotPermitted)
    given(BY_PHONE, allow()).when(want_call_back()).refuses(WrongZone)
    given(IN_SESSION, allow(), exclude(MOTHER)).when(want_call_back()).refuses(WrongZone)
    given(LOBBY_OPEN, *phone(), allow()).when(want_call_back()).then(CallBackChosen(MOTHER))


def test_the_choice_rings_nobody_by_itself_and_is_over_when_they_are_back() -> None:
    waits = given(BY_PHONE, allow(), exclude(MOTHER), want_call_back())
    assert calls_to_place(waits.state, waits.now) == ()
    back = given(waits, join(MOTHER, LIBRARY, kind=LegKind.PHONE))
    assert panel(back).call_back_wanted == ()


# ---------------------------------------------------------------- needs (keys 8 and 0)


@pytest.mark.req("REQ-59", partial="phone")
@pytest.mark.parametrize("need", Need)
def test_a_need_is_shown_to_the_chair_until_it_is_settled(need: Need) -> None:
    told = BY_PHONE.when(tell(need, KITCHEN, who(MOTHER))).then(NeedTold(MOTHER, need))
    told.when(tell(need, KITCHEN, who(MOTHER))).then()
    assert [(each.participant_id, each.need) for each in panel(told).needs] == [(MOTHER, need)]
    settled = told.when(settle(need)).then(NeedSettled(MOTHER, need))
    assert panel(settled).needs == ()
    settled.when(settle(need)).refuses(WrongStanding)


def test_a_need_is_told_by_whoever_has_the_leg_wherever_they_are() -> None:
    need = Need.TROUBLE_HEARING
    for story in (
        given(BY_PHONE, exclude(MOTHER)),
        given(BY_PHONE, pause()),
        given(LOBBY_OPEN, *phone()),
        IN_SESSION,
    ):
        story.when(tell(need, KITCHEN, who(MOTHER))).then(NeedTold(MOTHER, need))
    quiet = given(LOBBY_OPEN, join(OBSERVER))
    quiet.when(tell(need, GALLERY, who(OBSERVER))).then(NeedTold(OBSERVER, need))
    BY_PHONE.when(tell(need, KITCHEN, who(FATHER))).refuses(NotPermitted)
    BY_PHONE.when(tell(need, KITCHEN, who(MOTHER), for_whom=FATHER)).refuses(NotPermitted)
    BY_PHONE.when(tell(need, LIBRARY, who(MOTHER))).refuses(UnknownLeg)


def test_a_rooms_host_tells_the_need_of_somebody_in_it() -> None:
    host = who(SOCIAL_WORKER, TABLET)
    need = Need.ADMINISTRATOR
    IN_SESSION.when(tell(need, CIVIC_CENTRE, host, FATHER)).then(NeedTold(FATHER, need))
    for somebody in (None, UNCLE, STRANGER):
        IN_SESSION.when(tell(need, CIVIC_CENTRE, host, somebody)).refuses(UnknownParticipant)
    IN_SESSION.when(tell(need, CIVIC_CENTRE, who(FATHER), FATHER)).refuses(NotPermitted)


def test_the_chair_alone_settles_a_need() -> None:
    told = given(BY_PHONE, tell(Need.ADMINISTRATOR, KITCHEN, who(MOTHER)))
    for other in (MOTHER, SOCIAL_WORKER, OFFICE_STAFF):
        told.when(settle(Need.ADMINISTRATOR), by=other).refuses(NotPermitted)
    told.when(settle(Need.TROUBLE_HEARING)).refuses(WrongStanding)


@pytest.mark.req("REQ-59", partial="phone")
def test_whoever_has_told_trouble_hearing_sees_it_and_takes_it_back() -> None:
    told = given(BY_PHONE, tell(Need.TROUBLE_HEARING, KITCHEN, who(MOTHER)))
    screen = told.view(KITCHEN).screen
    assert isinstance(screen, InsideView)
    assert screen.trouble_hearing
    assert [each.participant_id for each in screen.people if each.by_phone] == [MOTHER]
    back = told.when(withdraw_need(Need.TROUBLE_HEARING))
    back.then(NeedSettled(MOTHER, Need.TROUBLE_HEARING))
    assert isinstance(seen := back.view(KITCHEN).screen, InsideView)
    assert not seen.trouble_hearing
    told.when(withdraw_need(Need.TROUBLE_HEARING, SOCIAL_WORKER)).refuses(WrongStanding)


# ---------------------------------------------------------------- practice (REQ-13)


@pytest.mark.req("REQ-13", partial="pages")
def test_what_became_of_the_practice_is_noted_and_shown_to_the_chair() -> None:
    for result in Practice:
        done = BY_PHONE.when((NotePractice(MOTHER, result), OFFICE_STAFF))
        done.then(PracticeNoted(MOTHER, result))
        assert [each.result for each in panel(done).practised] == [result]
    BY_PHONE.when((NotePractice(MOTHER, Practice.DONE), MOTHER)).refuses(NotPermitted)
    BY_PHONE.when((NotePractice(STRANGER, Practice.DONE), CHAIR)).refuses(UnknownParticipant)


# ---------------------------------------------------------------- who sees it


def test_whoever_has_trouble_hearing_sees_it_on_their_own_screen_and_nobody_else_does() -> None:
    before = _others(IN_SESSION)
    after = _others(given(IN_SESSION, tell(Need.TROUBLE_HEARING, KITCHEN, who(MOTHER))))
    assert {leg for leg in before if before[leg] != after[leg]} == {KITCHEN}


@pytest.mark.req("REQ-57", partial="phone")
def test_nothing_of_telephones_is_on_any_screen_but_the_chairs() -> None:
    story = IN_SESSION
    views = _others(story)
    for step in (
        allow(UNCLE),
        ring(UNCLE),
        place(UNCLE),
        note(Progress.ANSWERED, UNCLE),
        wrong_pins(UNCLE),
        tell(Need.ADMINISTRATOR, KITCHEN, who(MOTHER)),
        (NotePractice(UNCLE, Practice.DONE), OFFICE_STAFF),
        forbid(FATHER),
    ):
        before = panel(story)
        story = given(story, step)
        assert _others(story) == views
        assert panel(story) != before


def _others(story: Story) -> dict[object, View]:
    return {leg: story.view(leg) for leg in story.state.legs if leg != OFFICE}


def test_the_panel_says_how_far_a_call_has_come() -> None:
    story = given(IN_SESSION, allow(UNCLE), ring(UNCLE))
    seen = [panel(story).calls[0].state]
    assert panel(story).may_ring == ()
    for step in (
        place(UNCLE),
        note(Progress.RINGING, UNCLE),
        note(Progress.ANSWERED, UNCLE),
        note(Progress.LATER, UNCLE),
    ):
        story = given(story, step)
        seen.append(panel(story).calls[0].state)
    assert seen == ["waiting", "calling", "ringing", "answered", "later"]
    assert panel(story).calls[0].attempts == 1
    assert [each.participant_id for each in panel(story).may_ring] == [UNCLE]
