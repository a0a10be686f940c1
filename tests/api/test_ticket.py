"""Tickets: a minute, once, for one link."""

from datetime import timedelta

from app.service.invitations import hash_of
from tests.api.house import CHAIR, FATHER, MOTHER, ROOM, Booked, Seat


async def ticket_of(seat: Seat) -> str:
    ticket: str = (await seat.browser.post(f"{seat.path}/ticket")).json()["ticket"]
    return ticket


async def test_a_ticket_lets_in_the_browser_that_asked_for_it_once(booked: Booked) -> None:
    seat = await booked.open(MOTHER)
    ticket = await ticket_of(seat)
    redeem = booked.house.invitations.redeem
    visitor = await redeem(booked.public_id(MOTHER), ticket)
    assert visitor is not None
    assert visitor.link.participant_id == booked.ids[MOTHER]
    assert await redeem(booked.public_id(MOTHER), ticket) is None


async def test_a_ticket_is_worth_nothing_after_a_minute(booked: Booked) -> None:
    ticket = await ticket_of(await booked.open(MOTHER))
    booked.house.clock.advance(timedelta(seconds=60))
    assert await booked.house.invitations.redeem(booked.public_id(MOTHER), ticket) is None


async def test_a_ticket_of_one_link_is_worth_nothing_at_another(booked: Booked) -> None:
    ticket = await ticket_of(await booked.open(MOTHER))
    assert await booked.house.invitations.redeem(booked.public_id(CHAIR), ticket) is None


async def test_a_ticket_is_worth_nothing_once_the_link_is_revoked(booked: Booked) -> None:
    ticket = await ticket_of(await booked.open(MOTHER))
    await booked.house.directory.revoke_link(booked.public_id(MOTHER))
    assert await booked.house.invitations.redeem(booked.public_id(MOTHER), ticket) is None


async def test_only_the_hash_of_a_ticket_is_stored(booked: Booked) -> None:
    ticket = await ticket_of(await booked.open(MOTHER))
    assert list(booked.house.directory.tickets) == [hash_of(ticket)]


async def test_nobody_gets_a_ticket_without_having_opened_the_link(booked: Booked) -> None:
    answer = await booked.house.browser().post(f"{booked.paths[FATHER]}/ticket")
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/sign-in-needed"


async def test_a_link_that_does_not_exist_answers_like_one_that_was_not_opened(
    booked: Booked,
) -> None:
    browser = booked.house.browser(cookie="device=" + "x" * 43)
    known = await browser.post(f"{booked.paths[FATHER]}/ticket")
    unknown = await browser.post("/j/" + "x" * 22 + "/ticket")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


async def test_staff_of_the_demo_and_nobody_else_count_as_signed_in(booked: Booked) -> None:
    signed_in = {
        name: (await (await booked.open(name)).visitor()).signed_in
        for name in (CHAIR, MOTHER, ROOM)
    }
    assert signed_in == {CHAIR: True, MOTHER: False, ROOM: False}
