"""The wire's part of telephones, on the chair's panel: people and codes, never a number."""

from uuid import UUID

from signalling.wire import Wire


class PanelCall(Wire):
    participant_id: UUID
    state: str
    """waiting, calling, ringing, answered, busy, no_answer, declined, later, failed, not_allowed,
    stopped."""
    attempts: int
    since_ms: int
    goes_on: bool
    """It can be stopped."""


class MayRing(Wire):
    """Minutes of the day in London; null: at any time."""

    participant_id: UUID
    from_minute: int | None
    to_minute: int | None


class Forbidden(Wire):
    participant_id: UUID
    lost_at_ms: int | None
    """Their call was lost then, and they are not rung back."""
    never: bool


class Since(Wire):
    participant_id: UUID
    since_ms: int


class PanelNeed(Wire):
    participant_id: UUID
    need: str
    """trouble_hearing, administrator."""
    since_ms: int


class Practised(Wire):
    participant_id: UUID
    result: str
    """done, declined."""


class Telephones(Wire):
    calls: list[PanelCall]
    call_back_wanted: list[Since]
    needs: list[PanelNeed]
    may_ring: list[MayRing]
    forbidden: list[Forbidden]
    pin_failed: list[Since]
    practised: list[Practised]
