"""A rehearsal as the place of a caller: no leg, no conference, nothing to hear."""

from collections.abc import Callable

import anyio

from app.domain.telephones.commands import NotePractice
from app.domain.telephones.events import Practice
from app.live.desk import Desk
from app.service.callers import Invited
from signalling.phone.acts import Act, Heard, Leave, PinAnswer
from signalling.phone.dialogue import LOOK_SECONDS
from signalling.phone.rehearsal import Rehearsal


class PracticePlace:
    cuts = 0

    def __init__(self, desk: Desk, invited: Invited, tell: Callable[[Heard], None]) -> None:
        self._desk = desk
        self._invited = invited
        self._tell = tell
        self._rehearsal = Rehearsal()
        self._is_noted = False

    async def join(self) -> PinAnswer:
        self._tell_all(self._rehearsal.begin())
        return PinAnswer.RIGHT

    async def does(self, act: Act) -> bool:
        """Everything can be tried."""
        self._tell_all(self._rehearsal.wants(act, self._desk.monotonic()))
        if self._rehearsal.is_practised or isinstance(act, Leave):
            await self._note()
        return True

    async def follow(self) -> None:
        while True:
            await anyio.sleep(LOOK_SECONDS)
            self._tell_all(self._rehearsal.passes(self._desk.monotonic()))

    def faded(self) -> None:
        """A practice waits."""

    def returned(self) -> None:
        """And goes on."""

    async def give_up(self, why: str) -> None:
        await self._note()

    async def _note(self) -> None:
        """That it was done, and nothing of how."""
        if self._rehearsal.is_practised and not self._is_noted:
            self._is_noted = True
            done = NotePractice(self._invited.participant_id, Practice.DONE)
            await self._desk.note(self._invited.conference, done)

    def _tell_all(self, heard: list[Heard]) -> None:
        for each in heard:
            self._tell(each)
