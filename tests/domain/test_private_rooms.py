"""Private rooms: sound and picture within each, none across, and no way round the door."""

import pytest

from app.domain.commands import SERVICE, NotePlanApplied
from app.domain.conduct_panels import ConductPanel
from app.domain.errors import (
    AnswersNeeded,
    KeptApart,
    WrongStanding,
    WrongZone,
)
from app.domain.halting.events import (
    CameFromAside,
    MovedAside,
)
from app.domain.hearing import could_hear
from app.domain.people import side_of
from app.domain.routing import media_plan
from app.domain.views import AsideView, InsideView, WaitingView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    OFFICE,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    UNCLE,
    WORKSHOP,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    ends_of,
    given,
    hears,
    is_dark,
)
from tests.domain.signal_steps import (
    aside,
    bring,
)
from tests.domain.steps import (
    admit,
    answer,
    begin,
    confirm,
    exclude,
    hold,
    join,
    restate,
    sealed,
    write,
)


def panel(story: Story) -> ConductPanel:
    shown = story.view(OFFICE).panel
    assert shown is not None
    return shown.conduct


TIME_OUT = given(WITHOUT_HIM_THERE, aside(KITCHEN, MOTHER), aside(SCHOOL, MOTHER))


@pytest.mark.req("REQ-70", partial="pages")
def test_two_in_a_private_room_hear_each_other_and_the_others_go_on() -> None:
    given(WITHOUT_HIM_THERE).when(aside(KITCHEN, MOTHER)).then(MovedAside(KITCHEN, MOTHER))
    assert hears(TIME_OUT, KITCHEN, SCHOOL)
    assert hears(TIME_OUT, FLAT, OFFICE)
    crossing = {
        flow
        for flow in media_plan(TIME_OUT.state)
        if (flow.source in {KITCHEN, SCHOOL}) != (flow.sink in {KITCHEN, SCHOOL})
    }
    assert crossing == set()


def test_a_private_room_shows_its_people_and_nothing_of_the_conference() -> None:
    screen = TIME_OUT.view(KITCHEN).screen
    assert isinstance(screen, AsideView)
    assert {person.participant_id for person in screen.people} == {MOTHER, TEACHER}
    others = TIME_OUT.view(FLAT).screen
    assert isinstance(others, InsideView)
    assert not {MOTHER, TEACHER} & {person.participant_id for person in others.people}


def test_whoever_comes_back_has_answered_anew() -> None:
    TIME_OUT.when(bring(KITCHEN)).refuses(AnswersNeeded)
    back = TIME_OUT.and_then(answer(MOTHER)).when(bring(KITCHEN)).then(CameFromAside(KITCHEN))
    assert hears(back, KITCHEN, OFFICE)
    assert not hears(back, KITCHEN, SCHOOL)


def test_a_kept_apart_pair_never_shares_a_private_room() -> None:
    uncle = given(TIME_OUT, join(UNCLE), answer(UNCLE), confirm(UNCLE, WORKSHOP))
    uncle.when(aside(WORKSHOP, MOTHER)).refuses(KeptApart)
    inside = uncle.and_then(admit(UNCLE), answer(MOTHER))
    inside.when(bring(KITCHEN)).refuses(KeptApart)


def test_whoever_is_put_out_is_put_out_of_a_private_room() -> None:
    assert is_dark(TIME_OUT.and_then(exclude(MOTHER)), KITCHEN)
    WITHOUT_HIM_THERE.and_then(exclude(MOTHER)).when(aside(KITCHEN, MOTHER)).refuses(WrongStanding)


def test_a_room_that_somebody_has_joined_since_is_dark() -> None:
    moved = given(IN_SESSION, aside(CIVIC_CENTRE, FATHER), aside(KITCHEN, FATHER))
    assert hears(moved, KITCHEN, CIVIC_CENTRE)
    joined = moved.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, TEACHER))
    assert is_dark(joined, CIVIC_CENTRE)


def test_a_seal_leaves_a_private_room_alone_and_lets_nobody_back_who_may_not() -> None:
    alone = given(TIME_OUT, answer(TEACHER), bring(SCHOOL), hold(FLAT))
    closed = alone.and_then(begin(CLOSED_PART), sealed(CLOSED_PART), answer(MOTHER))
    assert closed.state.leg(KITCHEN).zone == side_of(MOTHER)
    assert closed.when(bring(KITCHEN)).refusal is not None


def test_the_chair_meets_a_parent_before_it_begins() -> None:
    talk = given(EVERYBODY_WAITS, confirm(MOTHER, KITCHEN), aside(KITCHEN, MOTHER))
    both = talk.and_then(aside(OFFICE, MOTHER))
    assert ends_of(media_plan(both.state)) == {KITCHEN, OFFICE}
    after = both.and_then(bring(KITCHEN), bring(OFFICE))
    assert media_plan(after.state) == frozenset()
    assert after.view(KITCHEN).screen == WaitingView(None, answers_needed=True)


def test_the_chair_does_not_leave_a_conference_that_goes_on() -> None:
    WITHOUT_HIM_THERE.when(aside(OFFICE, MOTHER)).refuses(WrongZone)


def test_whoever_is_in_a_private_room_is_not_let_in_twice() -> None:
    TIME_OUT.when(admit(MOTHER)).refuses(WrongZone)
    second = TIME_OUT.and_then(join(MOTHER, WORKSHOP), answer(MOTHER, leg=WORKSHOP))
    known = second.and_then(confirm(MOTHER, WORKSHOP))
    known.when(aside(WORKSHOP, FATHER)).refuses(WrongZone)


def test_what_is_said_in_a_private_room_is_no_part_of_the_conference() -> None:
    applied = (NotePlanApplied(TIME_OUT.state.version), SERVICE)
    [line] = could_hear(given(TIME_OUT, applied, write(speaker=FATHER)).log)
    assert {CHAIR, FATHER} <= line.heard
    assert not {MOTHER, TEACHER} & (line.heard | line.heard_in_part)
