"""Who could hear each line, beside who was meant to (REQ-90).

Apart from who gets the line in a copy: whoever dropped off is still entitled to it, and whoever
heard it may not be given it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.conference import UNBOOKED, Conference, Line
from app.domain.evolve import Recorded, fold
from app.domain.hearing import Span, ended_at, heard_from, spans
from app.domain.ids import LineId, Micros, ParticipantId, SectionId


@dataclass(frozen=True, slots=True)
class HeardLine:
    line_id: LineId
    section_id: SectionId
    speaker: ParticipantId
    begins_at: Micros
    ends_at: Micros
    """Not included."""
    heard: frozenset[ParticipantId]
    heard_in_part: frozenset[ParticipantId]
    entitled_but_missed: frozenset[ParticipantId]
    """In the section's audience, and did not hear all of it: excluded, refused and absent too."""
    heard_without_entitlement: frozenset[ParticipantId]
    """Always empty. Whoever stands here was let hear what was not for them."""
    spans: tuple[Span, ...]
    """From when to when, within the line; by person and time."""


def hearing_ledger(log: Iterable[Recorded]) -> list[HeardLine]:
    """One row a line, in the order of writing; struck lines too."""
    recorded = list(log)
    conference = fold(UNBOOKED, recorded)
    stretches = spans(recorded, Micros(recorded[-1].at + 1) if recorded else Micros(0))
    lines = [conference.lines[id] for id in conference.line_order]
    return [_row(conference, stretches, line) for line in lines]


def _row(conference: Conference, stretches: list[Span], line: Line) -> HeardLine:
    begins, ends = line.began_at, ended_at(conference, line)
    found = heard_from(stretches, line.id, begins, ends)
    audience = conference.section(line.section_id).audience
    return HeardLine(
        line.id,
        line.section_id,
        line.speaker,
        begins,
        ends,
        found.heard,
        found.heard_in_part,
        entitled_but_missed=audience - found.heard,
        heard_without_entitlement=(found.heard | found.heard_in_part) - audience,
        spans=_within(stretches, begins, ends),
    )


def _within(stretches: Iterable[Span], begins: Micros, ends: Micros) -> tuple[Span, ...]:
    cut = [
        Span(span.participant_id, max(span.begins_at, begins), min(span.ends_at, ends))
        for span in stretches
    ]
    return tuple(span for span in cut if span.begins_at < span.ends_at)
