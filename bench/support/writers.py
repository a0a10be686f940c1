"""Who writes minutes, without a browser: sends as the page does, and notes when a line is read."""

import time
from collections import deque
from dataclasses import dataclass, field

import anyio
import httpx2
from websockets.exceptions import WebSocketException

from bench.support.visitor import Chair, Json, new_line_id, whole

FIRST_TRY_AGAIN_S = 0.3
"""As the page: frontend/src/live/reconnect.ts."""

LOST = (OSError, httpx2.HTTPError, WebSocketException, AssertionError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Written:
    """One line, from the key that ended it."""

    id: str
    writer: int
    number: int
    at: float

    @property
    def text(self) -> str:
        return f"Line {self.number} of writer {self.writer}, of the length that a line often has."


class Screen(Chair):
    """A page that reads along: when each line was first there, and of views only the newest."""

    def __init__(self, link: str) -> None:
        super().__init__(link)
        self.first_seen: dict[str, float] = {}

    def _take(self, message: Json) -> None:
        if message["type"] != "view":
            super()._take(message)
            return
        now = time.perf_counter()
        self.view = whole(message, self.view)
        for line in message["screen"].get("lines", []):
            self.first_seen.setdefault(line["line_id"], now)
        self._ring()

    @property
    def lines(self) -> list[Json]:
        lines: list[Json] = self.view["screen"].get("lines", []) if self.view else []
        return lines

    async def until_there(self, count: int, within: float) -> None:
        """So many lines, or what there is by then."""
        with anyio.move_on_after(within):
            await self.until(lambda: len(self.lines) >= count, within=2 * within)

    async def stay(self) -> None:
        """Come back as the leg of before, whenever the socket is gone."""
        while True:
            await self.until(lambda: self.closed_with is not None, within=3600)
            try:
                await self.connect(again=True)
            except LOST:
                self.closed_with = 1006
                await anyio.sleep(FIRST_TRY_AGAIN_S)


@dataclass
class Writer:
    """Sends one line at a time, in order, until each is acknowledged."""

    number: int
    page: Screen
    speaker: str
    section: str
    written: list[Written] = field(default_factory=list[Written])
    waiting: deque[Written] = field(default_factory=deque[Written])
    sent_again: int = 0

    def write(self) -> None:
        line = Written(new_line_id(), self.number, len(self.written), time.perf_counter())
        self.written.append(line)
        self.waiting.append(line)

    async def send_all(self) -> None:
        while True:
            if not self.waiting:
                await anyio.sleep(0.002)
            elif await self._is_acknowledged(self.waiting[0]):
                self.waiting.popleft()
            else:
                self.sent_again += 1
                await anyio.sleep(FIRST_TRY_AGAIN_S)

    async def _is_acknowledged(self, line: Written) -> bool:
        body = {
            "line_id": line.id,
            "section_id": self.section,
            "speaker": self.speaker,
            "kind": "fact",
            "text": line.text,
            "began_seconds_ago": round(time.perf_counter() - line.at),
        }
        try:
            answer = await self.page.http.post(f"{self.page.path}/lines", json=body)
        except LOST:
            return False
        if answer.status_code == 204 or answer.json()["type"].endswith("/already-here"):
            return True
        if answer.status_code < 500:
            raise AssertionError(f"a line was refused: {answer.text}")
        return False
