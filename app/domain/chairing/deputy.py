"""What the named deputy may do while the chair is away: hold a connection, or adjourn (REQ-76)."""

from dataclasses import dataclass

from app.domain.conference import LIVE, Conference
from app.domain.ids import LegId
from app.domain.inside import chair_is_inside
from app.domain.people import MAIN, Leg, Role, TextRef
from app.domain.routing import are_kept_apart, is_identified, owner_of, sees_inside


@dataclass(frozen=True, slots=True)
class DeputyPanel:
    people: tuple[tuple[LegId, TextRef], ...]
    """Who can be held, by connection; none while the deputy waits outside."""


def deputy_panel(conference: Conference, leg: Leg) -> DeputyPanel | None:
    """On the deputy's own known device, and only while the chair is away."""
    owner = owner_of(conference, leg)
    if owner is None or owner.role is not Role.DEPUTY_CHAIR or not is_identified(conference, leg):
        return None
    if conference.phase not in LIVE or chair_is_inside(conference):
        return None
    if not sees_inside(conference, leg):
        return DeputyPanel(())
    others = [
        other
        for other in conference.legs.values()
        if other.zone == MAIN
        and other.id != leg.id
        and not are_kept_apart(conference, leg.present, other.present)
    ]
    return DeputyPanel(
        tuple(
            (other.id, conference.participants[id].name)
            for other in others
            for id in sorted(other.present, key=str)
        )
    )
