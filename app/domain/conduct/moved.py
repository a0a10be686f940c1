"""Into a private room and out of it again."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from app.domain.conference import Conference
from app.domain.halting.state import Aside
from app.domain.inside import to_lobby
from app.domain.people import MAIN, Leg, Zone


def set_aside(conference: Conference, legs: Iterable[Leg], room: Zone) -> Conference:
    moved = [replace(leg, zone=room, notice=None) for leg in legs]
    asides = {leg.id: Aside(leg.present, leg.zone) for leg in legs}
    halting = conference.halting
    kept = MappingProxyType({**halting.asides, **asides})
    return replace(conference.with_legs(moved), halting=replace(halting, asides=kept))


def brought_back(conference: Conference, legs: Iterable[Leg]) -> Conference:
    asides = conference.halting.asides
    back = [
        replace(leg, zone=MAIN)
        if leg.id in asides and asides[leg.id].moved_from == MAIN
        else to_lobby(leg, conference.version)
        for leg in legs
    ]
    return conference.with_legs(back)
