"""Staff sign-in: one answer for every failure, a code once, and only a link to go on to."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

import httpx2
import pytest
from pyotp.totp import TOTP

from app.api.staff import HASHER, TRIES_EACH
from app.domain.commands import Actor
from app.domain.ids import SECOND, ParticipantId
from app.domain.people import Role
from app.service.clock import SystemClock
from app.service.ports import Link, StaffAccount, StaffId
from tests.api.house import CHAIR, QUICK, Booked, House

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery staple"
HASH = QUICK.hash(PASSWORD)


def code(house: House) -> str:
    return TOTP(SECRET).at(datetime.fromtimestamp(house.clock.now() / SECOND, UTC))


async def hire(house: House, username: str) -> StaffId:
    id = StaffId(uuid4())
    await house.directory.add_staff(StaffAccount(id, username, HASH, SECRET))
    return id


async def sign_in(browser: httpx2.AsyncClient, *, next: str = "", **form: str) -> httpx2.Response:
    return await browser.post("/sign-in", params={"next": next}, data=form)


async def test_the_right_password_and_code_open_a_session(house: House) -> None:
    await hire(house, "honor")
    browser = house.browser()
    answer = await sign_in(browser, username="honor", password=PASSWORD, code=code(house))
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert browser.cookies["session"] not in repr(house.directory.sessions)


def test_passwords_are_hashed_as_is_advised_today() -> None:
    assert HASHER.hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_every_failure_has_the_same_answer(house: House) -> None:
    await hire(house, "honor")
    await hire(house, "ivo")
    right = {"username": "honor", "password": PASSWORD, "code": code(house)}
    for _ in range(TRIES_EACH):
        await sign_in(house.browser(), username="ivo", password="x", code="000000")
    tries = [
        {**right, "password": "wrong"},
        {**right, "username": "nobody"},
        {**right, "code": "000000"},
        {**right, "code": "é" * 6},
        {**right, "username": "ivo"},
        {},
    ]
    answers = [await sign_in(house.browser(), **form) for form in tries]
    assert {(each.status_code, each.text) for each in answers} == {(403, "sign in en  failed")}
    assert not any("set-cookie" in each.headers for each in answers)


class NobodyIsStaff:
    """Says no at once."""

    async def find_staff(self, username: str, password: str, code: str) -> StaffId | None:
        return None


async def test_a_failure_takes_its_time_whatever_it_was() -> None:
    house = House(clock=SystemClock(), floor_seconds=0.3, staff=NobodyIsStaff())
    for form in ({"username": "nobody"}, {"username": "honor", "password": "wrong"}):
        begun = monotonic()
        await sign_in(house.browser(), **form)
        assert monotonic() - begun >= 0.3


async def test_a_wrong_link_takes_its_time_whatever_it_was() -> None:
    house = House(clock=SystemClock(), floor_seconds=0.3)
    booked = await house.book()
    for path in (booked.paths[CHAIR], "/j/unknown"):
        begun = monotonic()
        await house.browser().post(f"{path}/open", data={"secret": "wrong"})
        assert monotonic() - begun >= 0.3


async def test_a_code_counts_once(house: House) -> None:
    await hire(house, "honor")
    form = {"username": "honor", "password": PASSWORD, "code": code(house)}
    assert (await sign_in(house.browser(), **form)).status_code == 303
    assert (await sign_in(house.browser(), **form)).status_code == 403


@pytest.mark.parametrize(("seconds", "status"), [(-29, 303), (29, 303), (-90, 403), (90, 403)])
async def test_a_phone_whose_clock_is_a_little_off_still_signs_in(
    house: House, seconds: int, status: int
) -> None:
    await hire(house, "honor")
    shown = datetime.fromtimestamp(house.clock.now() / SECOND, UTC) + timedelta(seconds=seconds)
    answer = await sign_in(
        house.browser(), username="honor", password=PASSWORD, code=TOTP(SECRET).at(shown)
    )
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/j/abc", "/j/abc"),
        ("https://elsewhere.example/j/abc", "/left"),
        ("//elsewhere.example/j/abc", "/left"),
        ("/j/abc/../../left", "/left"),
        ("/j/abc\r\nset-cookie: x=y", "/left"),
    ],
)
async def test_sign_in_leads_on_to_a_personal_link_and_nowhere_else(
    house: House, wanted: str, location: str
) -> None:
    await hire(house, "honor")
    answer = await sign_in(
        house.browser(), next=wanted, username="honor", password=PASSWORD, code=code(house)
    )
    assert (answer.status_code, answer.headers["location"]) == (303, location)


async def staff_link(booked: Booked, staff: StaffId) -> tuple[str, str]:
    """A link of the chair that asks for this member of staff."""
    actor = Actor(Role.INDEPENDENT_CHAIR, ParticipantId(booked.ids[CHAIR]), None, None)
    link = Link(
        public_id="staff-link",
        conference=booked.id,
        participant_id=actor.participant_id,
        place_id=None,
        actor=actor,
        revoked=False,
        staff_id=staff,
    )
    return f"/j/{link.public_id}", await booked.house.invitations.issue_link(link)


async def test_a_staff_link_leads_to_sign_in_and_back(booked: Booked) -> None:
    house = booked.house
    path, secret = await staff_link(booked, await hire(house, "honor"))
    browser = house.browser()
    first = await browser.post(f"{path}/open", data={"secret": secret})
    assert first.headers["location"] == f"/sign-in?next={path}"
    assert "set-cookie" not in first.headers
    await sign_in(browser, username="honor", password=PASSWORD, code=code(house))
    second = await browser.post(f"{path}/open", data={"secret": secret})
    assert second.headers["location"] == f"{path}/live"
    assert (await browser.post(f"{path}/ticket")).status_code == 200


async def test_another_member_of_staff_cannot_use_the_link(booked: Booked) -> None:
    house = booked.house
    path, secret = await staff_link(booked, await hire(house, "honor"))
    await hire(house, "ivo")
    browser = house.browser()
    await sign_in(browser, username="ivo", password=PASSWORD, code=code(house))
    answer = await browser.post(f"{path}/open", data={"secret": secret})
    assert answer.headers["location"] == f"/sign-in?next={path}"


async def test_a_session_ends_by_time_or_by_signing_out(booked: Booked) -> None:
    house = booked.house
    path, secret = await staff_link(booked, await hire(house, "honor"))
    browser = house.browser()
    await sign_in(browser, username="honor", password=PASSWORD, code=code(house))
    await browser.post(f"{path}/open", data={"secret": secret})
    session = browser.cookies["session"]
    assert (await browser.post("/sign-out")).headers["location"] == "/left"
    assert "session" not in browser.cookies
    browser.cookies.set("session", session)
    assert (await browser.post(f"{path}/ticket")).status_code == 401


async def test_a_staff_link_does_nothing_once_the_session_is_over(booked: Booked) -> None:
    house = booked.house
    path, secret = await staff_link(booked, await hire(house, "honor"))
    browser = house.browser()
    await sign_in(browser, username="honor", password=PASSWORD, code=code(house))
    await browser.post(f"{path}/open", data={"secret": secret})
    house.clock.advance(timedelta(hours=9))
    assert (await browser.post(f"{path}/ticket")).status_code == 401
    assert (await browser.get(f"{path}/live")).status_code == 303
