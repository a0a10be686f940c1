"""Calls that we place: to whom the rules say, to a number that is read here and nowhere else."""

from uuid import uuid4

from anyio.abc import TaskGroup

from app.domain.ids import ConferenceId, ParticipantId
from app.domain.telephones.commands import NoteCall, NoteCallPlaced
from app.domain.telephones.events import Progress
from app.live.desk import Desk
from app.service.callers import Invited
from app.service.ports import StoreDown, Texts
from media.telephony.api import CallKey, TelephoneRefusal, Why

ENDED: dict[Why, Progress] = {
    Why.BUSY: Progress.BUSY,
    Why.DECLINED: Progress.DECLINED,
    Why.NO_ANSWER: Progress.NO_ANSWER,
    Why.NOT_ALLOWED: Progress.NOT_ALLOWED,
}
"""What the chair is told of a call that came to nothing; for every other reason: failed."""


class Ringing:
    def __init__(self, desk: Desk, texts: Texts, tasks: TaskGroup) -> None:
        self._desk = desk
        self._texts = texts
        self._tasks = tasks
        self._calls: dict[CallKey, Invited] = {}
        """Calls of ours, until whom they are for is in the conference or they are over."""
        self._coming_in: set[CallKey] = set()
        """Of these, the right PIN was given: they are wanted, though nobody is rung any more."""
        self._placing: set[Invited] = set()

    def expected(self, call: CallKey) -> Invited | None:
        """Whom this call is for; None: it is not one of ours."""
        return self._calls.get(call)

    async def place(
        self, conference: ConferenceId, participants: tuple[ParticipantId, ...]
    ) -> None:
        await self._end_unwanted(conference)
        for id in participants:
            invited = Invited(conference, id)
            if invited not in self._placing:
                self._placing.add(invited)
                self._tasks.start_soon(self._ring, invited)

    async def _end_unwanted(self, conference: ConferenceId) -> None:
        wanted = self._desk.replica.last_known(conference).telephones.calls
        for call, invited in list(self._calls.items()):
            if call in self._coming_in:
                continue
            known = wanted.get(invited.participant_id)
            is_wanted = known is not None and known.is_placed
            if invited.conference == conference and not is_wanted:
                del self._calls[call]
                await self._desk.end_call(call)

    async def _ring(self, invited: Invited) -> None:
        """On record first: after a failure nobody is rung twice."""
        try:
            conference = self._desk.replica.last_known(invited.conference)
            plan = conference.telephones.plans.get(invited.participant_id)
            placed = NoteCallPlaced(invited.participant_id)
            if plan is None or plan.number is None:
                return
            if not await self._desk.note(invited.conference, placed):
                return
            words = await self._texts.read(invited.conference, [plan.number.id])
            await self._dial(invited, words.get(plan.number.id, ""), withheld=plan.withheld)
        except StoreDown:
            await self._note(invited, Progress.FAILED)
        finally:
            self._placing.discard(invited)

    async def _dial(self, invited: Invited, number: str, *, withheld: bool) -> None:
        call = CallKey(str(uuid4()))
        self._calls[call] = invited
        try:
            await self._desk.telephone.dial(call, number, withheld=withheld)
        except TelephoneRefusal:
            await self.lost(call, Why.FAILED)

    async def rings(self, call: CallKey) -> None:
        await self._tell(call, Progress.RINGING)

    async def answered(self, call: CallKey) -> None:
        await self._tell(call, Progress.ANSWERED)

    def comes_in(self, call: CallKey) -> None:
        """The right PIN was given. To be in the conference takes a moment, in which it is known
        already that nobody is rung any more.
        """
        if call in self._calls:
            self._coming_in.add(call)

    def known(self, call: CallKey) -> None:
        """They are in: from now on it is a call like any other."""
        self._calls.pop(call, None)
        self._coming_in.discard(call)

    async def lost(self, call: CallKey, why: Why) -> None:
        self._coming_in.discard(call)
        invited = self._calls.pop(call, None)
        if invited is not None:
            await self._note(invited, ENDED.get(why, Progress.FAILED))

    async def all_lost(self) -> None:
        for call in list(self._calls):
            await self.lost(call, Why.FAILED)

    async def _tell(self, call: CallKey, progress: Progress) -> None:
        invited = self._calls.get(call)
        if invited is not None:
            await self._note(invited, progress)

    async def _note(self, about: Invited, progress: Progress) -> None:
        await self._desk.note(about.conference, NoteCall(about.participant_id, progress))
