"""Opening a personal link: what a browser gets, and what nobody learns."""

from datetime import timedelta

import httpx2
import pytest

from app.service.invitations import OPENINGS
from tests.api.house import CHAIR, FATHER, MOTHER, Booked, House


def same_answer(one: httpx2.Response, other: httpx2.Response) -> bool:
    """Status, words, size, and every header."""
    return (one.status_code, one.content, one.headers) == (
        other.status_code,
        other.content,
        other.headers,
    )


async def test_every_id_shows_the_same_continue_page(booked: Booked) -> None:
    browser = booked.house.browser()
    known = await browser.get(booked.paths[MOTHER])
    unknown = await browser.get("/j/" + "x" * len(booked.public_id(MOTHER)))
    assert known.status_code == 200
    assert same_answer(known, unknown)


async def test_showing_the_continue_page_uses_nothing_up(booked: Booked) -> None:
    before = (dict(booked.house.directory.devices), dict(booked.house.directory.guesses))
    await booked.house.browser().get(booked.paths[MOTHER])
    after = (booked.house.directory.devices, booked.house.directory.guesses)
    assert after == before


async def test_the_right_secret_gives_this_browser_a_cookie_for_this_link_alone(
    booked: Booked,
) -> None:
    browser = booked.house.browser()
    answer = await browser.post(
        f"{booked.paths[MOTHER]}/open", data={"secret": booked.secrets[MOTHER]}
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{booked.paths[MOTHER]}/live"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("device=")
    assert f"Path={booked.paths[MOTHER]};" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie


async def test_the_cookie_is_secure_where_the_page_is(booked: Booked) -> None:
    browser = booked.house.browser(origin="https://127.0.0.1:8000")
    address = f"https://127.0.0.1:8000{booked.paths[MOTHER]}/open"
    answer = await browser.post(address, data={"secret": booked.secrets[MOTHER]})
    assert "Secure" in answer.headers["set-cookie"]


async def test_no_secret_is_stored_as_it_is(booked: Booked) -> None:
    seat = await booked.open(MOTHER)
    kept = repr(vars(booked.house.directory))
    assert booked.secrets[MOTHER] not in kept
    assert seat.browser.cookies["device"] not in kept


async def test_whatever_is_wrong_with_a_link_the_answer_is_one(booked: Booked) -> None:
    await booked.house.directory.revoke_link(booked.public_id(FATHER))
    spent = booked.house.browser()
    for _ in range(OPENINGS):
        await spent.post(f"{booked.paths[CHAIR]}/open", data={"secret": "wrong"})
    tries = {
        "wrong": (booked.paths[MOTHER], booked.secrets[FATHER]),
        "empty": (booked.paths[MOTHER], ""),
        "unknown": ("/j/" + "x" * 22, booked.secrets[MOTHER]),
        "revoked": (booked.paths[FATHER], booked.secrets[FATHER]),
        "over the budget": (booked.paths[CHAIR], booked.secrets[CHAIR]),
    }
    answers = [
        await booked.house.browser().post(f"{path}/open", data={"secret": secret})
        for path, secret in tries.values()
    ]
    assert answers[0].status_code == 403
    assert all(same_answer(answers[0], each) for each in answers)


async def test_the_budget_of_a_link_comes_back(booked: Booked) -> None:
    browser = booked.house.browser()
    for _ in range(OPENINGS + 5):
        await browser.post(f"{booked.paths[MOTHER]}/open", data={"secret": "wrong"})
    booked.house.clock.advance(timedelta(minutes=11))
    assert (await booked.open(MOTHER)).browser.cookies["device"]


async def test_a_browser_that_opened_the_link_needs_no_secret_again(booked: Booked) -> None:
    seat = await booked.open(MOTHER)
    devices = len(booked.house.directory.devices)
    answer = await seat.browser.post(f"{seat.path}/open", data={"secret": ""})
    assert answer.headers["location"] == f"{seat.path}/live"
    assert len(booked.house.directory.devices) == devices


async def test_two_browsers_on_one_link_are_two_devices(booked: Booked) -> None:
    one, other = await booked.open(MOTHER), await booked.open(MOTHER)
    assert (await one.visitor()).device != (await other.visitor()).device


async def test_the_live_page_is_for_the_browser_that_opened_the_link(booked: Booked) -> None:
    seat = await booked.open(MOTHER)
    shown = await seat.fetch("live")
    assert shown.status_code == 200
    assert "parent" in shown.text
    stranger = await booked.house.browser().get(f"{seat.path}/live")
    assert (stranger.status_code, stranger.headers["location"]) == (303, seat.path)


async def test_a_cookie_of_one_link_opens_no_other(booked: Booked) -> None:
    seat = await booked.open(MOTHER)
    stolen = {"cookie": f"device={seat.browser.cookies['device']}"}
    answer = await booked.house.browser(**stolen).get(f"{booked.paths[CHAIR]}/live")
    assert answer.status_code == 303


async def test_a_revoked_link_ends_what_it_opened(booked: Booked) -> None:
    seat = await booked.open(MOTHER)
    await booked.house.directory.revoke_link(booked.public_id(MOTHER))
    assert (await seat.fetch("live")).status_code == 303
    assert (await seat.browser.post(f"{seat.path}/ticket")).status_code == 401


@pytest.mark.parametrize("path", ["{link}", "{link}/live", "/left", "/sign-in"])
async def test_a_chosen_language_is_remembered_on_every_page(booked: Booked, path: str) -> None:
    seat = await booked.open(MOTHER)
    shown = await seat.browser.get(path.format(link=seat.path), params={"lang": "cy"})
    assert " cy" in shown.text
    again = await seat.browser.get("/left")
    assert again.text == "weather cy"


async def test_who_has_never_chosen_a_language_is_asked_first_and_only_once(booked: Booked) -> None:
    browser, path = booked.house.browser(), booked.paths[MOTHER]
    assert (await browser.get(path)).text.startswith("which language")
    body = {"secret": booked.secrets[MOTHER], "lang": "cy"}
    assert (await browser.post(f"{path}/open", data=body)).status_code == 303
    assert (await browser.get(f"{path}/live")).text.startswith("live cy")
    assert (await browser.get(path)).text.startswith("continue cy")


async def test_a_refused_link_speaks_the_language_that_was_chosen_with_it(booked: Booked) -> None:
    body = {"secret": "wrong", "lang": "cy"}
    refused = await booked.house.browser().post(f"{booked.paths[MOTHER]}/open", data=body)
    assert (refused.status_code, refused.text) == (403, "refused cy")


async def test_a_staff_link_that_names_nobody_opens_nothing_outside_the_demo() -> None:
    booked = await House(is_demo=False).book()
    answer = await booked.house.browser().post(
        f"{booked.paths[CHAIR]}/open", data={"secret": booked.secrets[CHAIR]}
    )
    assert answer.status_code == 403


async def test_a_link_as_long_as_an_address_may_be_is_no_error(booked: Booked) -> None:
    browser = booked.house.browser()
    for path in ("/j/" + "x" * 2000, "/j/%00", "/j/..%2f..", "/j/é"):
        assert (await browser.get(path)).status_code in {200, 404, 422}
        assert (await browser.post(f"{path}/open")).status_code in {403, 404, 405, 422}
