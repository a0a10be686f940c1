"""Wake-ups within one process."""

from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager

import anyio

from app.domain.ids import ConferenceId


class MemoryWake:
    """A bell that stays rung until it is heard."""

    def __init__(self) -> None:
        self._rung = anyio.Event()
        self._rung.set()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self) -> None:
        await self._rung.wait()
        self._rung = anyio.Event()


class MemoryBus:
    def __init__(self) -> None:
        self._bells: dict[ConferenceId, set[MemoryWake]] = defaultdict(set)

    async def nudge(self, conference: ConferenceId) -> None:
        for bell in self._bells[conference]:
            bell.ring()

    @contextmanager
    def wake(self, conference: ConferenceId) -> Generator[MemoryWake]:
        bell = MemoryWake()
        self._bells[conference].add(bell)
        try:
            yield bell
        finally:
            self._bells[conference].discard(bell)
