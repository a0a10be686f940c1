"""A shared room's screen: opened by a short code, once, and anew by the code of its host."""

import re
from datetime import timedelta

import httpx2
import pytest

from app.demo.description import Description
from app.service.invitations import OPENINGS
from app.service.room_codes import ALPHABET, HOSTS_LIFE, INVITATION_LIFE, as_typed, new_room_code
from tests.api.house import CHAIR, FAMILY, MOTHER, ROOM, WORKER, Booked, House


def code_of(booked: Booked) -> str:
    [code] = [each.code for each in booked.made.links if each.code is not None]
    return code


async def typed(browser: httpx2.AsyncClient, code: str) -> httpx2.Response:
    return await browser.post("/room", data={"code": code})


def test_a_code_is_made_of_what_cannot_be_taken_for_something_else() -> None:
    codes = {new_room_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code) for code in codes)
    assert not set(ALPHABET) & set("01OIL")


@pytest.mark.parametrize("written", ["7K2M-QX4D", "7k2m qx4d", " 7K2MQX4D ", "7K2M\u2013QX4D"])
def test_a_code_may_be_typed_as_people_type(written: str) -> None:
    assert as_typed(written) == "7K2M-QX4D"


@pytest.mark.parametrize("written", ["", "7K2M-QX4", "7K2M-QX4DD", "7K2M-QX40", "7K2M-QX4Δ"])
def test_what_is_no_code_is_none(written: str) -> None:
    assert as_typed(written) is None


async def test_the_code_opens_the_rooms_own_page_on_this_screen(booked: Booked) -> None:
    browser = booked.house.browser()
    answer = await typed(browser, code_of(booked).lower())
    assert (answer.status_code, answer.headers["location"]) == (303, f"{booked.paths[ROOM]}/live")
    assert f"Path={booked.paths[ROOM]};" in answer.headers["set-cookie"]
    shown = await browser.get(f"{booked.paths[ROOM]}/live")
    assert "room_device" in shown.text


async def test_a_code_is_good_once(booked: Booked) -> None:
    assert (await typed(booked.house.browser(), code_of(booked))).status_code == 303
    assert (await typed(booked.house.browser(), code_of(booked))).status_code == 403


async def test_whatever_is_wrong_with_a_code_the_answer_is_one(house: House) -> None:
    late, revoked = await house.book(), await house.book()
    house.clock.advance(INVITATION_LIFE)
    used = await house.book()
    await house.directory.revoke_link(revoked.public_id(ROOM))
    await typed(house.browser(), code_of(used))
    wrong = [code_of(used), code_of(late), code_of(revoked), new_room_code(), "", "no code"]
    answers = [await typed(house.browser(), each) for each in wrong]
    assert {(each.status_code, each.text) for each in answers} == {(403, "room en failed")}


async def test_whoever_guesses_is_soon_answered_no_even_to_a_right_code(booked: Booked) -> None:
    browser = booked.house.browser()
    for _ in range(OPENINGS):
        await typed(browser, new_room_code())
    assert (await typed(browser, code_of(booked))).status_code == 403
    booked.house.clock.advance(timedelta(minutes=11))
    assert (await typed(browser, code_of(booked))).status_code == 303


async def test_no_code_is_stored_as_it_is(booked: Booked) -> None:
    assert code_of(booked) not in repr(vars(booked.house.directory))


@pytest.mark.parametrize("path", ["/room", "/help", "/accessibility"])
async def test_a_chosen_language_is_remembered(booked: Booked, path: str) -> None:
    browser = booked.house.browser()
    assert " cy" in (await browser.get(path, params={"lang": "cy"})).text
    assert (await typed(browser, "")).text == "room cy failed"


async def test_the_rooms_host_has_a_new_code_that_opens_it(booked: Booked) -> None:
    worker = await booked.join(WORKER)
    answer = await worker.post("room-code")
    assert answer.json()["minutes"] == 15
    opened = await typed(booked.house.browser(), answer.json()["code"])
    assert opened.headers["location"] == f"{booked.paths[ROOM]}/live"


async def test_a_hosts_code_is_not_good_for_long(booked: Booked) -> None:
    code = (await (await booked.join(WORKER)).post("room-code")).json()["code"]
    booked.house.clock.advance(HOSTS_LIFE)
    assert (await typed(booked.house.browser(), code)).status_code == 403


@pytest.mark.parametrize("name", [CHAIR, MOTHER, ROOM])
async def test_nobody_else_has_a_code(booked: Booked, name: str) -> None:
    await booked.join(WORKER)
    seat = await booked.join(name)
    assert (await seat.post("room-code")).status_code == 403


async def test_a_host_whom_nobody_knows_yet_has_no_code(house: House) -> None:
    """A link alone opens no screen; staff are known by their sign-in."""
    place = {"name": ROOM, "host": MOTHER, "expected": [MOTHER]}
    spec = {**FAMILY.model_dump(mode="json"), "places": [place]}
    booked = await house.book(Description.model_validate(spec))
    chair, mother = await booked.begin(), await booked.join(MOTHER)
    assert (await mother.post("room-code")).status_code == 403
    known = {"leg_id": str(mother.leg), "method": "known_to_chair"}
    await chair.put(f"participants/{booked.ids[MOTHER]}/identity", **known)
    assert (await mother.post("room-code")).status_code == 200
