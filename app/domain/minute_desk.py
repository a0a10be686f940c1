"""The minute channel: what the chair and the minute taker see of the minutes, and nobody else."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from app.domain.commands import Actor
from app.domain.conference import Conference, Line, Section
from app.domain.errors import NotPermitted
from app.domain.events import LineKind
from app.domain.ids import ChildId, LineId, Micros, ParticipantId, SectionId
from app.domain.minuting.headings import empty_headings
from app.domain.people import Participant, Role, TextRef
from app.domain.record.state import DEFAULT_LANGUAGE, Details
from app.domain.record.words import Heading, WithholdGround

REMEMBERED_LINES = 8192
"""A view holds every line, and each new line makes a new view."""

REMEMBERED_STATES = 16

READERS = frozenset({Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER})
"""Who reads and writes the live channel (e.2)."""


@dataclass(frozen=True, slots=True)
class SeenLine:
    line_id: LineId
    section: TextRef
    restricted: bool
    speaker: ParticipantId
    speaker_name: TextRef
    kind: LineKind
    text: TextRef
    earlier: tuple[TextRef, ...]
    """The words that it had before, oldest first."""
    written_at: Micros
    struck: bool
    children: tuple[ChildId, ...]
    language: str
    withheld: tuple[tuple[ParticipantId, WithholdGround], ...]
    flagged: bool
    flag_note: TextRef | None
    """What the chair asks to be looked at."""

    __hash__ = object.__hash__
    """By identity: while nothing has changed about a line, it is the same one."""


@dataclass(frozen=True, slots=True)
class Speaker:
    participant_id: ParticipantId
    name: TextRef
    role: Role


@dataclass(frozen=True, slots=True)
class MinuteDesk:
    """What a line may say: of which part it is, who spoke, whom it concerns."""

    section_id: SectionId | None
    restricted: bool
    speakers: tuple[Speaker, ...]
    """The roster, in the order of the booking: a person's place in it never changes."""
    children: tuple[tuple[ChildId, TextRef], ...]
    empty_headings: tuple[Heading, ...]


def reader_in(conference: Conference, actor: Actor) -> Participant:
    """Raises NotPermitted for anybody else. These two sign in: a link alone opens nothing."""
    id = actor.participant_id
    person = None if id is None else conference.participants.get(id)
    if person is None or actor.role not in READERS or person.role is not actor.role:
        raise NotPermitted("The record is for the chair and the minute taker.")
    return person


def lines_for(conference: Conference, reader: Participant | None) -> tuple[SeenLine, ...]:
    """Of the sections that the chair or the minute taker may be in."""
    if reader is None or reader.role not in READERS:
        return ()
    sections = conference.sections
    return _lines_of(conference, frozenset(s.id for s in sections if reader.id in s.audience))


@lru_cache(maxsize=REMEMBERED_STATES)
def _lines_of(conference: Conference, parts: frozenset[SectionId]) -> tuple[SeenLine, ...]:
    sections = {section.id: section for section in conference.sections}
    lines = [conference.lines[id] for id in conference.line_order]
    return tuple(
        _line(conference, line, sections[line.section_id])
        for line in lines
        if line.section_id in parts
    )


def minute_desk(
    conference: Conference, reader: Participant | None, section: Section | None
) -> MinuteDesk | None:
    """`section`: the one that is open, as far as this reader's screen may name it."""
    if reader is None or reader.role not in READERS:
        return None
    case = conference.decisions.case
    return MinuteDesk(
        section_id=None if section is None else section.id,
        restricted=section is not None and section.restricted,
        speakers=tuple(
            Speaker(each.id, each.name, each.role) for each in conference.participants.values()
        ),
        children=() if case is None else tuple((c.child_id, c.name) for c in case.children),
        empty_headings=_empty_headings(conference),
    )


@lru_cache(maxsize=REMEMBERED_STATES)
def _empty_headings(conference: Conference) -> tuple[Heading, ...]:
    return tuple(sorted(empty_headings(conference)))


class _Around(NamedTuple):
    """All that a reader sees of a line besides the line itself."""

    section: TextRef
    restricted: bool
    speaker_name: TextRef
    details: Details | None
    earlier: tuple[TextRef, ...]
    withheld: tuple[tuple[ParticipantId, WithholdGround], ...]
    flagged: bool
    flag_note: TextRef | None


def _line(conference: Conference, line: Line, section: Section) -> SeenLine:
    record = conference.record
    withheld = record.withheld.get(line.id)
    around = _Around(
        section=section.title,
        restricted=section.restricted,
        speaker_name=conference.participant(line.speaker).name,
        details=record.details.get(line.id),
        earlier=record.earlier.get(line.id, ()),
        withheld=() if withheld is None else tuple(sorted(withheld.items(), key=str)),
        flagged=line.id in record.flags,
        flag_note=record.flags.get(line.id),
    )
    return _seen(line, around)


@lru_cache(maxsize=REMEMBERED_LINES)
def _seen(line: Line, around: _Around) -> SeenLine:
    details = around.details
    return SeenLine(
        line_id=line.id,
        section=around.section,
        restricted=around.restricted,
        speaker=line.speaker,
        speaker_name=around.speaker_name,
        kind=line.kind,
        text=line.text,
        earlier=around.earlier,
        written_at=line.written_at,
        struck=line.struck,
        children=() if details is None else tuple(sorted(details.children, key=str)),
        language=DEFAULT_LANGUAGE if details is None else details.language,
        withheld=around.withheld,
        flagged=around.flagged,
        flag_note=around.flag_note,
    )
