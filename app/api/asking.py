"""Asking to speak and for a break, and the answer to a silent signal.

A signal goes by the same address as asking, in a body of the same length, and is answered alike.
"""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Body, Id, Reason, Seen
from app.api.deps import From, Sender
from app.domain.asking.commands import (
    AskForBreak,
    AskQuestion,
    AskToSpeak,
    EndResponse,
    LowerHand,
    MarkSpoken,
    NoteAskedBack,
    NoteReply,
    NoteSafePhrase,
    PauseForCheck,
    PlanSafety,
    SilentSignal,
    WithdrawBreak,
)
from app.domain.asking.events import Outcome, Question
from app.domain.errors import NotPermitted
from app.domain.ids import LegId, ParticipantId
from app.domain.telephones.commands import TellNeed, WithdrawNeed
from app.domain.telephones.events import Need
from app.service.ports import TextClass

router = APIRouter(tags=["asking"])


class BreakRequest(Body):
    leg_id: Id
    for_whom: Id | None
    """Somebody in the room whose host asks; null: the sender."""


class Hand(BreakRequest):
    presses: Annotated[int, Field(ge=1, le=2)]
    """As on a telephone: 5, or 5 5."""


class NeedTold(BreakRequest):
    need: Annotated[Need, Field(strict=False)]


class Act(Body):
    """Nothing to say but the act itself."""


class Back(Body):
    answered: bool


class SafetyPlan(Body):
    responder: Id
    phrase: Reason | None
    plan: Reason | None


class ClosedQuestion(Body):
    question: Annotated[Question, Field(strict=False)]


class ClosedReply(Body):
    yes: bool


class ResponseOutcome(Body):
    outcome: Annotated[Outcome, Field(strict=False)]
    seen: Seen


def _whom(id: UUID | None) -> ParticipantId | None:
    return None if id is None else ParticipantId(id)


def _own(sender: Sender) -> ParticipantId:
    """Whose link it is; a room's screen is nobody's."""
    if sender.actor.participant_id is None:
        raise NotPermitted("A room's screen asks for nothing.")
    return sender.actor.participant_id


@router.put("/hand", status_code=204)
async def raise_hand(body: Hand, sender: From) -> None:
    ask = AskToSpeak if body.presses == 1 else SilentSignal
    await sender.send(ask(LegId(body.leg_id), _whom(body.for_whom)))


@router.put("/break-request", status_code=204)
async def ask_for_break(body: BreakRequest, sender: From) -> None:
    await sender.send(AskForBreak(LegId(body.leg_id), _whom(body.for_whom)))


@router.put("/need", status_code=204)
async def tell_need(body: NeedTold, sender: From) -> None:
    await sender.send(TellNeed(LegId(body.leg_id), body.need, _whom(body.for_whom)))


@router.put("/closed-reply", status_code=204)
async def reply_myself(body: ClosedReply, sender: From) -> None:
    await sender.send(NoteReply(_own(sender), body.yes))


@router.delete("/hand", status_code=204)
async def lower_own_hand(sender: From) -> None:
    await sender.send(LowerHand(_own(sender)))


@router.delete("/break-request", status_code=204)
async def withdraw_own_break(sender: From) -> None:
    await sender.send(WithdrawBreak(_own(sender)))


@router.delete("/need/{need}", status_code=204)
async def withdraw_own_need(need: Need, sender: From) -> None:
    await sender.send(WithdrawNeed(need))


@router.put("/participants/{participant_id}/break-withdrawn", status_code=204)
async def withdraw_break(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(WithdrawBreak(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/hand-lowered", status_code=204)
async def lower_hand(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(LowerHand(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/spoken", status_code=204)
async def mark_spoken(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(MarkSpoken(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/asked-back", status_code=204)
async def note_asked_back(participant_id: UUID, body: Back, sender: From) -> None:
    await sender.send(NoteAskedBack(ParticipantId(participant_id), body.answered))


@router.put("/participants/{participant_id}/safety-plan", status_code=204)
async def plan_safety(participant_id: UUID, body: SafetyPlan, sender: From) -> None:
    """The phrase and the plan are sealed under the covert key, whatever part is open."""
    sealed = replace(sender, text_class=TextClass.COVERT)
    phrase = None if body.phrase is None else await sealed.keep(body.phrase, PlanSafety)
    plan = None if body.plan is None else await sealed.keep(body.plan, PlanSafety)
    responder = ParticipantId(body.responder)
    await sender.send(PlanSafety(ParticipantId(participant_id), responder, phrase, plan))


@router.put("/participants/{participant_id}/technical-check", status_code=204)
async def pause_for_check(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    """The neutral pause: the chair's one action, or the named responder's."""
    await sender.send(PauseForCheck(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/closed-question", status_code=204)
async def ask_question(participant_id: UUID, body: ClosedQuestion, sender: From) -> None:
    await sender.send(AskQuestion(ParticipantId(participant_id), body.question))


@router.put("/participants/{participant_id}/closed-reply", status_code=204)
async def note_reply(participant_id: UUID, body: ClosedReply, sender: From) -> None:
    await sender.send(NoteReply(ParticipantId(participant_id), body.yes))


@router.put("/participants/{participant_id}/phrase", status_code=204)
async def note_safe_phrase(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(NoteSafePhrase(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/outcome", status_code=204)
async def end_response(participant_id: UUID, body: ResponseOutcome, sender: From) -> None:
    await sender.send(EndResponse(ParticipantId(participant_id), body.outcome, body.seen))
