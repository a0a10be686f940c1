"""What a caller is told of what others see, and what they are never told."""

import pytest

from signalling.agenda import Told
from signalling.messages import Ended, Waiting
from signalling.phone.acts import Cut, Joined
from tests.signalling.phone.on_the_line import (
    CHAIR,
    HEALTH,
    MY_LEG,
    WORD_EVERY,
    OnTheLine,
    aside,
    in_lobby,
    inside,
    let_in,
    person,
    waiting,
)

SCHOOL = person("education")


@pytest.mark.req("REQ-30", partial="phone")
def test_whoever_waits_hears_at_least_every_45_seconds_that_they_wait() -> None:
    caller = in_lobby()
    since = caller.now
    caller.wait(1800)
    words = [
        at
        for at, clip in zip(caller.heard_at, caller.heard, strict=True)
        if at >= since and clip == "en/still-waiting"
    ]
    gaps = [later - before for before, later in zip([since, *words], words, strict=False)]
    assert max(gaps) <= WORD_EVERY
    assert "en/waited-20" in caller.heard


def test_between_the_words_a_soft_tone_says_that_the_line_is_not_dead() -> None:
    caller = in_lobby()
    caller.wait(60)
    assert caller.heard.count("en/wait") >= 3


def test_nothing_that_is_said_to_somebody_waiting_tells_of_the_conference() -> None:
    caller = in_lobby()
    caller.wait(200)
    caller.press("3", "4", "*", "#", gap=5)
    assert caller.inside == []


def told(minutes: int | None, words: str = "") -> Waiting:
    return waiting().model_copy(update={"told": Told(minutes=minutes, words=words)})


def words_since(caller: OnTheLine, mark: int) -> list[str]:
    return [clip for clip in caller.since(mark) if clip != "en/wait"]


def test_what_the_chair_tells_all_who_wait_is_told_on_the_telephone_once_and_by_key_4_again() -> (
    None
):
    caller = in_lobby()
    mark = caller.mark
    caller.sees(told(20))
    caller.wait_until_quiet()
    caller.sees(told(20))
    caller.wait_until_quiet()
    assert words_since(caller, mark) == ["en/from-chair", "en/minutes-20"]
    mark = caller.mark
    caller.press("4")
    caller.wait_until_quiet()
    assert words_since(caller, mark) == ["en/where-waiting", "en/from-chair", "en/minutes-20"]


def test_of_words_that_only_a_screen_can_show_a_caller_hears_that_there_are_some() -> None:
    caller = in_lobby()
    mark = caller.mark
    caller.sees(told(None, "The room is locked."))
    caller.wait_until_quiet()
    caller.sees(waiting())
    caller.wait_until_quiet()
    assert words_since(caller, mark) == ["en/from-chair-written"]


@pytest.mark.req("REQ-58", partial="phone")
def test_key_3_reads_who_is_here_by_role() -> None:
    caller = let_in()
    mark = caller.mark
    caller.press("3")
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/who-inside", "en/role-independent-chair", "en/role-health"]


def test_several_of_one_role_are_counted() -> None:
    caller = let_in()
    caller.sees(inside(CHAIR, HEALTH, person("health"), person("health")))
    caller.wait_until_quiet()
    mark = caller.mark
    caller.press("3")
    caller.wait_until_quiet()
    assert caller.since(mark)[-2:] == ["en/role-health", "en/of-them-3"]


def test_a_role_without_a_word_of_its_own_is_somebody_else() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(inside(CHAIR, HEALTH, person("a_role_of_next_year")))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/joined", "en/role-other"]


def test_key_4_says_which_part_it_is() -> None:
    caller = let_in()
    mark = caller.mark
    caller.press("4")
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/where-inside", "en/section-opening"]


def test_comings_and_goings_are_spoken() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(inside(CHAIR, SCHOOL))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/left", "en/role-health", "en/joined", "en/role-education"]


def test_many_at_once_are_put_into_one_sentence() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(inside(CHAIR, HEALTH, *(person("agency") for _ in range(4))))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/several-joined"]


def test_a_new_part_is_announced() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(inside(CHAIR, HEALTH, kind="child_views"))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/new-part", "en/section-child-views"]


def test_a_pause_and_its_end_are_announced() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(inside(CHAIR, HEALTH, paused=True))
    caller.wait_until_quiet()
    caller.sees(inside(CHAIR, HEALTH))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/paused", "en/goes-on"]


def test_f8_whoever_is_muted_by_the_chair_is_told_so_and_told_of_its_end() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(inside(CHAIR, HEALTH, muted=True))
    caller.wait_until_quiet()
    caller.sees(inside(CHAIR, HEALTH))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/muted-by-chair", "en/unmuted-by-chair"]


def test_a_hold_is_said_plainly() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(waiting("held"))
    caller.wait_until_quiet()
    assert caller.since(mark)[-1] == "en/held"


def test_a_cut_stops_what_was_being_said_of_the_conference() -> None:
    caller = let_in()
    caller.press("3", gap=0)
    mark = caller.mark
    caller.told(Cut())
    caller.sees(waiting("excluded"))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/one-moment", "en/excluded"]
    assert not [clip for clip in caller.since(mark) if clip in caller.inside]


def test_after_a_cut_that_left_them_inside_they_are_told_where_they_are() -> None:
    caller = let_in()
    mark = caller.mark
    caller.told(Cut())
    caller.sees(inside(CHAIR, HEALTH))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/one-moment", "en/where-inside", "en/section-opening"]


def test_the_neutral_pause_sounds_the_same_to_everybody() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(waiting("technical_check"))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/technical-check"]


def test_a_private_room_is_said_and_who_is_there() -> None:
    caller = let_in()
    mark = caller.mark
    caller.sees(aside(person("child_advocate")))
    caller.wait_until_quiet()
    assert caller.since(mark) == ["en/aside-begins", "en/with-you", "en/role-child-advocate"]


def test_a_lost_place_is_told_and_the_questions_come_again() -> None:
    caller = let_in()
    mark = caller.mark
    caller.told(Joined(MY_LEG, WORD_EVERY))
    caller.sees(waiting(answers_needed=True))
    caller.wait_until_quiet()
    assert caller.since(mark)[0] == "en/line-lost"
    assert "en/ask-safe" in caller.since(mark)


def test_the_end_is_told_and_the_call_ends() -> None:
    caller = let_in()
    caller.sees(Ended())
    assert caller.hung_up
    assert caller.heard[-2:] == ["en/ended", "en/goodbye"]
