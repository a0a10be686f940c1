"""A small conference and the world around its handler: everything written down in one order."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import anyio

from app.bus.memory import MemoryBus
from app.domain.booked import ConferenceBooked, Expected, PlannedSection, Policy
from app.domain.commands import (
    SERVICE,
    Actor,
    AdmitParticipant,
    BookConference,
    ExcludeParticipant,
    GiveAnswers,
    Join,
    NoteConnected,
    OpenConference,
    OpenLobby,
)
from app.domain.conference import Conference
from app.domain.events import Ground, Span, Told, ViewsRoute
from app.domain.ids import (
    MINUTE,
    SECOND,
    ConferenceId,
    DeviceId,
    LegId,
    Micros,
    ParticipantId,
    SectionId,
    TextId,
)
from app.domain.people import Answers, IdentityMethod, LegKind, Role, TextRef
from app.domain.routing import Flow
from app.service.handler import CommandHandler
from app.service.ports import NotConfirmed
from app.service.replica import Replica
from app.service.world import World
from tests.fakes import ManualClock, MemoryEventStore, MemoryHeads, MemoryLeases

CONFERENCE = ConferenceId(UUID(int=1))
CHAIR, MOTHER, FATHER = (ParticipantId(UUID(int=n)) for n in (10, 11, 12))
CHAIR_LEG, MOTHER_LEG, FATHER_LEG = (LegId(UUID(int=n)) for n in (20, 21, 22))
WELCOME, CLOSED_PART = (SectionId(UUID(int=n)) for n in (30, 31))
WORDS = TextRef(TextId(UUID(int=40)), "00")
CLEAR = Answers(
    alone=True,
    others_can_hear=False,
    child_can_hear=False,
    headphones=True,
    safe_to_talk=True,
    will_not_record=True,
)
POLICY = Policy(
    answers_stale_after=Micros(45 * MINUTE),
    restricted_stale_after=Micros(10 * MINUTE),
    shown_lost_after=Micros(2 * SECOND),
    dropped_after=Micros(5 * SECOND),
    legs_a_person=3,
)
EVERYBODY = frozenset({CHAIR, MOTHER, FATHER})
BOOKED = ConferenceBooked(
    title=WORDS,
    people=(
        Expected(CHAIR, Role.INDEPENDENT_CHAIR, WORDS),
        Expected(MOTHER, Role.PARENT, WORDS),
        Expected(FATHER, Role.PARENT, WORDS),
    ),
    places=(),
    sections=(
        PlannedSection(WELCOME, "opening", WORDS, EVERYBODY, restricted=False),
        PlannedSection(CLOSED_PART, "legal_advice", WORDS, frozenset({CHAIR}), restricted=True),
    ),
    kept_apart=frozenset(),
    policy=POLICY,
)
PEOPLE = {
    CHAIR: (Role.INDEPENDENT_CHAIR, CHAIR_LEG),
    MOTHER: (Role.PARENT, MOTHER_LEG),
    FATHER: (Role.PARENT, FATHER_LEG),
}


def actor(id: ParticipantId) -> Actor:
    role, leg = PEOPLE[id]
    return Actor(role, id, None, leg)


def excluding_the_father() -> ExcludeParticipant:
    return ExcludeParticipant(
        FATHER,
        Ground.VIOLENCE_OR_DISRUPTION,
        WORDS,
        Told.ON_SCREEN,
        ViewsRoute.SOCIAL_WORKER,
        Span.FROM_NOW_ON,
        None,
    )


class RecordingGate:
    """An engine that does what it is told, unless it is deaf; and writes down when."""

    def __init__(self, happened: list[str]) -> None:
        self.happened = happened
        self.plans: list[tuple[int, frozenset[Flow]]] = []
        self.is_deaf = False
        self.strayed = False

    async def apply(
        self,
        conference: ConferenceId,
        version: int,
        plan: frozenset[Flow],
        *,
        private_levels: bool,
    ) -> None:
        if self.is_deaf or (self.plans and version < self.plans[-1][0]):
            raise NotConfirmed
        self.plans.append((version, plan))
        self.happened.append("applied")

    def renew(self, conference: ConferenceId, valid_until: float) -> None:
        self.valid_until = valid_until

    async def keep_only(self, conference: ConferenceId, legs: frozenset[LegId]) -> None:
        self.kept = legs

    async def close(self, conference: ConferenceId) -> None:
        self.happened.append("closed")

    def has_strayed(self, conference: ConferenceId) -> bool:
        strayed, self.strayed = self.strayed, False
        return strayed


class RecordingScreens:
    def __init__(self, happened: list[str]) -> None:
        self.happened = happened
        self.shown: list[Conference] = []
        self.troubles = frozenset[str]()
        self.waits_for = frozenset[ParticipantId]()
        self.silent: dict[LegId, float] = {}

    def cut(self, conference: ConferenceId, legs: frozenset[LegId], version: int) -> None:
        self.happened.append("burnt")
        self.burnt = legs

    async def show(
        self, conference: ConferenceId, state: Conference, but: frozenset[LegId] = frozenset()
    ) -> None:
        self.happened.append("shown")
        self.shown.append(state)

    def gone_for(self, conference: ConferenceId, leg: LegId) -> float:
        return self.silent.get(leg, 0.0)

    def trouble(
        self,
        conference: ConferenceId,
        codes: frozenset[str],
        waits_for: frozenset[ParticipantId] = frozenset(),
    ) -> None:
        self.troubles, self.waits_for = codes, waits_for


class RecordingTelephones:
    """`is_stuck`: takes no call, and does not say so."""

    def __init__(self) -> None:
        self.asked: list[tuple[ParticipantId, ...]] = []
        self.is_stuck = False

    async def place(
        self, conference: ConferenceId, participants: tuple[ParticipantId, ...]
    ) -> None:
        if participants:
            self.asked.append(participants)
        if self.is_stuck:
            await anyio.sleep_forever()


class OrderedStore(MemoryEventStore):
    """A store that writes down when it wrote."""

    def __init__(self, happened: list[str]) -> None:
        super().__init__()
        self.happened = happened

    async def append(self, conference: ConferenceId, expected_version: int, new: object) -> None:
        await super().append(conference, expected_version, new)  # pyright: ignore[reportArgumentType] narrowed by the parent, which checks it
        self.happened.append("written")


@dataclass
class Surroundings:
    happened: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.clock = ManualClock()
        self.store = OrderedStore(self.happened)
        self.gate = RecordingGate(self.happened)
        self.screens = RecordingScreens(self.happened)
        self.telephones = RecordingTelephones()
        self.world = World(
            store=self.store,
            replica=Replica(self.store),
            bus=MemoryBus(),
            clock=self.clock,
            gate=self.gate,
            screens=self.screens,
            leases=MemoryLeases(self.clock),
            heads=MemoryHeads(),
            telephones=self.telephones,
        )
        self.handler = CommandHandler(self.world)

    async def state(self) -> Conference:
        return await self.world.replica.current(CONFERENCE)

    async def book(self) -> None:
        chair = actor(CHAIR)
        await self.handler.handle(CONFERENCE, BookConference(BOOKED), chair)
        await self.handler.handle(CONFERENCE, OpenLobby(), chair)

    async def come_in(self, id: ParticipantId, leg: LegId | None = None) -> None:
        """Join, connect and answer; wait in the lobby."""
        role, usual = PEOPLE[id]
        who = Actor(role, id, None, leg or usual)
        assert who.leg_id is not None
        device = DeviceId(uuid4())
        signed_in = role is Role.INDEPENDENT_CHAIR
        await self.handler.handle(
            CONFERENCE, Join(who.leg_id, LegKind.BROWSER, device, signed_in), who
        )
        await self.handler.handle(CONFERENCE, NoteConnected(who.leg_id), SERVICE)
        await self.handler.handle(CONFERENCE, GiveAnswers(who.leg_id, CLEAR, None), who)

    async def admit(self, id: ParticipantId) -> None:
        state = await self.state()
        admit = AdmitParticipant(
            id, PEOPLE[id][1], IdentityMethod.KNOWN_TO_CHAIR, None, state.version
        )
        await self.handler.handle(CONFERENCE, admit, actor(CHAIR))

    async def begin(self) -> None:
        """Everybody is in, in the first section."""
        await self.book()
        for id in (CHAIR, MOTHER, FATHER):
            await self.come_in(id)
        state = await self.state()
        await self.handler.handle(CONFERENCE, OpenConference(state.version), actor(CHAIR))
        await self.admit(MOTHER)
        await self.admit(FATHER)
        self.happened.clear()
