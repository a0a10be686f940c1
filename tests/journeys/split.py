"""The first scenario as a conference of the service, and what the ledger then says of its lines."""

import json
from pathlib import Path
from uuid import UUID

from app.cli import loaded
from app.domain.entitlement import HeardLine, hearing_ledger
from app.domain.ids import ConferenceId
from app.domain.people import Role
from app.play.booked import supported_by
from app.play.cast import Cast
from app.play.compare import same
from app.play.file import Row, Scenario, child, rows, text, words
from app.play.player import read
from app.play.results import Found
from app.play.roles import agency_named
from bench.support.service import Quorate
from bench.support.visitor import Json

FILE = Path(__file__).parent.parent / "play" / "scenarios" / "s1-split-icpc-easter.yaml"
LAST = "10:46:00"
"""So far the journey goes: the closed part has begun."""

COMPRESSED = frozenset({"at", "until"})
"""What a journey that takes minutes does not keep of a conference of hours."""


def scenario() -> Scenario:
    return read(FILE)


def until_last(told: Scenario) -> list[Row]:
    return [event for event in told.timeline if text(event, "at") <= LAST]


def lines_of(told: Scenario) -> list[str]:
    """In the order in which they are written."""
    return [text(e, "id") for e in until_last(told) if e["type"] == "minute_line"]


def write_conference(told: Scenario, folder: Path) -> Path:
    file = folder / "conference.json"
    file.write_text(json.dumps(described(told)))
    return file


def described(told: Scenario) -> Json:
    """The shape is that of docs/demo.md."""
    cast = Cast(told)
    return {
        "title": f"{text(child(told.top, 'conference'), 'kind')} conference".capitalize(),
        "people": [_person(cast, id) for id in told.people],
        "places": [_place(cast, id) for id in cast.rooms],
        "sections": [_section(cast, each) for each in told.sections],
        "kept_apart": [
            names(told, words(pair, "between")) for pair in rows(told.top.get("separations"))
        ],
        "case": _case(told),
    }


def name(told: Scenario, id: str) -> str:
    return text(told.people[id], "name")


def names(told: Scenario, ids: list[str]) -> list[str]:
    return [name(told, id) for id in ids]


def place_name(told: Scenario, id: str) -> str:
    return text(told.places[id], "note", id)


def _person(cast: Cast, id: str) -> Json:
    told, role = cast.scenario, cast.roles[id]
    row = told.people[id]
    person: Json = {"name": name(told, id), "role": str(role)}
    counts = text(row, "counts_for_quorum_as")
    if counts:
        person["agency"] = agency_named(counts)
    whom = [each for each in supported_by(cast, id) if each in told.people]
    if role is Role.SUPPORTER and whom:
        # Settled before the day, as the file's people had it: they only sit down together.
        settled = {"approved": True, "confidential": True}
        person["support"] = {"kind": "advocate", "whom": names(told, whom), **settled}
    return person


def _place(cast: Cast, id: str) -> Json:
    """Everybody who is ever in the room may be ticked there."""
    told = cast.scenario
    stated = [e for e in told.timeline if e["type"] == "room_attested" and e["place"] == id]
    expected = {each for event in stated for each in words(event, "present")}
    host = name(told, cast.rooms[id])
    return {"name": place_name(told, id), "host": host, "expected": names(told, sorted(expected))}


def _section(cast: Cast, row: Row) -> Json:
    return {
        "kind": text(row, "kind"),
        "title": text(row, "title"),
        "audience": names(cast.scenario, words(row, "may_hear")),
        "restricted": cast.is_restricted(text(row, "id")),
    }


def _case(told: Scenario) -> Json:
    policy = child(told.top, "policy")
    quorum = child(policy, "quorum")
    return {
        "jurisdiction": text(told.top, "jurisdiction"),
        "kind": text(child(told.top, "conference"), "kind"),
        "children": [{"name": text(each, "name")} for each in rows(told.top.get("children"))],
        "required_agency": agency_named(text(quorum, "requires_agency")),
        "other_agencies_min": quorum["other_agencies_min"],
        "decision_rule": text(policy, "decision_rule"),
    }


async def ledger_of(service: Quorate, told: Scenario) -> list[Found]:
    """By the operator's own reading of the store: one row a line, in the words of the file."""
    [made] = json.loads((service.folder / "demo.json").read_text())["conferences"]
    store = f"sqlite:///{service.folder / 'quorate.db'}"
    log = await loaded(store, ConferenceId(UUID(made["conference_id"])))
    by_id = _words_by_id(made, told)
    written = zip(lines_of(told), hearing_ledger(log), strict=True)
    return [_row(line, row, by_id) for line, row in written]


def _words_by_id(made: Json, told: Scenario) -> dict[UUID, str]:
    """The file's id of each person and section, by the one that the service gave it."""
    people = {name(told, id): id for id in told.people}
    found = {UUID(each["id"]): people.get(each["name"], "") for each in made["links"]}
    for made_section, row in zip(made["sections"], told.sections, strict=True):
        found[UUID(made_section["id"])] = text(row, "id")
    return found


def _row(line: str, row: HeardLine, by_id: dict[UUID, str]) -> Found:
    return {
        "line": line,
        "section": by_id[row.section_id],
        "speaker": by_id[row.speaker],
        "heard": [*sorted(by_id[id] for id in row.heard)],
        "heard_in_part": [*sorted(by_id[id] for id in row.heard_in_part)],
        "entitled_but_missed": [*sorted(by_id[id] for id in row.entitled_but_missed)],
        "heard_without_entitlement": [*sorted(by_id[id] for id in row.heard_without_entitlement)],
    }


def differences(told: Scenario, ledger: list[Found]) -> list[str]:
    """Between what the file expects of these lines and what was found; nothing where all is so."""
    expected = {text(row, "line"): row for row in rows(told.expect.get("ledger"))}
    return [
        f"{found['line']} {key}: expected {value}, found {found.get(key)}"
        for found in ledger
        for key, value in expected[str(found["line"])].items()
        if key not in COMPRESSED and not same(value, found.get(key))
    ]
