"""Plays the timeline: each event becomes the commands of the people it tells of.

Two things are carried beside it: the zone in which the file wants each person, and whether it is in
session. After every event the chair lets in whoever should be inside and is not, and goes on where
the service had paused by itself (a room went dark with her in it). A refusal is kept with the line
of its event: it is a difference like any other.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from app.domain.commands import (
    Actor,
    AdmitParticipant,
    BeginSection,
    Command,
    HoldLeg,
    Leave,
    Pause,
    ReadmitParticipant,
    ReleaseHold,
    Resume,
)
from app.domain.conference import Phase
from app.domain.errors import AnswersNeeded, NotInAudience, Refusal
from app.domain.halting.commands import BringFromAside
from app.domain.ids import Micros, ParticipantId
from app.domain.people import HELD, LOBBY, MAIN, Leg, Standing, is_side
from app.domain.routing import may_take_part
from app.play.cast import Cast
from app.play.file import Row, Unplayable, text
from app.play.legs import Legs
from app.play.stage import Stage

Act = Callable[["Performance", Row], Awaitable[None]]
AfterLine = Callable[["Performance", str], Awaitable[None]]


@dataclass
class Performance:
    cast: Cast
    stage: Stage
    legs: Legs
    wanted: dict[str, str] = field(default_factory=dict[str, str])
    side_rooms: dict[str, ParticipantId] = field(default_factory=dict[str, ParticipantId])
    postponed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Rooms stated when the next part has opened: somebody there may not be in this one."""
    pending: list[Row] = field(default_factory=list[Row])
    """Lines of the minutes that are being written."""
    refused: dict[str, str] = field(default_factory=dict[str, str])
    """Why somebody who should be inside was not let in."""
    problems: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    """Line of the file, type of the event, code of the refusal."""
    event: Row = field(default_factory=Row)
    section_closed: bool = False
    in_session: bool = False
    reason: str | None = None
    """For which the chair lets in somebody whose answers are not all clear."""

    @property
    def version(self) -> int:
        return self.stage.state.version

    async def by_chair(self, command: Command) -> bool:
        refusal = await self.stage.may_send(command, self.legs.chair)
        if refusal is not None:
            self.note(refusal)
        return refusal is None

    def note(self, refusal: Refusal) -> None:
        self.problems.append((self.event.line, text(self.event, "type"), refusal.code))

    async def prepare(self, booking: Sequence[Command], office: Actor) -> None:
        """What the office does after the booking. Raises Unplayable."""
        for command in booking:
            refusal = await self.stage.may_send(command, office)
            if refusal is not None:
                raise Unplayable(f"The booking is refused: {refusal.code}: {refusal}")

    async def run(self, acts: dict[str, Act], after_line: AfterLine) -> None:
        for event in self.cast.scenario.timeline:
            await self._write_until(self.cast.at(text(event, "at")), after_line)
            await self.stage.pass_to(self.cast.at(text(event, "at")))
            self.event = event
            try:
                await acts[text(event, "type")](self, event)
            except Refusal as refusal:
                self.note(refusal)
            except (ValueError, KeyError) as unknown:
                raise Unplayable(f"Line {event.line}: {unknown}") from None
            await self.set_right()
        await self._write_until(Micros(2**62), after_line)

    async def _write_until(self, time: Micros, after_line: AfterLine) -> None:
        """A line is written when what it reports is over, before anything else at that second."""
        due = [row for row in self.pending if self.cast.at(text(row, "until")) <= time]
        for row in sorted(due, key=lambda row: self.cast.at(text(row, "until"))):
            self.pending.remove(row)
            await self.stage.pass_to(self.cast.at(text(row, "until")))
            self.event = row
            try:
                await after_line(self, text(row, "id"))
            except Refusal as refusal:
                self.note(refusal)

    # ------------------------------------------------------------ what the file wants

    async def set_right(self) -> None:
        """Everybody where the file has them, as far as the service lets them."""
        for id, zone in list(self.wanted.items()):
            if zone == MAIN and not self.is_inside(id):
                await self._let_in(id)
        if self.in_session and self.stage.state.phase is Phase.PAUSED:
            await self.go_on()
            for id, zone in list(self.wanted.items()):
                if zone == MAIN and not self.is_inside(id):
                    await self._let_in(id)

    def is_inside(self, id: str) -> bool:
        leg = self.legs.live(id)
        person = self.stage.state.participant(self.cast.person(id))
        return leg is not None and leg.zone == MAIN and person.standing is Standing.ADMITTED

    async def _let_in(self, id: str) -> None:
        """Nobody is let into a part that is over and not for them: they wait for the next."""
        refusal = await self._admit(id)
        if isinstance(refusal, AnswersNeeded):
            await self.legs.ask_again()
            refusal = await self._admit(id)
        self.refused.pop(id, None)
        if refusal is None:
            return
        self.refused[id] = refusal.code
        if not (isinstance(refusal, NotInAudience) and self.section_closed):
            self.note(refusal)
            self.wanted[id] = "refused"

    async def _admit(self, id: str) -> Refusal | None:
        refusal: Refusal | None = None
        for _ in range(3):
            command = await self._way_in(id)
            if command is None or refusal is not None:
                return refusal
            refusal = await self.stage.may_send(command, self.legs.chair)
        return refusal

    async def _way_in(self, id: str) -> Command | None:
        """The next step inside; None: there is none to take."""
        leg, person = self.legs.live(id), self.cast.person(id)
        if leg is None or self.is_inside(id):
            return None
        excluded = self.stage.state.participant(person).standing is Standing.EXCLUDED
        if is_side(leg.zone):
            return BringFromAside(leg.id, self.version)
        if leg.zone == HELD:
            return ReleaseHold(leg.id, self.version)
        if excluded:
            return ReadmitParticipant(person, leg.id, self.version)
        reason = None if self.reason is None else await self.stage.seal(self.reason)
        return AdmitParticipant(person, leg.id, None, reason, self.version)

    async def go_on(self) -> None:
        """Resume; whoever the service asks again first answers as before where they may."""
        refusal = await self.stage.may_send(Resume(self.version), self.legs.chair)
        if isinstance(refusal, AnswersNeeded):
            await self.legs.ask_again()
            await self.stage.may_send(Resume(self.version), self.legs.chair)

    # ------------------------------------------------------------ what several events do

    async def begin(self, section: str) -> None:
        """The next part; sealed first where the rules want it. What was put off is done then."""
        id = self.cast.section(section)
        state = self.stage.state
        if state.section_id == id and state.phase is Phase.IN_SECTION:
            self.section_closed = False
            return
        await self.legs.ask_again(sealing=self.cast.is_restricted(section))
        await self.set_right()
        refusal = await self.stage.may_send(BeginSection(id, self.version), self.legs.chair)
        if isinstance(refusal, AnswersNeeded):
            oldest = self.stage.clock.now() - self.stage.state.rules.answers_stale_after
            await self.legs.repeat_if_too_old(oldest)
            refusal = await self.stage.may_send(BeginSection(id, self.version), self.legs.chair)
        if refusal is not None:
            self.note(refusal)
        self.section_closed = False
        for place, present in self.postponed.items():
            await self.legs.state_room(place, present)
        self.postponed.clear()

    async def move(self, id: str, zone: str) -> None:
        self.wanted[id] = zone
        leg = self.legs.live(id)
        if leg is None:
            return
        mine = leg.owner is not None
        if zone == "absent" and mine:
            await self._leave(id, leg)
        elif zone == LOBBY and is_side(leg.zone):
            await self.by_chair(BringFromAside(leg.id, self.version))
        elif zone == HELD and leg.zone == MAIN and self._may_be_held(leg):
            await self.by_chair(HoldLeg(leg.id, None))

    def _may_be_held(self, leg: Leg) -> bool:
        """While all are paused nobody need be; the chair's own place never is."""
        goes_on = self.stage.state.phase is Phase.IN_SECTION
        return goes_on and self.cast.person(self.cast.chair) not in leg.present

    async def _leave(self, id: str, leg: Leg) -> None:
        owner = self.legs.name(leg)
        if owner == id and self.stage.state.phase is not Phase.CLOSED:
            await self.leave(id)

    async def leave(self, id: str) -> None:
        from_here = self.legs.live(id)
        if from_here is not None and from_here.owner == self.cast.person(id):
            await self.stage.send(Leave(from_here.id), self.legs.actor(id, from_here.id))

    async def leave_the_stop(self) -> None:
        """From a stop the chair first leads into a pause."""
        if self.stage.state.phase is Phase.STOPPED:
            await self.by_chair(Pause())

    def takes_part(self, id: str) -> bool:
        leg = self.legs.live(id)
        return leg is not None and may_take_part(self.stage.state, leg)
