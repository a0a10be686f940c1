"""Turns a description into a conference, with a link and a PIN for each of its people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from pydantic import BaseModel

from app.demo.case import new_children, planned_case
from app.demo.description import Description, Section, SharedPlace
from app.demo.gates import Sent, gate_commands
from app.demo.rules import adjusted
from app.demo.telephones import planned_calls
from app.domain.agenda.commands import PrepareAgenda
from app.domain.agenda.events import AgendaPrepared
from app.domain.booked import Expected, ExpectedPlace, PlannedSection
from app.domain.case.codes import Jurisdiction
from app.domain.commands import Actor, OpenLobby
from app.domain.conference import UNBOOKED
from app.domain.days import day_of
from app.domain.decide import decide
from app.domain.events import Event
from app.domain.evolve import Recorded, fold
from app.domain.ids import ConferenceId, Micros, ParticipantId, PlaceId, SectionId
from app.domain.local_rules.book import RulesBook
from app.domain.local_rules.figures import figures_of, rules_from
from app.domain.people import Role, TextRef
from app.domain.preparing import Planned, closed_days, preparing
from app.service.invitations import Invitations, new_public_id
from app.service.ports import Clock, EventStore, Link, TextClass, Texts
from app.service.room_codes import INVITATION_LIFE

OFFICE = Actor(Role.ADMINISTRATOR, None, None, None)


@dataclass(frozen=True, slots=True)
class Office:
    """What it takes to book a conference and invite its people."""

    store: EventStore
    texts: Texts
    clock: Clock
    invitations: Invitations
    rules: RulesBook


class Invited(BaseModel):
    """One personal link, or that of a room's device. `path` follows the service's address."""

    id: UUID
    name: str
    role: Role
    path: str
    pin: str | None = None
    code: str | None = None
    """Of a room: what is typed on its screen instead of the link, once."""


class MadeSection(BaseModel):
    id: UUID
    kind: str
    title: str


class MadeChild(BaseModel):
    id: UUID
    name: str


class Made(BaseModel):
    """A conference as made: the links and PINs are nowhere else."""

    conference_id: UUID
    title: str
    sections: list[MadeSection]
    children: list[MadeChild] = []
    links: list[Invited]


async def make_conference(described: Description, office: Office) -> Made:
    booking = Booking(described, office)
    await booking.record()
    sections = [
        MadeSection(id=id, kind=each.kind, title=each.title)
        for id, each in zip(booking.sections, described.sections, strict=True)
    ]
    return Made(
        conference_id=booking.id,
        title=described.title,
        sections=sections,
        children=booking.made_children(),
        links=await booking.invite(),
    )


class Booking:
    """One description on its way to a conference: its words sealed, its ids given."""

    def __init__(self, described: Description, office: Office) -> None:
        self._described = described
        self._office = office
        self.id = ConferenceId(uuid4())
        self.people = {each.name: ParticipantId(uuid4()) for each in described.people}
        self.places = {each.name: PlaceId(uuid4()) for each in described.places}
        self.sections = [SectionId(uuid4()) for _ in described.sections]
        self.children = new_children(described.case)

    async def record(self) -> None:
        """Book and open in one piece, before anybody keeps it: nothing flows yet, or can be cut."""
        now = self._office.clock.now()
        log: list[Recorded] = []
        for command, by in await self._commands(now):
            so_far = fold(UNBOOKED, log)
            log += numbered(decide(so_far, command, by, now), so_far.version, now, by)
        await self._office.store.append(self.id, 0, log)

    async def _commands(self, now: Micros) -> list[Sent]:
        """By the local rules of today, but for what the description has instead of them."""
        described, today = self._described, day_of(now)
        case = described.case
        jurisdiction = Jurisdiction.ENGLAND if case is None else case.jurisdiction
        fixed = self._office.rules.fixed_on(today, jurisdiction)
        rules = adjusted(rules_from(fixed.figures, jurisdiction), described)
        closed = closed_days(today, rules)
        if case is not None and case.bank_holidays is not None:
            closed = case.bank_holidays
        commands = preparing(
            await self._planned(today),
            replace(fixed, figures=figures_of(rules)),
            self._office.rules.schedule_on(today),
            closed,
        )
        opened = [(OpenLobby(), OFFICE)] if described.open_lobby else []
        gates = gate_commands(described, self.people, OFFICE)
        notice = rules.lengths.exclusion_request_working_days
        agenda = PrepareAgenda(AgendaPrepared(described.opening_script, notice))
        calls = await planned_calls(described, self.people, self._seal_number)
        prepared = [(command, OFFICE) for command in (*commands, agenda, *calls)]
        return [*prepared, *gates, *opened]

    def made_children(self) -> list[MadeChild]:
        case = self._described.case
        named = () if case is None else case.children
        return [
            MadeChild(id=id, name=child.name)
            for id, child in zip(self.children, named, strict=True)
        ]

    async def invite(self) -> list[Invited]:
        people = [
            Invited(
                id=id,
                name=person.name,
                role=person.role,
                path=await self._issue(Actor(person.role, id, None, None)),
                pin=await self._office.invitations.issue_pin(self.id, id),
            )
            for person, id in zip(self._described.people, self.people.values(), strict=True)
        ]
        return people + [await self._invite_room(name, id) for name, id in self.places.items()]

    async def _invite_room(self, name: str, id: PlaceId) -> Invited:
        path = await self._issue(Actor(Role.ROOM_DEVICE, None, id, None))
        public_id = path.removeprefix("/j/").partition("#")[0]
        code = await self._office.invitations.issue_room_code(public_id, INVITATION_LIFE)
        return Invited(id=id, name=name, role=Role.ROOM_DEVICE, path=path, code=code)

    async def _issue(self, actor: Actor) -> str:
        link = Link(
            public_id=new_public_id(),
            conference=self.id,
            participant_id=actor.participant_id,
            place_id=actor.place_id,
            actor=actor,
            revoked=False,
            staff_id=None,
        )
        secret = await self._office.invitations.issue_link(link)
        return f"/j/{link.public_id}#{secret}"

    async def _planned(self, today: date) -> Planned:
        described = self._described
        people = [
            Expected(self.people[each.name], each.role, await self._seal(each.name))
            for each in described.people
        ]
        return Planned(
            title=await self._seal(described.title),
            people=tuple(people),
            places=tuple([await self._place(place) for place in described.places]),
            sections=tuple(
                [
                    await self._section(id, section)
                    for id, section in zip(self.sections, described.sections, strict=True)
                ]
            ),
            kept_apart=frozenset(self._ids(pair) for pair in described.kept_apart),
            case=await planned_case(described, self.people, self.children, self._seal, today),
        )

    async def _place(self, place: SharedPlace) -> ExpectedPlace:
        name = await self._seal(place.name)
        host, expected = self.people[place.host], self._ids(place.expected)
        return ExpectedPlace(self.places[place.name], name, host, expected)

    async def _section(self, id: SectionId, section: Section) -> PlannedSection:
        title = await self._seal(section.title)
        audience = self._ids(self.people if section.audience is None else section.audience)
        return PlannedSection(id, section.kind, title, audience, section.restricted)

    def _ids(self, names: Iterable[str]) -> frozenset[ParticipantId]:
        return frozenset(self.people[name] for name in names)

    async def _seal(self, words: str) -> TextRef:
        return await self._office.texts.keep(self.id, TextClass.RECORD, words)

    async def _seal_number(self, number: str) -> TextRef:
        return await self._office.texts.keep(self.id, TextClass.CONTACT, number)


def numbered(events: Sequence[Event], after: int, now: Micros, by: Actor) -> list[Recorded]:
    return [
        Recorded(version, now, by, event) for version, event in enumerate(events, start=after + 1)
    ]
