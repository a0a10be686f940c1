"""Before anybody is known: language and PIN, and nothing of what the call is about."""

import pytest

from app.pages.catalogue import load
from signalling.phone.acts import CheckPin, PinAnswer, TryLater
from tests.signalling.phone.on_the_line import PIN, OnTheLine

TELLING = ("conference", "council", "child", "chair", "cynhadledd", "cyngor", "plentyn", "cadeir")


def test_a_caller_is_greeted_in_both_languages() -> None:
    caller = OnTheLine()
    caller.wait_until_quiet()
    assert caller.heard[:4] == [
        "en/greeting",
        "en/choose-language",
        "cy/greeting",
        "cy/choose-language",
    ]


@pytest.mark.parametrize(("key", "language"), [("1", "en"), ("2", "cy")])
def test_one_key_chooses_the_language_of_all_that_follows(key: str, language: str) -> None:
    caller = OnTheLine()
    caller.press(key)
    mark = caller.mark
    caller.give_pin()
    caller.wait_until_quiet()
    said = caller.since(mark)
    assert f"{language}/welcome" in said
    assert all(clip.startswith(f"{language}/") for clip in said)


def test_any_other_key_asks_for_the_language_again() -> None:
    caller = OnTheLine()
    caller.press("7")
    caller.wait_until_quiet()
    assert caller.heard[-4:] == [
        "en/greeting",
        "en/choose-language",
        "cy/greeting",
        "cy/choose-language",
    ]


def test_ten_digits_are_a_pin() -> None:
    caller = OnTheLine()
    caller.press("1", *PIN)
    assert caller.wanted == [CheckPin(PIN)]


def test_a_star_begins_the_pin_anew() -> None:
    caller = OnTheLine()
    caller.press("1", "9", "9", "*", *PIN)
    assert caller.wanted == [CheckPin(PIN)]


def test_a_pin_that_is_too_short_is_checked_like_any_other() -> None:
    caller = OnTheLine()
    caller.press("1", "9", "#")
    assert caller.wanted == [CheckPin("9")]


def test_f11_one_wrong_digit_does_not_end_the_call() -> None:
    caller = OnTheLine()
    caller.enter(answer=PinAnswer.WRONG)
    caller.give_pin(answer=PinAnswer.WRONG)
    caller.wait_until_quiet()
    assert not caller.hung_up
    caller.give_pin()
    caller.wait_until_quiet()
    assert caller.heard.count("en/pin-wrong") == 2
    assert "en/welcome" in caller.heard


def test_three_wrong_pins_end_the_call_with_kind_words() -> None:
    caller = OnTheLine()
    caller.enter(answer=PinAnswer.WRONG)
    caller.give_pin(answer=PinAnswer.WRONG)
    caller.give_pin(answer=PinAnswer.WRONG)
    assert caller.hung_up
    assert caller.heard[-2:] == ["en/pin-goodbye", "en/goodbye"]
    mark = caller.mark
    caller.press(*PIN)
    assert caller.since(mark) == []
    assert caller.wanted == [CheckPin(PIN)] * 3


@pytest.mark.parametrize("answer", [PinAnswer.NOT_OPEN, PinAnswer.TOO_MANY])
def test_after_a_right_pin_it_is_said_plainly_why_it_is_no_use_now(answer: PinAnswer) -> None:
    caller = OnTheLine()
    caller.enter(answer=answer)
    assert caller.heard[-2] == f"en/pin-{answer}"
    assert caller.hung_up


def test_a_call_that_nobody_speaks_to_ends() -> None:
    caller = OnTheLine()
    caller.wait(120)
    assert caller.heard.count("en/choose-language") == 3
    assert caller.hung_up


def test_a_silent_caller_is_asked_for_the_pin_again() -> None:
    caller = OnTheLine()
    caller.press("1")
    caller.wait(15)
    assert caller.heard.count("en/pin-please") == 2


def test_whoever_takes_a_call_of_ours_may_say_that_it_is_a_bad_time() -> None:
    caller = OnTheLine(is_ours=True)
    caller.press("1")
    caller.wait_until_quiet()
    assert caller.heard[-1] == "en/later-star"
    caller.press("*")
    assert caller.wanted == [TryLater()]
    assert caller.hung_up


def test_in_a_call_to_us_a_star_hangs_nothing_up() -> None:
    caller = OnTheLine()
    caller.press("1", "*")
    assert caller.wanted == []
    assert not caller.hung_up


@pytest.mark.req("REQ-61", partial="phone")
@pytest.mark.parametrize("is_ours", [True, False])
def test_nothing_tells_what_the_call_is_about_before_the_pin(is_ours: bool) -> None:  # noqa: FBT001  a case of the table
    caller = OnTheLine(is_ours=is_ours, is_again=True)
    caller.press("8")
    caller.wait_until_quiet()
    caller.enter(answer=PinAnswer.WRONG)
    caller.press("*", "3")
    caller.wait_until_quiet()
    caller.press("#")
    caller.wait(60)
    words = [load(clip[:2]).words[f"phone.{clip[3:]}"] for clip in caller.heard]
    assert len(set(caller.heard)) > 6
    assert not [word for word in words if any(part in str(word).lower() for part in TELLING)]
    assert caller.inside == []
