"""Words that something urgent could not wait for: stored meanwhile, and tried until they are."""

from dataclasses import dataclass

import anyio

from app.domain.ids import ConferenceId
from app.service.ports import Salted, StoreDown, Texts

STORE_WITHIN = 2.0
"""Seconds for which somebody waits; then the words are owed."""

AGAIN_AFTER = 0.5
MOST_OWED = 1000
"""Above it the newest are not taken: whoever said them is told that they are not recorded."""


@dataclass(slots=True)
class Owed:
    conference: ConferenceId
    text_class: str
    salted: Salted
    is_stored: bool = False


class OwedTexts:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._owed: list[Owed] = []

    async def store(self, owed: Owed) -> None:
        """Raises nothing of the store's: what is not stored now is tried again by `run`."""
        await self._try(owed)
        if not owed.is_stored and len(self._owed) < MOST_OWED:
            self._owed.append(owed)

    async def run(self) -> None:
        """Pay what is owed, oldest first, until cancelled."""
        while True:
            for owed in list(self._owed):
                await self._try(owed)
            self._owed = [owed for owed in self._owed if not owed.is_stored]
            await anyio.sleep(AGAIN_AFTER)

    async def _try(self, owed: Owed) -> None:
        try:
            with anyio.fail_after(STORE_WITHIN):
                await self._texts.store(owed.conference, owed.text_class, owed.salted)
        except (StoreDown, TimeoutError):
            return
        owed.is_stored = True
