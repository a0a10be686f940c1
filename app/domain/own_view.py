"""What a leg is shown of its own person, and what it is told while it waits."""

from dataclasses import dataclass

from app.domain.agenda.events import WaitingTold
from app.domain.conference import Conference, carries_media
from app.domain.people import LOBBY, WITHOUT_VOICE, Leg, Role, Standing, TextRef


@dataclass(frozen=True, slots=True)
class Own:
    """Whose link this is, as others will see them."""

    name: TextRef
    role: Role
    opened_elsewhere: bool
    """Another device has come with this link after this one. Only who was here before is told:
    whoever comes with somebody else's link learns nothing of them."""
    recording_rule: str
    """Which text about recording they are to accept (REQ-49)."""
    may_ask: bool
    """To speak, or for a break: an observer does neither (REQ-22)."""


def own_at(conference: Conference, leg: Leg) -> Own | None:
    """None at the device of a room: several people look at it."""
    if leg.owner is None:
        return None
    person = conference.participant(leg.owner)
    return Own(
        person.name,
        person.role,
        _is_opened_elsewhere(conference, leg),
        conference.local.rules.wording.recording_rule,
        may_ask=person.role not in WITHOUT_VOICE,
    )


def _is_opened_elsewhere(conference: Conference, leg: Leg) -> bool:
    return any(
        other.owner == leg.owner
        and other.device != leg.device
        and carries_media(other)
        and other.joined_at > leg.joined_at
        for other in conference.legs.values()
    )


def told_at(conference: Conference, leg: Leg) -> WaitingTold | None:
    """Who just waits is told; nobody who was put out, held, or turned away."""
    people = (conference.participants[id] for id in leg.present)
    waits = leg.zone == LOBBY and leg.notice is None
    if not waits or any(each.standing is Standing.EXCLUDED for each in people):
        return None
    return conference.agenda.told
