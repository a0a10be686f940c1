"""Edges of the rules of private rooms that are told elsewhere."""

from app.domain.commands import SERVICE, NoteLost
from app.domain.errors import IdentityNeeded, WrongZone
from app.domain.people import side_of
from app.domain.routing import media_plan
from app.domain.views import AsideView
from tests.domain.people import (
    CIVIC_CENTRE,
    FATHER,
    KITCHEN,
    MOTHER,
    SCHOOL,
    SOCIAL_WORKER,
    TABLET,
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
    plan_safety,
)
from tests.domain.steps import (
    answer,
    confirm,
    exclude,
    join,
    pause,
    readmit,
)

PLANNED = given(WITHOUT_HIM_THERE, plan_safety(MOTHER))


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
