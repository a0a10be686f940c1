"""One call: what its dialogue wants becomes commands, clips and silence."""

from collections.abc import Awaitable, Callable, Sequence

import anyio
from anyio.abc import TaskGroup

from app.domain.telephones.commands import NoteCall, NotePinFailed
from app.domain.telephones.events import Progress
from app.domain.telephoning.following import CALL_LOST
from app.live.desk import Desk
from app.live.inbox import Inbox
from app.live.phone_leg import CLEAN_UP_WITHIN, Hush, PhoneLeg
from app.live.place import Place
from app.live.practice import PracticePlace
from app.service.callers import Caller, Invited
from media.telephony.api import Answered, TelephoneRefusal, Utterance
from signalling.phone import acts
from signalling.phone.acts import Act, Heard, PinAnswer
from signalling.phone.dialogue import LOOK_SECONDS, Dialogue
from signalling.phone.entry import WRONG_PINS

PIN_TAKES, PIN_TAKES_LONG = 1.5, 8.0
"""Seconds until a PIN is answered, right or wrong; long while too many guess."""


class OnCall:
    def __init__(
        self, answered: Answered, desk: Desk, expected: Invited | None, hush: Hush
    ) -> None:
        """`expected`: whom we have rung; None: they have rung us."""
        self._desk = desk
        self._hush = hush
        self._call = answered.call
        self._caller = Caller(answered.line, answered.caller)
        self._expected = expected
        self._is_practice = answered.line in desk.practice_lines
        self._inbox = Inbox()
        self._dialogue = Dialogue(desk.clips, is_ours=answered.is_ours, is_again=answered.is_again)
        self._place: Place | None = None
        self._cuts = 0
        """How many of the place's cuts the dialogue has heard of."""
        self._wrong = 0
        self.on_right_pin: Callable[[], None] = nothing
        """Called before they come in."""
        self.on_known: Callable[[], None] = nothing
        """Called when they are in."""
        self._life = anyio.CancelScope()

    # ------------------------------------------------------------ told by the switchboard

    def tell(self, heard: Heard, at: float | None = None) -> None:
        self._inbox.put(heard, self._desk.monotonic() if at is None else at)

    def heard_of(self, *, is_there: bool) -> None:
        """Nothing comes from the call any more, or something does again."""
        if self._place is not None and is_there:
            self._place.returned()
        elif self._place is not None:
            self._place.faded()

    def lost(self) -> None:
        """The call is over."""
        self._life.cancel()

    async def run(self) -> None:
        """Until the call is over. Whatever happens, nobody stays in a conference without a call."""
        try:
            with self._life:
                await self._talk()
        finally:
            with anyio.move_on_after(CLEAN_UP_WITHIN, shield=True):
                if self._place is not None:
                    await self._place.give_up(CALL_LOST)

    async def _talk(self) -> None:
        async with anyio.create_task_group() as tasks:
            await self._do(self._dialogue.begin())
            while True:
                await self._once(tasks)

    async def _once(self, tasks: TaskGroup) -> None:
        had_place = self._place is not None
        noted = await self._inbox.take(LOOK_SECONDS)
        if noted is None:
            await self._do(self._dialogue.passes(self._desk.monotonic()))
        else:
            self._cuts += isinstance(noted[0], acts.Cut)
            await self._do(self._dialogue.hears(*noted))
        if self._place is not None and not had_place:
            tasks.start_soon(self._place.follow)

    # ------------------------------------------------------------ what the dialogue wants

    async def _do(self, wanted: Sequence[Act]) -> None:
        for act in wanted:
            match act:
                case acts.Say():
                    await self._say(act)
                case acts.Hush():
                    await self._on_the_line(self._desk.telephone.hush(self._call))
                case acts.HangUp(after):
                    await self._on_the_line(self._desk.telephone.hang_up(self._call, after=after))
                case acts.CheckPin(pin):
                    await self._check(pin)
                case acts.TryLater():
                    await self._try_later()
                case _:
                    await self._ask(act)

    async def _say(self, said: acts.Say) -> None:
        """Not what tells of a conference while the dialogue has not heard of a cut yet."""
        if said.is_inside and self._place is not None and self._place.cuts != self._cuts:
            self.tell(acts.Spoken(said.number))
            return
        utterance = Utterance(said.number, said.clips, said.is_inside)
        await self._on_the_line(self._desk.telephone.say(self._call, utterance))

    async def _on_the_line(self, doing: Awaitable[None]) -> None:
        """A telephone that cannot do it tells by itself that the call is lost."""
        try:
            await doing
        except (TelephoneRefusal, OSError):
            return

    async def _ask(self, act: Act) -> None:
        is_done = self._place is not None and await self._place.does(act)
        await self._do(self._dialogue.hears(acts.Settled(act, is_done=is_done), self._now()))

    def _now(self) -> float:
        return self._desk.monotonic()

    # ------------------------------------------------------------ the PIN

    async def _check(self, pin: str) -> None:
        answer_at = self._now() + PIN_TAKES
        checked = await self._desk.callers.check(pin, self._caller, self._expected)
        if checked.is_slow:
            answer_at += PIN_TAKES_LONG - PIN_TAKES
        answer = PinAnswer.WRONG
        if checked.invited is not None:
            answer = PinAnswer.NOT_OPEN
        if checked.invited is not None and (checked.is_open or self._is_practice):
            answer = await self._come_in(checked.invited)
        await anyio.sleep(max(0.0, answer_at - self._now()))
        await self._count(answer)
        await self._do(self._dialogue.hears(acts.PinChecked(answer), self._now()))

    async def _come_in(self, invited: Invited) -> PinAnswer:
        """What they are told of their place comes after the answer to the PIN."""
        self.on_right_pin()
        place = self._place_for(invited)
        answer = await place.join()
        if answer is PinAnswer.RIGHT:
            self._place = place
            self.on_known()
        return answer

    def _place_for(self, invited: Invited) -> Place:
        if self._is_practice:
            return PracticePlace(self._desk, invited, self.tell)
        return PhoneLeg(self._desk, self._call, invited, self.tell, self._hush)

    async def _count(self, answer: PinAnswer) -> None:
        """The chair is told of wrong PINs only where we have rung (section 4 of the design)."""
        if answer is not PinAnswer.WRONG:
            return
        self._wrong += 1
        if self._wrong == WRONG_PINS and self._expected is not None:
            failed = NotePinFailed(self._expected.participant_id)
            await self._desk.note(self._expected.conference, failed)

    async def _try_later(self) -> None:
        if self._expected is not None:
            later = NoteCall(self._expected.participant_id, Progress.LATER)
            await self._desk.note(self._expected.conference, later)


def nothing() -> None:
    """Nobody is to be told."""
