"""Whoever has to be out of a part chooses: to wait on the line, or to be rung back."""

import pytest

from signalling.phone.acts import Cut, RingMeBack, Settled
from tests.signalling.phone.on_the_line import aside, let_in, person, waiting


@pytest.mark.req("REQ-62", partial="phone")
def test_whoever_is_put_out_is_told_why_how_long_and_may_choose_to_be_rung() -> None:
    caller = let_in()
    mark = caller.mark
    caller.told(Cut())
    caller.sees(waiting("excluded", 12, may_be_rung=True))
    caller.wait_until_quiet()
    said = caller.since(mark)
    assert said[-3:] == ["en/excluded", "en/minutes-15", "en/choose-call-back"]
    caller.press("1")
    assert caller.wanted[-1] == RingMeBack()
    caller.told(Settled(RingMeBack(), is_done=True))
    assert caller.hung_up
    assert "en/call-back-goodbye" in caller.heard


def test_the_questions_wait_while_key_1_means_to_be_rung() -> None:
    caller = let_in()
    caller.sees(waiting("excluded", may_be_rung=True, answers_needed=True))
    caller.wait(15)
    assert "en/ask-safe" not in caller.heard
    caller.press("1")
    assert caller.wanted[-1] == RingMeBack()
    caller.told(Settled(RingMeBack(), is_done=False))
    caller.wait(8)
    assert caller.heard[-1] == "en/ask-safe"


def test_the_time_to_choose_begins_once_it_has_been_said_what_can_be_chosen() -> None:
    caller = let_in()
    caller.says_a_clip_in = 12.0
    caller.sees(waiting("excluded", may_be_rung=True, answers_needed=True))
    caller.wait(2 * 12 + 14)
    assert "en/questions-begin" not in caller.heard
    caller.press("1")
    assert caller.wanted[-1] == RingMeBack()


def test_questions_that_are_being_asked_give_way_to_the_choice() -> None:
    caller = let_in()
    caller.sees(aside(person("supporter"), answers_needed=True))
    caller.wait(7)
    assert caller.heard[-1] == "en/ask-safe"
    caller.sees(waiting("excluded", may_be_rung=True, answers_needed=True))
    caller.wait(6)
    caller.press("1")
    assert caller.wanted[-1] == RingMeBack()


def test_whoever_does_not_choose_is_asked_after_a_while() -> None:
    caller = let_in()
    caller.sees(waiting("excluded", may_be_rung=True, answers_needed=True))
    caller.wait_until_quiet()
    caller.wait(20)
    assert caller.heard[-1] == "en/ask-safe"


def test_whoever_chooses_to_wait_is_asked_at_once() -> None:
    caller = let_in()
    caller.sees(waiting("excluded", may_be_rung=True, answers_needed=True))
    caller.wait(8)
    caller.press("2")
    caller.wait(6)
    assert caller.heard[-3:] == ["en/stay-on-line", "en/questions-begin", "en/ask-safe"]


def test_whoever_may_not_be_rung_is_not_offered_it() -> None:
    caller = let_in()
    caller.sees(waiting("excluded", 12))
    caller.wait_until_quiet()
    caller.press("1")
    assert RingMeBack() not in caller.wanted
    assert "en/choose-call-back" not in caller.heard
