"""The practice line: the whole dialogue, and nothing real (REQ-13)."""

import pytest

from app.domain.telephones.events import Practice, PracticeNoted
from tests.calls.cast import ALL_CLEAR, MOTHER
from tests.calls.exchange import Exchange
from tests.calls.handset import Handset


def practising(exchange: Exchange, answers: str = ALL_CLEAR) -> Handset:
    exchange.opens()
    handset = exchange.rings(line="practice")
    handset.enters(exchange.pins[MOTHER])
    exchange.wait(8)
    handset.press(*answers)
    return handset


@pytest.mark.req("REQ-13", partial="phone")
def test_a_practice_goes_through_all_and_notes_that_it_was_done(exchange: Exchange) -> None:
    handset = practising(exchange)
    exchange.wait(40)
    assert "en/practice-who" in handset.clips
    handset.press("3")
    exchange.wait(20)
    assert "en/practice-speak" in handset.clips
    handset.press("5")
    exchange.wait(20)
    assert handset.clips.count("en/asked-to-speak") == 1
    assert "en/practice-signal" in handset.clips
    handset.press("5", "5")
    exchange.wait(20)
    assert handset.clips.count("en/asked-to-speak") == 2
    assert "en/practice-end" in handset.clips
    handset.press("9", "9")
    exchange.wait(4)
    assert not handset.is_up
    assert PracticeNoted(MOTHER, Practice.DONE) in exchange.events


@pytest.mark.parametrize("answers", ["122221", "111221", "212221"])
def test_the_signal_is_not_spoken_of_where_somebody_could_hear(
    exchange: Exchange, answers: str
) -> None:
    handset = practising(exchange, answers)
    exchange.wait(40)
    handset.press("5")
    exchange.wait(40)
    assert "en/practice-signal" not in handset.clips
    assert "en/practice-end" in handset.clips


@pytest.mark.req("REQ-13", partial="phone")
def test_a_practice_shows_nothing_of_the_conference_and_leaves_no_trace_in_it(
    exchange: Exchange,
) -> None:
    handset = practising(exchange)
    exchange.wait(60)
    handset.press("3", "4", "5", "7", gap=5)
    assert not exchange.has_leg(MOTHER)
    assert handset.call not in exchange.telephone.carried
    assert exchange.state.asking.hands == ()
    assert "en/role-parent" not in handset.clips


def test_without_a_pin_nobody_practises(exchange: Exchange) -> None:
    handset = exchange.rings(line="practice")
    handset.enters("0000000000")
    exchange.wait(10)
    assert "en/practice-welcome" not in handset.clips
