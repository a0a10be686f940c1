"""Bodies: read whole within limits and once, refused where JSON is ambiguous; words made plain."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Annotated, NoReturn
from uuid import UUID

import anyio
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Problems

BODY_LIMIT = 64 * 1024
BODY_SECONDS = 10.0
"""A body that takes longer to arrive is somebody holding the line."""

LARGEST = 2**53
DEEPEST = 16


class Body(BaseModel):
    """Closed and strict: an unknown field or a number in quotation marks is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Id = Annotated[UUID, Field(strict=False)]
"""JSON has no UUID: text of one is taken."""

Seen = Annotated[int, Field(ge=0, le=LARGEST)]
"""The log version of the view on which the sender decided."""

NoticeMinutes = Annotated[int, Field(ge=1, le=480)]


def plain(text: str) -> str:
    """One way to write each letter; no control or direction marks that hide what stands there."""
    composed = unicodedata.normalize("NFC", text)
    if any(is_hidden(letter) for letter in composed):
        raise ValueError("Control characters are not taken.")
    return composed


def is_hidden(letter: str) -> bool:
    if letter in "\n\t":
        return False
    is_direction = "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069"
    return is_direction or unicodedata.category(letter) in {"Cc", "Cs"}


Reason = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(plain)]


class StrictBodies:
    """Stands before the routes, so that no route sees half a body or one of two meanings."""

    def __init__(self, app: ASGIApp, problems: Problems) -> None:
        self._app = app
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        try:
            with anyio.fail_after(BODY_SECONDS):
                body = await read_whole(scope, receive)
            if "json" in Headers(scope=scope).get("content-type", ""):
                check_json(body)
        except (Objection, TimeoutError) as error:
            status, code = error.answer if isinstance(error, Objection) else (408, "too-slow")
            answer = self._problems.answer(Request(scope), status, code)
            await answer(scope, receive, send)
            return
        except ClientDisconnect:
            return
        await self._app(scope, replayed(body, receive), send)


class Objection(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.answer = (status, code)


async def read_whole(scope: Scope, receive: Receive) -> bytes:
    body = bytearray()
    async for chunk in Request(scope, receive).stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise Objection(413, "too-large")
    return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    messages: Iterator[Message] = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def again() -> Message:
        first = next(messages, None)
        return await receive() if first is None else first

    return again


def check_json(body: bytes) -> None:
    """Raises Objection: twice the same key, no number at all, too large a number, too deep."""
    try:
        found: object = json.loads(
            body,
            object_pairs_hook=without_twins,
            parse_constant=refuse,
            parse_int=small_integer,
        )
        check_depth(found, DEEPEST)
    except (ValueError, RecursionError) as error:
        raise Objection(422, "malformed") from error


def without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("The same key twice.")
    return found


def refuse(_: str) -> NoReturn:
    raise ValueError("Not a number.")


def small_integer(digits: str) -> int:
    number = int(digits)
    if abs(number) > LARGEST:
        raise ValueError("Too large to mean the same everywhere.")
    return number


def check_depth(found: object, allowed: int) -> None:
    """`allowed`: how many more objects and lists may be opened."""
    inner: list[object] = []
    # JSON is untyped until the route's own model reads it
    if isinstance(found, dict):
        inner = [*found.values()]
    elif isinstance(found, list):
        inner = [*found]
    else:
        return
    if allowed == 0:
        raise ValueError("Too deep.")
    for each in inner:
        check_depth(each, allowed - 1)
