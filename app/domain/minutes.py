"""The minutes: lines are written and struck, never changed. Their words are kept elsewhere."""

from dataclasses import replace
from typing import assert_never

from app.domain.commands import Actor, MinuteCommand, StrikeLine, WriteLine
from app.domain.conference import RUNNING, Conference, Line, Section
from app.domain.errors import AlreadyHere, NotInAudience, WrongPhase, WrongStanding
from app.domain.events import Event, LineStruck, LineWritten, MinuteEvent
from app.domain.ids import SECOND, Micros, SectionId
from app.domain.mappings import with_entries
from app.domain.minuting.decide import check_open, described
from app.domain.people import Standing
from app.domain.record.events import LineDescribed
from app.domain.record.state import DEFAULT_LANGUAGE
from app.domain.record.words import LineDetails


def decide(
    conference: Conference, command: MinuteCommand, actor: Actor, now: Micros
) -> list[Event]:
    match command:
        case WriteLine():
            return write(conference, command, actor, now)
        case StrikeLine(line_id, reason):
            check_open(conference)
            if conference.line(line_id).struck:
                raise WrongStanding("This line is struck already.")
            return [LineStruck(line_id, reason)]
        case _:
            assert_never(command)


def write(conference: Conference, command: WriteLine, actor: Actor, now: Micros) -> list[Event]:
    """A line belongs to the section in which it was begun, for ever (I9).

    It may come after the next section has begun: then what it reports was over by that time.
    """
    if conference.phase not in RUNNING:
        raise WrongPhase("Lines are written while the conference is running.")
    section = _opened_section(conference, command.section_id)
    _check_writer(conference, section, actor)
    conference.participant(command.speaker)
    if command.line_id in conference.lines:
        raise AlreadyHere("This line is written already.")
    moved_on = _moved_on_at(conference, section)
    over = now if moved_on is None else min(now, moved_on)
    began = max(now - command.began_seconds_ago * SECOND, section.opened_at or 0)
    line = LineWritten(
        command.line_id,
        section.id,
        command.speaker,
        command.kind,
        command.text,
        Micros(min(began, over)),
    )
    if command.details is None and moved_on is None:
        return [line]
    return [line, _described(conference, line, command.details, now, over)]


def _described(
    conference: Conference,
    line: LineWritten,
    details: LineDetails | None,
    now: Micros,
    over: int,
) -> LineDescribed:
    known = details or LineDetails(frozenset(), DEFAULT_LANGUAGE, 0)
    said = described(conference, line.line_id, known, (line.began_at, now))
    return replace(said, until_at=Micros(min(said.until_at, over)))


def _opened_section(conference: Conference, id: SectionId | None) -> Section:
    section = conference.current if id is None else conference.section(id)
    if section is None or section.opened_at is None:
        raise WrongPhase("No section is open.")
    return section


def _moved_on_at(conference: Conference, section: Section) -> Micros | None:
    """When the section after this one began; None: this is the one that is open."""
    if section.id == conference.section_id:
        return None
    since = section.opened_at or 0
    later = [s.opened_at for s in conference.sections if (s.opened_at or 0) > since]
    return min((at for at in later if at is not None), default=None)


def _check_writer(conference: Conference, section: Section, actor: Actor) -> None:
    """Written from inside, by somebody who may be in the section: nobody else heard it."""
    writer = None if actor.participant_id is None else conference.participant(actor.participant_id)
    if writer is None or writer.standing is not Standing.ADMITTED:
        raise WrongStanding("The minutes are written from inside.")
    if writer.id not in section.audience:
        raise NotInAudience("The minute taker is not in this section.")


def evolve(conference: Conference, event: MinuteEvent, at: Micros) -> Conference:
    match event:
        case LineWritten():
            line = Line(
                event.line_id,
                event.section_id,
                event.speaker,
                event.kind,
                event.text,
                event.began_at,
                at,
                struck=False,
            )
            order = (*conference.line_order, line.id)
            return replace(_with_line(conference, line), line_order=order)
        case LineStruck(line_id):
            line = conference.lines.get(line_id)
            if line is None:
                return conference
            return _with_line(conference, replace(line, struck=True))
        case _:
            assert_never(event)


def _with_line(conference: Conference, line: Line) -> Conference:
    return replace(conference, lines=with_entries(conference.lines, {line.id: line}))
