"""Calls that the service places: to whom, when, how often, and what it says (REQ-56, 61, 62)."""

import pytest

from app.domain.commands import SERVICE, DropLegs
from app.domain.noting.commands import RingOut
from app.domain.telephones.commands import PlanCall, StopRinging
from app.domain.telephones.events import CallPlaced, CallProgressed, PinFailed, Progress
from app.service.ports import TextClass
from media.telephony.api import Ringing, Why
from tests.calls.cast import ALL_CLEAR, CONFERENCE, FATHER, MOTHER, OFFICE
from tests.calls.exchange import Exchange

NUMBER = "+441632960303"


def planned(exchange: Exchange, *, may_ring: bool = True, after_drop: bool = False) -> None:
    number = exchange.run(exchange.texts.keep(CONFERENCE, TextClass.CONTACT, NUMBER))
    exchange.send(
        PlanCall(MOTHER, number, may_ring=may_ring, after_drop=after_drop, withheld=True), OFFICE
    )


def progress_of(exchange: Exchange) -> list[Progress]:
    return [each.progress for each in exchange.events if isinstance(each, CallProgressed)]


def asked(exchange: Exchange) -> None:
    exchange.opens()
    planned(exchange)
    exchange.send(RingOut(MOTHER), exchange.chair())
    exchange.wait(1)


def test_the_chairs_ask_places_one_call_with_our_number_withheld(exchange: Exchange) -> None:
    asked(exchange)
    exchange.wait(5)
    assert [(number, withheld) for _, number, withheld in exchange.telephone.dialled] == [
        (NUMBER, True)
    ]
    assert CallPlaced in {type(event) for event in exchange.events}


def test_without_a_plan_nothing_is_placed(exchange: Exchange) -> None:
    exchange.opens()
    exchange.send(RingOut(FATHER), exchange.chair())
    exchange.wait(5)
    assert exchange.telephone.dialled == []


def test_how_far_the_call_is_reaches_the_chair(exchange: Exchange) -> None:
    asked(exchange)
    call = exchange.telephone.dialled[0][0]
    exchange.telephone.tell(Ringing(call))
    exchange.wait(1)
    exchange.picks_up()
    assert progress_of(exchange) == [Progress.RINGING, Progress.ANSWERED]
    shown = exchange.panel().telephones.calls
    assert [(each.participant_id, each.state) for each in shown] == [(MOTHER, "answered")]


@pytest.mark.parametrize(
    ("why", "progress"),
    [
        (Why.BUSY, Progress.BUSY),
        (Why.DECLINED, Progress.DECLINED),
        (Why.NO_ANSWER, Progress.NO_ANSWER),
        (Why.NOT_ALLOWED, Progress.NOT_ALLOWED),
        (Why.FAILED, Progress.FAILED),
    ],
)
def test_what_a_call_came_to_is_on_record(exchange: Exchange, why: Why, progress: Progress) -> None:
    asked(exchange)
    exchange.telephone.end(exchange.telephone.dialled[0][0], why)
    exchange.wait(1)
    assert progress_of(exchange) == [progress]


def test_whoever_is_rung_hears_nothing_of_it_before_their_pin(exchange: Exchange) -> None:
    asked(exchange)
    handset = exchange.picks_up()
    exchange.wait(20)
    assert {clip[3:] for clip in handset.clips} <= {"greeting", "choose-language"}


@pytest.mark.req("REQ-56", partial="phone")
def test_with_their_pin_they_are_in_the_lobby_like_anybody(exchange: Exchange) -> None:
    asked(exchange)
    handset = exchange.picks_up()
    handset.enters(exchange.pins[MOTHER])
    handset.press(*ALL_CLEAR)
    exchange.wait(3)
    assert exchange.leg_of(MOTHER).zone == "lobby"
    assert exchange.panel().telephones.calls == ()


def test_a_call_goes_on_while_its_person_comes_in_slowly(exchange: Exchange) -> None:
    """Their arrival is on record before they are connected: then nobody is to be rung any more."""
    asked(exchange)
    handset = exchange.picks_up()
    exchange.engine.is_away = True
    handset.press("1", *exchange.pins[MOTHER])
    exchange.wait(2)
    exchange.engine.is_away = False
    exchange.wait(3)
    assert handset.is_up
    handset.press(*ALL_CLEAR)
    exchange.wait(3)
    assert exchange.leg_of(MOTHER).zone == "lobby"


def test_another_persons_pin_does_not_count_on_a_call_to_her(exchange: Exchange) -> None:
    asked(exchange)
    handset = exchange.picks_up()
    handset.enters(exchange.pins[FATHER])
    assert not exchange.has_leg(FATHER)
    assert "en/pin-wrong" in handset.clips


@pytest.mark.req("REQ-56", partial="phone")
def test_three_wrong_pins_on_a_call_of_ours_alert_the_chair_and_end_the_attempts(
    exchange: Exchange,
) -> None:
    asked(exchange)
    handset = exchange.picks_up()
    handset.press("1")
    for guess in range(3):
        handset.press(*f"{guess:010}", gap=0.02)
        exchange.wait(4)
    exchange.wait(400)
    assert PinFailed(MOTHER) in exchange.events
    assert not handset.is_up
    assert len(exchange.telephone.dialled) == 1


def test_wrong_pins_on_a_call_to_us_are_no_event_of_any_conference(exchange: Exchange) -> None:
    exchange.opens()
    exchange.wait(2)
    before = len(exchange.events)
    handset = exchange.rings()
    handset.press("1")
    for guess in range(3):
        handset.press(*f"{guess:010}", gap=0.02)
        exchange.wait(4)
    assert len(exchange.events) == before


def test_no_answer_is_tried_three_times_over_five_minutes(exchange: Exchange) -> None:
    asked(exchange)
    for _ in range(8):
        exchange.telephone.end(exchange.telephone.dialled[-1][0], Why.NO_ANSWER)
        exchange.wait(60)
    assert len(exchange.telephone.dialled) == 3


def test_a_star_says_later_and_nobody_is_rung_again(exchange: Exchange) -> None:
    asked(exchange)
    handset = exchange.picks_up()
    handset.press("1", "*")
    exchange.wait(400)
    assert progress_of(exchange)[:2] == [Progress.ANSWERED, Progress.LATER]
    assert len(exchange.telephone.dialled) == 1
    assert not handset.is_up


def test_the_chair_stops_a_call_that_rings(exchange: Exchange) -> None:
    asked(exchange)
    exchange.send(StopRinging(MOTHER), exchange.chair())
    exchange.wait(2)
    call = exchange.telephone.dialled[0][0]
    assert call in exchange.telephone.hung_up
    exchange.wait(400)
    assert len(exchange.telephone.dialled) == 1


@pytest.mark.req("REQ-61", partial="phone")
@pytest.mark.parametrize(("after_drop", "calls"), [(True, 1), (False, 0)])
def test_after_a_drop_only_the_plan_decides(
    exchange: Exchange,
    after_drop: bool,  # noqa: FBT001  a case of the table
    calls: int,
) -> None:
    exchange.opens()
    planned(exchange, after_drop=after_drop)
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    handset.hangs_up()
    exchange.wait(20)
    assert len(exchange.telephone.dialled) == calls


@pytest.mark.req("REQ-62", partial="phone")
def test_whoever_is_put_out_may_hang_up_and_is_rung_when_the_chair_asks(
    exchange: Exchange,
) -> None:
    exchange.opens()
    planned(exchange, after_drop=True)
    handset = exchange.caller(MOTHER)
    exchange.admits(MOTHER)
    exchange.wait(10)
    exchange.excludes(MOTHER, 10)
    exchange.wait(5)
    assert handset.clips[-1] == "en/choose-call-back"
    handset.press("1")
    exchange.wait(6)
    assert not handset.is_up
    assert handset.clips[-2:] == ["en/call-back-goodbye", "en/goodbye"]
    assert [each.participant_id for each in exchange.panel().telephones.call_back_wanted] == [
        MOTHER
    ]
    exchange.wait(60)
    assert exchange.telephone.dialled == []
    exchange.send(RingOut(MOTHER), exchange.chair())
    exchange.wait(1)
    assert len(exchange.telephone.dialled) == 1


def test_a_call_of_ours_that_the_service_has_forgotten_is_hung_up(exchange: Exchange) -> None:
    """As after a restart: whoever answers hears nothing, and nobody is let in."""
    asked(exchange)
    exchange.forgets_its_calls()
    handset = exchange.picks_up()
    exchange.wait(2)
    assert not handset.is_up
    assert handset.clips == []


def test_a_dropped_browser_is_nobodys_reason_to_ring(exchange: Exchange) -> None:
    exchange.opens()
    planned(exchange, after_drop=True)
    leg = exchange.comes_by_browser(MOTHER)
    exchange.send(DropLegs(frozenset({leg}), "media"), SERVICE)
    exchange.wait(20)
    assert exchange.telephone.dialled == []
