"""An event loop whose time is its own: where nothing is to be done, the next timer is due."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import TypeVar

from app.domain.ids import SECOND, Micros
from tests.fakes import NINE_O_CLOCK

T = TypeVar("T")


class Stuck(AssertionError):
    """Everything waits, and for nothing that will ever happen; or it goes round and round."""


MOST_TURNS = 5_000
"""Of the loop, in one piece of work. A minute of the keeper's ticks is a thousandth of it."""


class _Instant(selectors.DefaultSelector):
    """Waits by letting the loop's time go on."""

    waited = 0.0
    turns = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise Stuck
        ready = super().select(0)
        if not ready and timeout is None:
            raise Stuck
        if not ready and timeout is not None:
            self.waited += max(0.0, timeout)
        return ready


class OwnTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._instant = _Instant()
        super().__init__(self._instant)

    def time(self) -> float:
        return self._instant.waited

    def finish(self, work: Coroutine[object, object, T]) -> T:
        self._instant.turns = 0
        return self.run_until_complete(work)

    def go_on(self, seconds: float) -> None:
        """Let everything run for so long, and until it waits again."""
        self._instant.turns = 0
        over = self.create_future()
        self.call_later(seconds, over.set_result, None)
        self.run_until_complete(over)

    def jump(self, seconds: float) -> None:
        """So much time passes in which nothing could run, as on a machine that was asleep."""
        self._instant.waited += seconds


class LoopClock:
    """Wall clock and monotonic clock of one loop."""

    def __init__(self, loop: OwnTimeLoop) -> None:
        self._loop = loop

    def now(self) -> Micros:
        return Micros(NINE_O_CLOCK + int(self._loop.time() * SECOND))

    def monotonic(self) -> float:
        return self._loop.time()
