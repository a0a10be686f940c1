"""The running order, the opening script, requests to the chair, views and gists: a command each."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Body, Id, NoticeMinutes, Reason, Seen
from app.api.deps import From, Sender
from app.domain.agenda.codes import ClosedKind, ScriptStep
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
    TellWaiting,
    WarnParticipant,
)
from app.domain.agenda.events import AgendaPrepared
from app.domain.booked import RESTRICTED_KINDS, PlannedSection
from app.domain.commands import Command
from app.domain.events import Ground
from app.domain.ids import ParticipantId, RequestId, SectionId
from app.domain.people import TextRef
from app.service.ports import TextClass

router = APIRouter(tags=["agenda"])

People = Annotated[frozenset[Id], Field(max_length=60, strict=False)]
Parts = Annotated[frozenset[Id], Field(max_length=60, strict=False)]
OnGround = Annotated[Ground, Field(strict=False)]
Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Long = Annotated[str, Field(min_length=1, max_length=4000)]


class Act(Body):
    """Nothing to say but the act itself."""


class Preparation(Body):
    script: bool
    exclusion_notice_days: Annotated[int, Field(ge=0, le=60)]


class Order(Body):
    order: Annotated[tuple[Id, ...], Field(max_length=60, strict=False)]
    seen: Seen


class Audience(Body):
    audience: People
    copy_to: People | None
    """Whose copy holds the part; null: as it is."""
    seen: Seen


class AddedPart(Body):
    kind: Kind
    title: Reason
    audience: People
    restricted: bool
    before: Id | None
    """Null: at the end."""
    seen: Seen


class Attendance(Body):
    sections: Parts
    reason: Reason
    seen: Seen


class ExclusionRequest(Body):
    about: Id
    ground: OnGround
    evidence: Long
    asked_on: Annotated[str, Field(max_length=10)] | None
    """2026-11-22; null: today."""
    for_whom: Id | None


class ExclusionDecision(Body):
    """Ground and reason may be missing here: the rules refuse it then."""

    granted: bool
    ground: OnGround | None
    reason: Reason | None
    advice: Long | None
    told_in_writing: bool
    sections: Parts


class Views(Body):
    text: Long | None
    none_given: bool


class ClosedPartRequest(Body):
    kind: Annotated[ClosedKind, Field(strict=False)]


class ClosedPart(Body):
    section_id: Id
    kind: Annotated[ClosedKind, Field(strict=False)]
    title: Reason
    audience: People


class ClosedPartAnswer(Body):
    part: ClosedPart | None
    """Null: no."""
    seen: Seen


class ToldWaiting(Body):
    minutes: NoticeMinutes | None
    words: Reason | None
    """Neither: nothing is told any more."""


class Gist(Body):
    text: Long


def _people(ids: frozenset[UUID]) -> frozenset[ParticipantId]:
    return frozenset(ParticipantId(id) for id in ids)


def _parts(ids: frozenset[UUID]) -> frozenset[SectionId]:
    return frozenset(SectionId(id) for id in ids)


async def _keep(sender: Sender, text: str | None, wanted_for: type[Command]) -> TextRef | None:
    return None if text is None else await sender.keep(text, wanted_for)


def _restricted(sender: Sender) -> Sender:
    """What is said against somebody, and of a closed part, has a key of its own."""
    return replace(sender, text_class=TextClass.RESTRICTED)


def _ordinary(sender: Sender) -> Sender:
    return replace(sender, text_class=TextClass.RECORD)


@router.put("/agenda", status_code=204)
async def prepare_agenda(body: Preparation, sender: From) -> None:
    prepared = AgendaPrepared(body.script, body.exclusion_notice_days)
    await sender.send(PrepareAgenda(prepared))


@router.put("/order", status_code=204)
async def change_order(body: Order, sender: From) -> None:
    await sender.send(ChangeOrder(tuple(SectionId(id) for id in body.order), body.seen))


@router.put("/sections/{section_id}/audience", status_code=204)
async def change_audience(section_id: UUID, body: Audience, sender: From) -> None:
    copy_to = None if body.copy_to is None else _people(body.copy_to)
    audience = _people(body.audience)
    await sender.send(ChangeAudience(SectionId(section_id), audience, copy_to, body.seen))


@router.put("/sections/{section_id}", status_code=204)
async def add_section(section_id: UUID, body: AddedPart, sender: From) -> None:
    is_restricted = body.restricted or body.kind in RESTRICTED_KINDS
    sealed = _restricted(sender) if is_restricted else _ordinary(sender)
    title = await sealed.keep(body.title, AddSection)
    audience = _people(body.audience)
    part = PlannedSection(SectionId(section_id), body.kind, title, audience, body.restricted)
    before = None if body.before is None else SectionId(body.before)
    await sender.send(AddSection(part, before, body.seen))


@router.put("/participants/{participant_id}/attendance-plan", status_code=204)
async def plan_attendance(participant_id: UUID, body: Attendance, sender: From) -> None:
    reason = await sender.keep(body.reason, PlanAttendance)
    id = ParticipantId(participant_id)
    await sender.send(PlanAttendance(id, _parts(body.sections), reason, body.seen))


@router.put("/participants/{participant_id}/warning", status_code=204)
async def warn_participant(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(WarnParticipant(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/views", status_code=204)
async def note_views(participant_id: UUID, body: Views, sender: From) -> None:
    text = await _keep(sender, body.text, NoteViews)
    await sender.send(NoteViews(ParticipantId(participant_id), text, body.none_given))


@router.put("/participants/{participant_id}/announced", status_code=204)
async def note_announced(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(NoteAnnounced(ParticipantId(participant_id)))


@router.put("/script/{step}", status_code=204)
async def note_script_step(step: ScriptStep, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(NoteScriptStep(step))


@router.put("/exclusion-requests/{request_id}", status_code=204)
async def ask_for_exclusion(request_id: UUID, body: ExclusionRequest, sender: From) -> None:
    evidence = await _restricted(sender).keep(body.evidence, AskForExclusion)
    await sender.send(
        AskForExclusion(
            RequestId(request_id),
            ParticipantId(body.about),
            body.ground,
            evidence,
            body.asked_on,
            None if body.for_whom is None else ParticipantId(body.for_whom),
        )
    )


@router.put("/exclusion-requests/{request_id}/decision", status_code=204)
async def decide_exclusion(request_id: UUID, body: ExclusionDecision, sender: From) -> None:
    sealed = _restricted(sender)
    await sender.send(
        DecideExclusionRequest(
            request_id=RequestId(request_id),
            granted=body.granted,
            ground=body.ground,
            reason=await _keep(sealed, body.reason, DecideExclusionRequest),
            advice=await _keep(sealed, body.advice, DecideExclusionRequest),
            told_in_writing=body.told_in_writing,
            sections=_parts(body.sections),
        )
    )


@router.put("/closed-part-requests/{request_id}", status_code=204)
async def ask_for_closed_part(request_id: UUID, body: ClosedPartRequest, sender: From) -> None:
    """Privately: it reaches the chair's own panel and nothing else."""
    await sender.send(AskForClosedPart(RequestId(request_id), body.kind))


@router.put("/closed-part-requests/{request_id}/answer", status_code=204)
async def answer_closed_part(request_id: UUID, body: ClosedPartAnswer, sender: From) -> None:
    """With a part it comes next, and opens through the ordinary seal."""
    part = None
    if body.part is not None:
        title = await _restricted(sender).keep(body.part.title, AnswerClosedPart)
        id, audience = SectionId(body.part.section_id), _people(body.part.audience)
        part = PlannedSection(id, body.part.kind, title, audience, restricted=True)
    await sender.send(AnswerClosedPart(RequestId(request_id), part, body.seen))


@router.put("/sections/{section_id}/gists/{participant_id}", status_code=204)
async def agree_gist(section_id: UUID, participant_id: UUID, body: Gist, sender: From) -> None:
    """Its reader reads it, so it is an ordinary text, whatever part is open."""
    text = await _ordinary(sender).keep(body.text, AgreeGist)
    await sender.send(AgreeGist(SectionId(section_id), ParticipantId(participant_id), text))


@router.put("/waiting-notice", status_code=204)
async def tell_waiting(body: ToldWaiting, sender: From) -> None:
    """Those who wait read it, so it is an ordinary text, whatever part is open."""
    words = await _keep(_ordinary(sender), body.words, TellWaiting)
    await sender.send(TellWaiting(body.minutes, words))
