"""What stands before every route: host, origin, body, headers, and the words of a problem."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from app.api.bodies import BODY_LIMIT, Objection, StrictBodies, check_json, plain
from app.api.problems import Problems
from app.domain.commands import Actor, Command
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId
from tests.api.house import CHAIR, MOTHER, Booked, House, PlainPages


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 204),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "https://127.0.0.1:8000"}, 403),
        ({"origin": "http://127.0.0.1:8001"}, 403),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"host": "elsewhere.example", "origin": "http://elsewhere.example"}, 403),
        ({"host": "conference.example", "origin": "http://conference.example"}, 204),
        ({"host": "localhost:8000", "origin": "http://localhost:8000"}, 204),
        ({"host": "[::1]:8000", "origin": "http://[::1]:8000"}, 204),
        ({"host": "", "origin": "http://"}, 403),
        ({"host": "[::1", "origin": "http://[::1"}, 403),
    ],
)
async def test_only_our_own_pages_change_anything(
    booked: Booked, headers: dict[str, str], status: int
) -> None:
    chair = await booked.begin()
    answer = await chair.browser.put(
        f"{chair.path}/course",
        json={"act": "pause", "seen": 0},
        headers={**headers, "cookie": f"device={chair.browser.cookies['device']}"},
    )
    assert answer.status_code == status


async def test_no_origin_at_all_is_not_our_own(booked: Booked) -> None:
    chair = await booked.open(CHAIR)
    del chair.browser.headers["origin"]
    answer = await chair.browser.post(f"{chair.path}/ticket")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-origin")


async def test_a_strange_name_for_our_address_shows_no_page(booked: Booked) -> None:
    answer = await booked.house.browser().get("/left", headers={"host": "rebound.example"})
    assert answer.status_code == 403


async def shaken_hand(house: House, headers: dict[str, str]) -> list[str]:
    """What a socket's handshake is answered with, if anything stops it before the routes."""
    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(str(message["type"]))

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": "/j/x/session",
        "raw_path": b"/j/x/session",
        "query_string": b"",
        "headers": raw,
        "extensions": {"websocket.http.response": {}},
    }
    await house.app(scope, receive, send)  # pyright: ignore[reportArgumentType] a scope is a dict
    return sent


async def test_a_socket_of_another_page_is_closed_before_it_is_open(house: House) -> None:
    host = {"host": "127.0.0.1:8000"}
    strange = await shaken_hand(house, {**host, "origin": "http://elsewhere.example"})
    absent = await shaken_hand(house, host)
    assert strange == absent == ["websocket.close"]


async def test_a_body_above_the_limit_is_not_read_to_its_end(booked: Booked) -> None:
    seat = await booked.open(CHAIR)
    read = 0

    async def far_too_long() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 16 * BODY_LIMIT:
            read += 1024
            yield b" " * 1024

    answer = await seat.browser.put(f"{seat.path}/course", content=far_too_long())
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert read <= BODY_LIMIT + 2048


async def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.bodies.BODY_SECONDS", 0.05)
    answered: list[int] = []

    async def receive() -> dict[str, object]:
        await anyio.sleep_forever()
        return {}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            answered.append(int(str(message["status"])))

    async def never(*_: object) -> None:
        raise AssertionError("The route was reached.")

    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/",
        "query_string": b"",
        "headers": [],
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
    }
    strict = StrictBodies(never, Problems(PlainPages()))
    with anyio.fail_after(5):
        await strict(scope, receive, send)  # pyright: ignore[reportArgumentType] a scope is a dict
    assert answered == [408]


@pytest.mark.parametrize(
    "body",
    [
        b'{"seen": 1, "seen": 2}',
        b'{"seen": NaN}',
        b'{"seen": -Infinity}',
        b'{"seen": 9007199254740993}',
        b"[" * 17 + b"]" * 17,
        b"[" * 60_000,
        b"1" * 5000,
        b"\xff\xfe",
        b"{",
        b"",
    ],
    ids=range(10),
)
def test_json_that_can_be_read_in_two_ways_is_refused(body: bytes) -> None:
    with pytest.raises(Objection):
        check_json(body)


@pytest.mark.parametrize("body", [b'{"seen": 9007199254740992}', b"[" * 16 + b"]" * 16, b"0"])
def test_json_with_one_meaning_is_read(body: bytes) -> None:
    check_json(body)
    assert json.loads(body) is not None


async def test_a_key_given_twice_does_nothing(booked: Booked) -> None:
    chair = await booked.begin()
    before = (await booked.state()).version
    answer = await chair.browser.put(
        f"{chair.path}/course",
        content=b'{"act": "pause", "act": "close", "seen": 99}',
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed")
    assert (await booked.state()).version == before


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_an_objection(body: bytes) -> None:
    with suppress(Objection):
        check_json(body)
        assert isinstance(json.loads(body), object)


@given(st.text(max_size=50))
def test_words_keep_no_control_and_no_direction_marks(text: str) -> None:
    try:
        kept = plain(text)
    except ValueError:
        return
    assert not set(kept) & {chr(0), chr(0x1B), "\u202e", "\u2066", "\x7f"}


@pytest.mark.parametrize("text", ["\x00", "a\u202eb", "\u2067", "\x1b[2J", "\ud800", "\r"])
def test_a_mark_that_hides_what_stands_there_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Control"):
        plain(text)


async def test_every_answer_carries_the_headers(booked: Booked) -> None:
    browser = booked.house.browser()
    answers = [
        await browser.get("/left"),
        await browser.get("/nowhere"),
        await browser.post("/left"),
        await browser.post("/left", headers={"origin": "http://elsewhere.example"}),
        await browser.get("/health/live"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "connect-src 'self' ws://127.0.0.1:8000" in policy
        assert answer.headers["cache-control"] == "no-store"
        permitted = answer.headers["permissions-policy"]
        assert "camera=(self)" in permitted
        assert "microphone=(self)" in permitted
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


async def test_nothing_of_a_host_header_gets_into_a_policy(house: House) -> None:
    answer = await house.browser().get("/left", headers={"host": "a; script-src *"})
    assert "script-src *" not in answer.headers["content-security-policy"]


async def test_a_problem_is_a_page_for_a_person_and_a_document_for_a_program(
    house: House,
) -> None:
    page = await house.browser().get("/nowhere", headers={"accept": "text/html"})
    assert (page.status_code, page.text) == (404, "problem en 404")
    document = await house.browser().get("/nowhere", params={"lang": "cy"})
    assert document.headers["content-type"] == "application/problem+json"
    assert document.json() == {
        "type": "/problems/not-found",
        "title": "not-found in cy",
        "status": 404,
    }


class Broken:
    async def handle(self, id: ConferenceId, command: Command, actor: Actor) -> Sequence[Recorded]:
        raise LookupError("Gwen said something about Callum")


async def test_what_nobody_expected_is_a_500_without_a_word_of_it(booked: Booked) -> None:
    chair = await booked.open(CHAIR)
    object.__setattr__(booked.house.wiring, "commands", Broken())
    with capture_logs() as logs:
        answer = await chair.put("course", act="pause", seen=0)
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/unexpected"
    assert "Gwen" not in answer.text + repr(logs)
    assert logs[0]["error"] is LookupError
    assert logs[0]["where"].startswith("tests.api.test_edge:")


async def test_a_request_is_not_logged(booked: Booked) -> None:
    with capture_logs() as logs:
        seat = await booked.open(MOTHER)
        await seat.fetch("live")
    assert logs == []


async def test_health_says_no_more_than_whether_it_is_ready(house: House) -> None:
    browser = house.browser()
    ready = await browser.get("/health/ready")
    assert (ready.status_code, ready.json()) == (200, {"ready": True})
    house.is_ready = False
    assert (await browser.get("/health/ready")).status_code == 503
    assert (await browser.get("/health/live")).status_code == 200


async def test_there_is_no_description_of_the_routes_to_fetch(house: House) -> None:
    browser = house.browser()
    fetched = [await browser.get(path) for path in ("/openapi.json", "/docs", "/redoc")]
    assert [each.status_code for each in fetched] == [404, 404, 404]
