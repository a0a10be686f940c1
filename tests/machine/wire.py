"""A browser's end of a WebSocket, in memory: what reaches it is kept as the text that was sent."""

import asyncio
import json
from collections.abc import Callable, MutableMapping
from typing import Any
from uuid import UUID

from starlette.websockets import WebSocket

from app.domain.ids import LegId
from app.live.protocol import ABORT
from app.service.ports import Visitor

Message = MutableMapping[str, Any]  # Any: as ASGI has it


class Tab:
    """One page that somebody has open. It may stop reading; it never stops the service."""

    def __init__(self, visitor: Visitor, delivered: Callable[["Tab", str], None]) -> None:
        self.visitor = visitor
        self.leg: LegId | None = None
        self.received: list[tuple[float, str]] = []
        """With the loop's time."""
        self.is_open = True
        self.shows_inside = False
        self.panel_version: int | None = None
        self.frames: list[str] = []
        """All that was said over it: somebody may say it again."""
        self._delivered = delivered
        self._to_service: asyncio.Queue[Message] = asyncio.Queue()
        self._reads = asyncio.Event()
        self._reads.set()
        self._to_service.put_nowait({"type": "websocket.connect"})

    def socket(self) -> WebSocket:
        scope: Message = {
            "type": "websocket",
            "path": "/",
            "headers": [(b"host", b"127.0.0.1"), (b"origin", b"http://127.0.0.1")],
            "server": ("127.0.0.1", 80),
            "extensions": {ABORT: {"abort": self.abort}},
        }
        return WebSocket(scope, self._receive, self._send)

    def say(self, message: dict[str, object]) -> None:
        self.say_text(json.dumps(message))

    def say_text(self, text: str) -> None:
        if self.is_open:
            self.frames.append(text)
            self._to_service.put_nowait({"type": "websocket.receive", "text": text})

    def stall(self) -> None:
        """Reads no more for a while."""
        self._reads.clear()

    def read_on(self) -> None:
        self._reads.set()

    def close(self) -> None:
        """The page is gone, or its network: what is under way to it is lost."""
        self.is_open = False
        self._reads.set()
        self._to_service.put_nowait({"type": "websocket.disconnect", "code": 1006})

    def abort(self) -> None:
        """What the service does to its own end: nothing of what it has queued leaves any more."""
        self.close()

    async def _receive(self) -> Message:
        return await self._to_service.get()

    async def _send(self, message: Message) -> None:
        if message["type"] == "websocket.close":
            self.is_open = False
            return
        if message["type"] != "websocket.send":
            return
        await self._reads.wait()
        if not self.is_open:
            raise OSError
        text: str = message["text"]
        said = json.loads(text)
        if said["type"] == "welcome":
            self.leg = LegId(UUID(said["leg_id"]))
        elif said["type"] == "view":
            self.shows_inside = said["screen"]["screen"] in {"inside", "aside"}
            self.panel_version = None if said["panel"] is None else said["panel"]["version"]
        self.received.append((asyncio.get_running_loop().time(), text))
        self._delivered(self, text)
