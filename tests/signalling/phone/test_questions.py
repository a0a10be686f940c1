"""Who is with you, by keys 1 and 2."""

from itertools import product

import pytest

from signalling.phone.acts import Answer, AskToSpeak, Settled
from tests.signalling.phone.on_the_line import OnTheLine, inside, waiting

ASKED = [
    "en/ask-safe",
    "en/ask-alone",
    "en/ask-others",
    "en/ask-child",
    "en/ask-loudspeaker",
    "en/ask-recording",
]
ALL_CLEAR = ("1", "1", "2", "2", "2", "1")


def asked() -> OnTheLine:
    caller = OnTheLine()
    caller.enter()
    caller.sees(waiting(answers_needed=True))
    caller.wait_until_quiet()
    return caller


def answers_of(caller: OnTheLine) -> list[Answer]:
    return [act for act in caller.wanted if isinstance(act, Answer)]


@pytest.mark.req("REQ-32", partial="phone")
def test_six_questions_are_asked_one_at_a_time() -> None:
    caller = asked()
    for digit in ALL_CLEAR:
        caller.press(digit)
        caller.wait_until_quiet()
    assert [clip for clip in caller.heard if clip in ASKED] == ASKED


def test_the_usual_answers_are_all_clear() -> None:
    caller = asked()
    caller.press(*ALL_CLEAR)
    assert answers_of(caller) == [
        Answer(
            alone=True,
            others_can_hear=False,
            child_can_hear=False,
            headphones=True,
            safe_to_talk=True,
            will_not_record=True,
        )
    ]


@pytest.mark.parametrize("keys", list(product("12", repeat=6)))
def test_the_caller_hears_the_same_whatever_is_pressed(keys: tuple[str, ...]) -> None:
    caller, usual = asked(), asked()
    for one, other in zip(keys, ALL_CLEAR, strict=True):
        caller.press(one)
        usual.press(other)
    caller.wait(30)
    usual.wait(30)
    assert caller.heard == usual.heard
    assert caller.heard_at == usual.heard_at
    assert len(answers_of(caller)) == 1


def test_without_a_key_the_question_is_asked_again() -> None:
    caller = asked()
    caller.wait(25)
    assert caller.heard.count("en/ask-safe") >= 3


def test_a_key_answers_before_the_question_is_at_its_end() -> None:
    caller = OnTheLine()
    caller.enter()
    caller.sees(waiting(answers_needed=True))
    caller.press(*ALL_CLEAR, gap=0.05)
    assert len(answers_of(caller)) == 1


def test_hash_says_the_question_again_and_its_keys() -> None:
    caller = asked()
    caller.press("1")
    mark = caller.mark
    caller.press("#")
    caller.wait(5)
    assert caller.since(mark) == ["en/ask-alone", "en/yes-or-no"]


@pytest.mark.req("REQ-39", partial="phone")
def test_the_questions_come_again_when_they_are_needed_again() -> None:
    caller = asked()
    caller.press(*ALL_CLEAR)
    caller.told(Settled(answers_of(caller)[0], is_done=True))
    caller.sees(waiting())
    caller.sees(inside())
    mark = caller.mark
    caller.sees(inside(paused=True, answers_needed=True))
    caller.wait_until_quiet()
    assert caller.since(mark)[-3:] == ["en/paused", "en/questions-again", "en/ask-safe"]
    caller.press(*ALL_CLEAR)
    assert len(answers_of(caller)) == 2


def test_answers_that_were_not_taken_are_asked_for_again() -> None:
    caller = asked()
    caller.press(*ALL_CLEAR)
    mark = caller.mark
    caller.told(Settled(answers_of(caller)[0], is_done=False))
    caller.wait(5)
    caller.wait_until_quiet()
    assert "en/ask-safe" in caller.since(mark)


def test_a_view_of_before_the_answers_arrived_asks_nothing_twice() -> None:
    caller = asked()
    caller.press(*ALL_CLEAR)
    mark = caller.mark
    caller.sees(waiting(answers_needed=True))
    caller.wait_until_quiet()
    assert "en/ask-safe" not in caller.since(mark)


def test_asking_to_speak_works_during_the_questions() -> None:
    caller = asked()
    caller.press("5")
    caller.wait(3)
    assert caller.wanted[-1] == AskToSpeak()
    assert caller.heard[-1] == "en/asked-to-speak"
    caller.wait(15)
    assert caller.heard[-2:] == ["en/ask-safe", "en/yes-or-no"]


def test_a_new_question_that_crossed_the_answers_is_asked_all_the_same() -> None:
    """The view that asks again looks like the one before, and is not sent a second time."""
    caller = asked()
    caller.press(*ALL_CLEAR)
    caller.told(Settled(answers_of(caller)[0], is_done=True))
    mark = caller.mark
    caller.wait(10)
    assert "en/ask-safe" in caller.since(mark)
