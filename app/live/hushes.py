"""Ending what is being spoken to callers who were cut off, before the cut is called done."""

from collections import defaultdict
from dataclasses import dataclass, field

import anyio
from anyio.abc import TaskGroup

from app.domain.ids import ConferenceId
from app.service.ports import NotConfirmed
from media.telephony.api import CallKey, Telephone, TelephoneRefusal

WITHIN = 2.0
"""Seconds in which the telephone confirms, or the chair is told that it has not."""


@dataclass(eq=False)
class _Hush:
    done: anyio.Event = field(default_factory=anyio.Event)
    is_confirmed: bool = False


class Hushes:
    def __init__(self, telephone: Telephone) -> None:
        self._telephone = telephone
        self._tasks: TaskGroup | None = None
        self._open: dict[ConferenceId, list[_Hush]] = defaultdict(list)

    async def run(self) -> None:
        """Until cancelled. Nobody speaks, and nobody has to be hushed, while it does not run."""
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            try:
                await anyio.sleep_forever()
            finally:
                self._tasks = None

    def begin(self, conference: ConferenceId, call: CallKey) -> None:
        """Waits for nothing."""
        if self._tasks is not None:
            hush = _Hush()
            self._open[conference].append(hush)
            self._tasks.start_soon(self._hush, call, hush)

    async def _hush(self, call: CallKey, hush: _Hush) -> None:
        try:
            await self._telephone.hush(call)
        except TelephoneRefusal as refusal:
            hush.is_confirmed = refusal.code != "no-answer"  # one that is gone says nothing
        else:
            hush.is_confirmed = True
        finally:
            hush.done.set()

    async def quiet(self, conference: ConferenceId) -> None:
        """Returns when nothing is spoken any more to those. Raises NotConfirmed."""
        waiting = self._open.pop(conference, [])
        with anyio.move_on_after(WITHIN):
            for hush in waiting:
                await hush.done.wait()
        if not all(hush.is_confirmed for hush in waiting):
            raise NotConfirmed
