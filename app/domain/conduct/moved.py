"""Into a private room and out of it again."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from app.domain.conference import Conference
from app.domain.halting.state import Aside
from app.domain.inside import is_inside, to_lobby
from app.domain.people import Leg, Zone


def set_aside(conference: Conference, legs: Iterable[Leg], room: Zone) -> Conference:
    moved = [replace(leg, zone=room, notice=None) for leg in legs]
    asides = {leg.id: Aside(leg.present, leg.zone) for leg in legs}
    halting = conference.halting
    kept = MappingProxyType({**halting.asides, **asides})
    return replace(conference.with_legs(moved), halting=replace(halting, asides=kept))


def brought_back(conference: Conference, legs: Iterable[Leg]) -> Conference:
    asides = conference.halting.asides
    back = [
        replace(leg, zone=asides[leg.id].moved_from)
        if leg.id in asides and is_inside(asides[leg.id].moved_from)
        else to_lobby(leg, conference.version)
        for leg in legs
    ]
    return conference.with_legs(back)
