"""The place of one caller in a conference: a leg like a browser's, with an outbox of its own.

join --> lobby --(views come)--> cut --> views again, or, dropped: join anew, or let go
"""

from collections.abc import Callable
from uuid import uuid4

import anyio

from app.domain.commands import SERVICE, Actor, Command, DropLegs, Join, Leave, NoteReturned
from app.domain.errors import Refusal, TooManyLegs
from app.domain.events import LegDropped
from app.domain.ids import ConferenceId, DeviceId, LegId
from app.domain.people import LegKind
from app.domain.telephoning.following import CALL_LOST
from app.live.desk import Desk
from app.live.flows import conference_key, leg_key
from app.live.wishes import command_for
from app.service.callers import Invited
from app.service.handler import CutNotRecorded
from app.service.ports import NotConfirmed, StoreDown
from media.api import EngineRefusal
from media.telephony.api import CallKey, TelephoneRefusal
from signalling.messages import View
from signalling.outbox import Outbox
from signalling.phone import acts
from signalling.phone.acts import Act, Cut, Heard, Joined, NoPlace, PinAnswer, Released, Saw

RELEASED, LEFT = "released", "left"
ATTACH_WITHIN = 5.0
ATTACH_PAUSE = 0.5
CLEAN_UP_WITHIN = 5.0

Tell = Callable[[Heard], None]
Hush = Callable[[ConferenceId, CallKey], None]
"""Begin to end what is being spoken to this caller; who waits for the cut waits for this too."""


class PhoneLeg:
    def __init__(self, desk: Desk, call: CallKey, invited: Invited, tell: Tell, hush: Hush) -> None:
        self._desk = desk
        self._hush = hush
        self._call = call
        self._conference = invited.conference
        self._participant_id = invited.participant_id
        self._device = DeviceId(uuid4())
        """Of this call alone: a number proves nothing, so each call is identified anew."""
        self._tell = tell
        self._id: LegId | None = None
        self._arrived = 0
        self._outbox = Outbox()
        self._reading = anyio.CancelScope()
        self._is_faded = False
        self.cuts = 0
        """How often the view was taken away. Words that were chosen before may not be said."""

    async def join(self) -> PinAnswer:
        """Into the lobby, dark. Not there for any other answer than RIGHT."""
        leg = LegId(uuid4())
        joining = Join(leg, LegKind.PHONE, self._device, signed_in=False)
        self._show_from_now_on(leg)
        try:
            recorded = await self._desk.handler.handle(self._conference, joining, self._actor(leg))
        except TooManyLegs:
            return self._stays_out(leg, PinAnswer.TOO_MANY)
        except Refusal:
            return self._stays_out(leg, PinAnswer.NOT_OPEN)
        except (StoreDown, NotConfirmed, CutNotRecorded):
            return self._stays_out(leg, PinAnswer.NO_LINE)
        self._id, self._arrived = leg, recorded[0].version
        self._desk.screens.expect(self._conference, leg, self._arrived)
        if not await self._attached(leg):
            await self.give_up(CALL_LOST)
            return PinAnswer.NO_LINE
        await self._desk.bus.nudge(self._conference)
        timers = self._desk.replica.last_known(self._conference).local.rules.timers
        self._tell(Joined(leg, timers.waiting_message_every_seconds))
        return PinAnswer.RIGHT

    def _stays_out(self, leg: LegId, answer: PinAnswer) -> PinAnswer:
        self._desk.hub.detach(leg, self._outbox)
        self._desk.hub.forget(leg)
        return answer

    async def _attached(self, leg: LegId) -> bool:
        """A worker that has just died is back in a moment."""
        key = conference_key(self._conference)
        with anyio.move_on_after(ATTACH_WITHIN):
            while True:
                try:
                    await self._desk.engine.attach(key, leg_key(leg), self._call)
                    self._desk.gate.offered(self._conference, leg)
                    await self._desk.telephone.carry(self._call, self._desk.engine.line_of(key))
                except (EngineRefusal, TelephoneRefusal, OSError):
                    await anyio.sleep(ATTACH_PAUSE)
                else:
                    return True
        return False

    def _show_from_now_on(self, leg: LegId) -> None:
        self._outbox = Outbox()
        self._reading = anyio.CancelScope()
        self._desk.hub.attach(leg, self._outbox, self._cut)

    def _cut(self) -> None:
        """Called in the middle of a cut: nothing is waited for here."""
        self.cuts += 1
        self._hush(self._conference, self._call)
        self._reading.cancel()
        self._tell(Cut())

    def faded(self) -> None:
        """As with a browser whose socket is gone: soon shown as lost, and then dropped."""
        if self._id is not None and not self._is_faded:
            self._is_faded = True
            self.cuts += 1
            self._tell(Cut())
            self._desk.hub.detach(self._id, self._outbox)

    def returned(self) -> None:
        self._is_faded = False
        self._reading.cancel()

    async def follow(self) -> None:
        """Tell each view as it comes, until the conference lets this caller go."""
        while True:
            with self._reading:
                await self._read()
            if not await self._is_back():
                return

    async def _read(self) -> None:
        async for message in self._outbox.messages():
            if isinstance(message, View):
                self._tell(Saw(message))

    async def _is_back(self) -> bool:
        """After a cut: the leg still lives, or another was made."""
        leg = self._id
        if leg is None:
            return False
        if leg in (await self._desk.replica.current(self._conference)).legs:
            self._show_from_now_on(leg)
            await self.send(NoteReturned(leg), SERVICE)
            await self._desk.bus.nudge(self._conference)
            return True
        why = await self._why_dropped(leg)
        self._id = None
        if why in {LEFT, RELEASED}:
            self._tell(Released())
            return False
        answer = await self.join()
        if answer is not PinAnswer.RIGHT:
            self._tell(NoPlace(answer))
        return answer is PinAnswer.RIGHT

    async def _why_dropped(self, leg: LegId) -> str:
        for line in await self._desk.store.load(self._conference, self._arrived):
            if isinstance(line.event, LegDropped) and line.event.leg_id == leg:
                return line.event.why
        return ""

    async def give_up(self, why: str) -> None:
        """The call is over: nobody is there any more."""
        leg = self._let_go()
        if leg is not None:
            await self.send(DropLegs(frozenset({leg}), why), SERVICE)

    async def does(self, act: Act) -> bool:
        """Whoever wants to be rung back leaves now: that is no lost call."""
        if isinstance(act, acts.Leave):
            return await self._leave()
        command = None if self._id is None else command_for(act, self._id, self._participant_id)
        is_done = command is not None and await self.send(command)
        if is_done and isinstance(act, acts.RingMeBack):
            await self._leave()
        return is_done

    async def _leave(self) -> bool:
        """By their own wish. The goodbye that is being said to them goes on."""
        leg = self._let_go()
        return leg is not None and await self.send(Leave(leg), self._actor(leg))

    def _let_go(self) -> LegId | None:
        leg, self._id = self._id, None
        self._reading.cancel()
        if leg is not None:
            self._desk.hub.detach(leg, self._outbox)
        return leg

    async def send(self, command: Command, by: Actor | None = None) -> bool:
        """True: it was done. What is cut but late is told to the chair alone."""
        leg = self._id
        if leg is None and by is None:
            return False
        actor = by or self._actor(leg)
        try:
            await self._desk.handler.handle(self._conference, command, actor)
        except (Refusal, StoreDown):
            return False
        except (NotConfirmed, CutNotRecorded):
            return True
        return True

    def _actor(self, leg: LegId | None) -> Actor:
        conference = self._desk.replica.last_known(self._conference)
        role = conference.participant(self._participant_id).role
        return Actor(role, self._participant_id, None, leg)
