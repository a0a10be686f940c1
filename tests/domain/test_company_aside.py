"""A place of two in private rooms, and on the screens."""

from app.domain.people import MAIN
from app.domain.routing import media_plan
from app.domain.views import Companion, InsideView
from tests.domain.company import AGREED, SIT, TOGETHER_IN, WAITING_TOGETHER
from tests.domain.people import (
    CIVIC_CENTRE,
    FATHER,
    FLAT,
    KITCHEN,
    NAMES,
    OFFICE,
    ROLES,
    SCHOOL,
    TEACHER,
    UNCLE,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    ends_of,
    given,
    hears,
    is_dark,
    standing_of,
)
from tests.domain.signal_steps import aside, bring, check, plan_safety, signal
from tests.domain.steps import (
    admit,
    answer,
    confirm,
    exclude,
    join,
)

# ---------------------------------------------------------------- private rooms


def test_a_place_of_two_goes_into_a_private_room_and_comes_back_together() -> None:
    moved = given(TOGETHER_IN, aside(FLAT, FATHER), aside(SCHOOL, FATHER))
    assert hears(moved, SCHOOL, FLAT)
    assert not hears(moved, OFFICE, FLAT)
    back = given(moved, SIT, bring(FLAT))
    assert hears(back, OFFICE, FLAT)
    assert standing_of(back, UNCLE) == "admitted"


def test_whoever_comes_to_a_place_in_a_private_room_darkens_it() -> None:
    alone = given(WAITING_TOGETHER, answer(FATHER), admit(FATHER))
    moved = given(alone, aside(FLAT, FATHER), aside(SCHOOL, FATHER))
    assert hears(moved, SCHOOL, FLAT)
    assert FLAT not in ends_of(media_plan(given(moved, SIT).state))


def test_excluding_one_of_them_darkens_their_private_room() -> None:
    moved = given(TOGETHER_IN, aside(FLAT, FATHER), aside(SCHOOL, FATHER))
    assert is_dark(given(moved, exclude(UNCLE)), FLAT)


def test_a_silent_signal_from_a_place_of_two_moves_nobody() -> None:
    """Whoever sits there would hear that they are asked: all stay, silent, as in a shared room."""
    planned = given(TOGETHER_IN, plan_safety(FATHER, TEACHER), signal(FATHER), check(FATHER))
    assert planned.state.phase == "paused"
    assert {leg.zone for leg in planned.state.legs.values() if leg.connected} == {MAIN}


# ---------------------------------------------------------------- what is shown


def test_everybody_at_a_place_is_named_with_it() -> None:
    screen = TOGETHER_IN.view(OFFICE).screen
    assert isinstance(screen, InsideView)
    legs = {person.participant_id: person.leg_id for person in screen.people}
    assert legs[FATHER] == legs[UNCLE] == FLAT


def test_the_page_offers_the_agreed_company_by_name_once_the_device_is_known() -> None:
    story = given(EVERYBODY_WAITS, AGREED, join(FATHER))
    stranger = Companion(UNCLE, ROLES[UNCLE], None, here=False)
    assert story.view(FLAT).company == (stranger,)
    known = given(story, SIT, confirm(FATHER, FLAT))
    assert known.view(FLAT).company == (Companion(UNCLE, ROLES[UNCLE], NAMES[UNCLE], here=True),)
    assert known.view(KITCHEN).company == ()
    assert known.view(CIVIC_CENTRE).company == ()


def test_the_chair_sees_who_is_there_and_that_nothing_stops_an_admission() -> None:
    panel = TOGETHER_IN.view(OFFICE).panel
    assert panel is not None
    legs = {p.participant_id: p.legs for p in panel.people}
    (fathers,), (uncles,) = legs[FATHER], legs[UNCLE]
    assert (fathers.leg_id, fathers.company, fathers.exposures) == (FLAT, {UNCLE}, frozenset())
    assert (uncles.leg_id, uncles.company) == (FLAT, {FATHER})
