"""Builds one person's copy: permitted lines are added to nothing; nothing is taken out (REQ-84)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from uuid import UUID

from app.domain.conference import Conference, Line, Section
from app.domain.copying.copy import (
    HELD_WITHOUT_YOU,
    NOTICES,
    Addendum,
    Copy,
    CopyAction,
    CopyLine,
    CopyPerson,
    CopySection,
)
from app.domain.copying.readers import PROFESSIONALS, RELATIVES, WRITERS, Course, course_of, may_get
from app.domain.evolve import Recorded
from app.domain.hearing import ended_at
from app.domain.ids import LineId, ParticipantId, SectionId
from app.domain.people import Participant, Role
from app.domain.record.state import DEFAULT_LANGUAGE
from app.domain.record.words import Minutes
from app.domain.routing import are_kept_apart

PlannedAction = tuple[UUID, frozenset[ParticipantId]]
"""An action of the plan, and from whom it is withheld."""


def planned_actions(conference: Conference) -> tuple[PlannedAction, ...]:
    """What was agreed in the outline plan, in its order."""
    return tuple(
        (action.action_id, frozenset(each.participant_id for each in action.withheld))
        for action in conference.decisions.actions.values()
    )


GETS_A_LETTER = (PROFESSIONALS | RELATIVES) | {
    Role.INDEPENDENT_CHAIR,
    Role.CHILD,
    Role.CHILD_ADVOCATE,
}
GETS_THE_PLAN = PROFESSIONALS | RELATIVES | WRITERS


def build_copy(
    conference: Conference,
    log: Iterable[Recorded],
    recipient: ParticipantId,
    actions: Sequence[PlannedAction] = (),
    most: Minutes = Minutes.FULL,
) -> Copy:
    """`conference` is what `log` folds to. With `most` none, the chair gives no minutes."""
    return copy_from(conference, course_of(log), recipient, actions, most)


def copy_from(
    conference: Conference,
    course: Course,
    recipient: ParticipantId,
    actions: Sequence[PlannedAction] = (),
    most: Minutes = Minutes.FULL,
) -> Copy:
    """The same, for many recipients of one log."""
    person = conference.participant(recipient)
    written = [conference.lines[id] for id in conference.line_order]
    permitted = [
        line
        for line in written
        if most is not Minutes.NONE and may_get(conference, course, line, recipient)
    ]
    standing = sum(not line.struck for line in written)
    minutes = _how_much(len(permitted), standing)
    parts = _Parts(conference, course, person, minutes)
    sections = parts.sections(permitted)
    copy = Copy(
        recipient=person.id,
        mark=person.name,
        notices=NOTICES,
        minutes=minutes,
        people=parts.people(permitted),
        sections=sections,
        decision_letter=person.role in GETS_A_LETTER,
        plan_actions=_actions(person, minutes, actions),
        addenda=(),
    )
    return replace(copy, addenda=_addenda(conference, copy, person))


def _how_much(permitted: int, standing: int) -> Minutes:
    if not permitted:
        return Minutes.NONE
    return Minutes.FULL if permitted == standing else Minutes.PART


class _Parts:
    """The parts of one copy. Times of lines are only in a whole copy of one who may meet all."""

    def __init__(
        self, conference: Conference, course: Course, person: Participant, minutes: Minutes
    ) -> None:
        self._conference = conference
        self._course = course
        self._person = person
        self._minutes = minutes
        apart = any(person.id in pair for pair in conference.kept_apart)
        self._with_times = minutes is Minutes.FULL and not apart

    def sections(self, permitted: list[Line]) -> tuple[CopySection, ...]:
        """In the order of first opening. A part without a permitted line is not there at all."""
        numbers = count(1)
        by_section: dict[SectionId, list[Line]] = {}
        for line in permitted:
            by_section.setdefault(line.section_id, []).append(line)
        found: list[CopySection] = []
        for section in self._in_order():
            lines = by_section.get(section.id, [])
            if lines:
                found.append(self._section(section, lines, numbers))
            elif self._knows_of(section):
                gist = self._conference.agenda.gists.get((self._person.id, section.id))
                found.append(CopySection(None, HELD_WITHOUT_YOU, None, (), gist))
        return tuple(found)

    def _in_order(self) -> list[Section]:
        opened = [self._conference.section(id) for id in self._course.opened_at]
        unopened = [s for s in self._conference.sections if s.id not in self._course.opened_at]
        return opened + unopened

    def _knows_of(self, section: Section) -> bool:
        named = (self._person.id, section.id) in self._conference.record.named_parts
        held = section.id in self._course.opened_at
        told = self._conference.local.rules.copies.tell_of_closed_part
        return named and held and told and self._minutes is not Minutes.NONE

    def _section(self, section: Section, lines: list[Line], numbers: Iterable[int]) -> CopySection:
        numbered = tuple(
            self._line(number, line) for line, number in zip(lines, numbers, strict=False)
        )
        opened = self._course.opened_at.get(section.id)
        return CopySection(section.title, section.kind, opened, numbered)

    def _line(self, number: int, line: Line) -> CopyLine:
        details = self._conference.record.details.get(line.id)
        return CopyLine(
            number=number,
            line_id=line.id,
            speaker=line.speaker,
            kind=line.kind,
            text=line.text,
            children=frozenset() if details is None else details.children,
            language=DEFAULT_LANGUAGE if details is None else details.language,
            began_at=line.began_at if self._with_times else None,
            until_at=ended_at(self._conference, line) if self._with_times else None,
        )

    def people(self, permitted: list[Line]) -> tuple[CopyPerson, ...]:
        """In the order of the list. Somebody kept apart reads of those in their own parts only."""
        sections = {line.section_id for line in permitted}
        known = self._known(sections) | {line.speaker for line in permitted}
        attended = {id for s in sections for id in self._course.present.get(s, frozenset())}
        return tuple(
            CopyPerson(other.id, other.role, other.name, other.id in attended)
            for other in self._conference.participants.values()
            if other.id in known
            and not are_kept_apart(self._conference, {self._person.id}, {other.id})
        )

    def _known(self, sections: set[SectionId]) -> set[ParticipantId]:
        if self._minutes is Minutes.NONE:
            return set()
        if any(self._person.id in pair for pair in self._conference.kept_apart):
            return {id for s in sections for id in self._conference.section(s).audience}
        return set(self._conference.participants)


def _actions(
    person: Participant, minutes: Minutes, actions: Sequence[PlannedAction]
) -> tuple[CopyAction, ...]:
    if person.role not in GETS_THE_PLAN and minutes is Minutes.NONE:
        return ()
    permitted = [id for id, withheld_from in actions if person.id not in withheld_from]
    return tuple(CopyAction(number, id) for number, id in enumerate(permitted, start=1))


def _addenda(conference: Conference, copy: Copy, person: Participant) -> tuple[Addendum, ...]:
    """Of the lines in this copy, numbered for it; nothing that somebody kept apart has asked."""
    numbers: dict[LineId, int] = {line.line_id: line.number for line in copy.lines}
    settled = [conference.record.corrections[id] for id in conference.record.addenda]
    found: list[Addendum] = []
    for each in settled:
        hidden = are_kept_apart(conference, {person.id}, {each.asked_by})
        if hidden or each.line_id not in numbers or each.outcome is None or each.answer is None:
            continue
        reads_it = person.id == each.asked_by or person.role in WRITERS
        found.append(
            Addendum(
                number=len(found) + 1,
                line_number=numbers[each.line_id],
                outcome=each.outcome,
                asked=each.asked if reads_it else None,
                answer=each.answer,
            )
        )
    return tuple(found)
