"""A conference with its links and browsers, and the real routes before it; everything in memory."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

import httpx2
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.datastructures import State

from app.api.assembly import build_routes, guard
from app.api.deps import Language, StaffSignIn, Wiring
from app.api.staff import PasswordAndCode
from app.bus.memory import MemoryBus
from app.demo.booking import Made, Office, make_conference
from app.demo.description import Description
from app.domain.commands import SERVICE, GiveAnswers, Join, NoteConnected
from app.domain.conference import Conference
from app.domain.ids import ConferenceId, LegId
from app.domain.local_rules.book import DatedSchedule, RulesBook
from app.domain.local_rules.codes import Trigger
from app.domain.local_rules.retention import Keep, RecordClass, schedule_of
from app.domain.people import Answers, LegKind
from app.service.copies import Copies, FamilyTexts
from app.service.handler import CommandHandler
from app.service.invitations import Invitations
from app.service.owed_texts import OwedTexts
from app.service.ports import Clock, EventStore, Texts, Visitor
from app.service.replica import Replica
from app.service.world import World
from tests.fakes import (
    ManualClock,
    MemoryDirectory,
    MemoryEventStore,
    MemoryHeads,
    MemoryLeases,
    MemoryTexts,
)
from tests.service.surroundings import RecordingGate, RecordingScreens

ORIGIN = "http://127.0.0.1:8000"
CHAIR, MINUTES, WORKER = "Chair", "Minutes", "Worker"
MOTHER, FATHER, ROOM = "Mother", "Father", "Civic Centre"

FAMILY = Description.model_validate(
    {
        "title": "A conference",
        "people": [
            {"name": CHAIR, "role": "independent_chair"},
            {"name": MINUTES, "role": "minute_taker"},
            {"name": WORKER, "role": "lead_social_worker"},
            {"name": MOTHER, "role": "parent"},
            {"name": FATHER, "role": "parent"},
        ],
        "places": [{"name": ROOM, "host": WORKER, "expected": [FATHER]}],
        "sections": [
            {"kind": "opening", "title": "Welcome"},
            {
                "kind": "restricted_information",
                "title": "Part without the family",
                "audience": [CHAIR, MINUTES, WORKER],
                "restricted": True,
            },
        ],
        "opening_script": False,
    }
)
RULES = RulesBook(
    versions=(),
    schedules=(
        DatedSchedule(
            date(1970, 1, 1),
            schedule_of({RecordClass.RECORD: Keep(Trigger.LAST_CONTACT, years=35)}),
        ),
    ),
)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""So that a test of ten wrong passwords does not take ten times a password's time."""

CLEAR = Answers(
    alone=True,
    others_can_hear=False,
    child_can_hear=False,
    headphones=True,
    safe_to_talk=True,
    will_not_record=True,
)


class PlainPages:
    """Pages of one line, so that a test can say what it saw."""

    def language_page(self, link: str) -> str:
        return f"which language {len(link)}"

    def continue_page(self, link: str, language: Language) -> str:
        return f"continue {language} {len(link)}"

    def link_refused_page(self, language: Language) -> str:
        return f"refused {language}"

    def sign_in_page(self, next_path: str, language: Language, *, failed: bool) -> str:
        return f"sign in {language} {next_path} {'failed' if failed else ''}"

    def room_page(self, language: Language, *, failed: bool) -> str:
        return f"room {language} {'failed' if failed else ''}"

    def help_page(self, language: Language) -> str:
        return f"guidance {language}"

    accessibility_page = help_page

    def live_page(self, link: str, role: str, language: Language) -> str:
        return f"live {language} {role} {len(link)}"

    def left_page(self, language: Language) -> str:
        return f"weather {language}"

    def problem_page(self, status: int, language: Language) -> str:
        return f"problem {language} {status}"

    def problem_title(self, code: str, language: Language) -> str:
        return f"{code} in {language}"


ROUTES: list[FastAPI] = []


def routes_with(wiring: Wiring) -> FastAPI:
    """The same for every house, and slow to build: only what stands behind them is its own."""
    if not ROUTES:
        ROUTES.append(build_routes(wiring))
    own = copy(ROUTES[0])
    own.state = State({"wiring": wiring})
    own.middleware_stack = None
    return own


@dataclass(frozen=True)
class Kept:
    """Where a house keeps what is said and done."""

    events: EventStore
    texts: Texts
    family_texts: FamilyTexts


class House:
    """What stands behind the routes. `clock` moves only when told."""

    def __init__(
        self,
        *,
        is_demo: bool = True,
        clock: Clock | None = None,
        floor_seconds: float = 0.0,
        staff: StaffSignIn | None = None,
        kept: Kept | None = None,
    ) -> None:
        """`kept`: stores on a disk, in the place of those in memory."""
        self.clock = ManualClock()
        self.directory = MemoryDirectory(self.clock)
        self.store, self.texts = MemoryEventStore(), MemoryTexts()
        self.kept = kept or Kept(self.store, self.texts, self.texts.for_families())
        self.gate, self.screens = RecordingGate([]), RecordingScreens([])
        self.invitations = Invitations(
            self.directory, self.clock, b"p" * 32, trust_demo_links=is_demo
        )
        self.office = Office(self.kept.events, self.kept.texts, self.clock, self.invitations, RULES)
        self.replica = Replica(self.kept.events)
        self.handler = CommandHandler(self._world())
        self.is_ready = True
        self.is_whole = True
        self.staff = staff or PasswordAndCode(self.directory, self.clock, QUICK)
        self.wiring = self._wiring(clock or self.clock, floor_seconds)
        self.app = guard(routes_with(self.wiring), self.wiring)

    def _world(self) -> World:
        return World(
            store=self.kept.events,
            replica=self.replica,
            bus=MemoryBus(),
            clock=self.clock,
            gate=self.gate,
            screens=self.screens,
            leases=MemoryLeases(self.clock),
            heads=MemoryHeads(),
        )

    def _wiring(self, clock: Clock, floor_seconds: float) -> Wiring:
        async def is_ledger_whole(_: ConferenceId) -> bool:
            return self.is_whole

        return Wiring(
            commands=self.handler,
            conferences=self.replica,
            store=self.kept.events,
            texts=self.kept.texts,
            owed_texts=OwedTexts(self.kept.texts),
            copies=Copies(self.kept.events, self.kept.texts, self.kept.family_texts, self.handler),
            directory=self.directory,
            invitations=self.invitations,
            staff=self.staff,
            pages=PlainPages(),
            clock=clock,
            is_ledger_whole=is_ledger_whole,
            is_ready=lambda: self.is_ready,
            host_names=frozenset({"conference.example"}),
            floor_seconds=floor_seconds,
        )

    async def book(self, described: Description = FAMILY) -> "Booked":
        return Booked(self, await make_conference(described, self.office))

    def browser(self, **headers: str) -> httpx2.AsyncClient:
        """A stranger's browser, on one of our pages."""
        transport = httpx2.ASGITransport(self.app, raise_app_exceptions=True)
        return httpx2.AsyncClient(
            transport=transport,
            base_url=ORIGIN,
            headers={"origin": ORIGIN, "sec-fetch-site": "same-origin", **headers},
        )


class Booked:
    """One conference of the house, by the names of its people."""

    def __init__(self, house: House, made: Made) -> None:
        self.house = house
        self.made = made
        self.id = ConferenceId(made.conference_id)
        self.paths = {each.name: each.path.partition("#")[0] for each in made.links}
        self.secrets = {each.name: each.path.partition("#")[2] for each in made.links}
        self.ids = {each.name: each.id for each in made.links}
        self.sections = [each.id for each in made.sections]

    async def state(self) -> Conference:
        return await self.house.replica.current(self.id)

    def public_id(self, name: str) -> str:
        return self.paths[name].rsplit("/", 1)[1]

    async def open(self, name: str) -> "Seat":
        """Press Continue on this person's link, in a browser of their own."""
        browser = self.house.browser()
        answer = await browser.post(f"{self.paths[name]}/open", data={"secret": self.secrets[name]})
        assert answer.status_code == 303, answer.text
        return Seat(self, name, browser)

    async def join(self, name: str) -> "Seat":
        """Open, connect and answer: waiting in the lobby, all clear."""
        seat = await self.open(name)
        await seat.join()
        return seat

    async def begin(self) -> "Seat":
        """The chair is inside, the first section is open."""
        chair = await self.join(CHAIR)
        answer = await chair.put("course", act="open", seen=(await self.state()).version)
        assert answer.status_code == 204, answer.text
        return chair


class Seat:
    """One person's browser, past the Continue button."""

    def __init__(self, booked: Booked, name: str, browser: httpx2.AsyncClient) -> None:
        self.booked = booked
        self.name = name
        self.browser = browser
        self.path = booked.paths[name]
        self.leg: LegId | None = None

    async def put(self, path: str, **body: object) -> httpx2.Response:
        return await self.browser.put(f"{self.path}/{path}", json=body)

    async def post(self, path: str, **body: object) -> httpx2.Response:
        return await self.browser.post(f"{self.path}/{path}", json=body)

    async def fetch(self, path: str) -> httpx2.Response:
        return await self.browser.get(f"{self.path}/{path}")

    async def visitor(self) -> Visitor:
        ticket = (await self.browser.post(f"{self.path}/ticket")).json()["ticket"]
        public_id = self.booked.public_id(self.name)
        visitor = await self.booked.house.invitations.redeem(public_id, ticket)
        assert visitor is not None
        return visitor

    async def join(self) -> None:
        visitor, leg = await self.visitor(), LegId(uuid4())
        self.leg, actor = leg, replace(visitor.link.actor, leg_id=leg)
        kind = LegKind.ROOM if visitor.link.place_id is not None else LegKind.BROWSER
        handle, id = self.booked.house.handler.handle, self.booked.id
        await handle(id, Join(leg, kind, visitor.device, visitor.signed_in), actor)
        await handle(id, NoteConnected(leg), SERVICE)
        if kind is not LegKind.ROOM:
            await handle(id, GiveAnswers(leg, CLEAR, None), actor)
