"""What happened, in order, for one reader. Bounded: levels and sending keep the newest only."""

import asyncio
from collections.abc import AsyncIterator, Callable

from media.api import Fact, Levels, Sending

WAITING_AT_MOST = 4_000

_Slot = int | tuple[type, str]


class Facts:
    """A queue of facts. If its reader stops reading, `overflowed` is called: nothing may flow
    that nobody can write down."""

    def __init__(self, overflowed: Callable[[], None]) -> None:
        self._waiting: dict[_Slot, Fact] = {}
        self._count = 0
        self._some = asyncio.Event()
        self._overflowed = overflowed

    def tell(self, fact: Fact) -> None:
        if len(self._waiting) >= WAITING_AT_MOST:
            self._waiting.clear()
            self._overflowed()
        self._count += 1
        place: _Slot = self._count
        if isinstance(fact, (Levels, Sending)):
            place = (type(fact), fact.conference)
            self._waiting.pop(place, None)
        self._waiting[place] = fact
        self._some.set()

    def clear(self) -> None:
        """Forget what has not been read."""
        self._waiting.clear()

    async def read(self) -> AsyncIterator[Fact]:
        """Every fact from now on, until the caller stops."""
        while True:
            while self._waiting:
                yield self._waiting.pop(next(iter(self._waiting)))
            self._some.clear()
            await self._some.wait()
