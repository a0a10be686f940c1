"""What is booked: who, where, in which parts, and under which local figures."""

from dataclasses import dataclass

from app.domain.ids import Micros, ParticipantId, PlaceId, SectionId
from app.domain.people import Role, TextRef


@dataclass(frozen=True, slots=True)
class Expected:
    """One person on the list."""

    participant_id: ParticipantId
    role: Role
    name: TextRef


@dataclass(frozen=True, slots=True)
class ExpectedPlace:
    place_id: PlaceId
    name: TextRef
    host: ParticipantId
    expected: frozenset[ParticipantId]


RESTRICTED_KINDS = frozenset({"restricted_information", "legal_advice"})
"""Restricted whatever the booking says of them."""


@dataclass(frozen=True, slots=True)
class PlannedSection:
    section_id: SectionId
    kind: str
    title: TextRef
    audience: frozenset[ParticipantId]
    restricted: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """The local figures this conference runs under, fixed when it is booked."""

    answers_stale_after: Micros
    restricted_stale_after: Micros
    shown_lost_after: Micros
    dropped_after: Micros
    legs_a_person: int


@dataclass(frozen=True, slots=True)
class ConferenceBooked:
    title: TextRef
    people: tuple[Expected, ...]
    places: tuple[ExpectedPlace, ...]
    sections: tuple[PlannedSection, ...]
    kept_apart: frozenset[frozenset[ParticipantId]]
    policy: Policy
