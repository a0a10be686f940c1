"""Whose telephone may ring, stopping a call, and what somebody has told by key."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AfterValidator, Field

from app.api.bodies import Body
from app.api.deps import From
from app.domain.ids import ParticipantId
from app.domain.telephones.commands import NotePractice, PlanCall, SettleNeed, StopRinging
from app.domain.telephones.events import Need, Practice
from app.domain.telephones.numbers import to_e164
from app.service.ports import TextClass

router = APIRouter(tags=["telephones"])

Number = Annotated[str, Field(max_length=40), AfterValidator(to_e164)]
Minute = Annotated[int, Field(ge=0, le=24 * 60)]


class CallPlan(Body):
    number: Number | None = Field(repr=False)
    may_ring: bool
    after_drop: bool
    withheld: bool = True
    from_minute: Minute | None = None
    """Of the day in London; null: at any time."""
    to_minute: Minute | None = None


class Settled(Body):
    need: Annotated[Need, Field(strict=False)]


class Practised(Body):
    result: Annotated[Practice, Field(strict=False)]


@router.put("/participants/{participant_id}/telephone", status_code=204)
async def plan_call(participant_id: UUID, body: CallPlan, sender: From) -> None:
    """In place of what was planned before. The number is sealed under a key of its own."""
    sealed = replace(sender, text_class=TextClass.CONTACT)
    number = None if body.number is None else await sealed.keep(body.number, PlanCall)
    await sender.send(
        PlanCall(
            participant_id=ParticipantId(participant_id),
            number=number,
            may_ring=body.may_ring,
            after_drop=body.after_drop,
            withheld=body.withheld,
            from_minute=body.from_minute,
            to_minute=body.to_minute,
        )
    )


@router.delete("/participants/{participant_id}/ringing", status_code=204)
async def stop_ringing(participant_id: UUID, sender: From) -> None:
    await sender.send(StopRinging(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/need-settled", status_code=204)
async def settle_need(participant_id: UUID, body: Settled, sender: From) -> None:
    await sender.send(SettleNeed(ParticipantId(participant_id), body.need))


@router.put("/participants/{participant_id}/practice", status_code=204)
async def note_practice(participant_id: UUID, body: Practised, sender: From) -> None:
    await sender.send(NotePractice(ParticipantId(participant_id), body.result))
