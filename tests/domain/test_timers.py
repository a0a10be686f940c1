"""What the service owes the conference, and when."""

from app.domain.commands import SERVICE, AskAgain, Close, DropLegs, NoteLost, NoteReturned
from app.domain.ids import MINUTE, SECOND
from app.domain.timers import next_due
from tests.domain.people import CHAIR, CIVIC_CENTRE, KITCHEN, MOTHER, OFFICE, TABLET
from tests.domain.scenario import (
    BOOKED,
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    Story,
    given,
)
from tests.domain.steps import (
    answer,
    ask,
    drop,
    join,
)


def test_nothing_is_owed_before_anybody_is_there() -> None:
    assert next_due(Story().state) is None
    assert next_due(BOOKED.state) is None
    assert next_due(LOBBY_OPEN.state) is None


def test_nothing_is_owed_after_the_end() -> None:
    lost = given(IN_SESSION, (NoteLost(KITCHEN), SERVICE), (Close(), CHAIR))
    assert next_due(lost.state) is None


def test_a_lost_leg_is_dropped_when_its_time_has_run_out() -> None:
    lost = given(IN_SESSION, (NoteLost(KITCHEN), SERVICE))
    due = next_due(lost.state)
    assert due == (lost.now + 3 * SECOND, DropLegs(frozenset({KITCHEN}), "socket"))


def test_a_leg_that_returned_is_not_dropped() -> None:
    back = given(IN_SESSION, (NoteLost(KITCHEN), SERVICE), (NoteReturned(KITCHEN), SERVICE))
    due = next_due(back.state)
    assert due is not None
    assert isinstance(due[1], AskAgain)


def test_the_first_that_was_lost_is_dropped_first() -> None:
    lost = given(IN_SESSION, (NoteLost(KITCHEN), SERVICE), (NoteLost(OFFICE), SERVICE))
    due = next_due(lost.state)
    assert due is not None
    assert due[1] == DropLegs(frozenset({KITCHEN}), "socket")


def test_everybody_is_asked_again_when_their_answers_go_stale() -> None:
    story = given(EVERYBODY_WAITS, drop(*EVERYBODY_WAITS.state.legs), join(MOTHER), answer(MOTHER))
    assert next_due(story.state) == (story.now + 45 * MINUTE, AskAgain(KITCHEN))


def test_whoever_was_asked_again_is_not_asked_twice() -> None:
    story = given(LOBBY_OPEN, join(CHAIR), join(MOTHER), answer(MOTHER), ask(KITCHEN))
    assert next_due(story.state) is None
    again = story.and_then(answer(MOTHER))
    assert next_due(again.state) == (again.now + 45 * MINUTE, AskAgain(KITCHEN))


def test_what_is_owed_can_be_done_and_is_then_no_longer_owed() -> None:
    story = IN_SESSION
    for _ in story.state.legs:
        due = next_due(story.state)
        if due is not None:
            story = story.and_then((due[1], SERVICE))
    assert next_due(story.state) is None
    assert not story.state.leg(TABLET).answers


def test_a_room_is_asked_like_everybody_else() -> None:
    others = set(EVERYBODY_WAITS.state.legs) - {CIVIC_CENTRE}
    story = given(EVERYBODY_WAITS, drop(*others))
    due = next_due(story.state)
    assert due is not None
    assert due[1] == AskAgain(CIVIC_CENTRE)
