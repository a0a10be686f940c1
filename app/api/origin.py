"""Only our own pages may change anything: the host we are known by, and the origin of a request."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import Problems

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOrigin:
    """Refuses a strange host on anything, and a strange origin on what is unsafe.

    A strange name for our address is how a strange page reaches us (DNS rebinding). A socket's
    handshake is a GET that no page is kept from making, so it counts as unsafe.
    """

    def __init__(self, app: ASGIApp, problems: Problems, host_names: frozenset[str]) -> None:
        self._app = app
        self._problems = problems
        self._host_names = host_names | {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not any(self._objections(scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            answer = self._problems.answer(Request(scope), 403, "wrong-origin")
            await answer(scope, receive, send)

    def _objections(self, scope: Scope) -> Iterator[bool]:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        yield not is_address(host) and name_of(host) not in self._host_names
        if scope["type"] == "http" and scope["method"] in SAFE_METHODS:
            return
        yield headers.get("sec-fetch-site", "same-origin") != "same-origin"
        scheme = scope["scheme"].replace("ws", "http")
        yield headers.get("origin") != f"{scheme}://{host}"


def is_address(host: str) -> bool:
    """Whether a Host header is a plain address, with or without a port."""
    try:
        ipaddress.ip_address(name_of(host))
    except ValueError:
        return False
    return True


def name_of(host: str) -> str:
    """Without the port; empty where it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
