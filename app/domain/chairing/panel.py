"""What the chair sees of the running order beside its parts: steps, prompts and requests."""

from dataclasses import dataclass

from app.domain.agenda.codes import SCRIPT, ClosedKind, ScriptStep
from app.domain.agenda.events import WaitingTold
from app.domain.agenda.state import ClosedRequest, ExclusionRequest
from app.domain.chairing.absence import owed_gists, owed_views
from app.domain.chairing.closing import Owed, owed_to_close
from app.domain.conference import OVER, RUNNING, Conference, Section
from app.domain.exclusion import Ground, Span
from app.domain.halting.events import Day
from app.domain.ids import Micros, ParticipantId, RequestId, SectionId
from app.domain.inside import is_inside
from app.domain.people import Standing, TextRef


@dataclass(frozen=True, slots=True)
class PanelStep:
    step: ScriptStep
    done: bool


@dataclass(frozen=True, slots=True)
class PanelExclusion:
    participant_id: ParticipantId
    since: Micros
    span: Span
    section_id: SectionId | None


@dataclass(frozen=True, slots=True)
class PanelRequest:
    """Somebody asks for an exclusion; not decided yet."""

    request_id: RequestId
    asked_by: ParticipantId
    about: ParticipantId
    ground: Ground
    evidence: TextRef
    asked_on: Day
    late: bool


@dataclass(frozen=True, slots=True)
class PanelClosedRequest:
    request_id: RequestId
    asked_by: ParticipantId
    kind: ClosedKind


@dataclass(frozen=True, slots=True)
class AgendaPanel:
    script: tuple[PanelStep, ...]
    """Empty: this conference has none."""
    to_announce: tuple[ParticipantId, ...]
    to_admit: tuple[ParticipantId, ...]
    """Connected and outside, and in the audience of what comes next."""
    to_release: tuple[ParticipantId, ...]
    """Inside, and not in the audience of what comes next."""
    excluded: tuple[PanelExclusion, ...]
    warned: tuple[tuple[ParticipantId, Micros], ...]
    views_owed: tuple[ParticipantId, ...]
    owed_to_close: tuple[Owed, ...]
    """Outcomes, the plan and views, without which the conference is not closed."""
    gists_owed: tuple[tuple[ParticipantId, SectionId], ...]
    exclusion_requests: tuple[PanelRequest, ...]
    closed_requests: tuple[PanelClosedRequest, ...]
    told: WaitingTold | None
    """What those who wait are told now."""


def agenda_panel(conference: Conference) -> AgendaPanel:
    agenda = conference.agenda
    to_admit, to_release = _at_next_part(conference)
    return AgendaPanel(
        script=_script(conference),
        to_announce=agenda.to_announce,
        to_admit=to_admit,
        to_release=to_release,
        excluded=tuple(
            PanelExclusion(out.participant_id, out.begins_at, out.span, out.section_id)
            for out in agenda.outs
            if out.ends_at is None
        ),
        warned=tuple(sorted(agenda.warned.items(), key=lambda of: (of[1], str(of[0])))),
        views_owed=owed_views(conference),
        owed_to_close=owed_to_close(conference),
        gists_owed=owed_gists(conference),
        exclusion_requests=tuple(
            _request(each) for each in agenda.requests.values() if each.decided is None
        ),
        closed_requests=tuple(_closed(each) for each in agenda.closed_requests),
        told=agenda.told,
    )


def _script(conference: Conference) -> tuple[PanelStep, ...]:
    agenda = conference.agenda
    if not agenda.has_script or conference.phase in OVER:
        return ()
    return tuple(PanelStep(step, n < agenda.steps_done) for n, step in enumerate(SCRIPT))


def _request(request: ExclusionRequest) -> PanelRequest:
    asked = request.asked
    return PanelRequest(
        asked.request_id,
        asked.asked_by,
        asked.about,
        asked.ground,
        asked.evidence,
        asked.asked_on,
        asked.late,
    )


def _closed(request: ClosedRequest) -> PanelClosedRequest:
    return PanelClosedRequest(request.id, request.asked_by, request.kind)


def next_part(conference: Conference) -> Section | None:
    """Being sealed now, else the first after the present part that has not been opened."""
    if conference.next_id is not None:
        return conference.section(conference.next_id)
    ids = [section.id for section in conference.sections]
    start = 0 if conference.section_id is None else ids.index(conference.section_id) + 1
    later = conference.sections[start:]
    return next((section for section in later if section.opened_at is None), None)


def _at_next_part(
    conference: Conference,
) -> tuple[tuple[ParticipantId, ...], tuple[ParticipantId, ...]]:
    """Whom to let in and whom to let go when the next part opens (REQ-68)."""
    coming = next_part(conference)
    if coming is None or conference.phase not in RUNNING:
        return (), ()
    inside = {id for leg in conference.legs.values() if is_inside(leg.zone) for id in leg.present}
    here = {id for leg in conference.legs.values() for id in leg.present}
    people = conference.participants.values()
    admit = tuple(
        person.id
        for person in people
        if person.standing is Standing.WAITING
        and person.id in here - inside
        and person.id in coming.audience
    )
    release = tuple(p.id for p in people if p.id in inside and p.id not in coming.audience)
    return admit, release
