"""A person's browser without a browser: link, ticket, socket, answers and raw media."""

import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import uuid4

import anyio
import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.load import RawLeg

CLEAR = {
    "alone": True,
    "others_can_hear": False,
    "child_can_hear": False,
    "headphones": True,
    "safe_to_talk": True,
    "will_not_record": True,
}
WITHIN = 10.0
"""Seconds for anything that a person would wait for."""

IDLE_AT_MOST = 2.0
"""Seconds after which an idle connection is not used again: the server ends it after five, and a
request that crosses its end would be lost, which a browser repeats by itself."""

Json = dict[str, Any]  # the wire as it comes: these programs look at it as a stranger would


def whole(view: Json, before: Json) -> Json:
    """The view with the lines that were not sent again."""
    screen = view["screen"]
    kept = screen.get("lines_kept", 0)
    if not kept:
        return view
    lines = [*before["screen"]["lines"][:kept], *screen["lines"]]
    return {**view, "screen": {**screen, "lines": lines}}


class Visitor:
    """One link, one device. `view`: the newest; `messages`: everything that came, in order."""

    def __init__(self, link: str) -> None:
        parts = urlsplit(link)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.path = parts.path
        self._secret = parts.fragment
        self.http = httpx2.AsyncClient(
            base_url=self.origin,
            headers={"origin": self.origin},
            timeout=WITHIN,
            limits=httpx2.Limits(keepalive_expiry=IDLE_AT_MOST),
        )
        self.view: Json = {}
        self.messages: list[Json] = []
        self.leg_id: str | None = None
        self.closed_with: int | None = None
        self.raw: RawLeg | None = None
        self.command_port = 0
        self._socket: ClientConnection | None = None
        self._sockets: list[ClientConnection] = []
        self._news = anyio.Event()
        self._tasks = anyio.create_task_group()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tasks.cancel_scope.cancel()
        with anyio.move_on_after(1, shield=True):
            for socket in self._sockets:
                socket.transport.abort()
                await socket.wait_closed()
        if self.raw is not None:
            self.raw.close()
        await self._tasks.__aexit__(None, None, None)
        await self.http.aclose()

    async def open(self) -> None:
        """Press Continue."""
        answer = await self.http.post(f"{self.path}/open", data={"secret": self._secret})
        if answer.status_code != 303:
            raise AssertionError(f"the link was refused: {answer.status_code}")

    async def ticket(self) -> str:
        answer = await self.http.post(f"{self.path}/ticket")
        answer.raise_for_status()
        ticket: str = answer.json()["ticket"]
        return ticket

    async def connect(self, *, again: bool = False, companion: bool = False) -> None:
        """Say hello and wait for the welcome. `again`: as the leg of before."""
        url = f"{self.origin.replace('http', 'ws', 1)}{self.path}/session"
        hello = {
            "type": "hello",
            "ticket": await self.ticket(),
            "leg_id": self.leg_id if again else None,
            "companion": companion,
        }
        seen = len(self.messages)
        self._socket, self.closed_with, self.view = None, None, {}
        self._socket = await connect(url, origin=self.origin, compression=None)  # pyright: ignore[reportArgumentType] Origin is a NewType of str
        self._sockets.append(self._socket)
        self._tasks.start_soon(self._read, self._socket)
        await self._socket.send(json.dumps(hello))
        welcome = await self.until_message("welcome", after=seen)
        self.leg_id = welcome["leg_id"]

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                self._take(json.loads(text))
        except ConnectionClosed:
            pass
        if socket is self._socket:
            self.closed_with = socket.close_code or 1006
        self._ring()

    def _take(self, message: Json) -> None:
        self.messages.append(message)
        if message["type"] == "view":
            self.view = whole(message, self.view)
        self._ring()

    def _ring(self) -> None:
        self._news.set()
        self._news = anyio.Event()

    async def until(self, is_so: Callable[[], bool], within: float = WITHIN) -> None:
        with anyio.fail_after(within):
            while not is_so():
                await self._news.wait()

    async def until_message(self, kind: str, *, after: int, within: float = WITHIN) -> Json:
        def found() -> list[Json]:
            return [m for m in self.messages[after:] if m["type"] == kind]

        await self.until(lambda: bool(found()) or self.closed_with is not None, within)
        if not found():
            raise AssertionError(f"closed with {self.closed_with} before {kind}")
        return found()[0]

    async def send(self, message: Json) -> None:
        if self._socket is None:
            raise AssertionError("not connected")
        await self._socket.send(json.dumps(message))

    async def answer(self, **other: bool) -> None:
        """All clear, unless something else is said."""
        await self.send({"type": "answers", "with_whom": "", **CLEAR, **other})

    async def media(self) -> RawLeg:
        """Take the offer, give the answer, wait until the media connection is up."""
        seen = len(self.messages)
        await self.send({"type": "want_media"})
        offer = await self.until_message("media_offer", after=seen)
        if self.raw is not None:
            self.raw.close()
        self.raw = RawLeg(offer["sdp"])
        await self.send({"type": "media_answer", "sdp": self.raw.connect()})
        await self.raw.until_up(within=WITHIN)
        return self.raw

    async def half_connect(self) -> None:
        """A new connection that is left in the middle of ICE and DTLS."""
        if self.raw is not None:
            self.raw.close()
        await self.connect()
        await self.answer()
        seen = len(self.messages)
        await self.send({"type": "want_media"})
        offer = await self.until_message("media_offer", after=seen)
        self.raw = RawLeg(offer["sdp"])
        await self.send({"type": "media_answer", "sdp": self.raw.connect()})

    async def arrive(self, *, media: bool = True) -> None:
        """Everything up to waiting in the lobby with clear answers."""
        await self.open()
        await self.connect()
        await self.answer()
        if media:
            await self.media()
        await self.until(lambda: self.screen != "" and not self.view["screen"]["answers_needed"])

    def drop_socket(self) -> None:
        """As a tab that crashes: no goodbye."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def put(self, path: str, body: Json) -> httpx2.Response:
        answer = await self.http.put(f"{self.path}{path}", json=body)
        self.command_port = answer.extensions["network_stream"].get_extra_info("client_addr")[1]
        return answer

    @property
    def socket_port(self) -> int:
        """The local port of the WebSocket."""
        if self._socket is None:
            raise AssertionError("not connected")
        port: int = self._socket.local_address[1]
        return port

    @property
    def media_port(self) -> int:
        """The local port of the media connection."""
        if self.raw is None or self.raw.connection is None:
            raise AssertionError("no media connection")
        return self.raw.connection.local_address[1]

    @property
    def screen(self) -> str:
        screen: str = self.view["screen"]["screen"] if self.view else ""
        return screen


class Chair(Visitor):
    """The chair's panel, by its buttons."""

    @property
    def panel(self) -> Json:
        panel: Json = self.view["panel"]
        return panel

    def person(self, name: str) -> Json:
        return next(p for p in self.panel["people"] if name.lower() in p["name"].lower())

    async def course(self, act: str) -> httpx2.Response:
        return await self.put("/course", {"act": act, "seen": self.panel["version"]})

    async def section(self, title: str) -> httpx2.Response:
        wanted = next(s for s in self.panel["sections"] if title.lower() in s["title"].lower())
        body = {"section_id": wanted["section_id"], "seen": self.panel["version"]}
        return await self.put("/section", body)

    async def admit(self, name: str) -> httpx2.Response:
        await self.until(lambda: self._is_ready(name))
        person = self.person(name)
        leg = next(leg for leg in person["legs"] if leg["zone"] == "lobby")
        body = {
            "leg_id": leg["leg_id"],
            "identity": None if leg["identified"] else "known_to_chair",
            "reason": None,
            "seen": self.panel["version"],
        }
        return await self.put(f"/participants/{person['participant_id']}/admission", body)

    def _is_ready(self, name: str) -> bool:
        legs = self.person(name)["legs"] if self.view else []
        return any(leg["zone"] == "lobby" and leg["answers_count"] for leg in legs)

    async def exclude(self, name: str, reason: str = "Shouting at others") -> httpx2.Response:
        body = {
            "ground": "violence_or_disruption",
            "reason": reason,
            "told": "on_screen",
            "views_route": "social_worker",
            "span": "from_now_on",
            "notice_minutes": 20,
        }
        return await self.put(
            f"/participants/{self.person(name)['participant_id']}/exclusion", body
        )

    async def readmit(self, name: str) -> httpx2.Response:
        await self.until(lambda: self._is_ready(name))
        person = self.person(name)
        leg = next(leg for leg in person["legs"] if leg["zone"] == "lobby")
        body = {"leg_id": leg["leg_id"], "seen": self.panel["version"]}
        return await self.put(f"/participants/{person['participant_id']}/readmission", body)


def new_line_id() -> str:
    return str(uuid4())
