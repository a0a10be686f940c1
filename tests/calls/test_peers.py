"""What went wrong at peers must not happen here: their failures by number (research, F1 to F33)."""

import pytest

from app.domain.commands import HoldLeg, OpenConference, ReleaseHold
from app.domain.people import LegKind
from media.telephony.api import TurnedAway, Why
from tests.calls.cast import (
    ALL_CLEAR,
    CHAIR,
    CLOSED_PART,
    FATHER,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_NUMBER,
    PLAN,
    SOCIAL_WORKER,
)
from tests.calls.exchange import Exchange

FATHERS_NUMBER = "+441632960202"


def hears_or_is_heard(exchange: Exchange, id: object) -> bool:
    return any(id in pair for pair in exchange.flows())


@pytest.mark.parametrize("keys", ["", "1", "1123", "1" + "0" * 10])
def test_f1_before_a_right_pin_there_is_not_even_a_leg(exchange: Exchange, keys: str) -> None:
    exchange.opens()
    handset = exchange.rings()
    handset.press(*keys)
    exchange.wait(5)
    assert not exchange.has_leg(MOTHER)
    assert handset.call not in exchange.telephone.carried
    assert exchange.engine.calls == {}
    assert handset.told_of_inside == []


def test_f1_in_the_lobby_and_during_the_questions_nothing_flows(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.rings()
    handset.enters(exchange.pins[MOTHER])
    handset.connects(MOTHER)
    for digit in ALL_CLEAR:
        assert not hears_or_is_heard(exchange, MOTHER)
        handset.press(digit)
    exchange.wait(60)
    assert not hears_or_is_heard(exchange, MOTHER)
    assert handset.told_of_inside == []


def test_f2_the_first_caller_opens_no_door_for_the_next(exchange: Exchange) -> None:
    """The same number, the same line: two calls are two people."""
    exchange.opens()
    exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    second = exchange.rings(MOTHERS_NUMBER)
    second.enters(exchange.pins[FATHER])
    second.press(*ALL_CLEAR)
    second.connects(FATHER)
    exchange.wait(10)
    assert hears_or_is_heard(exchange, MOTHER)
    assert not hears_or_is_heard(exchange, FATHER)
    assert second.told_of_inside == []


def test_f2_with_another_persons_pin_a_second_call_of_hers_waits_and_the_chair_sees_two(
    exchange: Exchange,
) -> None:
    exchange.opens()
    exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    stranger = exchange.rings(FATHERS_NUMBER)
    stranger.enters(exchange.pins[MOTHER])
    stranger.press(*ALL_CLEAR)
    exchange.wait(10)
    legs = [leg for leg in exchange.state.legs.values() if leg.owner == MOTHER]
    assert sorted(leg.zone for leg in legs) == ["lobby", "main"]
    mother = next(p for p in exchange.panel().people if p.participant_id == MOTHER)
    assert all(leg.second_device for leg in mother.legs)
    assert stranger.told_of_inside == []


def test_f3_a_pin_proves_an_invitation_and_no_admission(exchange: Exchange) -> None:
    exchange.opens()
    exchange.caller(MOTHER)
    assert exchange.leg_of(MOTHER).zone == "lobby"
    assert exchange.state.participants[MOTHER].identified == frozenset()


def test_f4_opening_and_going_on_let_in_only_whom_the_part_is_for(exchange: Exchange) -> None:
    for id in (CHAIR, MINUTE_TAKER, SOCIAL_WORKER):
        exchange.comes_by_browser(id)
    exchange.caller(MOTHER)
    exchange.send(OpenConference(exchange.state.version), exchange.chair())
    assert not hears_or_is_heard(exchange, MOTHER), "not identified by anybody"
    exchange.admits(MOTHER)
    exchange.begins(CLOSED_PART)
    exchange.wait(2)
    assert not hears_or_is_heard(exchange, MOTHER)
    exchange.begins(PLAN)
    exchange.wait(2)
    assert not hears_or_is_heard(exchange, MOTHER)


def test_f5_every_control_of_the_chair_takes_a_caller(exchange: Exchange) -> None:
    exchange.opens()
    exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.send(HoldLeg(exchange.leg_of(MOTHER).id, None), exchange.chair())
    assert not hears_or_is_heard(exchange, MOTHER)
    back = ReleaseHold(exchange.leg_of(MOTHER).id, exchange.state.version)
    exchange.send(back, exchange.chair())
    exchange.wait(1)
    assert hears_or_is_heard(exchange, MOTHER)
    exchange.excludes(MOTHER)
    assert not hears_or_is_heard(exchange, MOTHER)


@pytest.mark.parametrize("number", [MOTHERS_NUMBER, FATHERS_NUMBER, ""])
def test_f6_ringing_again_after_an_exclusion_leads_to_the_lobby(
    exchange: Exchange, number: str
) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.excludes(MOTHER)
    handset.hangs_up()
    again = exchange.rings(number)
    again.enters(exchange.pins[MOTHER])
    again.press(*ALL_CLEAR)
    again.connects(MOTHER)
    exchange.wait(20)
    assert not hears_or_is_heard(exchange, MOTHER)
    assert again.told_of_inside == []


def test_f7_the_chair_brings_back_a_caller_from_the_same_number(exchange: Exchange) -> None:
    exchange.opens()
    exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.excludes(MOTHER)
    exchange.wait(10)
    handset = exchange.handsets[MOTHER]
    handset.press(*ALL_CLEAR)
    exchange.wait(2)
    exchange.readmits(MOTHER)
    assert hears_or_is_heard(exchange, MOTHER)


def test_f9_a_caller_is_muted_like_anybody_and_the_panel_reads_it_back(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    handset.press("6")
    exchange.wait(1)
    assert exchange.panel().conduct.own_mutes == (exchange.leg_of(MOTHER).id,)


def test_f10_whoever_hears_is_on_the_list_and_whoever_is_on_the_list_has_a_line(
    exchange: Exchange,
) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    seen = {leg.leg_id for p in exchange.panel().people for leg in p.legs}
    assert seen == set(exchange.state.legs)
    assert {leg.kind for p in exchange.panel().people for leg in p.legs} == {
        LegKind.BROWSER,
        LegKind.PHONE,
    }
    handset.hangs_up()
    assert MOTHER not in {leg.owner for leg in exchange.state.legs.values()}


def test_f12_guessing_from_one_number_ends_soon_and_outlives_the_call(exchange: Exchange) -> None:
    exchange.opens()
    for _ in range(5):
        handset = exchange.rings()
        handset.press("1")
        for guess in range(3):
            handset.press(*f"{guess:010}", gap=0.02)
            exchange.wait(4)
        assert not handset.is_up
    handset = exchange.rings()
    handset.enters(exchange.pins[MOTHER])
    exchange.wait(4)
    assert "en/pin-wrong" in handset.clips
    assert not exchange.has_leg(MOTHER)


def test_f12_another_number_is_not_shut_out_by_it(exchange: Exchange) -> None:
    exchange.opens()
    for _ in range(5):
        handset = exchange.rings(FATHERS_NUMBER)
        handset.press("1")
        for guess in range(3):
            handset.press(*f"{guess:010}", gap=0.02)
            exchange.wait(4)
    mother = exchange.rings()
    mother.enters(exchange.pins[MOTHER])
    assert exchange.has_leg(MOTHER)


def test_f13_f14_no_number_pin_or_key_is_in_any_event_or_view(
    exchange: Exchange, caplog: pytest.LogCaptureFixture
) -> None:
    exchange.opens()
    exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    everything = repr(exchange.events) + repr(exchange.panel()) + caplog.text
    for secret in (MOTHERS_NUMBER, MOTHERS_NUMBER[1:], exchange.pins[MOTHER]):
        assert secret not in everything


def test_f15_nobody_is_heard_whose_call_is_over(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    handset.hangs_up()
    assert not hears_or_is_heard(exchange, MOTHER)
    legs = {str(leg) for leg in exchange.state.legs}
    assert {each.source for each in exchange.engine.plans[-1].permissions} <= legs


def test_f32_whoever_could_not_get_through_is_told_to_the_chair(exchange: Exchange) -> None:
    exchange.opens()
    exchange.telephone.tell(TurnedAway("full", "conference"))
    exchange.wait(1)
    assert exchange.troubles() == {"calls-turned-away"}
    exchange.wait(301)
    assert exchange.troubles() == set()


def test_f33_a_conference_of_callers_needs_no_browser_but_the_chairs(exchange: Exchange) -> None:
    exchange.comes_by_browser(CHAIR)
    exchange.send(OpenConference(exchange.state.version), exchange.chair())
    for id in (MOTHER, FATHER, SOCIAL_WORKER):
        exchange.caller(id)
        exchange.admits(id)
    assert {(MOTHER, FATHER), (FATHER, SOCIAL_WORKER), (SOCIAL_WORKER, MOTHER)} <= exchange.flows()


def test_a_telephone_process_that_dies_takes_its_callers_out_and_nobody_else(
    exchange: Exchange,
) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.telephone.dies()
    exchange.wait(1)
    assert not exchange.has_leg(MOTHER)
    assert {leg.zone for leg in exchange.state.legs.values()} == {"main"}
    again = exchange.caller(MOTHER)
    exchange.wait(10)
    assert exchange.leg_of(MOTHER).zone == "lobby"
    assert again.told_of_inside == []
    assert handset.call != again.call


def test_a_cut_is_not_confirmed_while_the_telephone_has_not_fallen_silent(
    exchange: Exchange,
) -> None:
    exchange.opens()
    exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.telephone.is_stuck = True
    assert exchange.tries_to_exclude(MOTHER) == "not-yet-confirmed"
    assert not hears_or_is_heard(exchange, MOTHER)


def test_a_call_that_ends_because_nobody_speaks_is_a_drop(exchange: Exchange) -> None:
    exchange.opens()
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.telephone.end(handset.call, Why.NO_SOUND)
    exchange.wait(1)
    assert not exchange.has_leg(MOTHER)
