"""What is remembered of what must be so before somebody comes in: one field of the conference."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import assert_never

from app.domain.gates.events import (
    ChildAttendanceDecided,
    CompanyAgreed,
    ConfidentialityAccepted,
    GatesEvent,
    GatesPrepared,
    InterpreterAssigned,
    ObserverConsented,
    SupportDescribed,
    SupporterApproved,
)
from app.domain.ids import ParticipantId, SectionId


@dataclass(frozen=True, slots=True)
class Gates:
    prepared: bool
    company: Mapping[ParticipantId, frozenset[ParticipantId]]
    """As last agreed for each; it holds both ways."""
    support: Mapping[ParticipantId, SupportDescribed]
    approved: frozenset[ParticipantId]
    accepted: frozenset[ParticipantId]
    consents: frozenset[tuple[ParticipantId, ParticipantId]]
    """Observer, and who of the family agrees to them."""
    serves: Mapping[ParticipantId, ParticipantId]
    """Interpreter to the person they serve."""
    children: Mapping[ParticipantId, frozenset[SectionId]]
    """For which sections the chair has decided that a child is there."""


NOTHING_AGREED = Gates(
    prepared=False,
    company=MappingProxyType({}),
    support=MappingProxyType({}),
    approved=frozenset(),
    accepted=frozenset(),
    consents=frozenset(),
    serves=MappingProxyType({}),
    children=MappingProxyType({}),
)


def evolve(before: Gates, event: GatesEvent) -> Gates:
    match event:
        case GatesPrepared():
            return replace(before, prepared=True)
        case CompanyAgreed(id, company):
            return replace(before, company=MappingProxyType({**before.company, id: company}))
        case SupportDescribed(id):
            support = MappingProxyType({**before.support, id: event})
            return replace(before, support=support, approved=before.approved - {id})
        case SupporterApproved(id):
            return replace(before, approved=before.approved | {id})
        case ConfidentialityAccepted(id):
            return replace(before, accepted=before.accepted | {id})
        case ObserverConsented(observer, id):
            return replace(before, consents=before.consents | {(observer, id)})
        case InterpreterAssigned(id, serves):
            return replace(before, serves=MappingProxyType({**before.serves, id: serves}))
        case ChildAttendanceDecided(id, sections):
            return replace(before, children=MappingProxyType({**before.children, id: sections}))
        case _:
            assert_never(event)
