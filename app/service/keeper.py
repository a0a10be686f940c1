"""Makes the world match the log: sound and picture first, then the screens."""

from collections.abc import Callable

import anyio

from app.domain.case.commands import NoteQuorum
from app.domain.commands import (
    SERVICE,
    Command,
    ConfirmSealed,
    DropLegs,
    NoteLost,
    NoteMediaFault,
    NotePlanApplied,
    NoteRestart,
)
from app.domain.conference import OVER, UNBOOKED, Conference, Phase
from app.domain.cuts import waited_for
from app.domain.decisions.quorum import note_quorum
from app.domain.errors import Refusal
from app.domain.ids import SECOND, ConferenceId, LegId, ParticipantId
from app.domain.routing import Flow, media_plan, shown_when_stored
from app.domain.telephoning.due import calls_to_place
from app.domain.timers import next_due
from app.service.handler import CommandHandler, CutNotRecorded
from app.service.ports import NotConfirmed, StoreDown, Wake
from app.service.world import World

TICK = 0.25
"""Seconds between two looks when nothing rings: drops, timers, the engine's own word."""

HEAD_EVERY = 60 * SECOND

PLAN_EVERY = 0.6
"""Seconds after which an unchanged plan is applied again: well within the lease it ends with."""

READ_EVERY = 0.5
"""Seconds between two looks at the log for what another process may have written."""

RING_WITHIN = 1.0
"""Seconds. Nobody's plan ends because a telephone does not take its calls."""

NOTHING = (-1, 0.0)
NOBODY = frozenset[ParticipantId]()


class ConferenceKeeper:
    """Keeps one conference, from taking the lease to losing it."""

    def __init__(self, id: ConferenceId, handler: CommandHandler, world: World) -> None:
        self._id = id
        self._handler = handler
        self._world = world
        self._noted = frozenset[Flow]()
        self._troubles = frozenset[str]()
        self._waits_for = NOBODY
        self._in_force = NOTHING
        self._stored = UNBOOKED
        """The newest state of which nothing is owed to the log."""
        self._owes = False
        self._read_at = float("-inf")
        self._head_of: tuple[int, Phase] = (0, Phase.UNBOOKED)
        self._is_put_off = False
        """What was due could not be done: it is tried again with the next tick, not at once."""

    async def run(self, started: Callable[[], None]) -> None:
        """Follow the log until cancelled, or until the conference is over and its end stored.

        `started` is called once the first plan, which is empty, is in force.
        """
        await self._send(NoteRestart())
        with self._world.bus.wake(self._id) as wake:
            while True:
                conference = await self._replica_now()
                await self._match(conference)
                started()
                if conference.phase in OVER and not self._owes:
                    await self._world.gate.close(self._id)
                    return
                await self._sleep(wake, conference)
                await self._owed_by_time()

    async def _replica_now(self) -> Conference:
        """What is cut but not stored yet counts: the handler knows it, the log does not."""
        owed, self._owes = self._owes, not await self._handler.write_owed(self._id)
        if owed != self._owes:
            self._in_force = NOTHING
        if self._owes:
            self._trouble("cut-not-recorded")
            return self._world.replica.last_known(self._id)
        self._settled("cut-not-recorded")
        known = await self._known_or_read()
        if not self._handler.owes(self._id):
            self._stored = known
        return known

    async def _known_or_read(self) -> Conference:
        now = self._world.clock.monotonic()
        if now - self._read_at < READ_EVERY:
            return self._world.replica.last_known(self._id)
        self._read_at = now
        return await self._world.replica.current(self._id)

    async def _match(self, conference: Conference) -> None:
        """A view is shown only after its plan is in force.

        What is owed to the log narrows at once, and widens nothing until it is stored.
        """
        plan, waiting = media_plan(conference), frozenset[LegId]()
        if self._owes:
            plan &= media_plan(self._stored)
            waiting = shown_when_stored(self._stored, conference)
        if not await self._put_in_force(conference, plan):
            self._waits_for = waited_for(self._noted, plan, conference)
            self._trouble("not-yet-confirmed")
            return
        self._waits_for = NOBODY
        self._settled("not-yet-confirmed")
        await self._world.screens.show(self._id, conference, waiting)
        if not self._owes:
            await self._say_done(conference, plan)
            await self._have_rung(conference)

    async def _put_in_force(self, conference: Conference, plan: frozenset[Flow]) -> bool:
        """Once for each version, and again and again, so that the engine knows it still holds."""
        now = self._world.clock.monotonic()
        version, at = self._in_force
        if version == conference.version and now - at < PLAN_EVERY:
            return True
        section = conference.governing
        private = section is not None and section.restricted
        await self._world.gate.keep_only(self._id, frozenset(conference.legs))
        try:
            await self._world.gate.apply(self._id, conference.version, plan, private_levels=private)
        except NotConfirmed:
            self._in_force = NOTHING
            return False
        self._in_force = conference.version, now
        return True

    async def _say_done(self, conference: Conference, plan: frozenset[Flow]) -> None:
        """What the service has done is a command too."""
        if plan != self._noted and await self._send(NotePlanApplied(conference.version)):
            self._noted = plan
        if note_quorum(conference):
            await self._send(NoteQuorum())
        if conference.phase is Phase.SEALING and conference.next_id is not None:
            await self._sign_head()
            await self._send(ConfirmSealed(conference.next_id))
        await self._publish_head(conference)

    async def _have_rung(self, conference: Conference) -> None:
        due = calls_to_place(conference, self._world.clock.now())
        with anyio.move_on_after(RING_WITHIN):
            await self._world.telephones.place(self._id, due)

    async def _publish_head(self, conference: Conference) -> None:
        at, phase = self._head_of
        closed = conference.phase in OVER and phase not in OVER
        now = self._world.clock.now()
        if closed or now - at >= HEAD_EVERY:
            await self._sign_head()
            self._head_of = (now, conference.phase)

    async def _sign_head(self) -> None:
        """A head that cannot be written now is written with the next; nobody waits for it."""
        try:
            await self._world.heads.publish(self._id)
        except StoreDown:
            self._trouble("head-not-written")
        else:
            self._settled("head-not-written")

    async def _sleep(self, wake: Wake, conference: Conference) -> None:
        due = None if self._is_put_off else next_due(conference)
        wait = TICK if due is None else (due[0] - self._world.clock.now()) / SECOND
        with anyio.move_on_after(max(0.0, min(TICK, wait))):
            await wake.wait()

    async def _owed_by_time(self) -> None:
        conference = self._world.replica.last_known(self._id)
        due = next_due(conference)
        is_due = due is not None and due[0] <= self._world.clock.now()
        self._is_put_off = due is not None and is_due and not await self._send(due[1])
        if self._world.gate.has_strayed(self._id):
            await self._send(NoteMediaFault())
            await self._send(DropLegs(frozenset(conference.legs), "media"))
        await self._note_lost(conference)

    async def _note_lost(self, conference: Conference) -> None:
        if conference.policy is None:
            return
        limit = conference.policy.shown_lost_after / SECOND
        for leg in conference.legs.values():
            if leg.lost_at is None and self._world.screens.gone_for(self._id, leg.id) >= limit:
                await self._send(NoteLost(leg.id))

    async def _send(self, command: Command) -> bool:
        """The service's own commands may come too late; then the next look decides again."""
        try:
            await self._handler.handle(self._id, command, SERVICE)
        except (Refusal, NotConfirmed, CutNotRecorded, StoreDown):
            return False
        return True

    def _trouble(self, code: str) -> None:
        self._troubles |= {code}
        self._world.screens.trouble(self._id, self._troubles, self._waits_for)

    def _settled(self, code: str) -> None:
        self._troubles -= {code}
        self._world.screens.trouble(self._id, self._troubles, self._waits_for)
