"""Edges of what the chair, the responder and a copy are told, and of the bytes that are hashed."""

from app.domain.canonical import canonical
from app.domain.commands import SERVICE, NoteLost
from app.domain.conduct.turns import open_signal
from tests.domain.people import FATHER, FLAT, KITCHEN, MOTHER, OFFICE, SCHOOL, TEACHER
from tests.domain.scenario import WITHOUT_HIM_THERE, given
from tests.domain.signal_steps import check, end, phrase, plan_safety, signal
from tests.domain.steps import answer, drop, join, pause

PLANNED = given(WITHOUT_HIM_THERE, plan_safety(MOTHER), plan_safety(FATHER))


def test_letters_are_hashed_as_they_are_written() -> None:
    assert canonical({"b": "Siân", "a": 1}) == '{"a":1,"b":"Siân"}'.encode()


def test_an_open_signal_is_that_persons_own_and_still_open() -> None:
    both = given(PLANNED, signal(FATHER), signal(MOTHER))
    mothers, fathers = open_signal(both.state, MOTHER), open_signal(both.state, FATHER)
    assert mothers is not None
    assert fathers is not None
    assert (mothers.leg_id, fathers.leg_id) == (KITCHEN, FLAT)
    ended = given(both, check(MOTHER), phrase(MOTHER), answer(MOTHER), end(MOTHER))
    assert open_signal(ended.state, MOTHER) is None
    assert open_signal(ended.state, FATHER) is not None


def test_a_pause_is_offered_only_while_the_conference_goes_on() -> None:
    lost = given(WITHOUT_HIM_THERE, (NoteLost(KITCHEN), SERVICE))
    panel, paused = lost.view(OFFICE).panel, given(lost, pause()).view(OFFICE).panel
    assert panel is not None
    assert panel.conduct.offer_pause
    assert paused is not None
    assert not paused.conduct.offer_pause


def test_a_responder_who_waits_outside_is_told_of_no_signal() -> None:
    outside = given(PLANNED, drop(SCHOOL), join(TEACHER), signal(MOTHER))
    assert outside.state.leg(SCHOOL).device in outside.state.participant(TEACHER).identified
    assert outside.view(SCHOOL).responder is None
