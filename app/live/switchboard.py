"""All calls of this process: the telephone's facts to the call they are of, and rings out."""

from collections.abc import Callable
from uuid import uuid4

import anyio
import structlog
from anyio.abc import TaskGroup

from app.domain.ids import ConferenceId, ParticipantId
from app.domain.telephones.commands import NoteCall, NoteCallPlaced
from app.domain.telephones.events import Progress
from app.live.desk import Desk
from app.live.on_call import OnCall
from app.service.callers import Invited
from app.service.ports import NotConfirmed, Texts
from media.telephony.api import (
    Answered,
    CallFact,
    CallKey,
    Digit,
    Lost,
    Ringing,
    Said,
    TelephoneLost,
    TelephoneRefusal,
    TurnedAway,
    Why,
)
from signalling.phone import acts

HUSH_WITHIN = 2.0

ENDED: dict[Why, Progress] = {
    Why.BUSY: Progress.BUSY,
    Why.DECLINED: Progress.DECLINED,
    Why.NO_ANSWER: Progress.NO_ANSWER,
    Why.NOT_ALLOWED: Progress.NOT_ALLOWED,
}
"""What the chair is told of a call that we placed and that came to nothing; else: failed."""

TURNED_AWAY = "calls-turned-away"
TURNED_AWAY_SECONDS = 300.0
"""For how long chairs are told that somebody could not get through (F32)."""


class Switchboard:
    """Implements `Telephones`. One for each process with a telephone."""

    def __init__(self, make_desk: Callable[["Switchboard"], Desk], texts: Texts) -> None:
        self._desk = make_desk(self)
        self._texts = texts
        self._calls: dict[CallKey, OnCall] = {}
        self._placed: dict[CallKey, Invited] = {}
        """Calls of ours, and for whom they are."""
        self._placing: set[Invited] = set()
        self._hushing: dict[ConferenceId, set[anyio.Event]] = {}
        self._tasks: TaskGroup | None = None
        self._log = structlog.get_logger()

    async def run(self) -> None:
        """Until cancelled."""
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            try:
                async for fact in self._desk.telephone.facts():
                    await self._take(fact)
            finally:
                self._tasks = None

    # ------------------------------------------------------------ the telephone's facts

    async def _take(self, fact: CallFact) -> None:
        match fact:
            case Answered():
                await self._answered(fact)
            case Ringing(call):
                await self._progress(call, Progress.RINGING)
            case Digit(call, digit, at):
                self._tell(call, acts.Pressed(digit), at)
            case Said(call, number):
                self._tell(call, acts.Spoken(number))
            case Lost(call, why):
                await self._lost(call, why)
            case TurnedAway(code):
                self._turned_away(code)
            case TelephoneLost():
                for call in [*self._calls, *self._placed]:
                    await self._lost(call, Why.FAILED)

    def _tell(self, call: CallKey, heard: acts.Heard, at: float | None = None) -> None:
        known = self._calls.get(call)
        if known is not None:
            known.tell(heard, at)

    async def _answered(self, fact: Answered) -> None:
        """A call of ours that we do not know of any more is ended: nobody knows whom it was for."""
        placed = self._placed.get(fact.call)
        if fact.is_ours and placed is None:
            await self._end(fact.call)
            return
        if fact.call in self._calls or self._tasks is None:
            return
        call = OnCall(fact, self._desk, placed)
        self._calls[fact.call] = call
        await self._progress(fact.call, Progress.ANSWERED)
        self._tasks.start_soon(self._run, fact.call, call)

    async def _run(self, key: CallKey, call: OnCall) -> None:
        """One call's failure is its own: it ends, and can be made again."""
        try:
            await call.run()
        except Exception as error:  # noqa: BLE001 one phone call, one of the three places
            self._log.error("call-failed", error=type(error))
            await self._end(key)
        finally:
            self._calls.pop(key, None)

    async def _end(self, call: CallKey) -> None:
        try:
            await self._desk.telephone.hang_up(call)
        except (TelephoneRefusal, OSError):
            return

    async def _lost(self, call: CallKey, why: Why) -> None:
        known = self._calls.pop(call, None)
        placed = self._placed.pop(call, None)
        if known is not None:
            known.lost()
        if placed is not None and (known is None or not known.is_known):
            await self._note(placed, ENDED.get(why, Progress.FAILED))

    def _turned_away(self, code: str) -> None:
        self._log.warning("call-turned-away", code=code)
        self._desk.screens.warn(TURNED_AWAY, self._desk.monotonic() + TURNED_AWAY_SECONDS)

    # ------------------------------------------------------------ silence before a cut is confirmed

    def hush(self, conference: ConferenceId, call: CallKey) -> None:
        if self._tasks is None:
            return
        done = anyio.Event()
        self._hushing.setdefault(conference, set()).add(done)
        self._tasks.start_soon(self._hush, conference, call, done)

    async def _hush(self, conference: ConferenceId, call: CallKey, done: anyio.Event) -> None:
        try:
            await self._desk.telephone.hush(call)
        except (TelephoneRefusal, OSError):
            pass  # one that is gone says nothing; one that is stuck counts as not confirmed
        else:
            self._hushing[conference].discard(done)
        finally:
            done.set()

    async def quiet(self, conference: ConferenceId) -> None:
        """Returns when nothing is spoken to anybody who was cut off. Raises NotConfirmed."""
        waiting = list(self._hushing.get(conference, ()))
        with anyio.move_on_after(HUSH_WITHIN):
            for done in waiting:
                await done.wait()
        unsure = self._hushing.pop(conference, set()) & set(waiting)
        if unsure:
            raise NotConfirmed

    # ------------------------------------------------------------ ringing out

    async def place(
        self, conference: ConferenceId, participants: tuple[ParticipantId, ...]
    ) -> None:
        """Begin to ring these, and end every call that the conference does not want any more."""
        known = self._desk.replica.last_known(conference).telephones
        for call, placed in list(self._placed.items()):
            if placed.conference != conference or self._is_known(call):
                continue
            wanted = known.calls.get(placed.participant_id)
            if wanted is None or not wanted.is_placed:
                await self._end(call)
        for id in participants:
            invited = Invited(conference, id)
            if invited not in self._placing and self._tasks is not None:
                self._placing.add(invited)
                self._tasks.start_soon(self._ring, invited)

    def _is_known(self, call: CallKey) -> bool:
        known = self._calls.get(call)
        return known is not None and known.is_known

    async def _ring(self, invited: Invited) -> None:
        """On record first: after a failure nobody is rung twice."""
        try:
            plans = self._desk.replica.last_known(invited.conference).telephones.plans
            plan = plans[invited.participant_id]
            number = plan.number
            if number is None:
                return
            if not await self._desk.note(
                invited.conference, NoteCallPlaced(invited.participant_id)
            ):
                return
            words = await self._texts.read(invited.conference, [number.id])
            await self._dial(invited, words.get(number.id, ""), withheld=plan.withheld)
        finally:
            self._placing.discard(invited)

    async def _dial(self, invited: Invited, number: str, *, withheld: bool) -> None:
        call = CallKey(str(uuid4()))
        self._placed[call] = invited
        try:
            await self._desk.telephone.dial(call, number, withheld=withheld)
        except (TelephoneRefusal, OSError):
            await self._lost(call, Why.FAILED)

    async def _progress(self, call: CallKey, progress: Progress) -> None:
        placed = self._placed.get(call)
        if placed is not None:
            await self._note(placed, progress)

    async def _note(self, about: Invited, progress: Progress) -> None:
        await self._desk.note(about.conference, NoteCall(about.participant_id, progress))
