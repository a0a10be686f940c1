"""Commands about the running order by what they want, each with whoever usually sends it."""

from dataclasses import replace

from app.domain.agenda.codes import SCRIPT, ClosedKind, ScriptStep
from app.domain.agenda.commands import (
    AddSection,
    AgreeGist,
    AnswerClosedPart,
    AskForClosedPart,
    AskForExclusion,
    ChangeAudience,
    ChangeOrder,
    DecideExclusionRequest,
    NoteAnnounced,
    NoteScriptStep,
    NoteViews,
    PlanAttendance,
    PrepareAgenda,
    WarnParticipant,
)
from app.domain.agenda.events import AgendaPrepared
from app.domain.booked import PlannedSection
from app.domain.chairing.panel import AgendaPanel
from app.domain.commands import ExcludeParticipant, OpenLobby
from app.domain.events import Ground, Span, Told, ViewsRoute
from app.domain.ids import ParticipantId, RequestId, SectionId
from app.domain.people import TextRef
from tests.domain.people import (
    AUDIENCES,
    CHAIR,
    CLOSED_PART,
    FATHER,
    OFFICE,
    OFFICE_STAFF,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    named,
    words,
)
from tests.domain.scenario import BOOKED, Story, given
from tests.domain.steps import Step, answer, join, open_conference

REQUEST, SECOND_REQUEST = (RequestId(named(0x7_0000 + n)) for n in range(2))
EXTRA = SectionId(named(0x5_2000))
GIST = words(0xB00)
VIEWS = words(0xB01)
ADVICE = PlannedSection(
    EXTRA, "legal_advice", words(0xB02), AUDIENCES[CLOSED_PART], restricted=False
)


def agenda_of(story: Story) -> AgendaPanel:
    """On the chair's own screen."""
    shown = story.view(OFFICE).panel
    assert shown is not None
    return shown.agenda


def prepare(days: int = 3, *, script: bool = True) -> Step:
    return PrepareAgenda(AgendaPrepared(script, days)), OFFICE_STAFF


def reorder(*order: SectionId) -> Step:
    return lambda seen: ChangeOrder(order, seen.version), CHAIR


def audience(
    section: SectionId, *people: ParticipantId, copy_to: frozenset[ParticipantId] | None = None
) -> Step:
    return lambda seen: ChangeAudience(section, frozenset(people), copy_to, seen.version), CHAIR


def add(section: PlannedSection = ADVICE, before: SectionId | None = None) -> Step:
    return lambda seen: AddSection(section, before, seen.version), CHAIR


def plan(id: ParticipantId, *sections: SectionId) -> Step:
    return lambda seen: PlanAttendance(id, frozenset(sections), REASON, seen.version), CHAIR


def warn(id: ParticipantId) -> Step:
    return WarnParticipant(id), CHAIR


COMPLETE = ExcludeParticipant(
    FATHER,
    Ground.CRIMINAL_INVESTIGATION,
    REASON,
    Told.IN_PERSON,
    ViewsRoute.SOCIAL_WORKER,
    Span.THIS_PART,
    None,
)


def keep_out(id: ParticipantId, part: SectionId | None = None, span: Span = Span.THIS_PART) -> Step:
    return replace(COMPLETE, participant_id=id, section_id=part, span=span), CHAIR


def ask_out(
    about: ParticipantId = FATHER,
    by: ParticipantId = SOCIAL_WORKER,
    on: str | None = None,
    request: RequestId = REQUEST,
) -> Step:
    command = AskForExclusion(request, about, Ground.COURT_ORDER_OR_BAIL, REASON, on, None)
    return command, by


GRANT = DecideExclusionRequest(
    REQUEST,
    granted=True,
    ground=Ground.COURT_ORDER_OR_BAIL,
    reason=REASON,
    advice=None,
    told_in_writing=True,
    sections=frozenset(),
)


def grant(*sections: SectionId) -> Step:
    return replace(GRANT, sections=frozenset(sections)), CHAIR


def decline() -> Step:
    return replace(GRANT, granted=False), CHAIR


def note_views(id: ParticipantId, text: TextRef | None = VIEWS) -> Step:
    return NoteViews(id, text, none_given=text is None), CHAIR


def tick(step: ScriptStep) -> Step:
    return NoteScriptStep(step), CHAIR


def whole_script() -> tuple[Step, ...]:
    return tuple(tick(step) for step in SCRIPT)


def announce(id: ParticipantId) -> Step:
    return NoteAnnounced(id), CHAIR


def want_closed(kind: ClosedKind = ClosedKind.LEGAL_ADVICE, by: ParticipantId = TEACHER) -> Step:
    return AskForClosedPart(REQUEST, kind), by


def answer_closed(section: PlannedSection | None = ADVICE) -> Step:
    return lambda seen: AnswerClosedPart(REQUEST, section, seen.version), CHAIR


def gist(section: SectionId, id: ParticipantId) -> Step:
    return AgreeGist(section, id, GIST), CHAIR


SCRIPTED = given(
    BOOKED,
    prepare(),
    (OpenLobby(), OFFICE_STAFF),
    *(step for id in (CHAIR, FATHER) for step in (join(id), answer(id))),
    open_conference(),
    *whole_script()[:9],
)
"""Two steps of the script are still open."""
