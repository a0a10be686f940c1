"""Who gets which line: the one gate between the record and a copy (e.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.conference import Conference, Line, Section
from app.domain.events import ConferenceClosed, SectionOpened
from app.domain.evolve import Recorded
from app.domain.hearing import ended_at, spans
from app.domain.ids import Micros, ParticipantId, SectionId
from app.domain.local_rules.codes import CopyDefault, RestrictedCopy
from app.domain.people import PROFESSIONALS, Role
from app.domain.record.commands import MAY_GET_A_COPY
from app.domain.routing import are_kept_apart

WRITERS = frozenset({Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER})
RELATIVES = frozenset({Role.PARENT, Role.FAMILY})


@dataclass(frozen=True, slots=True)
class Course:
    """What the log tells and the state does not: who was there when."""

    opened_at: Mapping[SectionId, Micros]
    """In the order of first opening."""
    present: Mapping[SectionId, frozenset[ParticipantId]]
    """Who was able to hear some of it."""


def course_of(log: Iterable[Recorded]) -> Course:
    recorded = list(log)
    opened: dict[SectionId, Micros] = {}
    present: dict[SectionId, frozenset[ParticipantId]] = {}
    end = Micros(recorded[-1].at + 1) if recorded else Micros(0)
    heard = spans(recorded, end)
    for id, begins, ends in _stretches(recorded, end):
        opened.setdefault(id, begins)
        there = {s.participant_id for s in heard if s.begins_at < ends and s.ends_at > begins}
        present[id] = present.get(id, frozenset()) | there
    return Course(MappingProxyType(opened), MappingProxyType(present))


def _stretches(recorded: list[Recorded], end: Micros) -> list[tuple[SectionId, Micros, Micros]]:
    """Each opening of a section, up to the next one's. There may have been none."""
    marks = [
        (each.event.section_id if isinstance(each.event, SectionOpened) else None, each.at)
        for each in recorded
        if isinstance(each.event, SectionOpened | ConferenceClosed)
    ]
    ends = [at for _, at in [*marks, (None, end)][1:]]
    return [(id, at, until) for (id, at), until in zip(marks, ends, strict=True) if id is not None]


def may_get(conference: Conference, course: Course, line: Line, reader: ParticipantId) -> bool:
    """Whether this line goes into this person's copy. Nothing else puts one there."""
    section, record = conference.section(line.section_id), conference.record
    rule = record.copy_rules.get(section.id)
    allowed = default_copy_to(conference, course, section) if rule is None else rule.copy_to
    return (
        reader in allowed
        and conference.participant(reader).role in MAY_GET_A_COPY
        and not line.struck
        and (reader, section.id) not in record.named_parts
        and reader not in record.withheld.get(line.id, {})
        and not are_kept_apart(conference, {reader}, {line.speaker})
        and not _was_out(conference, line, reader, 0 if rule is None else rule.version)
    )


def default_copy_to(
    conference: Conference, course: Course, section: Section
) -> frozenset[ParticipantId]:
    """By the local rules, where the chair has said nothing. A child's copy is the chair's own."""
    present = course.present.get(section.id, frozenset())
    people = conference.participants.values()
    writers = {person.id for person in people if person.role in WRITERS}
    relatives = {person.id for person in people if person.role in RELATIVES} & section.audience
    professionals = {person.id for person in people if person.role in PROFESSIONALS}
    rules = conference.local.rules.copies
    if section.restricted and rules.restricted_lines is RestrictedCopy.NOBODY:
        return frozenset(writers)
    if section.restricted:
        return frozenset(writers | (professionals & present & section.audience))
    if rules.absent_professionals is not CopyDefault.OPEN_SECTIONS:
        professionals &= frozenset[ParticipantId]().union(*course.present.values())
    return frozenset(writers | professionals | relatives)


def _was_out(conference: Conference, line: Line, reader: ParticipantId, known: int) -> bool:
    """Excluded during it, and later than whoever set the rule of its section knew."""
    ends = max(ended_at(conference, line), line.began_at + 1)
    return any(
        out.participant_id == reader
        and out.version > known
        and out.begins_at < ends
        and (out.ends_at is None or out.ends_at > line.began_at)
        for out in conference.agenda.outs
    )
