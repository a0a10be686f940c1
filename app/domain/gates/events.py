"""What was agreed before somebody may come in."""

from dataclasses import dataclass

from app.domain.ids import ParticipantId


@dataclass(frozen=True, slots=True)
class CompanyAgreed:
    """These people may sit with this person, and this person with each of them."""

    participant_id: ParticipantId
    company: frozenset[ParticipantId]


GatesEvent = CompanyAgreed
