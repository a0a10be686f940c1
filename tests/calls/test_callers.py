"""A caller by keypad alone, from the first ring to the goodbye."""

import pytest

from app.domain.asking.events import HandRaised, SilentSignalled
from app.domain.commands import HoldLeg, ReleaseHold
from app.domain.events import LegDropped
from app.domain.halting.commands import Mute, Unmute
from app.domain.people import LegKind
from app.domain.telephones.events import Need
from tests.calls.cast import (
    ALL_CLEAR,
    CHAIR,
    MOTHER,
)
from tests.calls.exchange import Exchange
from tests.service.surroundings import WORDS

ME_AND_CHAIR = {(MOTHER, CHAIR), (CHAIR, MOTHER)}


def test_a_right_pin_leads_to_the_lobby_and_the_questions(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.rings()
    handset.enters(exchange.pins[MOTHER])
    exchange.wait(10)
    leg = exchange.leg_of(MOTHER)
    assert (leg.kind, leg.zone) == (LegKind.PHONE, "lobby")
    assert handset.clips[-1] == "en/ask-safe"
    assert "en/welcome" in handset.clips


@pytest.mark.req("REQ-32", partial="phone")
def test_without_all_answers_the_chair_cannot_let_them_in(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.rings()
    handset.enters(exchange.pins[MOTHER])
    handset.press(*ALL_CLEAR[:5])
    assert exchange.leg_of(MOTHER).answers is None
    handset.press(ALL_CLEAR[5])
    answers = exchange.leg_of(MOTHER).answers
    assert answers is not None
    assert answers.all_clear


def test_once_let_in_they_hear_and_are_heard_and_are_told_so(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.wait(10)
    assert not {pair for pair in exchange.flows() if MOTHER in pair}
    exchange.admits(MOTHER)
    assert exchange.flows() >= ME_AND_CHAIR
    exchange.wait(5)
    assert "en/let-in" in handset.told_of_inside
    assert exchange.telephone.carried[handset.call] == 0


def test_the_leg_that_was_attached_is_that_of_the_call(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    attached = {call: leg for leg, call in exchange.engine.calls.items()}
    assert attached == {handset.call: str(exchange.leg_of(MOTHER).id)}


@pytest.mark.req("REQ-53", partial="phone")
def test_key_5_puts_them_in_the_one_queue_and_5_5_is_a_signal_as_well(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    handset.press("5")
    exchange.wait(4)
    assert [hand.participant_id for hand in exchange.state.asking.hands] == [MOTHER]
    assert not any(isinstance(event, SilentSignalled) for event in exchange.events)
    handset.press("5", "5")
    exchange.wait(4)
    assert sum(isinstance(event, HandRaised) for event in exchange.events) == 1
    assert sum(isinstance(event, SilentSignalled) for event in exchange.events) == 1
    assert handset.clips.count("en/asked-to-speak") == 2


@pytest.mark.req("REQ-70", partial="phone")
def test_key_7_raises_a_break_request_within_two_seconds(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    handset.press("7")
    exchange.wait(1.5)
    assert [hand.participant_id for hand in exchange.state.asking.breaks] == [MOTHER]


def test_keys_8_and_0_reach_the_chair(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    handset.press("8", "0")
    exchange.wait(3)
    told = [(need.participant_id, need.need) for need in exchange.state.telephones.needs]
    assert told == [(MOTHER, Need.TROUBLE_HEARING), (MOTHER, Need.ADMINISTRATOR)]
    assert "en/trouble-told" in handset.clips
    assert "en/office-told" in handset.clips


def test_f8_key_6_mutes_and_brings_back(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    handset.press("6")
    exchange.wait(1)
    assert (MOTHER, CHAIR) not in exchange.flows()
    assert (CHAIR, MOTHER) in exchange.flows()
    handset.press("6")
    exchange.wait(1)
    assert (MOTHER, CHAIR) in exchange.flows()


def test_f8_what_the_chair_mutes_the_chair_brings_back_and_both_are_spoken(
    exchange: Exchange,
) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.send(Mute(MOTHER, WORDS), exchange.chair())
    exchange.wait(3)
    assert (MOTHER, CHAIR) not in exchange.flows()
    assert handset.clips[-1] == "en/muted-by-chair"
    exchange.send(Unmute(MOTHER), exchange.chair())
    exchange.wait(3)
    assert (MOTHER, CHAIR) in exchange.flows()
    assert handset.clips[-1] == "en/unmuted-by-chair"


def test_a_hold_is_silence_and_is_said_and_ends_by_the_chair(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.send(HoldLeg(exchange.leg_of(MOTHER).id, None), exchange.chair())
    assert not {pair for pair in exchange.flows() if MOTHER in pair}
    exchange.wait(5)
    assert handset.clips[-1] == "en/held"
    released = ReleaseHold(exchange.leg_of(MOTHER).id, exchange.state.version)
    exchange.send(released, exchange.chair())
    exchange.wait(2)
    assert exchange.flows() >= ME_AND_CHAIR


def test_f5_f6_f7_put_out_they_stay_out_when_they_ring_again_until_the_chair_brings_them_back(
    exchange: Exchange,
) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.excludes(MOTHER, 12)
    assert not {pair for pair in exchange.flows() if MOTHER in pair}
    exchange.wait(8)
    at = handset.clips.index("en/excluded")
    assert handset.clips[at : at + 2] == ["en/excluded", "en/minutes-15"]
    handset.hangs_up()
    again = exchange.caller(MOTHER)
    exchange.wait(10)
    assert exchange.leg_of(MOTHER).zone == "lobby"
    assert not {pair for pair in exchange.flows() if MOTHER in pair}
    assert again.told_of_inside == []
    leg = exchange.leg_of(MOTHER)
    exchange.identify(MOTHER, leg.id)
    exchange.readmits(MOTHER)
    assert exchange.flows() >= ME_AND_CHAIR


@pytest.mark.req("REQ-46", partial="phone")
def test_a_drop_leads_to_the_lobby_with_new_questions(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    handset.hangs_up()
    assert not exchange.has_leg(MOTHER)
    again = exchange.rings()
    again.enters(exchange.pins[MOTHER])
    exchange.wait(8)
    assert exchange.leg_of(MOTHER).zone == "lobby"
    assert again.clips[-1] == "en/ask-safe"
    assert not {pair for pair in exchange.flows() if MOTHER in pair}


@pytest.mark.req("REQ-47", partial="phone")
def test_a_drop_is_on_record_at_once(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    handset.hangs_up()
    assert LegDropped in {type(event) for event in exchange.events}
    assert [id for id, _ in exchange.panel().conduct.missing] == [MOTHER]


def test_leaving_by_9_9_is_no_drop(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    handset.press("9", "9")
    exchange.wait(5)
    dropped = [event.why for event in exchange.events if isinstance(event, LegDropped)]
    assert dropped == ["left"]
    assert handset.clips[-2:] == ["en/left-goodbye", "en/goodbye"]
    assert not handset.is_up
