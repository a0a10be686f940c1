"""Who is inside, and what becomes of those who no longer are.

An admitted person is present at a leg in main, held, or in a private room. Whoever comes out of
the last such leg waits again and answers anew: only the chair lets them back in.
"""

from dataclasses import replace

from app.domain.conference import Conference
from app.domain.ids import ParticipantId
from app.domain.people import HELD, LOBBY, MAIN, Leg, Role, Standing, Zone, is_side
from app.domain.routing import may_take_part

INSIDE = frozenset({MAIN, HELD})


def is_inside(zone: Zone) -> bool:
    """Whoever was moved into a private room has not come out."""
    return zone in INSIDE or is_side(zone)


def to_lobby(leg: Leg, version: int) -> Leg:
    """The leg outside. If it was inside it has to be asked again, and what it was told is over."""
    if not is_inside(leg.zone):
        return leg
    return replace(leg, zone=LOBBY, notice=None, asked_version=version)


def sent_out(
    before: Conference, after: Conference, also: frozenset[ParticipantId] = frozenset()
) -> Conference:
    """`after`, where every admitted person who is inside no more, and of `also`, waits again.

    Whoever was in main may come back by the one tap. Whoever was held may not: that was the chair.
    """
    out = [
        person
        for person in after.participants.values()
        if person.standing is Standing.ADMITTED
        and (person.id in also or not _is_inside(after, person.id))
    ]
    for person in out:
        waits = replace(person, standing=Standing.WAITING, out_version=after.version)
        after = after.with_participant(waits)
    was_in = frozenset(person.id for person in out if _is_in_main(before, person.id))
    return replace(after, was_in=after.was_in | was_in)


def _is_inside(conference: Conference, id: ParticipantId) -> bool:
    return any(is_inside(leg.zone) and id in leg.present for leg in conference.legs.values())


def is_elsewhere(conference: Conference, leg: Leg) -> bool:
    """Somebody here is inside by another leg (I16)."""
    return any(
        other.id != leg.id and is_inside(other.zone) and not other.present.isdisjoint(leg.present)
        for other in conference.legs.values()
    )


def _is_in_main(conference: Conference, id: ParticipantId) -> bool:
    return any(leg.zone == MAIN and id in leg.present for leg in conference.legs.values())


def is_chairs(conference: Conference, leg: Leg) -> bool:
    """The chair is at this leg, let in herself, and it is not lost."""
    return any(each.id == leg.id for each in _chairs_legs(conference))


def _chairs_legs(conference: Conference) -> list[Leg]:
    chairs = {
        person.id
        for person in conference.participants.values()
        if person.role is Role.INDEPENDENT_CHAIR and person.standing is Standing.ADMITTED
    }
    return [
        leg
        for leg in conference.legs.values()
        if leg.zone == MAIN and leg.lost_at is None and not chairs.isdisjoint(leg.present)
    ]


def chair_is_inside(conference: Conference) -> bool:
    """The chair has a live leg inside. Without one nobody is let in (I6)."""
    return bool(_chairs_legs(conference))


def chair_takes_part(conference: Conference) -> bool:
    """The chair hears and is heard: not so in a room that is dark because of somebody else."""
    return any(may_take_part(conference, leg) for leg in _chairs_legs(conference))
