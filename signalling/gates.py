"""The wire's part of who may come in, on the chair's panel."""

from uuid import UUID

from signalling.wire import Wire


class Gate(Wire):
    """What must be so before this person may come in."""

    missing: str | None
    """Code of the refusal that keeps them in the lobby."""
    kind: str | None
    supports: list[UUID]
    approved: bool
    accepted: bool
    agreed: bool
    consents_open: list[UUID]
    serves: UUID | None
    sections: list[UUID] | None
