"""Getting ready: bytes to time, for visitors alone; and one's own PIN, shown when asked for."""

import hmac
from datetime import timedelta
from hashlib import sha256

import pytest

from app.api.readiness import PROBE_BYTES
from app.service.invitations import PIN_DIGITS, PINS
from tests.api.house import FATHER, MOTHER, ROOM, Booked


def hashed(pin: str) -> bytes:
    return hmac.digest(b"p" * 32, pin.encode(), sha256)


async def test_a_visitor_gets_as_many_bytes_as_they_ask_for_and_may_send_as_many(
    booked: Booked,
) -> None:
    seat = await booked.open(MOTHER)
    for size in (1, PROBE_BYTES):
        answer = await seat.fetch(f"probe/{size}")
        assert (answer.status_code, len(answer.content)) == (200, size)
    sent = await seat.browser.post(f"{seat.path}/probe", content=answer.content)
    assert (sent.status_code, sent.content) == (204, b"")


@pytest.mark.parametrize("size", [0, -1, PROBE_BYTES + 1, "much"])
async def test_nobody_gets_more_bytes_than_a_probe_has(booked: Booked, size: object) -> None:
    seat = await booked.open(MOTHER)
    assert (await seat.fetch(f"probe/{size}")).status_code == 422


async def test_a_stranger_gets_no_bytes_and_no_pin(booked: Booked) -> None:
    browser, path = booked.house.browser(), booked.paths[MOTHER]
    assert (await browser.get(f"{path}/probe/1")).status_code == 401
    for what in ("probe", "pin"):
        assert (await browser.post(f"{path}/{what}")).status_code == 401


async def test_whoever_has_the_link_open_is_shown_a_pin_of_their_own(booked: Booked) -> None:
    [before] = [each.pin for each in booked.made.links if each.name == MOTHER]
    assert before is not None
    seat = await booked.open(MOTHER)
    pin: str = (await seat.post("pin")).json()["pin"]
    assert len(pin) == PIN_DIGITS
    found = await booked.house.directory.find_pin(hashed(pin))
    assert found == (booked.id, booked.ids[MOTHER])
    assert await booked.house.directory.find_pin(hashed(before)) is None


async def test_a_new_pin_leaves_everybody_elses_alone(booked: Booked) -> None:
    [fathers] = [each.pin for each in booked.made.links if each.name == FATHER]
    assert fathers is not None
    seat = await booked.open(MOTHER)
    await seat.post("pin")
    found = await booked.house.directory.find_pin(hashed(fathers))
    assert found == (booked.id, booked.ids[FATHER])


async def test_a_link_is_given_so_many_new_pins_and_then_none_for_a_while(booked: Booked) -> None:
    seat = await booked.open(MOTHER)
    statuses = [(await seat.post("pin")).status_code for _ in range(PINS + 1)]
    assert statuses == [200] * PINS + [429]
    booked.house.clock.advance(timedelta(minutes=11))
    assert (await seat.post("pin")).status_code == 200


async def test_a_room_has_no_pin(booked: Booked) -> None:
    seat = await booked.open(ROOM)
    assert (await seat.post("pin")).status_code == 403
