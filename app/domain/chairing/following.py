"""What follows by rule from coming, exclusion and opening: derived, and never recorded.

An exclusion from one part lapses when another part opens after it. The person waits again,
outside: only the chair lets them in, on answers given since. One that is for longer never lapses;
of it the person knows the next part that opens, and of no further one.
"""

from dataclasses import replace

from app.domain.agenda.state import Out
from app.domain.conference import Conference
from app.domain.events import (
    Event,
    ParticipantAdmitted,
    ParticipantExcluded,
    ParticipantReadmitted,
    SectionOpened,
)
from app.domain.exclusion import Span
from app.domain.ids import Micros, ParticipantId, SectionId
from app.domain.people import Role, Standing


def follow(after: Conference, event: Event, at: Micros) -> Conference:
    """Args: `after`: what the event's own topic makes of it."""
    match event:
        case ParticipantAdmitted(id):
            return _came_in(after, id)
        case ParticipantReadmitted(id):
            return _came_in(_ended(after, frozenset({id}), at), id)
        case ParticipantExcluded():
            return _put_out(after, event, at)
        case SectionOpened(section_id):
            return _opened(after, section_id, at)
        case _:
            return after


def _came_in(conference: Conference, id: ParticipantId) -> Conference:
    agenda = conference.agenda
    if id in agenda.been_in:
        return conference
    came = replace(agenda, been_in=agenda.been_in | {id})
    is_chair = conference.participant(id).role is Role.INDEPENDENT_CHAIR
    if agenda.script_is_done and not is_chair:
        came = replace(came, to_announce=(*agenda.to_announce, id))
    return replace(conference, agenda=came)


def _put_out(conference: Conference, event: ParticipantExcluded, at: Micros) -> Conference:
    part = event.section_id
    out = Out(
        participant_id=event.participant_id,
        span=event.span,
        section_id=part,
        version=conference.version,
        begins_at=at,
        ends_at=None,
        part_held=part is not None and part == conference.section_id,
        names_next=event.span is not Span.THIS_PART,
    )
    agenda = replace(conference.agenda, outs=(*conference.agenda.outs, out))
    return replace(conference, agenda=agenda)


def _ended(conference: Conference, people: frozenset[ParticipantId], at: Micros) -> Conference:
    outs = tuple(
        replace(out, ends_at=at) if out.ends_at is None and out.participant_id in people else out
        for out in conference.agenda.outs
    )
    return replace(conference, agenda=replace(conference.agenda, outs=outs))


def _opened(conference: Conference, section_id: SectionId, at: Micros) -> Conference:
    conference = replace(conference, agenda=replace(conference.agenda, told=None))
    going_on = [out for out in conference.agenda.outs if out.ends_at is None]
    if not going_on:
        return conference
    lapsed = frozenset(
        out.participant_id
        for out in going_on
        if out.span is Span.THIS_PART and out.part_held and out.section_id != section_id
    )
    named = frozenset((out.participant_id, section_id) for out in going_on if out.names_next)
    after = _wait_again(_ended(conference, lapsed, at), lapsed)
    outs = tuple(_with(out, section_id) for out in after.agenda.outs)
    after = replace(after, agenda=replace(after.agenda, outs=outs))
    return _named(after, named) if named else after


def _with(out: Out, opened: SectionId) -> Out:
    if out.ends_at is not None:
        return out
    held = out.part_held or out.section_id == opened
    return replace(out, part_held=held, names_next=False)


def _named(conference: Conference, parts: frozenset[tuple[ParticipantId, SectionId]]) -> Conference:
    """Nobody who writes the record is kept from a part of it."""
    kept = frozenset(
        (id, part) for id, part in parts if conference.participant(id).role is not Role.MINUTE_TAKER
    )
    record = conference.record
    known = replace(
        record,
        named_parts=record.named_parts | kept,
        changed_version=conference.version,
    )
    return replace(conference, record=known)


def _wait_again(conference: Conference, people: frozenset[ParticipantId]) -> Conference:
    """What they have answered since they were put out counts, and nothing older.

    A room where they sit stays dark until they are let in.
    """
    for id in people:
        waits = replace(conference.participant(id), standing=Standing.WAITING)
        own = [replace(leg, notice=None) for leg in conference.legs_of(id) if leg.owner == id]
        conference = conference.with_participant(waits).with_legs(own)
    return conference
