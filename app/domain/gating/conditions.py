"""What must be so before this person leaves the lobby, and which sections are for whom."""

from app.domain.conference import Conference, Section
from app.domain.errors import ChildNotDecided, ConsentNeeded, Refusal, SupporterNotReady
from app.domain.ids import ParticipantId
from app.domain.people import Participant, Role

SUPPORTING = frozenset({Role.SUPPORTER, Role.SOLICITOR})
"""Whoever else is described as somebody's support is held to the same."""
RELATIVES = frozenset({Role.PARENT, Role.FAMILY})
"""Each of them agrees to an observer."""


def condition(conference: Conference, person: Participant) -> Refusal | None:
    """What keeps this person in the lobby, whatever the section (REQ-20, REQ-22, REQ-52).

    Only in conferences that were prepared for it.
    """
    gates = conference.gates
    if not gates.prepared:
        return None
    if person.role in SUPPORTING or person.id in gates.support:
        return _support(conference, person.id)
    if person.role is Role.INTERPRETER and person.id not in gates.serves:
        return SupporterNotReady("Say first whom this interpreter serves.")
    if person.role is Role.OBSERVER and not _is_agreed(conference, person.id):
        return ConsentNeeded("The chair and everybody of the family agree to an observer first.")
    if person.role is Role.CHILD and person.id not in gates.children:
        return ChildNotDecided("Decide first, with reasons, which parts this child attends.")
    return None


def _support(conference: Conference, id: ParticipantId) -> Refusal | None:
    gates = conference.gates
    if id in gates.support and id in gates.approved and id in gates.accepted:
        return None
    return SupporterNotReady(
        "First: whom they support, the chair's approval, and their word to keep it confidential."
    )


def _is_agreed(conference: Conference, observer: ParticipantId) -> bool:
    family = [p.id for p in conference.participants.values() if p.role in RELATIVES]
    by_all = all((observer, id) in conference.gates.consents for id in family)
    return by_all and observer in conference.halting.observers_agreed


def audience_of(conference: Conference, section: Section) -> frozenset[ParticipantId]:
    """Who may be there: no child whom the chair keeps out of it, no interpreter without theirs."""
    gates = conference.gates
    kept_out = {id for id, sections in gates.children.items() if section.id not in sections}
    people = section.audience - kept_out
    return people - {id for id, served in gates.serves.items() if served not in people}
