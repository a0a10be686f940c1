"""What is kept of who has asked for what. Of all this only the chair sees more than their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.asking.events import Outcome, Question
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class Hand:
    """Up since then, from that leg; for a room the room's."""

    participant_id: ParticipantId
    leg_id: LegId
    raised_at: Micros


@dataclass(frozen=True, slots=True)
class Plan:
    responder: ParticipantId
    phrase: TextRef | None
    plan: TextRef | None


@dataclass(frozen=True, slots=True)
class Signal:
    """The last one of a person."""

    participant_id: ParticipantId
    leg_id: LegId
    signalled_at: Micros
    open: bool
    lost_at: Micros | None
    """Its leg dropped within the time in which that counts as a signal still open (c.4)."""


@dataclass(frozen=True, slots=True)
class Response:
    participant_id: ParticipantId
    responder: ParticipantId | None
    begun_version: int
    """Answers of before do not show that it is safe now."""
    question: Question | None
    """Asked, and not answered yet."""
    replies: tuple[tuple[Question, bool], ...]
    phrase_given: bool
    outcome: Outcome | None
    """None: it goes on."""


@dataclass(frozen=True, slots=True)
class Asking:
    hands: tuple[Hand, ...]
    """The one queue over all channels: whoever has waited longest first."""
    breaks: tuple[Hand, ...]
    needs: tuple[Hand, ...]
    """Breaks wished for covertly: their sender's own screen does not show them either."""
    spoken: frozenset[ParticipantId]
    """In the section that is open."""
    asked_back: Mapping[ParticipantId, bool]
    plans: Mapping[ParticipantId, Plan]
    signals: tuple[Signal, ...]
    response: Response | None


NOBODY_ASKS = Asking(
    hands=(),
    breaks=(),
    needs=(),
    spoken=frozenset(),
    asked_back=MappingProxyType({}),
    plans=MappingProxyType({}),
    signals=(),
    response=None,
)
