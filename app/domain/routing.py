"""Who may hear and see whom: the one gate for sound and picture.

A leg takes part only while everybody present there is admitted and in the audience. So excluding
one person darkens the whole room they share, without a flag that somebody could forget.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.conference import FLOWING, Conference, carries_media
from app.domain.ids import LegId, ParticipantId
from app.domain.people import MAIN, WITHOUT_VOICE, Leg, Standing


class FlowKind(StrEnum):
    SOUND = "sound"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Flow:
    """Permitted sound or picture, one way."""

    source: LegId
    sink: LegId
    kind: FlowKind


def media_plan(conference: Conference) -> frozenset[Flow]:
    """Every flow that is allowed now. What is not in the plan must not flow."""
    if conference.phase not in FLOWING:
        return frozenset()
    live = [leg for leg in conference.legs.values() if may_take_part(conference, leg)]
    return frozenset(
        Flow(source.id, sink.id, kind)
        for source in live
        if has_voice(conference, source)
        for sink in live
        if source.id != sink.id and not are_kept_apart(conference, source.present, sink.present)
        for kind in FlowKind
    )


def may_take_part(conference: Conference, leg: Leg) -> bool:
    """Only while everybody present there may: a place is one acoustic space (REQ-45)."""
    if leg.zone != MAIN or not leg.present or not carries_media(leg):
        return False
    return all(may_be_in(conference, id) for id in leg.present)


def may_be_in(conference: Conference, id: ParticipantId) -> bool:
    """Admitted, and in the audience of the section that counts now. Unknown people may not."""
    person, section = conference.participants.get(id), conference.governing
    if person is None or section is None:
        return False
    return person.standing is Standing.ADMITTED and id in section.audience


def has_voice(conference: Conference, leg: Leg) -> bool:
    return all(conference.participants[id].role not in WITHOUT_VOICE for id in leg.present)


def are_kept_apart(
    conference: Conference, some: Iterable[ParticipantId], others: Iterable[ParticipantId]
) -> bool:
    others = frozenset(others)
    return any(frozenset({a, b}) in conference.kept_apart for a in some for b in others)


def sees_inside(conference: Conference, leg: Leg) -> bool:
    """Whether this leg's screen may show anything of the conference.

    A companion shows what its owner may see, and only while the owner takes part somewhere.
    """
    if carries_media(leg):
        return may_take_part(conference, leg)
    if leg.owner is None:
        return False
    owned = conference.legs_of(leg.owner)
    return any(may_take_part(conference, other) for other in owned if other.id != leg.id)


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
    seeing = {leg.id for leg in before.legs.values() if sees_inside(before, leg)}
    still = {leg.id for leg in after.legs.values() if sees_inside(after, leg)}
    gone = seeing - still
    return Cut(was & will, frozenset(gone)) if was - will or gone else None


def speaking_for(
    plan: frozenset[Flow], levels: Mapping[LegId, int], leg: LegId
) -> frozenset[LegId]:
    """Whose light is on for this leg: only those whom it may hear.

    Args:
        levels: -dBov, 0 (loudest) to 127 (silence), as the engine reads them.
    """
    heard = {flow.source for flow in plan if flow.sink == leg and flow.kind is FlowKind.SOUND}
    return frozenset(source for source in heard if levels.get(source, 127) < SPEAKING_DBOV)


SPEAKING_DBOV = 45
"""Quieter than this is breath and rustling, not speech."""
