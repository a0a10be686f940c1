"""Two who may never meet: whoever asks, they are not in one place, plan, list or view."""

from dataclasses import replace

import pytest

from app.domain.errors import KeptApart
from app.domain.ids import LegId, ParticipantId
from app.domain.people import TextRef
from app.domain.views import InsideView
from tests.domain.people import (
    BOOKING,
    CIVIC_CENTRE,
    KITCHEN,
    MOTHER,
    NAMES,
    SOCIAL_WORKER,
    UNCLE,
    WORKSHOP,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    Story,
    given,
    hears,
    is_dark,
)
from tests.domain.steps import (
    Step,
    admit,
    answer,
    bring_back,
    confirm,
    drop,
    exclude,
    hold,
    join,
    open_conference,
    pause,
    readmit,
    refuse,
    release,
    restate,
)

UNCLE_WAITS = given(IN_SESSION, join(UNCLE), answer(UNCLE))
MOTHER_GONE = given(UNCLE_WAITS, drop(KITCHEN))


def test_one_is_not_admitted_while_the_other_is_inside() -> None:
    UNCLE_WAITS.when(admit(UNCLE)).refuses(KeptApart)


def test_one_is_not_admitted_while_the_other_is_held() -> None:
    UNCLE_WAITS.and_then(hold(KITCHEN)).when(admit(UNCLE)).refuses(KeptApart)


def test_one_is_admitted_once_the_other_is_out() -> None:
    assert not is_dark(MOTHER_GONE.and_then(admit(UNCLE)), WORKSHOP)
    assert not is_dark(UNCLE_WAITS.and_then(exclude(MOTHER), admit(UNCLE)), WORKSHOP)


def test_one_is_not_brought_back_while_the_other_is_inside() -> None:
    swapped = UNCLE_WAITS.and_then(exclude(MOTHER), admit(UNCLE), answer(MOTHER))
    swapped.when(readmit(MOTHER)).refuses(KeptApart)


def test_one_is_not_admitted_while_the_other_is_stated_in_a_room_inside() -> None:
    """Dark or not: they would meet as soon as the room is heard."""
    story = given(MOTHER_GONE, restate(CIVIC_CENTRE, SOCIAL_WORKER, MOTHER))
    assert is_dark(story, CIVIC_CENTRE)
    story.when(admit(UNCLE)).refuses(KeptApart)


def test_nobody_is_admitted_in_a_room_with_both() -> None:
    story = given(MOTHER_GONE, restate(CIVIC_CENTRE, SOCIAL_WORKER, MOTHER, UNCLE))
    story.when(admit(MOTHER, CIVIC_CENTRE)).refuses(KeptApart)


def test_no_host_lets_them_meet() -> None:
    story = MOTHER_GONE.and_then(admit(UNCLE), restate(CIVIC_CENTRE, SOCIAL_WORKER, MOTHER))
    assert is_dark(story, CIVIC_CENTRE)
    story.when(admit(MOTHER, CIVIC_CENTRE)).refuses(KeptApart)


def test_a_release_does_not_let_them_meet() -> None:
    held = given(UNCLE_WAITS, hold(CIVIC_CENTRE), restate(CIVIC_CENTRE, SOCIAL_WORKER, UNCLE))
    held.when(release(CIVIC_CENTRE)).refuses(KeptApart)


def test_opening_lets_in_neither_of_two_who_are_both_ready() -> None:
    known = (confirm(MOTHER, KITCHEN), confirm(UNCLE, WORKSHOP))
    both = given(EVERYBODY_WAITS, join(UNCLE), answer(UNCLE), *known, open_conference())
    assert is_dark(both, KITCHEN)
    assert is_dark(both, WORKSHOP)


def test_opening_lets_in_the_one_who_is_ready_alone() -> None:
    opened = given(EVERYBODY_WAITS, confirm(MOTHER, KITCHEN), open_conference())
    assert not is_dark(opened, KITCHEN)


def test_the_one_tap_lets_in_neither_of_two_who_were_both_in() -> None:
    one_after_the_other = MOTHER_GONE.and_then(admit(UNCLE), drop(WORKSHOP))
    both = one_after_the_other.and_then(*back(MOTHER), *back(UNCLE))
    tapped = both.and_then(bring_back())
    assert is_dark(tapped, KITCHEN)
    assert is_dark(tapped, WORKSHOP)
    only = one_after_the_other.and_then(*back(MOTHER), bring_back())
    assert not is_dark(only, KITCHEN)


def back(id: ParticipantId) -> tuple[Step, Step]:
    return join(id), answer(id)


def test_they_stay_apart_through_a_pause() -> None:
    UNCLE_WAITS.and_then(pause(), answer(UNCLE)).when(admit(UNCLE)).refuses(KeptApart)


@pytest.mark.req("REQ-58", partial="phone")
def test_who_is_inside_does_not_see_the_other_wait() -> None:
    assert NAMES[UNCLE] not in names_on(UNCLE_WAITS, KITCHEN)
    assert NAMES[MOTHER] not in names_on(MOTHER_GONE.and_then(admit(UNCLE)), WORKSHOP)


def names_on(story: Story, leg: LegId) -> set[TextRef]:
    screen = story.view(leg).screen
    assert isinstance(screen, InsideView)
    return {person.name for person in screen.people}


def test_even_a_log_that_lets_both_in_makes_no_flow_and_shows_no_name_between_them() -> None:
    """The gate holds by itself, whatever the rules before it let through."""
    both = MOTHER_GONE.and_then(admit(UNCLE), *back(MOTHER))
    unaware = replace(both, state=replace(both.state, kept_apart=frozenset()))
    forced = unaware.and_then(admit(MOTHER))
    forced = replace(forced, state=replace(forced.state, kept_apart=BOOKING.kept_apart))
    assert not hears(forced, KITCHEN, WORKSHOP)
    assert not hears(forced, WORKSHOP, KITCHEN)
    assert NAMES[UNCLE] not in names_on(forced, KITCHEN)


def test_refusing_one_tells_the_other_nothing() -> None:
    before, after = UNCLE_WAITS, UNCLE_WAITS.and_then(refuse(UNCLE))
    assert before.view(KITCHEN) == after.view(KITCHEN)
