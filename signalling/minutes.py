"""The wire's minute channel: lines, and what one may say in a new one."""

from uuid import UUID

from signalling.wire import Wire


class LineWithheld(Wire):
    participant_id: UUID
    ground: str


class Line(Wire):
    line_id: UUID
    section: str
    restricted: bool
    speaker: UUID
    speaker_name: str
    kind: str
    text: str
    earlier: list[str]
    """The words that it had before, oldest first."""
    written_at_ms: int
    """UTC, milliseconds since 1970."""
    struck: bool
    children: list[UUID]
    language: str
    withheld: list[LineWithheld]
    flagged: bool
    flag_note: str | None
    """What the chair asks the minute taker to look at."""


class Speaker(Wire):
    participant_id: UUID
    name: str
    role: str


class Child(Wire):
    child_id: UUID
    name: str


class MinuteDesk(Wire):
    """What a line may say. For the chair and the minute taker."""

    section_id: UUID | None
    restricted: bool
    speakers: list[Speaker]
    """In an order that never changes."""
    children: list[Child]
    empty_headings: list[str]
    """What the record must hold and does not yet."""
