"""The wire's part of the running order, on the chair's panel: script, prompts and requests."""

from uuid import UUID

from signalling.wire import Wire


class ScriptStep(Wire):
    step: str
    done: bool


class Excluded(Wire):
    participant_id: UUID
    since_ms: int
    span: str
    section_id: UUID | None


class Warned(Wire):
    participant_id: UUID
    at_ms: int


class GistOwed(Wire):
    """Knows of a part held without them, and nothing is agreed to tell them of it."""

    participant_id: UUID
    section_id: UUID


class ExclusionRequest(Wire):
    request_id: UUID
    asked_by: UUID
    about: UUID
    ground: str
    evidence: str
    asked_on: str
    late: bool


class ClosedRequest(Wire):
    """A professional asks for a closed part: for the chair alone."""

    request_id: UUID
    asked_by: UUID
    kind: str


class Told(Wire):
    """From the chair to everybody who waits."""

    minutes: int | None
    words: str
    """Empty: none."""


class OwedToClose(Wire):
    """`what`: outcome, plan, views; `about`: a child or a person of the list."""

    what: str
    about: UUID | None


class Agenda(Wire):
    """The opening script, prompts and requests."""

    script: list[ScriptStep]
    to_announce: list[UUID]
    to_admit: list[UUID]
    """At the next part."""
    to_release: list[UUID]
    excluded: list[Excluded]
    warned: list[Warned]
    views_owed: list[UUID]
    owed_to_close: list[OwedToClose]
    gists_owed: list[GistOwed]
    exclusion_requests: list[ExclusionRequest]
    closed_requests: list[ClosedRequest]
    told: Told | None = None
