"""Whether a file can be played: what is unknown in it is named with its line.

An unknown type of event, zone or person is an error; an unknown key is a warning.
"""

import re
from collections.abc import Iterable, Iterator

from app.play.file import SHAPE, Row, Scenario, Unplayable, child, is_list, rows, text, words

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d")
ZONES = frozenset({"absent", "lobby", "main", "held", "left_room"})

ALWAYS = frozenset(
    {"at", "type", "by", "who", "moves", "place_moves", "note", "covert", "reason_public"}
)
EVENTS: dict[str, frozenset[str]] = {
    "join": frozenset(
        {"channel", "identity", "safety", "direction", "answers_by", "language", "place"}
    ),
    "safety_recheck": frozenset({"safety", "answers_by"}),
    "admit": frozenset({"reason"}),
    "admit_refused": frozenset({"reason"}),
    "release": frozenset({"reason"}),
    "leave": frozenset({"reason", "channel"}),
    "leg_dropped": frozenset({"channel", "reason"}),
    "call_out": frozenset({"channel"}),
    "room_enter": frozenset({"place"}),
    "room_leave": frozenset({"place", "reason"}),
    "room_attested": frozenset({"place", "present"}),
    "pre_meeting_start": frozenset(),
    "pre_meeting_end": frozenset(),
    "private_room": frozenset({"reason"}),
    "conference_open": frozenset(),
    "section_open": frozenset({"section"}),
    "section_close": frozenset({"section"}),
    "seal_confirmed": frozenset({"section", "inside"}),
    "exclude": frozenset({"section", "ground", "told", "views_route", "reason", "review"}),
    "hold_leg": frozenset({"reason"}),
    "mute_by_chair": frozenset({"reason"}),
    "unmute_by_chair": frozenset({"reason"}),
    "role_reminder": frozenset({"count"}),
    "pause": frozenset({"reason"}),
    "emergency_stop": frozenset({"reason"}),
    "resume": frozenset(),
    "break_asked": frozenset({"medium", "reason"}),
    "flag_child_audible": frozenset(),
    "flag_outburst": frozenset(),
    "silent_signal": frozenset({"medium", "code", "keys", "seen_by"}),
    "covert_reply": frozenset({"said"}),
    "closed_questions": frozenset({"answers"}),
    "safe_phrase_given": frozenset(),
    "written_view": frozenset({"agency"}),
    "minute_line": frozenset(
        {"id", "until", "section", "speaker", "kind", "text", "language", "withhold_from"}
    ),
    "conference_close": frozenset(),
    "lobby_opened": frozenset(),
    "ground_truth": frozenset({"known_to_system", "what", "place"}),
}
TOP = frozenset(
    {
        *("shape", "id", "title", "fiction", "jurisdiction", "conference", "clocks", "policy"),
        *("children", "places", "people", "separations", "sections", "timeline", "expect"),
    }
)
EXPECTED = frozenset(
    {
        *("final_state", "quorum", "ledger", "views", "decisions", "dissent", "actions"),
        *("copies", "incidents", "restricted_audit", "audit_must_include"),
    }
)
PERSON = frozenset(
    {
        *("id", "name", "role", "cls", "agency", "counts_for_quorum_as", "place", "supports"),
        *("parental_responsibility", "note", "language"),
    }
)


def checked(top: Row) -> Scenario:
    """Raises Unplayable."""
    if top.get("shape") != SHAPE:
        raise Unplayable(f"Line {top.line}: the shape is not {SHAPE}.")
    for name in ("people", "sections", "timeline"):
        value = top.get(name)
        if not is_list(value) or not all(isinstance(each, Row) for each in value):
            raise Unplayable(f"Line {top.line}: {name} is no list of mappings.")
    people = _by_id(rows(top.get("people")), "person")
    places = _by_id(rows(top.get("places")), "place")
    sections = rows(top.get("sections"))
    scenario = Scenario(
        top=top,
        people=people,
        places=places,
        sections=sections,
        timeline=rows(top.get("timeline")),
        expect=child(top, "expect"),
        warnings=list(_unknown_keys(top)),
    )
    for wrong in _faults(scenario):
        raise Unplayable(wrong)
    return scenario


def _by_id(listed: list[Row], what: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in listed:
        id = text(row, "id")
        if not id or id in found:
            raise Unplayable(f"Line {row.line}: a {what} has no id of their own.")
        found[id] = row
    return found


def _faults(scenario: Scenario) -> Iterator[str]:
    sections = set(_by_id(scenario.sections, "section"))
    people, places = set(scenario.people), set(scenario.places)
    for row in scenario.sections:
        yield from _strangers(row, people, words(row, "may_hear") + words(row, "copy_to"))
    for row in scenario.people.values():
        yield from _unknown(row, "place", places)
    for event in scenario.timeline:
        yield from _faults_of_event(event, people)
        yield from _unknown(event, "place", places)
        remaining = {"all_remaining"} if event["type"] == "exclude" else set[str]()
        yield from _unknown(event, "section", sections | remaining)


def _faults_of_event(event: Row, people: set[str]) -> Iterator[str]:
    type = text(event, "type")
    if type not in EVENTS:
        yield f"Line {event.line}: {type or 'nothing'} is no type of event."
    if not TIME.fullmatch(text(event, "at")):
        yield f"Line {event.line}: an event has a time, written 13:05:00."
    if type == "minute_line" and not TIME.fullmatch(text(event, "until")):
        yield f"Line {event.line}: a line has an end, written 13:05:00."
    moves, walks = child(event, "moves"), child(event, "place_moves")
    named = [*words(event, "who"), *words(event, "present"), *words(event, "inside")]
    named += [*moves, *walks, *child(event, "safety")]
    named += [text(event, key) for key in ("by", "speaker") if event.get(key) is not None]
    yield from _strangers(event, people, named)
    for zone in map(str, moves.values()):
        if zone not in ZONES and not zone.startswith("side:"):
            yield f"Line {moves.line}: {zone} is no zone."


def _strangers(row: Row, people: set[str], named: Iterable[str]) -> Iterator[str]:
    for id in named:
        if id not in people:
            yield f"Line {row.line}: {id} is no person of this file."


def _unknown(row: Row, key: str, known: set[str]) -> Iterator[str]:
    if row.get(key) is not None and text(row, key) not in known:
        yield f"Line {row.line}: {text(row, key)} is no {key} of this file."


def _unknown_keys(top: Row) -> Iterator[str]:
    yield from _beyond(top, TOP)
    yield from _beyond(child(top, "expect"), EXPECTED)
    for person in rows(top.get("people")):
        yield from _beyond(person, PERSON)
    children = {text(each, "id") for each in rows(top.get("children"))}
    for event in rows(top.get("timeline")):
        known = EVENTS.get(text(event, "type"))
        if known is not None:
            yield from _beyond(event, ALWAYS | known | children)


def _beyond(row: Row, known: frozenset[str] | set[str]) -> Iterator[str]:
    for key in row:
        if key not in known:
            yield f"Line {row.line}: the key {key} is not known and is passed over."
