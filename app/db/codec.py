"""Events to the bytes that are hashed and stored, and back.

The bytes are canonical JSON: sorted keys, no space between, UTF-8, ids as text, sets as sorted
lists. All that a reader is shown is inside them; only the version stands beside, in the chain.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from app.domain.canonical import canonical, plain
from app.domain.commands import Actor
from app.domain.events import Event
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId, Micros
from app.domain.people import TextRef

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class StoredLine(Generic[E]):
    """What one body holds."""

    actor: Actor
    at: Micros
    conference: ConferenceId
    event: E
    type: str


SEALED = "Restricted"
"""The type of every covert event, as far as the log itself tells."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the log holds of a covert event: neither who, nor what."""

    at: Micros
    conference: ConferenceId
    sealed: TextRef
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


def enveloped(conference: ConferenceId, at: Micros, sealed: TextRef) -> bytes:
    return canonical(plain(Envelope(at, conference, sealed, SEALED)))


ENVELOPES = TypeAdapter(Envelope)


def envelope_in(conference: ConferenceId, version: int, body: bytes) -> Envelope:
    """Raises UnreadableLine."""
    try:
        envelope = ENVELOPES.validate_json(body, strict=True, extra="forbid")
    except ValidationError:
        raise UnreadableLine(f"{conference}, line {version}: not a {SEALED}.") from None
    if (envelope.conference, envelope.type) != (conference, SEALED):
        raise UnreadableLine(f"{conference}, line {version}: belongs elsewhere.")
    return envelope


def decode_opened(conference: ConferenceId, version: int, body: bytes) -> Recorded:
    """The body of a covert event says itself what it is. Raises UnreadableLine."""
    return decode(conference, version, label_of(body).type, body)


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
