"""Events to the bytes that are hashed and stored, and back.

The bytes are canonical JSON: sorted keys, no space between, UTF-8, ids as text, sets as sorted
lists. All that a reader is shown is inside them; only the version stands beside, in the chain.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Generic, TypeGuard, TypeVar, get_args
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from app.domain.commands import Actor
from app.domain.events import Event
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId, Micros

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class StoredLine(Generic[E]):
    """What one body holds."""

    actor: Actor
    at: Micros
    conference: ConferenceId
    event: E
    type: str


class UnreadableLine(Exception):
    """A stored line that this program does not understand: it must not be passed over."""


EVENT_TYPES: dict[str, type[Event]] = {each.__name__: each for each in get_args(Event)}

READERS: dict[str, TypeAdapter[StoredLine[Event]]] = {
    # one reader a type, made at run time
    name: TypeAdapter(StoredLine[each])  # pyright: ignore[reportInvalidTypeForm]
    for name, each in EVENT_TYPES.items()
}


def encode(conference: ConferenceId, recorded: Recorded) -> bytes:
    name = type_name(recorded.event)
    line = StoredLine(recorded.actor, recorded.at, conference, recorded.event, name)
    return canonical(plain(line))


def decode(conference: ConferenceId, version: int, type: str, body: bytes) -> Recorded:
    """Raises UnreadableLine, which names the line and nothing that is in it."""
    if type not in READERS:
        raise UnreadableLine(f"{conference}, line {version}: unknown type {type!r}.")
    try:
        line = READERS[type].validate_json(body, strict=True, extra="forbid")
    except ValidationError:
        raise UnreadableLine(f"{conference}, line {version}: not a {type}.") from None
    if (line.conference, line.type) != (conference, type):
        raise UnreadableLine(f"{conference}, line {version}: belongs elsewhere.")
    return Recorded(version, line.at, line.actor, line.event)


@dataclass(frozen=True, slots=True)
class Label:
    """What a body says of itself."""

    conference: ConferenceId
    type: str


LABELS = TypeAdapter(Label)


def label_of(body: bytes) -> Label:
    """Reads no further than needed to say what a line is. Raises UnreadableLine."""
    try:
        return LABELS.validate_json(body, strict=True, extra="ignore")
    except ValidationError:
        raise UnreadableLine from None


def type_name(event: Event) -> str:
    return type(event).__name__


def canonical(value: Plain) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def plain(value: object) -> Plain:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID | date):
        return str(value)
    if is_collection(value):
        members = [plain(each) for each in value]
        return sorted(members, key=canonical) if isinstance(value, frozenset) else members
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    raise TypeError(f"No event may hold a {type(value).__name__}.")


def is_collection(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, frozenset | tuple)
