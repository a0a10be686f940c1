"""What follows from events of other topics for hands, signals, private rooms and missed spans.

Derived and never recorded: so the log cannot say one thing and these another.
"""

from dataclasses import replace
from types import MappingProxyType

from app.domain.asking.state import Asking
from app.domain.conference import FLOWING, Conference
from app.domain.events import (
    AnswersGiven,
    ConferenceResumed,
    Event,
    LegDropped,
    LegHeld,
    LineWritten,
    ParticipantAdmitted,
    ParticipantReadmitted,
    RoomStated,
    SectionOpened,
)
from app.domain.halting.state import Halting, Missed
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.incidents.kept import without_flags
from app.domain.people import FAMILY_SIDE, is_side
from app.domain.routing import may_take_part

BY_WISH = frozenset({"left", "released"})
"""Of a connection that ends: nobody misses what they were not to hear."""


def follow(before: Conference, after: Conference, event: Event, at: Micros) -> Conference:
    """Args: `after`: what the event's own topic makes of it."""
    match event:
        case SectionOpened():
            new_part = replace(after.asking, spoken=frozenset(), asked_back=MappingProxyType({}))
            after = replace(after, asking=new_part)
        case LineWritten(speaker=speaker):
            spoken = after.asking.spoken | {speaker}
            after = replace(after, asking=replace(after.asking, spoken=spoken))
        case ConferenceResumed():
            after = replace(after, halting=replace(after.halting, break_minutes=None))
        case LegDropped():
            after = _dropped(before, after, event, at)
            after = without_flags(after, _at(before, event.leg_id))
        case LegHeld(leg_id) | AnswersGiven(leg_id) | RoomStated(leg_id):
            after = without_flags(after, _at(before, leg_id))
        case ParticipantAdmitted(id) | ParticipantReadmitted(id):
            after = replace(after, halting=_back(after, id, at))
        case _:
            pass
    return after if after.legs is before.legs else _without_the_gone(after)


def _at(conference: Conference, id: LegId) -> frozenset[ParticipantId]:
    leg = conference.legs.get(id)
    return frozenset() if leg is None else leg.present


def _dropped(before: Conference, after: Conference, event: LegDropped, at: Micros) -> Conference:
    asking, halting = after.asking, after.halting
    signals = tuple(
        replace(each, open=True, lost_at=at)
        if each.leg_id == event.leg_id
        and (each.open or at - each.signalled_at <= halting.signal_lasts)
        else each
        for each in asking.signals
    )
    missing = _lost_people(before, event, at)
    halting = replace(halting, missing=MappingProxyType({**missing, **halting.missing}))
    return replace(after, asking=replace(asking, signals=signals), halting=halting)


def _lost_people(before: Conference, event: LegDropped, at: Micros) -> dict[ParticipantId, Micros]:
    """Whoever took part by this connection, since it was first seen to be lost.

    Whoever leaves by their own wish misses what they wish to miss.
    """
    leg = before.legs.get(event.leg_id)
    if leg is None or event.why in BY_WISH or before.phase not in FLOWING:
        return {}
    if not may_take_part(before, leg):
        return {}
    return dict.fromkeys(leg.present, at if leg.lost_at is None else leg.lost_at)


def _back(after: Conference, id: ParticipantId, at: Micros) -> Halting:
    halting = after.halting
    since = halting.missing.get(id)
    if since is None:
        return halting
    family = after.participant(id).role in FAMILY_SIDE
    return replace(
        halting,
        missing=MappingProxyType({p: when for p, when in halting.missing.items() if p != id}),
        missed=(*halting.missed, Missed(id, since, at)),
        to_repeat=halting.to_repeat | ({id} if family else frozenset()),
    )


def _without_the_gone(conference: Conference) -> Conference:
    """A hand is up from a place where the person is; a private room holds who is in it."""
    asking, halting = conference.asking, conference.halting
    kept = _kept_hands(conference, asking)
    asides = {id: aside for id, aside in halting.asides.items() if _is_aside(conference, id)}
    mutes = halting.own_mutes & conference.legs.keys()
    return replace(
        conference,
        asking=kept,
        halting=replace(halting, asides=MappingProxyType(asides), own_mutes=frozenset(mutes)),
    )


def _is_aside(conference: Conference, id: LegId) -> bool:
    leg = conference.legs.get(id)
    return leg is not None and is_side(leg.zone)


def _kept_hands(conference: Conference, asking: Asking) -> Asking:
    def is_there(id: ParticipantId, leg_id: LegId) -> bool:
        leg = conference.legs.get(leg_id)
        return leg is not None and id in leg.present

    return replace(
        asking,
        hands=tuple(h for h in asking.hands if is_there(h.participant_id, h.leg_id)),
        breaks=tuple(b for b in asking.breaks if is_there(b.participant_id, b.leg_id)),
        needs=tuple(b for b in asking.needs if is_there(b.participant_id, b.leg_id)),
    )
