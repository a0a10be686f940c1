"""What is remembered of the course of a conference."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from app.domain.conference import Conference, Phase, Section
from app.domain.events import (
    ConferenceBooked,
    ConferenceClosed,
    ConferencePaused,
    ConferenceResumed,
    Expected,
    JournalAnchored,
    LobbyOpened,
    PlanApplied,
    SealBegun,
    SectionEvent,
    SectionOpened,
)
from app.domain.ids import Micros, SectionId
from app.domain.people import HELD, LOBBY, MAIN, LegKind, Participant, Place, Standing


def evolve(conference: Conference, event: SectionEvent, at: Micros) -> Conference:
    match event:
        case ConferenceBooked():
            return _booked(conference, event)
        case LobbyOpened():
            return replace(conference, phase=Phase.LOBBY_OPEN)
        case SealBegun(section_id):
            return _sealing(conference, section_id, at)
        case SectionOpened(section_id):
            return _opened(conference, section_id, at)
        case ConferencePaused(reason):
            return _paused(conference, reason, at)
        case ConferenceResumed():
            return replace(conference, phase=conference.resumes_to, pause_reason=None)
        case ConferenceClosed():
            return _closed(conference)
        case PlanApplied(version):
            return replace(conference, applied_version=version)
        case JournalAnchored():
            return conference
        case _:
            assert_never(event)


def _booked(conference: Conference, event: ConferenceBooked) -> Conference:
    places = {
        place.place_id: Place(place.place_id, place.name, place.host, place.expected)
        for place in event.places
    }
    sections = tuple(
        Section(s.section_id, s.kind, s.title, s.audience, s.restricted, opened_at=None)
        for s in event.sections
    )
    return replace(
        conference,
        phase=Phase.BOOKED,
        title=event.title,
        participants=MappingProxyType({p.participant_id: _person(p) for p in event.people}),
        places=MappingProxyType(places),
        sections=sections,
        kept_apart=event.kept_apart,
        policy=event.policy,
    )


def _person(expected: Expected) -> Participant:
    return Participant(
        id=expected.participant_id,
        role=expected.role,
        name=expected.name,
        standing=Standing.WAITING,
        identified=frozenset(),
        out_since=Micros(0),
        narrowed_at=0,
    )


def _sealing(conference: Conference, section_id: SectionId, at: Micros) -> Conference:
    """Whoever may not be in the next section waits outside; a shared room is dark by rule."""
    audience = conference.section(section_id).audience
    leaving = [
        leg
        for leg in conference.legs.values()
        if leg.kind is not LegKind.ROOM and leg.zone in {MAIN, HELD} and not leg.present <= audience
    ]
    out = frozenset(id for leg in leaving for id in leg.present)
    after = conference.with_legs([replace(leg, zone=LOBBY) for leg in leaving])
    for id in out:
        person = replace(after.participant(id), standing=Standing.WAITING, out_since=at)
        after = after.with_participant(person)
    return replace(
        after,
        phase=Phase.SEALING,
        next_id=section_id,
        was_in=after.was_in | out,
        narrowed_at=conference.version,
    )


def _opened(conference: Conference, section_id: SectionId, at: Micros) -> Conference:
    sections = tuple(
        replace(s, opened_at=at) if s.id == section_id else s for s in conference.sections
    )
    return replace(
        conference,
        phase=Phase.IN_SECTION,
        sections=sections,
        section_id=section_id,
        next_id=None,
    )


def _paused(conference: Conference, reason: str, at: Micros) -> Conference:
    return replace(
        conference,
        resumes_to=conference.phase,
        phase=Phase.PAUSED,
        pause_reason=reason,
        paused_at=at,
        narrowed_at=conference.version,
    )


def _closed(conference: Conference) -> Conference:
    """Nobody is inside any more, and nobody is called back."""
    out = [replace(leg, zone=LOBBY) for leg in conference.legs.values()]
    after = replace(conference.with_legs(out), phase=Phase.CLOSED, was_in=frozenset())
    return replace(after, narrowed_at=conference.version)
