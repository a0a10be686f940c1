"""What is agreed before somebody may come in."""

from dataclasses import dataclass

from app.domain.ids import ParticipantId


@dataclass(frozen=True, slots=True)
class AgreeCompany:
    """All who may sit with this person at one browser or phone; in place of what was agreed."""

    participant_id: ParticipantId
    company: frozenset[ParticipantId]


GatesCommand = AgreeCompany
