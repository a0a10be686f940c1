"""What one person's copy holds. Words are text ids; the reader's name is its mark."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.domain.canonical import canonical, plain
from app.domain.events import LineKind
from app.domain.ids import ChildId, LineId, Micros, ParticipantId
from app.domain.people import Role, TextRef
from app.domain.record.words import Minutes, Outcome

NOTICES = ("confidential", "legal_adviser_only", "marked_to_recipient")
"""Words that every copy carries, by code (REQ-88)."""

HELD_WITHOUT_YOU = "held_without_you"


@dataclass(frozen=True, slots=True)
class CopyPerson:
    participant_id: ParticipantId
    role: Role
    name: TextRef
    attended: bool


@dataclass(frozen=True, slots=True)
class CopyLine:
    number: int
    """1, 2, 3, ... within this copy."""
    line_id: LineId
    speaker: ParticipantId
    kind: LineKind
    text: TextRef
    children: frozenset[ChildId]
    language: str
    began_at: Micros | None
    until_at: Micros | None
    """None in a copy that lacks a line: a gap in times would tell of it."""


@dataclass(frozen=True, slots=True)
class CopySection:
    """A part that this reader gets, or only the mark of one that they know of."""

    heading: TextRef | None
    code: str
    """The kind of the part; of a part held without them that it was, and no more."""
    opened_at: Micros | None
    lines: tuple[CopyLine, ...]
    gist: TextRef | None = None
    """What the chair has agreed to tell this reader of a part held without them."""


@dataclass(frozen=True, slots=True)
class CopyAction:
    number: int
    action_id: UUID


@dataclass(frozen=True, slots=True)
class Addendum:
    """A correction that was asked for, and what became of it. The line stays as it was."""

    number: int
    line_number: int
    outcome: Outcome
    asked: TextRef | None
    """For whoever asked, the chair and the minute taker alone."""
    answer: TextRef


@dataclass(frozen=True, slots=True)
class Copy:
    recipient: ParticipantId
    mark: TextRef
    """Their name."""
    notices: tuple[str, ...]
    minutes: Minutes
    people: tuple[CopyPerson, ...]
    sections: tuple[CopySection, ...]
    decision_letter: bool
    plan_actions: tuple[CopyAction, ...]
    addenda: tuple[Addendum, ...]

    @property
    def lines(self) -> tuple[CopyLine, ...]:
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def line_ids(self) -> tuple[LineId, ...]:
        return tuple(line.line_id for line in self.lines)


def bytes_of(copy: Copy) -> bytes:
    """The same for equal logs, so that a digest proves what was sent."""
    return canonical(plain(copy))


def digest_of(copy: Copy) -> str:
    return sha256(bytes_of(copy)).hexdigest()
