"""The socket side of a session: one task reads, one writes, one life."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Protocol

import anyio

from signalling.changes import LinesSent
from signalling.messages import (
    MESSAGE_LIMIT,
    Answers,
    FromBrowser,
    Hello,
    Leave,
    MediaAnswer,
    WantMedia,
    from_browser,
)
from signalling.outbox import Outbox

HELLO_WITHIN = 5.0
"""Seconds a stranger may hold a socket before saying who they are."""

WRITE_WITHIN = 10.0
"""Seconds a browser may take to read one message."""

RATE = 10
BURST = 30
"""Messages a second, and at once, that a browser may send."""


class Broken(Exception):
    """The other side does not speak this protocol. `code` is a WebSocket close code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Gone(Exception):
    """The socket is closed, by whichever side."""


class TextSocket(Protocol):
    """What a connection needs of a WebSocket. Raises Gone when it is closed."""

    async def receive_text(self) -> str: ...

    async def send_text(self, text: str) -> None: ...


Request = Answers | WantMedia | MediaAnswer | Leave
Receive = Callable[[Request], Awaitable[bool]]
"""What one message means. False: the session is over."""


def parsed(text: str) -> FromBrowser:
    """Raises Broken: too large (1009), or not a message of this protocol (1002)."""
    if len(text) > MESSAGE_LIMIT:
        raise Broken(1009)
    try:
        json.loads(text, object_pairs_hook=_once_each)
        return from_browser.validate_json(text)
    except (ValueError, RecursionError):  # a validation problem is a ValueError as well
        raise Broken(1002) from None


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A key that comes twice means one thing to us and another to somebody else: refused."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key came twice")
    return dict(pairs)


async def hello(socket: TextSocket) -> Hello:
    """The first message. Raises Broken (1008 when it is late), Gone."""
    with anyio.move_on_after(HELLO_WITHIN):
        first = parsed(await socket.receive_text())
        if isinstance(first, Hello):
            return first
        raise Broken(1002)
    raise Broken(1008)


class Budget:
    """A bucket of messages that fills at `RATE` a second, up to `BURST`."""

    def __init__(self, now: float) -> None:
        self._left = float(BURST)
        self._at = now

    def spend(self, now: float) -> bool:
        self._left = min(BURST, self._left + (now - self._at) * RATE)
        self._at = now
        self._left -= 1
        return self._left >= 0


async def requests(socket: TextSocket) -> AsyncIterator[Request]:
    budget = Budget(anyio.current_time())
    while True:
        message = parsed(await socket.receive_text())
        if isinstance(message, Hello):
            raise Broken(1002)
        if not budget.spend(anyio.current_time()):
            raise Broken(1008)
        yield message


async def run(socket: TextSocket, outbox: Outbox, receive: Receive) -> None:
    """Carry messages both ways until either side leaves.

    Raises Broken when the browser breaks the protocol; it comes alone, not in a group.
    """
    broken: list[Broken] = []

    async with anyio.create_task_group() as tasks:

        async def read() -> None:
            with suppress(Gone):
                try:
                    await _read(socket, receive)
                except Broken as error:
                    broken.append(error)
            tasks.cancel_scope.cancel()

        async def write() -> None:
            sent = LinesSent()
            with suppress(Gone, TimeoutError):
                async for message in outbox.messages():
                    with anyio.fail_after(WRITE_WITHIN):
                        await socket.send_text(sent.less(message).model_dump_json())
            tasks.cancel_scope.cancel()

        tasks.start_soon(read)
        tasks.start_soon(write)
    if broken:
        raise broken[0]


async def _read(socket: TextSocket, receive: Receive) -> None:
    async for message in requests(socket):
        if not await receive(message):
            return
