"""What the chair does to people and legs, and what a room's host states: one command each."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Body, Id, NoticeMinutes, Reason, Seen
from app.api.deps import From
from app.domain.commands import (
    AdmitParticipant,
    AskAgain,
    ConfirmIdentity,
    ExcludeParticipant,
    HoldLeg,
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
    StateRoom,
)
from app.domain.events import Ground, Span, Told, ViewsRoute
from app.domain.ids import LegId, ParticipantId, SectionId
from app.domain.people import Answers, IdentityMethod, TextRef

router = APIRouter(tags=["attendance"])

SaidByChair = Annotated[IdentityMethod, Field(strict=False)]


class Admission(Body):
    leg_id: Id
    identity: SaidByChair | None
    """How the chair knows who it is; null where that is on record already."""
    reason: Reason | None
    """Needed where the answers are not all clear."""
    seen: Seen


class RefusedAdmission(Body):
    leg_id: Id
    reason: Reason


class Exclusion(Body):
    """The five may be missing here: the rules refuse it then, and say why (REQ-66)."""

    ground: Annotated[Ground, Field(strict=False)] | None
    reason: Reason | None
    told: Annotated[Told, Field(strict=False)] | None
    views_route: Annotated[ViewsRoute, Field(strict=False)] | None
    span: Annotated[Span, Field(strict=False)] | None
    notice_minutes: NoticeMinutes | None
    section_id: Id | None = None
    """The part, where it is another than the one that is open."""


class Readmission(Body):
    leg_id: Id
    seen: Seen


class Identity(Body):
    leg_id: Id
    method: SaidByChair


class Hold(Body):
    notice_minutes: NoticeMinutes | None


class Release(Body):
    seen: Seen


class Question(Body):
    """Nothing to say but the question itself."""


class RoomStatement(Body):
    present: Annotated[frozenset[Id], Field(max_length=40, strict=False)]
    alone: bool
    others_can_hear: bool
    child_can_hear: bool
    headphones: bool
    safe_to_talk: bool
    will_not_record: bool


@router.put("/participants/{participant_id}/admission", status_code=204)
async def admit_participant(participant_id: UUID, body: Admission, sender: From) -> None:
    reason = None if body.reason is None else await sender.keep(body.reason, AdmitParticipant)
    await sender.send(
        AdmitParticipant(
            ParticipantId(participant_id), LegId(body.leg_id), body.identity, reason, body.seen
        )
    )


@router.put("/participants/{participant_id}/refusal", status_code=204)
async def refuse_admission(participant_id: UUID, body: RefusedAdmission, sender: From) -> None:
    reason = await sender.keep(body.reason, RefuseAdmission)
    await sender.send(RefuseAdmission(ParticipantId(participant_id), LegId(body.leg_id), reason))


@router.put("/participants/{participant_id}/exclusion", status_code=204)
async def exclude_participant(participant_id: UUID, body: Exclusion, sender: From) -> None:
    """Exclude a person. A room they share stays dark until its host states that they have gone."""

    def command(reason: TextRef | None) -> ExcludeParticipant:
        return ExcludeParticipant(
            ParticipantId(participant_id),
            body.ground,
            reason,
            body.told,
            body.views_route,
            body.span,
            body.notice_minutes,
            None if body.section_id is None else SectionId(body.section_id),
        )

    if body.reason is None:
        await sender.send(command(None))
        return
    await sender.send_at_once(body.reason, ExcludeParticipant, command)


@router.put("/participants/{participant_id}/readmission", status_code=204)
async def readmit_participant(participant_id: UUID, body: Readmission, sender: From) -> None:
    await sender.send(
        ReadmitParticipant(ParticipantId(participant_id), LegId(body.leg_id), body.seen)
    )


@router.put("/participants/{participant_id}/identity", status_code=204)
async def confirm_identity(participant_id: UUID, body: Identity, sender: From) -> None:
    await sender.send(
        ConfirmIdentity(ParticipantId(participant_id), LegId(body.leg_id), body.method)
    )


@router.put("/legs/{leg_id}/hold", status_code=204)
async def hold_leg(leg_id: UUID, body: Hold, sender: From) -> None:
    await sender.send(HoldLeg(LegId(leg_id), body.notice_minutes))


@router.put("/legs/{leg_id}/release", status_code=204)
async def release_hold(leg_id: UUID, body: Release, sender: From) -> None:
    await sender.send(ReleaseHold(LegId(leg_id), body.seen))


@router.put("/legs/{leg_id}/question", status_code=204)
async def ask_again(leg_id: UUID, body: Question, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    """Ask again who is there. Answers given before no longer count."""
    await sender.send(AskAgain(LegId(leg_id)))


@router.put("/rooms/{leg_id}/statement", status_code=204)
async def state_room(leg_id: UUID, body: RoomStatement, sender: From) -> None:
    """The host of a room says who is there now; nobody else may."""
    answers = Answers(
        body.alone,
        body.others_can_hear,
        body.child_can_hear,
        body.headphones,
        body.safe_to_talk,
        body.will_not_record,
    )
    present = frozenset(ParticipantId(id) for id in body.present)
    await sender.send(StateRoom(LegId(leg_id), present, answers))
