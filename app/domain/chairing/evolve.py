"""What is remembered of each event of the running order."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from app.domain.agenda.events import (
    AbsenceEvent,
    AgendaEvent,
    AgendaPrepared,
    AttendancePlanned,
    AudienceChanged,
    ClosedPartAnswered,
    ClosedPartAsked,
    ExclusionAsked,
    ExclusionRequestDecided,
    GistAgreed,
    OrderChanged,
    OrderEvent,
    ParticipantAnnounced,
    ParticipantWarned,
    RequestEvent,
    ScriptEvent,
    ScriptStepNoted,
    SectionAdded,
    ViewsNoted,
    WaitingTold,
)
from app.domain.agenda.state import Agenda, ClosedRequest, ExclusionRequest
from app.domain.conference import Conference, Section
from app.domain.ids import Micros
from app.domain.progress import section_of


def evolve(conference: Conference, event: AgendaEvent, at: Micros) -> Conference:
    if isinstance(event, OrderEvent):
        # A part begun on an older order or audience is refused.
        after = replace(conference, narrowed_at=conference.version)
        return replace(after, sections=_sections(conference.sections, event))
    if isinstance(event, RequestEvent):
        return replace(conference, agenda=_request(conference.agenda, event))
    if isinstance(event, ScriptEvent):
        return replace(conference, agenda=_script(conference.agenda, event))
    return _absence(conference, event, at)


def _sections(before: tuple[Section, ...], event: OrderEvent) -> tuple[Section, ...]:
    match event:
        case OrderChanged(order):
            place = {id: number for number, id in enumerate(order)}
            return tuple(sorted(before, key=lambda each: place.get(each.id, len(place))))
        case AudienceChanged(section_id, audience):
            return tuple(
                replace(each, audience=audience) if each.id == section_id else each
                for each in before
            )
        case SectionAdded(section, next_one):
            ids = [each.id for each in before]
            at = ids.index(next_one) if next_one is not None and next_one in ids else len(ids)
            return (*before[:at], section_of(section), *before[at:])
        case _:
            assert_never(event)


def _request(agenda: Agenda, event: RequestEvent) -> Agenda:
    match event:
        case ExclusionAsked(request_id):
            requests = {**agenda.requests, request_id: ExclusionRequest(event, None)}
            return replace(agenda, requests=MappingProxyType(requests))
        case ExclusionRequestDecided(request_id):
            asked = agenda.requests.get(request_id)
            if asked is None:
                return agenda
            requests = {**agenda.requests, request_id: replace(asked, decided=event)}
            return replace(agenda, requests=MappingProxyType(requests))
        case ClosedPartAsked(request_id, asked_by, kind):
            new = ClosedRequest(request_id, asked_by, kind)
            return replace(agenda, closed_requests=(*agenda.closed_requests, new))
        case ClosedPartAnswered(request_id):
            rest = tuple(each for each in agenda.closed_requests if each.id != request_id)
            return replace(agenda, closed_requests=rest)
        case _:
            assert_never(event)


def _script(agenda: Agenda, event: ScriptEvent) -> Agenda:
    match event:
        case AgendaPrepared(script, days):
            return replace(agenda, has_script=script, exclusion_notice_days=days)
        case ScriptStepNoted():
            return replace(agenda, steps_done=agenda.steps_done + 1)
        case ParticipantAnnounced(id):
            rest = tuple(each for each in agenda.to_announce if each != id)
            return replace(agenda, to_announce=rest)
        case WaitingTold(minutes, words):
            said = minutes is not None or words is not None
            return replace(agenda, told=event if said else None)
        case _:
            assert_never(event)


def _absence(conference: Conference, event: AbsenceEvent, at: Micros) -> Conference:
    agenda = conference.agenda
    match event:
        case AttendancePlanned(id, sections):
            planned = MappingProxyType({**agenda.planned, id: sections})
            return replace(conference, agenda=replace(agenda, planned=planned))
        case ParticipantWarned(id):
            warned = MappingProxyType({**agenda.warned, id: at})
            return replace(conference, agenda=replace(agenda, warned=warned))
        case ViewsNoted(id, text):
            views = MappingProxyType({**agenda.views, id: text})
            return replace(conference, agenda=replace(agenda, views=views))
        case GistAgreed(section_id, for_whom, text):
            gists = MappingProxyType({**agenda.gists, (for_whom, section_id): text})
            record = replace(conference.record, changed_version=conference.version)
            return replace(conference, agenda=replace(agenda, gists=gists), record=record)
        case _:
            assert_never(event)
