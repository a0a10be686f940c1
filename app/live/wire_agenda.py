"""The chair's part of a view, of the running order, as wire messages."""

from app.domain.agenda.events import WaitingTold
from app.domain.chairing.panel import AgendaPanel, PanelExclusion, PanelRequest
from app.domain.people import TextRef
from app.live.wire_conduct import UNREADABLE, Words
from signalling import agenda as parts


def texts_of(shown: AgendaPanel) -> list[TextRef | None]:
    told = [] if shown.told is None else [shown.told.words]
    return [*told, *(request.evidence for request in shown.exclusion_requests)]


def panel(shown: AgendaPanel, words: Words) -> parts.Agenda:
    return parts.Agenda(
        script=[parts.ScriptStep(step=each.step, done=each.done) for each in shown.script],
        to_announce=[*shown.to_announce],
        to_admit=[*shown.to_admit],
        to_release=[*shown.to_release],
        excluded=[_excluded(each) for each in shown.excluded],
        warned=[parts.Warned(participant_id=id, at_ms=at // 1000) for id, at in shown.warned],
        views_owed=[*shown.views_owed],
        owed_to_close=[
            parts.OwedToClose(what=each.what, about=each.about) for each in shown.owed_to_close
        ],
        gists_owed=[
            parts.GistOwed(participant_id=id, section_id=section)
            for id, section in shown.gists_owed
        ],
        exclusion_requests=[_request(each, words) for each in shown.exclusion_requests],
        closed_requests=[
            parts.ClosedRequest(request_id=each.request_id, asked_by=each.asked_by, kind=each.kind)
            for each in shown.closed_requests
        ],
        told=None if shown.told is None else told(shown.told, words),
    )


def told(said: WaitingTold, words: Words) -> parts.Told:
    text = "" if said.words is None else words.get(said.words.id, UNREADABLE)
    return parts.Told(minutes=said.minutes, words=text)


def _excluded(out: PanelExclusion) -> parts.Excluded:
    return parts.Excluded(
        participant_id=out.participant_id,
        since_ms=out.since // 1000,
        span=out.span,
        section_id=out.section_id,
    )


def _request(request: PanelRequest, words: Words) -> parts.ExclusionRequest:
    return parts.ExclusionRequest(
        request_id=request.request_id,
        asked_by=request.asked_by,
        about=request.about,
        ground=request.ground,
        evidence=words.get(request.evidence.id, UNREADABLE),
        asked_on=request.asked_on,
        late=request.late,
    )
