"""All calls of this process: what the telephone tells goes to the call that it is about."""

from dataclasses import dataclass

import anyio
import structlog
from anyio.abc import TaskGroup

from app.domain.ids import ConferenceId, ParticipantId
from app.live.desk import Desk
from app.live.hushes import Hushes
from app.live.on_call import OnCall
from app.live.ringing import Ringing
from app.service.ports import Texts
from media.telephony import api
from media.telephony.api import Answered, CallFact, CallKey, Why
from signalling.phone import acts

TURNED_AWAY = "calls-turned-away"
TURNED_AWAY_SECONDS = 300.0
"""For how long chairs are told that somebody could not get through (F32)."""


@dataclass(frozen=True)
class _Running:
    desk: Desk
    ringing: Ringing
    tasks: TaskGroup


class Switchboard:
    """Implements `Telephones`."""

    def __init__(self, telephone: api.Telephone, texts: Texts) -> None:
        self._telephone = telephone
        self._texts = texts
        self._hushes = Hushes(telephone)
        self._calls: dict[CallKey, OnCall] = {}
        self._running: _Running | None = None
        self._log = structlog.get_logger()

    async def run(self, desk: Desk) -> None:
        """Until cancelled."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._hushes.run)
            self._running = _Running(desk, Ringing(desk, self._texts, tasks), tasks)
            try:
                async for fact in self._telephone.facts():
                    await self._take(fact, self._running)
            finally:
                self._running = None

    async def quiet(self, conference: ConferenceId) -> None:
        """Returns when nothing is spoken any more to whoever was cut off. Raises NotConfirmed."""
        await self._hushes.quiet(conference)

    async def place(
        self, conference: ConferenceId, participants: tuple[ParticipantId, ...]
    ) -> None:
        if self._running is not None:
            await self._running.ringing.place(conference, participants)

    # ------------------------------------------------------------ the telephone's facts

    async def _take(self, fact: CallFact, running: _Running) -> None:
        match fact:
            case Answered():
                await self._answered(fact, running)
            case api.Ringing(call):
                await running.ringing.rings(call)
            case api.Digit(call, digit, at):
                self._tell(call, acts.Pressed(digit), at)
            case api.Said(call, number):
                self._tell(call, acts.Spoken(number))
            case api.Faded(call) | api.Returned(call):
                self._heard_of(call, is_there=isinstance(fact, api.Returned))
            case api.Lost(call, why):
                await self._lost(call, why, running)
            case api.TurnedAway(code):
                self._log.warning("call-turned-away", code=code)
                until = running.desk.monotonic() + TURNED_AWAY_SECONDS
                running.desk.screens.warn(TURNED_AWAY, until)
            case api.TelephoneLost():
                await self._all_lost(running)

    def _tell(self, call: CallKey, heard: acts.Heard, at: float | None = None) -> None:
        known = self._calls.get(call)
        if known is not None:
            known.tell(heard, at)

    def _heard_of(self, call: CallKey, *, is_there: bool) -> None:
        known = self._calls.get(call)
        if known is not None:
            known.heard_of(is_there=is_there)

    async def _answered(self, fact: Answered, running: _Running) -> None:
        """A call of ours that we do not know any more is ended: nobody knows whom it was for."""
        expected = running.ringing.expected(fact.call)
        if fact.call in self._calls:
            return
        if fact.is_ours and expected is None:
            await running.desk.end_call(fact.call)
            return
        call = self._calls[fact.call] = OnCall(fact, running.desk, expected, self._hushes.begin)
        await running.ringing.answered(fact.call)
        running.tasks.start_soon(self._carry_on, fact.call, call, running)

    async def _carry_on(self, key: CallKey, call: OnCall, running: _Running) -> None:
        """One call's failure is its own: it ends, and can be made again."""
        call.on_right_pin = lambda: running.ringing.comes_in(key)
        call.on_known = lambda: running.ringing.known(key)
        try:
            await call.run()
        except Exception as error:  # noqa: BLE001 one phone call, one of the three places
            self._log.error("call-failed", error=type(error))
            await running.desk.end_call(key)
        finally:
            self._calls.pop(key, None)

    async def _lost(self, call: CallKey, why: Why, running: _Running) -> None:
        known = self._calls.pop(call, None)
        if known is not None:
            known.lost()
        await running.ringing.lost(call, why)

    async def _all_lost(self, running: _Running) -> None:
        for call in list(self._calls):
            await self._lost(call, Why.FAILED, running)
        await running.ringing.all_lost()
