"""Who may sit with whom at one browser or phone, and what their answers then leave open."""

from app.domain.conference import Conference
from app.domain.ids import ParticipantId
from app.domain.people import Leg

NOBODY = frozenset[ParticipantId]()


def company_of(conference: Conference, id: ParticipantId) -> frozenset[ParticipantId]:
    """All who were agreed to sit with this person, or this person with them; their support too."""
    gates = conference.gates
    agreed = {other for other, company in gates.company.items() if id in company}
    supporters = {each.participant_id for each in gates.support.values() if id in each.supports}
    supported = gates.support[id].supports if id in gates.support else NOBODY
    return gates.company.get(id, NOBODY) | agreed | supporters | supported


def exposures_at(conference: Conference, leg: Leg) -> frozenset[str]:
    """What of the answers given there stops an admission, by name (REQ-34).

    Not to be alone is nothing to stop for while all who are there are named and were agreed.
    """
    if leg.answers is None:
        return frozenset()
    found = leg.answers.exposures
    return found - {"not_alone"} if _is_known_company(conference, leg) else found


def _is_known_company(conference: Conference, leg: Leg) -> bool:
    if leg.owner is None or leg.with_whom is not None:
        return False
    named = leg.present - {leg.owner}
    return bool(named) and named <= company_of(conference, leg.owner)
