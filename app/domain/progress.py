"""What is remembered of the course of a conference."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from app.domain.booked import RESTRICTED_KINDS, ConferenceBooked, Expected, PlannedSection
from app.domain.conference import Conference, Phase, Section
from app.domain.events import (
    ConferenceClosed,
    ConferencePaused,
    ConferenceResumed,
    JournalAnchored,
    LobbyOpened,
    PlanApplied,
    SealBegun,
    SectionEvent,
    SectionOpened,
)
from app.domain.gating.conditions import audience_of
from app.domain.ids import Micros, SectionId
from app.domain.inside import sent_out, to_lobby
from app.domain.people import Participant, Place, Standing, is_side


def evolve(conference: Conference, event: SectionEvent, at: Micros) -> Conference:
    match event:
        case ConferenceBooked():
            after = _booked(conference, event)
        case LobbyOpened():
            after = replace(conference, phase=Phase.LOBBY_OPEN)
        case SealBegun(section_id):
            after = _sealing(conference, section_id)
        case SectionOpened(section_id):
            after = _opened(conference, section_id, at)
        case ConferencePaused(reason):
            after = _paused(conference, reason)
        case ConferenceResumed():
            after = replace(conference, phase=conference.resumes_to, pause_reason=None)
        case ConferenceClosed():
            after = _closed(conference)
        case PlanApplied(version):
            after = replace(conference, applied_version=version)
        case JournalAnchored():
            after = conference
        case _:
            assert_never(event)
    return after


def _booked(conference: Conference, event: ConferenceBooked) -> Conference:
    places = {
        place.place_id: Place(place.place_id, place.name, place.host, place.expected)
        for place in event.places
    }
    return replace(
        conference,
        phase=Phase.BOOKED,
        title=event.title,
        participants=MappingProxyType({p.participant_id: _person(p) for p in event.people}),
        places=MappingProxyType(places),
        sections=tuple(section_of(planned) for planned in event.sections),
        kept_apart=event.kept_apart,
        policy=event.policy,
    )


def section_of(planned: PlannedSection) -> Section:
    return Section(
        id=planned.section_id,
        kind=planned.kind,
        title=planned.title,
        audience=planned.audience,
        restricted=planned.restricted or planned.kind in RESTRICTED_KINDS,
        opened_at=None,
    )


def _person(expected: Expected) -> Participant:
    return Participant(
        id=expected.participant_id,
        role=expected.role,
        name=expected.name,
        standing=Standing.WAITING,
        identified=frozenset(),
        turned_away=False,
        out_version=0,
        narrowed_at=0,
    )


def _sealing(conference: Conference, section_id: SectionId) -> Conference:
    """Whoever may not be in the next section waits outside; a shared room goes as a whole.

    Private rooms stay: nobody comes from one into a section that is not for them.
    """
    audience = audience_of(conference, conference.section(section_id))
    leaving = [
        to_lobby(leg, conference.version)
        for leg in conference.legs.values()
        if not leg.present <= audience and not is_side(leg.zone)
    ]
    return replace(
        sent_out(conference, conference.with_legs(leaving)),
        phase=Phase.SEALING,
        next_id=section_id,
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


def _paused(conference: Conference, reason: str) -> Conference:
    """A pause of a pause leads back to where the first one does."""
    again = conference.phase in {Phase.PAUSED, Phase.STOPPED}
    return replace(
        conference,
        resumes_to=conference.resumes_to if again else conference.phase,
        phase=Phase.PAUSED,
        pause_reason=reason,
        paused_version=conference.version,
        narrowed_at=conference.version,
    )


def _closed(conference: Conference) -> Conference:
    """Nothing flows, nobody is called back. Zones stay, so that who was in is told that it is over.

    Whoever was outside is told nothing: not even that (I2).
    """
    return replace(
        conference,
        phase=Phase.CLOSED,
        was_in=frozenset(),
        narrowed_at=conference.version,
    )
