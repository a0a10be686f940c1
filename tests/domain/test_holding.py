"""On hold: connected, hearing nothing, for now."""

from app.domain.commands import HoldLeg
from app.domain.errors import (
    AnswersNeeded,
    ChairAway,
    NotInAudience,
    NotPermitted,
    StaleCommand,
    WrongZone,
)
from app.domain.events import HoldReleased, LegHeld
from app.domain.people import Notice
from app.domain.views import WaitingView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    MOTHERS_VIEWS,
    OFFICE,
    OVERHEARD,
    SOCIAL_WORKER,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    as_seen,
    given,
    is_dark,
    standing_of,
)
from tests.domain.steps import (
    answer,
    ask,
    begin,
    bring_back,
    drop,
    hold,
    join,
    pause,
    release,
    restart,
    restate,
    sealed,
)

HELD = given(IN_SESSION, hold(KITCHEN, 5))


def test_a_held_person_hears_nothing_and_is_told_for_how_long() -> None:
    given(IN_SESSION).when(hold(KITCHEN, 5)).then(LegHeld(KITCHEN, 5))
    assert is_dark(HELD, KITCHEN)
    assert HELD.view(KITCHEN).screen == WaitingView(Notice("held", 5), answers_needed=False)


def test_the_others_go_on_without_the_held_person() -> None:
    assert not is_dark(HELD, CIVIC_CENTRE)


def test_a_release_lets_them_hear_again() -> None:
    after = HELD.when(release(KITCHEN)).then(HoldReleased(KITCHEN))
    assert not is_dark(after, KITCHEN)


def test_only_somebody_inside_is_held() -> None:
    given(EVERYBODY_WAITS).when(hold(KITCHEN)).refuses(WrongZone)
    HELD.when(hold(KITCHEN)).refuses(WrongZone)
    given(IN_SESSION).when(release(KITCHEN)).refuses(WrongZone)


def test_the_chair_is_never_held_not_even_with_her_room() -> None:
    given(IN_SESSION).when(hold(OFFICE)).refuses(NotPermitted)
    there = given(IN_SESSION, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, CHAIR))
    there.when(hold(CIVIC_CENTRE)).refuses(NotPermitted)


def test_a_release_needs_answers_that_still_count() -> None:
    HELD.and_then(ask(KITCHEN)).when(release(KITCHEN)).refuses(AnswersNeeded)
    assert not is_dark(HELD.and_then(ask(KITCHEN), answer(MOTHER), release(KITCHEN)), KITCHEN)


def test_a_release_accepts_only_the_answers_that_the_chair_has_seen() -> None:
    after = HELD.and_then(answer(MOTHER, OVERHEARD))
    after.when(as_seen(HELD, release(KITCHEN))).refuses(StaleCommand)
    assert not is_dark(after.and_then(release(KITCHEN)), KITCHEN)


def test_a_release_from_before_a_second_hold_does_not_count() -> None:
    again = HELD.and_then(release(KITCHEN), hold(KITCHEN))
    again.when(as_seen(HELD, release(KITCHEN))).refuses(StaleCommand)


def test_nobody_is_released_while_the_chair_is_away() -> None:
    HELD.and_then(drop(OFFICE)).when(release(KITCHEN)).refuses(ChairAway)


def test_nobody_is_released_into_a_section_that_is_not_for_them() -> None:
    held = given(IN_SESSION, hold(KITCHEN), drop(CIVIC_CENTRE))
    closed = held.and_then(begin(CLOSED_PART), sealed(CLOSED_PART))
    closed.when(release(KITCHEN)).refuses(WrongZone, NotInAudience)
    assert is_dark(closed, KITCHEN)


def test_a_held_person_stays_held_through_a_seal_that_they_may_stay_for() -> None:
    story = given(WITHOUT_HIM_THERE, hold(KITCHEN), begin(MOTHERS_VIEWS), sealed(MOTHERS_VIEWS))
    assert is_dark(story, KITCHEN)
    assert not is_dark(story.and_then(release(KITCHEN)), KITCHEN)


def test_a_held_person_who_drops_is_not_brought_back_by_the_one_tap() -> None:
    back = HELD.and_then(drop(KITCHEN), join(MOTHER), answer(MOTHER), bring_back())
    assert is_dark(back, KITCHEN)
    assert MOTHER not in back.state.was_in


def test_a_restart_does_not_release_anybody() -> None:
    back = HELD.and_then(restart(), join(CHAIR), answer(CHAIR), join(MOTHER), answer(MOTHER))
    after = back.and_then(bring_back())
    assert is_dark(after, KITCHEN)
    assert standing_of(after, MOTHER) == "waiting"


def test_a_second_device_of_a_held_person_stays_in_the_lobby() -> None:
    story = HELD.and_then(join(MOTHER, FLAT), answer(MOTHER, leg=FLAT), bring_back())
    assert is_dark(story, FLAT)


def test_a_pause_releases_nobody() -> None:
    assert is_dark(HELD.and_then(pause()), KITCHEN)


def test_only_the_chair_holds() -> None:
    given(IN_SESSION).when((HoldLeg(KITCHEN, None), FATHER)).refuses(NotPermitted)
