"""Who may hear and see whom: the one gate for sound and picture.

A leg takes part only while everybody present there is admitted and in the audience. So excluding
one person darkens the whole room they share, without a flag that somebody could forget.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.domain.conference import ASIDE_OPEN, FLOWING, OVER, Conference, carries_media
from app.domain.gating.conditions import audience_of
from app.domain.ids import LegId, ParticipantId
from app.domain.people import (
    HELD,
    MAIN,
    WITHOUT_VOICE,
    Leg,
    Participant,
    Place,
    Role,
    Standing,
    Zone,
    is_side,
)

REMEMBERED_STATES = 64
"""Both are asked for again and again for the same state: by the handler, the keeper, each view."""


class FlowKind(StrEnum):
    SOUND = "sound"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Flow:
    """Permitted sound or picture, one way."""

    source: LegId
    sink: LegId
    kind: FlowKind


@lru_cache(maxsize=REMEMBERED_STATES)
def media_plan(conference: Conference) -> frozenset[Flow]:
    """Every flow that is allowed now. What is not in the plan must not flow.

    Zone by zone: nothing passes between the conference and a private room, or between two rooms.
    """
    flows: set[Flow] = set()
    if conference.phase in FLOWING:
        flows.update(_flows_among(conference, taking_part(conference)))
    if conference.phase in ASIDE_OPEN:
        for zone in {leg.zone for leg in conference.legs.values() if is_side(leg.zone)}:
            flows.update(_flows_among(conference, aside_in(conference, zone)))
    return frozenset(flows)


def _flows_among(conference: Conference, live: tuple[Leg, ...]) -> Iterator[Flow]:
    for source in live:
        for kind in _kinds_from(conference, source):
            yield from (
                Flow(source.id, sink.id, kind)
                for sink in live
                if source is not sink
                and not are_kept_apart(conference, source.present, sink.present)
            )


def _kinds_from(conference: Conference, leg: Leg) -> frozenset[FlowKind]:
    """Whoever is muted is still seen; an observer is neither heard nor seen."""
    is_heard, is_seen = has_voice(conference, leg), may_speak(conference, leg)
    kinds = {FlowKind.SOUND: is_heard, FlowKind.PICTURE: is_seen}
    return frozenset(kind for kind, is_so in kinds.items() if is_so)


@lru_cache(maxsize=REMEMBERED_STATES)
def taking_part(conference: Conference) -> tuple[Leg, ...]:
    return tuple(leg for leg in conference.legs.values() if may_take_part(conference, leg))


def may_take_part(conference: Conference, leg: Leg) -> bool:
    """Only while everybody present there may: a place is one acoustic space (REQ-45).

    An interpreter only while the person they serve takes part (REQ-52).
    """
    return _is_open_to_all(conference, leg) and all(
        is_with_whom_they_serve(conference, id) for id in leg.present
    )


def is_with_whom_they_serve(conference: Conference, id: ParticipantId) -> bool:
    served = conference.gates.serves.get(id)
    return served is None or any(
        served in leg.present and _is_open_to_all(conference, leg)
        for leg in conference.legs.values()
    )


def _is_open_to_all(conference: Conference, leg: Leg) -> bool:
    if leg.zone != MAIN or not leg.present or not carries_media(leg):
        return False
    section = conference.governing
    if section is None or not leg.present <= audience_of(conference, section):
        return False
    if are_kept_apart(conference, leg.present, leg.present):
        return False
    return all(
        is_admitted(conference, id) and not is_in_another_room(conference, id, leg.id)
        for id in leg.present
    )


def aside_in(conference: Conference, zone: Zone) -> tuple[Leg, ...]:
    return tuple(
        leg
        for leg in conference.legs.values()
        if leg.zone == zone and may_be_aside(conference, leg)
    )


def may_be_aside(conference: Conference, leg: Leg) -> bool:
    """In a private room, only while nobody has come to this place since it was moved there.

    Whoever is put out is put out of private rooms as well; an interpreter is there with the person
    they serve.
    """
    return _is_open_aside(conference, leg) and all(
        _is_aside_with_whom_they_serve(conference, id, leg.zone) for id in leg.present
    )


def _is_aside_with_whom_they_serve(conference: Conference, id: ParticipantId, room: Zone) -> bool:
    served = conference.gates.serves.get(id)
    return served is None or any(
        served in leg.present and leg.zone == room and _is_open_aside(conference, leg)
        for leg in conference.legs.values()
    )


def _is_open_aside(conference: Conference, leg: Leg) -> bool:
    aside = conference.halting.asides.get(leg.id)
    if aside is None or not is_side(leg.zone) or not carries_media(leg):
        return False
    if not leg.present or not leg.present <= aside.members:
        return False
    if are_kept_apart(conference, leg.present, leg.present):
        return False
    return not any(
        is_put_out(conference, id) or is_in_another_room(conference, id, leg.id)
        for id in leg.present
    )


def is_put_out(conference: Conference, id: ParticipantId) -> bool:
    """Unknown people are."""
    person = conference.participants.get(id)
    return person is None or person.standing is Standing.EXCLUDED


def is_admitted(conference: Conference, id: ParticipantId) -> bool:
    """Unknown people are not."""
    person = conference.participants.get(id)
    return person is not None and person.standing is Standing.ADMITTED


def is_in_another_room(conference: Conference, id: ParticipantId, leg: LegId) -> bool:
    """Somebody has said so of a place of theirs: then this leg is wrong, or a device beside it.

    That is the host of a shared room, or whoever has this person with them at their laptop.

    Whoever sits there would hear through that device, so until somebody restates it is dark.
    """
    return any(
        place.id != leg and place.owner != id and id in place.present
        for place in conference.legs.values()
    )


def has_voice(conference: Conference, leg: Leg) -> bool:
    """Somebody here may be heard now. A mute holds in the conference, not in a private room.

    Where somebody sits with others at their own device, muting one of them mutes it: nobody gets
    their voice back by naming company.
    """
    if leg.id in conference.halting.own_mutes:
        return False
    muted = conference.halting.muted if leg.zone == MAIN else frozenset[ParticipantId]()
    if leg.owner is not None and not muted.isdisjoint(leg.present):
        return False
    return any(
        conference.participants[id].role not in WITHOUT_VOICE and id not in muted
        for id in leg.present
    )


def may_speak(conference: Conference, leg: Leg) -> bool:
    """Somebody here has a voice at all. An observer's own leg has no way to (REQ-22)."""
    return any(conference.participants[id].role not in WITHOUT_VOICE for id in leg.present)


def are_kept_apart(
    conference: Conference, some: Set[ParticipantId], others: Set[ParticipantId]
) -> bool:
    """One of a pair is among `some`, the other among `others`."""
    if not conference.kept_apart:
        return False
    both = some | others
    return any(
        pair <= both and not pair.isdisjoint(some) and not pair.isdisjoint(others)
        for pair in conference.kept_apart
    )


def sees_inside(conference: Conference, leg: Leg) -> bool:
    """Whether this leg's screen may show anything of the conference.

    A companion shows what its owner may see, only while the owner takes part somewhere, and only
    once the chair knows that it is theirs: a link alone shows nothing.
    """
    if carries_media(leg):
        return may_take_part(conference, leg) or may_be_aside(conference, leg)
    if not is_identified(conference, leg) or leg.owner is None:
        return False
    owned = conference.legs_of(leg.owner)
    return any(may_take_part(conference, other) for other in owned if other.id != leg.id)


def is_identified(conference: Conference, leg: Leg) -> bool:
    """Somebody has confirmed that this device is its owner's."""
    owner = owner_of(conference, leg)
    return owner is not None and leg.device in owner.identified


def owner_of(conference: Conference, leg: Leg) -> Participant | None:
    return None if leg.owner is None else conference.participants.get(leg.owner)


def hosted_place(conference: Conference, leg: Leg) -> Place | None:
    """The room that is stated from this leg: its host's own device, known, and not put out.

    When the conference is over nothing is stated, so the end takes the list from its host too.
    """
    owner = owner_of(conference, leg)
    if conference.phase in OVER or owner is None or owner.standing is Standing.EXCLUDED:
        return None
    if leg.zone == HELD or leg.device not in owner.identified:
        return None
    return next((p for p in conference.places.values() if p.host == owner.id), None)


@dataclass(frozen=True, slots=True)
class Cut:
    """What a command takes away: done first, then written, then said."""

    plan: frozenset[Flow]
    """The present plan less all that will no longer be allowed."""
    legs: frozenset[LegId]
    """Whose screens go dark: their outboxes are destroyed, not drained."""


def narrowing(before: Conference, after: Conference) -> Cut | None:
    """The cut that must be made before `after` is written; None if nothing is taken away."""
    was, will = media_plan(before), media_plan(after)
    gone = (_seeing_inside(before) - _seeing_inside(after)) | (_stating(before) - _stating(after))
    return Cut(was & will, gone) if was - will or gone else None


def shown_when_stored(stored: Conference, owed: Conference) -> frozenset[LegId]:
    """Whose screens wait until the log holds what is owed to it: of all inside but the chair.

    Only if it lets somebody in: nobody sees that, nor is seen, before it is on record.
    """
    let_in = _seeing_inside(owed) - _seeing_inside(stored)
    if not let_in:
        return let_in
    chairs = {
        leg.id
        for leg in owed.legs.values()
        for owner in [owner_of(owed, leg)]
        if owner is not None and owner.role is Role.INDEPENDENT_CHAIR
    }
    return (_seeing_inside(owed) - chairs) | let_in


def _seeing_inside(conference: Conference) -> frozenset[LegId]:
    legs = conference.legs.values()
    return frozenset(leg.id for leg in legs if sees_inside(conference, leg))


def _stating(conference: Conference) -> frozenset[LegId]:
    legs = conference.legs.values()
    return frozenset(leg.id for leg in legs if hosted_place(conference, leg) is not None)
