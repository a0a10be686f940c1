"""Edges of the rules of private rooms that are told elsewhere."""

from app.domain.commands import SERVICE, NoteLost
from app.domain.errors import ChairAway, IdentityNeeded, WrongStanding, WrongZone
from app.domain.people import MAIN, side_of
from app.domain.routing import media_plan
from app.domain.views import AsideView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    OFFICE,
    SCHOOL,
    SOCIAL_WORKER,
    TABLET,
    TEACHER,
    UNCLE,
    WORKSHOP,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    ends_of,
    given,
    is_dark,
)
from tests.domain.signal_steps import (
    aside,
    bring,
    want_break,
)
from tests.domain.steps import (
    answer,
    confirm,
    exclude,
    join,
    pause,
    readmit,
    refuse,
)


def test_whoever_is_put_out_in_a_private_room_is_brought_from_there_first() -> None:
    there = given(IN_SESSION, pause(), aside(CIVIC_CENTRE, FATHER), exclude(FATHER))
    there.when(readmit(FATHER, CIVIC_CENTRE)).refuses(WrongZone)
    assert is_dark(there, CIVIC_CENTRE)


def test_a_companion_and_a_lost_connection_are_not_moved() -> None:
    paused = given(WITHOUT_HIM_THERE, pause())
    paused.when(aside(TABLET, MOTHER)).refuses(WrongZone)
    lost = given(paused, (NoteLost(KITCHEN), SERVICE))
    lost.when(aside(KITCHEN, MOTHER)).refuses(WrongZone)


def test_a_room_is_moved_only_when_everybody_in_it_is_known() -> None:
    one = given(EVERYBODY_WAITS, confirm(SOCIAL_WORKER, CIVIC_CENTRE))
    one.when(aside(CIVIC_CENTRE, FATHER)).refuses(IdentityNeeded)
    both = given(one, confirm(FATHER, CIVIC_CENTRE), aside(CIVIC_CENTRE, FATHER))
    assert both.state.leg(CIVIC_CENTRE).zone == side_of(FATHER)


def test_two_who_are_kept_apart_may_be_in_two_private_rooms() -> None:
    uncle = given(EVERYBODY_WAITS, join(UNCLE), answer(UNCLE), confirm(UNCLE, WORKSHOP))
    apart = given(uncle, confirm(MOTHER, KITCHEN), aside(KITCHEN, MOTHER), aside(WORKSHOP, FATHER))
    assert apart.state.leg(WORKSHOP).zone == side_of(FATHER)


def test_a_private_room_goes_dark_for_a_place_with_somebody_who_is_put_out() -> None:
    both = given(IN_SESSION, pause(), aside(CIVIC_CENTRE, FATHER), aside(SCHOOL, FATHER))
    assert ends_of(media_plan(both.state)) == {CIVIC_CENTRE, SCHOOL}
    after = given(both, exclude(FATHER))
    assert media_plan(after.state) == frozenset()
    assert not isinstance(after.view(CIVIC_CENTRE).screen, AsideView)


def test_two_private_rooms_hear_nothing_of_each_other() -> None:
    paused = given(WITHOUT_HIM_THERE, pause())
    two = given(paused, aside(KITCHEN, MOTHER), aside(FLAT, FATHER), aside(SCHOOL, FATHER))
    assert ends_of(media_plan(two.state)) == {FLAT, SCHOOL}


def test_what_a_leg_was_told_is_over_when_it_is_moved_into_a_private_room() -> None:
    refused = given(EVERYBODY_WAITS, confirm(MOTHER, KITCHEN), refuse(MOTHER))
    assert refused.state.leg(KITCHEN).notice is not None
    assert given(refused, aside(KITCHEN, MOTHER)).state.leg(KITCHEN).notice is None


def test_whoever_waited_for_a_break_waits_no_more_in_a_private_room() -> None:
    asked = given(WITHOUT_HIM_THERE, want_break(MOTHER), want_break(TEACHER))
    after = given(asked, pause(), aside(KITCHEN, MOTHER))
    assert [each.participant_id for each in after.state.asking.breaks] == [TEACHER]


def test_one_who_is_put_out_keeps_the_whole_room_from_being_moved() -> None:
    put_out = given(IN_SESSION, pause(), exclude(FATHER))
    put_out.when(aside(CIVIC_CENTRE, MOTHER)).refuses(WrongStanding)


def test_nobody_is_brought_from_a_private_room_while_the_chair_is_in_one() -> None:
    """She brings herself back first."""
    away = given(WITHOUT_HIM_THERE, pause(), aside(KITCHEN, MOTHER), aside(OFFICE, MOTHER))
    answered = given(away, answer(MOTHER), answer(CHAIR))
    answered.when(bring(KITCHEN)).refuses(ChairAway)
    assert given(answered, bring(OFFICE), bring(KITCHEN)).state.leg(KITCHEN).zone == MAIN
