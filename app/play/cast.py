"""The people of a file as the service knows them: ids, roles, rooms, and whom they sit with."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from app.domain.ids import (
    SECOND,
    ActionId,
    ChildId,
    ConferenceId,
    LineId,
    Micros,
    ParticipantId,
    PlaceId,
    SectionId,
)
from app.domain.people import Role
from app.play.file import Row, Scenario, child, rows, text, words
from app.play.roles import role_of

LONDON = ZoneInfo("Europe/London")
FAMILY = frozenset({"family", "child"})


class Cast:
    """Ids are new in every performance, and the same for the same name within one."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.conference = ConferenceId(uuid4())
        self.roles = {id: role_of(person) for id, person in scenario.people.items()}
        self.names = {self.person(id): id for id in scenario.people}
        self.children = [text(each, "id") for each in rows(scenario.top.get("children"))]
        self.section_names = {self.section(text(s, "id")): text(s, "id") for s in scenario.sections}
        self.line_names = {
            self.line(text(each, "id")): text(each, "id")
            for each in scenario.timeline
            if each["type"] == "minute_line"
        }
        self.day = date.fromisoformat(text(child(scenario.top, "conference"), "date"))
        self.rooms = {
            id: _host(scenario, id, self.roles)
            for id, place in scenario.places.items()
            if text(place, "endpoint") == "room"
        }

    def person(self, id: str) -> ParticipantId:
        return ParticipantId(self._new("person", id))

    def section(self, id: str) -> SectionId:
        return SectionId(self._new("section", id))

    def line(self, id: str) -> LineId:
        return LineId(self._new("line", id))

    def child(self, id: str) -> ChildId:
        return ChildId(self._new("child", id))

    def action(self, id: str) -> ActionId:
        return ActionId(self._new("action", id))

    def place(self, id: str) -> PlaceId:
        return PlaceId(self._new("place", id))

    def _new(self, kind: str, id: str) -> UUID:
        return uuid5(self.conference, f"{kind}:{id}")

    def at(self, time: str) -> Micros:
        """A time of the day of the conference, as clocks in London show it."""
        local = datetime.combine(self.day, clock_time.fromisoformat(time), LONDON)
        return Micros(int(local.timestamp()) * SECOND)

    def clock(self, at: Micros) -> str:
        return datetime.fromtimestamp(at // SECOND, LONDON).strftime("%H:%M:%S")

    @property
    def chair(self) -> str:
        return next(id for id, role in self.roles.items() if role is Role.INDEPENDENT_CHAIR)

    @property
    def minute_taker(self) -> str:
        takers = [id for id, role in self.roles.items() if role is Role.MINUTE_TAKER]
        return takers[0] if takers else self.chair

    def is_family(self, id: str) -> bool:
        return text(self.scenario.people[id], "cls") in FAMILY

    def is_restricted(self, section: str) -> bool:
        from_file = {text(each, "id"): text(each, "kind") for each in self.scenario.sections}
        return from_file[section] in {"restricted_information", "legal_advice"}

    def sitting_together(self) -> dict[str, set[str]]:
        """Of places with one browser or telephone: whoever is there with whom."""
        at: defaultdict[str, set[str]] = defaultdict(set)
        for id, person in self.scenario.people.items():
            place = text(person, "place")
            if place and place not in self.rooms:
                at[place].add(id)
        for event in self.scenario.timeline:
            named = words(event, "who") if event["type"] == "join" else []
            if text(event, "channel") in {"browser", "phone"} and len(named) > 1:
                at[f"join at line {event.line}"].update(named)
        company: defaultdict[str, set[str]] = defaultdict(set)
        for people in at.values():
            for id in people:
                company[id] |= people - {id}
        return {id: others for id, others in company.items() if others}


def _host(scenario: Scenario, place: str, roles: dict[str, Role]) -> str:
    """Whoever states the room in the file; else whoever of the staff is there."""
    for event in scenario.timeline:
        if event["type"] == "room_attested" and text(event, "place") == place:
            return text(event, "by")
    there = [id for id, person in scenario.people.items() if text(person, "place") == place]
    staff = [id for id in there if roles[id] in {Role.LEAD_SOCIAL_WORKER, Role.TEAM_MANAGER}]
    return (staff or there)[0]


@dataclass(frozen=True)
class Mentioned:
    """The rows of a file's policy that the service's rules need."""

    quorum: Row
    policy: Row


def policy_of(scenario: Scenario) -> Mentioned:
    policy = child(scenario.top, "policy")
    return Mentioned(child(policy, "quorum"), policy)
