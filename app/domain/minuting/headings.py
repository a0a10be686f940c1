"""Which required headings of the record nothing stands under yet (REQ-81)."""

from app.domain.conference import Conference, Line
from app.domain.events import LineKind
from app.domain.record.words import Heading

KNOWN_BY_THE_SERVICE = frozenset({Heading.INVITED, Heading.ATTENDED, Heading.EXCLUDED})
"""The log says it; nobody writes it down."""

OF_LINES = {
    LineKind.FACT: Heading.FACTS,
    LineKind.CHILD_VOICE: Heading.CHILD_VIEWS,
    LineKind.DECISION: Heading.DECISIONS,
    LineKind.PLAN: Heading.PLAN,
    LineKind.DISSENT: Heading.DISSENT,
}
OF_SECTIONS = {
    "attendance_and_reports": Heading.REPORTS,
    "opening": Heading.PURPOSE,
    "reason_for_conference": Heading.PURPOSE,
    "progress_against_plan": Heading.PURPOSE,
    "child_views": Heading.CHILD_VIEWS,
    "family_views": Heading.FAMILY_VIEWS,
    "analysis_and_agency_views": Heading.ANALYSIS,
    "decision": Heading.DECISIONS,
    "outline_plan": Heading.PLAN,
}
"""By the section's kind. What neither says, the minute taker assigns lines to."""


def empty_headings(conference: Conference) -> frozenset[Heading]:
    return conference.record.required - KNOWN_BY_THE_SERVICE - _filled(conference)


def _filled(conference: Conference) -> frozenset[Heading]:
    standing = [line for line in conference.lines.values() if not line.struck]
    by_themselves = {heading for line in standing for heading in _headings_of(conference, line)}
    ids = {line.id for line in standing}
    assigned = {heading for heading, lines in conference.record.filled.items() if lines & ids}
    return frozenset(by_themselves | assigned)


def _headings_of(conference: Conference, line: Line) -> set[Heading]:
    kind = conference.section(line.section_id).kind
    found = {OF_LINES.get(line.kind), OF_SECTIONS.get(kind)}
    return {heading for heading in found if heading is not None}
