"""Through which connection each person of a file takes part, and what they last answered there."""

from dataclasses import dataclass, field
from uuid import uuid4, uuid5

from app.domain.commands import (
    SERVICE,
    Actor,
    ConfirmIdentity,
    GiveAnswers,
    Join,
    NoteConnected,
    StateRoom,
)
from app.domain.conference import Phase
from app.domain.freshness import still_count
from app.domain.ids import DeviceId, LegId
from app.domain.people import MAIN, Answers, IdentityMethod, Leg, LegKind, Role
from app.play.cast import Cast
from app.play.file import Row, child, words
from app.play.stage import Stage

IN_THE_ROOM = Answers(
    alone=True,
    others_can_hear=False,
    child_can_hear=False,
    headphones=False,
    safe_to_talk=True,
    will_not_record=True,
)
"""What a host says of a room in which everybody is named."""

STAFF = frozenset(
    {
        Role.INDEPENDENT_CHAIR,
        Role.DEPUTY_CHAIR,
        Role.MINUTE_TAKER,
        Role.LEAD_SOCIAL_WORKER,
        Role.TEAM_MANAGER,
    }
)


@dataclass
class Legs:
    cast: Cast
    stage: Stage
    own: dict[str, LegId] = field(default_factory=dict[str, LegId])
    """Of a person at a browser or telephone; of several there it is the first one's."""
    rooms: dict[str, LegId] = field(default_factory=dict[str, LegId])
    companions: dict[str, LegId] = field(default_factory=dict[str, LegId])
    stated: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    asked_since_pause: set[LegId] = field(default_factory=set[LegId])
    """Places that have said something of their own since the last pause of the file."""

    def actor(self, id: str, leg: LegId | None = None) -> Actor:
        return Actor(self.cast.roles[id], self.cast.person(id), None, leg)

    @property
    def chair(self) -> Actor:
        return self.actor(self.cast.chair)

    def live(self, id: str) -> Leg | None:
        """The leg at which this person is: the room's, if its host has said that they are there."""
        me, state = self.cast.person(id), self.stage.state
        there = [leg for leg in state.legs.values() if me in leg.present]
        media = [leg for leg in there if leg.kind is not LegKind.COMPANION]
        return max(media, key=lambda leg: (leg.owner is None, leg.joined_at), default=None)

    def name(self, leg: Leg) -> str | None:
        return None if leg.owner is None else self.cast.names[leg.owner]

    async def join(self, id: str, kind: LegKind, who: list[str]) -> None:
        leg = LegId(uuid4())
        device = DeviceId(uuid5(self.cast.conference, f"device:{kind}:{id}"))
        signed_in = self.cast.roles[id] in STAFF
        await self.stage.send(Join(leg, kind, device, signed_in), self.actor(id, leg))
        if kind is LegKind.COMPANION:
            self.companions[id] = leg
        else:
            self.own |= dict.fromkeys(who, leg)
            await self.stage.send(NoteConnected(leg), SERVICE)
        if not signed_in:
            await self.confirm(id, leg)

    async def confirm(self, id: str, leg: LegId) -> None:
        person = self.stage.state.participant(self.cast.person(id))
        if self.stage.state.leg(leg).device not in person.identified:
            method = IdentityMethod.ASKED_AND_CONFIRMED
            await self.stage.send(ConfirmIdentity(person.id, leg, method), self.chair)

    async def join_room(self, place: str) -> None:
        if place in self.rooms and self.rooms[place] in self.stage.state.legs:
            return
        leg = LegId(uuid4())
        device = DeviceId(uuid5(self.cast.conference, f"device:room:{place}"))
        actor = Actor(Role.ROOM_DEVICE, None, self.cast.place(place), leg)
        await self.stage.send(Join(leg, LegKind.ROOM, device, signed_in=False), actor)
        await self.stage.send(NoteConnected(leg), SERVICE)
        self.rooms[place] = leg

    async def companion(self, id: str) -> LegId:
        """A device of their own, without a sound path: in a room, by which a host speaks."""
        known = self.companions.get(id)
        if known is None or known not in self.stage.state.legs:
            await self.join(id, LegKind.COMPANION, [id])
        return self.companions[id]

    async def answer(self, id: str, safety: Row) -> None:
        """What one place says of itself; people of the file who are there are named."""
        leg = self.live(id)
        if leg is None or leg.owner is None:
            return
        owner = self.cast.names[leg.owner]
        with_whom = words(safety, "with_whom")
        known = {each for each in with_whom if each in self.cast.names.values()}
        here = {each for each in known | self._at(leg.id) if each != owner}
        strangers = [each for each in with_whom if each not in known]
        words_of = await self.stage.seal("; ".join(strangers)) if strangers else None
        given = GiveAnswers(
            leg.id, _answers(safety), words_of, frozenset(map(self.cast.person, here))
        )
        await self.stage.send(given, self.actor(owner, leg.id))
        self.asked_since_pause.add(leg.id)
        for each in here:
            await self.confirm(each, leg.id)

    def _at(self, leg: LegId) -> set[str]:
        return {id for id, own in self.own.items() if own == leg}

    async def state_room(self, place: str, present: list[str]) -> None:
        await self.join_room(place)
        host = self.cast.rooms[place]
        via = await self.companion(host)
        room = self.rooms[place]
        there = frozenset(map(self.cast.person, present))
        self.stated[place] = present
        for id in present:
            self.own.pop(id, None)
        await self.stage.send(StateRoom(room, there, IN_THE_ROOM), self.actor(host, via))
        for id in present:
            await self.confirm(id, room)

    async def ask_again(self, *, sealing: bool = False) -> None:
        """Places that the service asks again say what they last said.

        A file tells of answers that somebody gave on purpose. So what the rules want of a family
        after a pause of the file, and of everybody remote before a restricted part, only the file
        can say; a host says again who is in the room, a professional that nothing has changed.
        """
        for leg in list(self.stage.state.legs.values()):
            if leg.kind is LegKind.COMPANION or leg.answers is None:
                continue
            room = next((place for place, id in self.rooms.items() if id == leg.id), None)
            if room is not None:
                if sealing or not still_count(self.stage.state, leg):
                    await self.state_room(room, self.stated[room])
            elif not still_count(self.stage.state, leg) and self._may_repeat(leg):
                await self._repeat(leg)

    def _may_repeat(self, leg: Leg) -> bool:
        if leg.with_whom is not None:
            return False
        people = [self.cast.names[id] for id in leg.present]
        if not any(self.cast.is_family(id) for id in people):
            return True
        before = self.stage.state.phase is Phase.LOBBY_OPEN
        return before or (leg.zone == MAIN and leg.id in self.asked_since_pause)

    async def _repeat(self, leg: Leg) -> None:
        owner = self.name(leg)
        if owner is None or leg.answers is None:
            return
        here = leg.present - {self.cast.person(owner)}
        again = GiveAnswers(leg.id, leg.answers, None, here)
        await self.stage.send(again, self.actor(owner, leg.id))

    async def repeat_if_too_old(self, oldest: int) -> None:
        """Answers that count but are older than a rule allows; of professionals and rooms."""
        for leg in list(self.stage.state.legs.values()):
            too_old = leg.answers is not None and leg.answered_at < oldest
            if leg.owner is not None and too_old and leg.zone == MAIN and self._may_repeat(leg):
                await self._repeat(leg)


def _answers(safety: Row) -> Answers:
    return Answers(
        alone=safety.get("alone") is True,
        others_can_hear=safety.get("others_can_hear") is not False,
        child_can_hear=safety.get("child_can_hear") is not False,
        headphones=safety.get("headphones") is True,
        safe_to_talk=safety.get("safe_to_talk") is True,
        will_not_record=safety.get("recording_ack") is True,
    )


def safety_of(event: Row, id: str) -> Row:
    return child(child(event, "safety"), id)
