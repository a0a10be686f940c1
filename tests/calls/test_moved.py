"""A caller while the conference pauses, moves them, or loses them."""

import pytest

from app.domain.asking.commands import AskQuestion, PauseForCheck, PlanSafety
from app.domain.asking.events import Question
from app.domain.commands import Close, Pause, Resume
from app.domain.conference import Phase
from app.domain.halting.commands import MoveAside
from app.domain.people import MAIN
from media.telephony.api import Faded, Returned
from signalling.phone.spoken_view import WAITED
from tests.calls.cast import (
    ADVOCATE,
    ALL_CLEAR,
    CHAIR,
    CLOSED_PART,
    FATHER,
    MOTHER,
    SOCIAL_WORKER,
)
from tests.calls.exchange import Exchange
from tests.service.surroundings import WORDS

ME_AND_CHAIR = {(MOTHER, CHAIR), (CHAIR, MOTHER)}
OF_WAITING = {"en/wait", "en/still-waiting", *(f"en/waited-{each}" for each in WAITED)}


@pytest.mark.req("REQ-39", partial="phone")
def test_after_a_pause_the_questions_come_again_and_the_conference_waits_for_them(
    exchange: Exchange,
) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.send(Pause(), exchange.chair())
    exchange.wait(10)
    assert handset.clips[-3:] == ["en/paused", "en/questions-again", "en/ask-safe"]
    handset.press(*ALL_CLEAR)
    exchange.wait(2)
    exchange.send(Resume(exchange.state.version), exchange.chair())
    exchange.wait(3)
    assert exchange.flows() >= ME_AND_CHAIR
    assert handset.clips[-1] == "en/goes-on"


def test_a_child_who_may_hear_is_told_by_key_and_holds_the_line(exchange: Exchange) -> None:
    """Their own new answers hold them, until the chair has looked."""
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.send(Pause(), exchange.chair())
    exchange.wait(10)
    handset.press("1", "1", "2", "1", "2", "1")
    exchange.wait(5)
    assert exchange.leg_of(MOTHER).zone == "held"
    assert handset.clips[-1] == "en/held"


@pytest.mark.req("REQ-37", partial="phone")
def test_the_neutral_pause_the_private_room_and_closed_questions_by_key(
    exchange: Exchange,
) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.send(PlanSafety(MOTHER, SOCIAL_WORKER, WORDS, WORDS), exchange.chair())
    handset.press("5", "5")
    exchange.wait(3)
    exchange.send(PauseForCheck(MOTHER), exchange.chair())
    exchange.wait(1)
    assert exchange.leg_of(MOTHER).zone == f"side:{MOTHER}"
    exchange.wait(10)
    assert exchange.flows() >= {(MOTHER, SOCIAL_WORKER), (SOCIAL_WORKER, MOTHER)}
    assert not {pair for pair in exchange.flows() if CHAIR in pair}
    handset.press(*ALL_CLEAR)
    exchange.send(AskQuestion(MOTHER, Question.SOMEONE_THERE), exchange.chair())
    exchange.wait(4)
    assert handset.clips[-1] == "en/reply-wanted"
    handset.press("1")
    exchange.wait(2)
    response = exchange.state.asking.response
    assert response is not None
    assert response.replies == ((Question.SOMEONE_THERE, True),)


def test_in_a_private_room_they_are_told_who_is_with_them(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.comes_by_browser(ADVOCATE)
    exchange.admits(ADVOCATE)
    exchange.wait(10)
    for id in (MOTHER, ADVOCATE):
        exchange.send(MoveAside(exchange.leg_of(id).id, MOTHER), exchange.chair())
    exchange.wait(6)
    assert "en/aside-begins" in handset.clips
    handset.press("3")
    exchange.wait(4)
    assert handset.clips[-2:] == ["en/who-aside", "en/role-supporter"]


def test_a_narrower_part_leaves_them_outside_and_says_so(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.begins(CLOSED_PART)
    exchange.wait(8)
    assert exchange.leg_of(MOTHER).zone != MAIN
    assert not {pair for pair in exchange.flows() if MOTHER in pair}
    assert handset.clips[-3:] == ["en/back-in-lobby", "en/questions-again", "en/ask-safe"]


@pytest.mark.req("REQ-58", partial="phone")
def test_nothing_is_ever_said_of_somebody_kept_apart() -> None:
    exchange = Exchange(frozenset({MOTHER, FATHER}))
    try:
        exchange.opens()
        handset = exchange.caller(MOTHER)
        exchange.admits(MOTHER)
        exchange.wait(10)
        mark = handset.mark
        father = exchange.caller(FATHER)
        exchange.wait(20)
        father.press("3", "4")
        exchange.wait(10)
        father.hangs_up()
        handset.press("3")
        exchange.wait(8)
        assert "en/role-parent" not in handset.since(mark)
        assert "en/joined" not in handset.since(mark)
        assert not father.told_of_inside
    finally:
        exchange.close()


def test_when_the_media_worker_dies_they_wait_again_without_a_new_pin(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.loses_media()
    exchange.wait(8)
    assert exchange.leg_of(MOTHER).zone == "lobby"
    assert "en/line-lost" in handset.clips
    assert handset.clips[-1] == "en/ask-safe"


def test_while_no_worker_is_there_a_right_pin_is_told_so(exchange: Exchange) -> None:
    exchange.opens()
    exchange.engine.is_away = True
    handset = exchange.rings()
    handset.enters(exchange.pins[MOTHER])
    exchange.wait(12)
    assert handset.clips[-2:] == ["en/pin-no-line", "en/goodbye"]
    assert not handset.is_up
    assert not exchange.has_leg(MOTHER)


def test_what_was_asked_for_before_a_cut_is_not_told_after_it(exchange: Exchange) -> None:
    """Key 3 and the exclusion at the same moment."""
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.telephone.press(handset.call, "3")
    exchange.excludes(MOTHER)
    mark = handset.mark
    exchange.wait(20)
    handset.press("3")
    exchange.wait(5)
    inside = {"en/who-inside", "en/role-independent-chair", "en/role-minute-taker"}
    assert not inside & set(handset.since(mark))


@pytest.mark.req("REQ-47", partial="phone")
def test_a_line_that_goes_dead_is_shown_to_the_chair_within_five_seconds(
    exchange: Exchange,
) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.telephone.tell(Faded(handset.call))
    exchange.wait(2.5)
    assert exchange.leg_of(MOTHER).lost_at is not None
    exchange.wait(4)
    assert not exchange.has_leg(MOTHER)
    assert not {pair for pair in exchange.flows() if MOTHER in pair}


def test_a_line_that_comes_back_soon_goes_on_where_it_was(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.telephone.tell(Faded(handset.call))
    exchange.wait(3)
    exchange.telephone.tell(Returned(handset.call))
    exchange.wait(6)
    assert exchange.leg_of(MOTHER).zone == MAIN
    assert exchange.leg_of(MOTHER).lost_at is None
    assert "en/where-inside" in handset.clips


def test_a_line_that_comes_back_late_waits_again_without_a_new_pin(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.telephone.tell(Faded(handset.call))
    exchange.wait(8)
    exchange.telephone.tell(Returned(handset.call))
    exchange.wait(12)
    assert exchange.leg_of(MOTHER).zone == "lobby"
    assert "en/line-lost" in handset.clips
    assert handset.clips[-1] == "en/ask-safe"


def test_whoever_is_outside_when_it_ends_is_not_told_that_it_has_ended(exchange: Exchange) -> None:
    """When somebody kept apart from them leaves is nothing that they may learn."""
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.wait(10)
    exchange.send(Close(), exchange.chair())
    mark = handset.mark
    exchange.wait(200)
    assert exchange.state.phase is Phase.CLOSED
    assert set(handset.since(mark)) <= OF_WAITING
    assert handset.is_up


def test_whoever_is_inside_when_it_ends_is_told_so(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.send(Close(), exchange.chair())
    exchange.wait(5)
    assert handset.clips[-2:] == ["en/ended", "en/goodbye"]
    assert not handset.is_up
