"""The telephone process as the service sees it: through all its lives, found again after each."""

from collections.abc import AsyncGenerator

import anyio

from media.telephony.api import CallFact, CallKey, TelephoneLost, TelephoneRefusal, Utterance
from media.telephony.remote import RemoteTelephone

PAUSE_SECONDS = 0.1


class PhoneLine:
    """Implements `media.telephony.api.Telephone`. Found for as long as somebody reads its facts."""

    def __init__(self, telephone: RemoteTelephone) -> None:
        self._telephone = telephone

    async def say(self, call: CallKey, utterance: Utterance) -> None:
        await self._telephone.say(call, utterance)

    async def hush(self, call: CallKey) -> None:
        await self._telephone.hush(call)

    async def carry(self, call: CallKey, worker: int | None) -> None:
        await self._telephone.carry(call, worker)

    async def dial(self, call: CallKey, number: str, *, withheld: bool) -> None:
        await self._telephone.dial(call, number, withheld=withheld)

    async def hang_up(self, call: CallKey, *, after: int | None = None) -> None:
        await self._telephone.hang_up(call, after=after)

    async def facts(self) -> AsyncGenerator[CallFact]:
        """For ever."""
        try:
            while True:
                await self._found()
                async for fact in self._one_life():
                    yield fact
        finally:
            with anyio.move_on_after(2, shield=True):
                await self._telephone.stop()

    async def _found(self) -> None:
        while True:
            try:
                await self._telephone.start()
            except TelephoneRefusal:
                await anyio.sleep(PAUSE_SECONDS)
            else:
                return

    async def _one_life(self) -> AsyncGenerator[CallFact]:
        async for fact in self._telephone.facts():
            yield fact
            if isinstance(fact, TelephoneLost):
                return
