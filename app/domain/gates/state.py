"""What is remembered of what must be so before somebody comes in: one field of the conference."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.domain.gates.events import CompanyAgreed, GatesEvent
from app.domain.ids import ParticipantId


@dataclass(frozen=True, slots=True)
class Gates:
    company: Mapping[ParticipantId, frozenset[ParticipantId]]
    """As last agreed for each; it holds both ways."""


NOTHING_AGREED = Gates(company=MappingProxyType({}))


def evolve(before: Gates, event: GatesEvent) -> Gates:
    match event:
        case CompanyAgreed(id, company):
            return replace(before, company=MappingProxyType({**before.company, id: company}))
