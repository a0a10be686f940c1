"""Every key and every pair of keys, wherever a known caller is (REQ-59)."""

from itertools import product

import pytest

from signalling.phone.acts import (
    Act,
    Answer,
    AskForBreak,
    AskToSpeak,
    CallOffice,
    CheckPin,
    Leave,
    ReplyTo,
    SetMute,
    Settled,
    Signal,
    TellTrouble,
)
from tests.signalling.phone.on_the_line import CHAIR, OnTheLine, aside, inside, waiting

KEYS = "1234567890*#"
WISHES: dict[str, Act] = {
    "5": AskToSpeak(),
    "6": SetMute(muted=True),
    "7": AskForBreak(),
    "8": TellTrouble(),
    "0": CallOffice(),
}
PLACES = {"waiting": waiting(), "inside": inside(CHAIR), "aside": aside(CHAIR)}
QUICK, SLOW = 0.2, 3.0


def at(place: str) -> OnTheLine:
    caller = OnTheLine()
    caller.enter()
    caller.sees(PLACES[place])
    caller.wait_until_quiet()
    caller.wanted.clear()
    return caller


def after(place: str, *keys: str, gap: float) -> OnTheLine:
    caller = at(place)
    caller.press(*keys, gap=gap)
    caller.wait(3)
    return caller


@pytest.mark.req("REQ-59", partial="phone")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("gap", [QUICK, SLOW])
@pytest.mark.parametrize(("first", "second"), list(product(KEYS, KEYS)))
def test_every_pair_of_keys_does_what_each_does(
    place: str, gap: float, first: str, second: str
) -> None:
    wanted = [WISHES[key] for key in (first, second) if key in WISHES]
    if first == second == "5" and gap == QUICK:
        wanted = [AskToSpeak(), Signal()]
    if first == second == "9" and gap == QUICK:
        wanted = [Leave()]
    assert after(place, first, second, gap=gap).wanted == wanted


@pytest.mark.parametrize("place", PLACES)
def test_no_key_is_met_with_silence(place: str) -> None:
    for key in KEYS:
        caller = at(place)
        mark = caller.mark
        caller.press(key)
        for act in list(caller.wanted):
            caller.told(Settled(act, is_done=True))
        caller.wait(6)
        assert caller.since(mark), key


def test_keys_one_and_two_without_a_question_say_so() -> None:
    assert after("inside", "1", gap=QUICK).heard[-1] == "en/no-question"
    assert after("inside", "2", gap=QUICK).heard[-1] == "en/no-question"


@pytest.mark.req("REQ-36", partial="phone")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("gap", [0.1, 0.7, 1.4, 1.99])
def test_five_five_sounds_word_for_word_and_moment_for_moment_like_five(
    place: str, gap: float
) -> None:
    one, two = at(place), at(place)
    one.press("5", gap=gap)
    two.press("5", gap=gap)
    two.press("5", gap=0)
    one.wait(60)
    two.wait(60)
    assert two.wanted == [AskToSpeak(), Signal()]
    assert one.wanted == [AskToSpeak()]
    assert (one.heard, one.heard_at) == (two.heard, two.heard_at)
    assert one.heard.count("en/asked-to-speak") == 1


def test_the_reply_comes_two_seconds_after_the_first_press() -> None:
    caller = at("inside")
    pressed_at = caller.now
    caller.press("5", gap=0.5)
    caller.press("5", gap=0.5)
    caller.wait(5)
    assert caller.heard[-1] == "en/asked-to-speak"
    assert 2.0 <= caller.heard_at[-1] - pressed_at <= 2.3


def test_the_reply_is_the_same_whether_the_service_could_do_it_or_not() -> None:
    done, refused = at("inside"), at("inside")
    for caller, is_done in ((done, True), (refused, False)):
        caller.press("5", "5")
        for act in list(caller.wanted):
            caller.told(Settled(act, is_done=is_done))
        caller.wait(30)
    assert (done.heard, done.heard_at) == (refused.heard, refused.heard_at)


def test_two_fives_with_a_long_while_between_are_two_questions_to_speak() -> None:
    caller = after("inside", "5", "5", gap=2.5)
    assert caller.wanted == [AskToSpeak(), AskToSpeak()]


def test_nine_once_says_that_two_are_needed() -> None:
    assert after("inside", "9", gap=QUICK).heard[-1] == "en/nine-again"


def test_nine_twice_leaves_with_a_goodbye() -> None:
    caller = after("inside", "9", "9", gap=QUICK)
    assert caller.hung_up
    assert caller.heard[-2:] == ["en/left-goodbye", "en/goodbye"]


def test_after_goodbye_no_key_does_anything() -> None:
    caller = after("inside", "9", "9", gap=QUICK)
    mark = caller.mark
    caller.press(*KEYS)
    assert caller.wanted == [Leave()]
    assert caller.since(mark) == []


def test_f8_six_mutes_and_six_again_brings_the_voice_back() -> None:
    caller = at("inside")
    caller.press("6")
    caller.told(Settled(SetMute(muted=True), is_done=True))
    caller.wait_until_quiet()
    assert caller.heard[-1] == "en/muted"
    caller.press("6")
    assert caller.wanted[-1] == SetMute(muted=False)
    caller.told(Settled(SetMute(muted=False), is_done=True))
    caller.wait_until_quiet()
    assert caller.heard[-1] == "en/unmuted"


def test_a_mute_that_was_refused_can_be_tried_again() -> None:
    caller = at("waiting")
    caller.press("6")
    caller.told(Settled(SetMute(muted=True), is_done=False))
    caller.wait_until_quiet()
    assert caller.heard[-1] == "en/not-now"
    caller.press("6")
    assert caller.wanted[-1] == SetMute(muted=True)


@pytest.mark.parametrize(("key", "yes"), [("1", True), ("2", False)])
def test_a_question_in_a_private_room_is_answered_by_key(key: str, yes: bool) -> None:  # noqa: FBT001  a case of the table
    caller = at("aside")
    caller.sees(aside(CHAIR, reply_wanted=True))
    caller.wait_until_quiet()
    assert caller.heard[-1] == "en/reply-wanted"
    caller.press(key)
    assert caller.wanted == [ReplyTo(yes)]
    assert caller.heard[-1] == "en/thank-you"


def test_the_words_after_a_reply_are_the_same_for_yes_and_no() -> None:
    heard: list[list[str]] = []
    for key in "12":
        caller = at("aside")
        caller.sees(aside(CHAIR, reply_wanted=True))
        caller.press(key)
        caller.wait(20)
        heard.append(caller.heard)
    assert heard[0] == heard[1]


def test_keys_before_the_pin_reach_nobody() -> None:
    caller = OnTheLine()
    caller.press("1", "5", "5", "7", "9", "9", "0")
    caller.wait(3)
    assert all(isinstance(act, CheckPin | Answer) for act in caller.wanted)
    assert caller.wanted == []
