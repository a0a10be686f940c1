"""What the chair sees of what must be so before somebody may come in (REQ-20, REQ-22, REQ-52)."""

from dataclasses import dataclass

from app.domain.conference import Conference
from app.domain.gating.conditions import RELATIVES, SUPPORTING, condition
from app.domain.ids import ParticipantId, SectionId
from app.domain.people import Participant, Role


@dataclass(frozen=True, slots=True)
class GatePanel:
    missing: str | None
    """The code of what keeps them in the lobby; None: nothing does."""
    kind: str | None
    """What sort of support they are; None: not described."""
    supports: frozenset[ParticipantId]
    approved: bool
    accepted: bool
    """Their word to keep it confidential."""
    agreed: bool
    """The chair agrees to this observer."""
    consents_open: frozenset[ParticipantId]
    """Of the family, who has not agreed to this observer yet."""
    serves: ParticipantId | None
    sections: frozenset[SectionId] | None
    """Which parts a child attends; None: not decided."""


HELD_TO = SUPPORTING | {Role.OBSERVER, Role.INTERPRETER, Role.CHILD}


def gate_panel(conference: Conference, person: Participant) -> GatePanel | None:
    """None: nothing is asked of this person, or of nobody in this conference."""
    gates = conference.gates
    if not gates.prepared or (person.role not in HELD_TO and person.id not in gates.support):
        return None
    refusal = condition(conference, person)
    support = gates.support.get(person.id)
    return GatePanel(
        missing=None if refusal is None else refusal.code,
        kind=None if support is None else support.kind,
        supports=frozenset() if support is None else support.supports,
        approved=person.id in gates.approved,
        accepted=person.id in gates.accepted,
        agreed=person.id in conference.halting.observers_agreed,
        consents_open=_consents_open(conference, person),
        serves=gates.serves.get(person.id),
        sections=gates.children.get(person.id),
    )


def _consents_open(conference: Conference, person: Participant) -> frozenset[ParticipantId]:
    if person.role is not Role.OBSERVER:
        return frozenset()
    family = [p.id for p in conference.participants.values() if p.role in RELATIVES]
    given = conference.gates.consents
    return frozenset(id for id in family if (person.id, id) not in given)
