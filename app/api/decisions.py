"""What the conference decides: quorum, views, a decision for each child, dissent, outline plan."""

import re
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AfterValidator, BeforeValidator, Field

from app.api.bodies import Body, Id, Reason, plain
from app.api.deps import From, Sender
from app.domain.case.codes import (
    Availability,
    Category,
    EndReason,
    NextStep,
    Outcome,
    ProfessionalView,
    Threshold,
)
from app.domain.case.commands import (
    AgreeAction,
    AgreePlan,
    DecideForChild,
    GiveView,
    NoteConsidered,
    OverrideQuorum,
    RecordDissent,
    WithdrawAction,
)
from app.domain.case.events import AvailabilityCheck, Withheld
from app.domain.commands import Command
from app.domain.ids import ActionId, ChildId, LineId, ParticipantId
from app.domain.people import TextRef

router = APIRouter(tags=["decisions"])

Words = Annotated[str, Field(max_length=4000), AfterValidator(plain)]
"""May be blank: then the domain says whether it is needed."""


def day(value: object) -> object:
    """JSON has no dates: text of one is taken, and nothing else that could be read as one."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("A day is written YYYY-MM-DD.")
    return value


Day = Annotated[date, Field(strict=False), BeforeValidator(day)]


class GivenView(Body):
    view: Annotated[ProfessionalView, Field(strict=False)]
    written: bool


class Decision(Body):
    threshold: Annotated[Threshold, Field(strict=False)] | None
    outcome: Annotated[Outcome, Field(strict=False)]
    categories: Annotated[
        frozenset[Annotated[Category, Field(strict=False)]], Field(max_length=6, strict=False)
    ]
    end_reason: Annotated[EndReason, Field(strict=False)] | None
    next_step: Annotated[NextStep, Field(strict=False)] | None
    consider_legal_proceedings: bool
    missing: Words | None
    """What information was not available; null: nothing was missing."""
    line_id: Id | None


class Considered(Body):
    note: Words


class DissentFrom(Body):
    participant_id: Id
    reasons: Words
    line_id: Id | None


class Operating(Body):
    available: Annotated[Availability, Field(strict=False)]
    waiting_weeks: Annotated[int, Field(ge=1, le=520)] | None
    confirmed_by: Id


class WithheldFrom(Body):
    participant_id: Id
    ground: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]


class Action(Body):
    action_id: Id
    """Made by the sender, so that an action sent twice is one action."""
    what: Words
    owner: Id | None
    by: Day | None
    relies_on_service: bool
    service: Operating | None
    withheld: Annotated[tuple[WithheldFrom, ...], Field(max_length=40, strict=False)]


class Withdrawal(Body):
    reason: Reason


class Outline(Body):
    what_must_change: Words
    kept_safe: Words
    contingency: Words
    monitoring: Words
    lead: Id | None
    core_group: Annotated[frozenset[Id], Field(max_length=40, strict=False)]
    core_group_on: Day | None
    review_on: Day | None
    late_reason: Words | None


class Override(Body):
    reason: Words


async def kept(sender: Sender, words: str | None, wanted_for: type[Command]) -> TextRef | None:
    """None for what is blank: it says nothing."""
    if words is None or not words.strip():
        return None
    return await sender.keep(words, wanted_for)


@router.put("/quorum/override", status_code=204)
async def override_quorum(body: Override, sender: From) -> None:
    """Say why it is safe to decide while too few agencies take part."""
    reason = await kept(sender, body.reason, OverrideQuorum)
    await sender.send(OverrideQuorum(reason))


@router.put("/children/{child_id}/views/{participant_id}", status_code=204)
async def give_view(child_id: UUID, participant_id: UUID, body: GivenView, sender: From) -> None:
    """One's own view, or one that the chair or the minute taker puts down."""
    await sender.send(
        GiveView(ParticipantId(participant_id), ChildId(child_id), body.view, body.written)
    )


@router.put("/children/{child_id}/consideration", status_code=204)
async def note_considered(child_id: UUID, body: Considered, sender: From) -> None:
    note = await kept(sender, body.note, NoteConsidered)
    await sender.send(NoteConsidered(ChildId(child_id), note))


@router.put("/children/{child_id}/decision", status_code=204)
async def decide_for_child(child_id: UUID, body: Decision, sender: From) -> None:
    missing = await kept(sender, body.missing, DecideForChild)
    await sender.send(
        DecideForChild(
            ChildId(child_id),
            body.threshold,
            body.outcome,
            body.categories,
            body.end_reason,
            body.next_step,
            body.consider_legal_proceedings,
            missing,
            line_of(body.line_id),
        )
    )


def line_of(id: UUID | None) -> LineId | None:
    return None if id is None else LineId(id)


@router.post("/children/{child_id}/dissents", status_code=204)
async def record_dissent(child_id: UUID, body: DissentFrom, sender: From) -> None:
    reasons = await kept(sender, body.reasons, RecordDissent)
    await sender.send(
        RecordDissent(
            ParticipantId(body.participant_id), ChildId(child_id), reasons, line_of(body.line_id)
        )
    )


@router.post("/actions", status_code=204)
async def agree_action(body: Action, sender: From) -> None:
    what = await kept(sender, body.what, AgreeAction)
    await sender.send(
        AgreeAction(
            ActionId(body.action_id),
            what,
            None if body.owner is None else ParticipantId(body.owner),
            body.by,
            body.relies_on_service,
            None if body.service is None else check_of(body.service),
            frozenset(Withheld(ParticipantId(w.participant_id), w.ground) for w in body.withheld),
        )
    )


def check_of(said: Operating) -> AvailabilityCheck:
    return AvailabilityCheck(said.available, said.waiting_weeks, ParticipantId(said.confirmed_by))


@router.put("/actions/{action_id}/withdrawal", status_code=204)
async def withdraw_action(action_id: UUID, body: Withdrawal, sender: From) -> None:
    """It leaves the plan; that it was agreed stays in the ledger."""
    reason = await sender.keep(body.reason, WithdrawAction)
    await sender.send(WithdrawAction(ActionId(action_id), reason))


@router.put("/plan", status_code=204)
async def agree_plan(body: Outline, sender: From) -> None:
    await sender.send(
        AgreePlan(
            what_must_change=await kept(sender, body.what_must_change, AgreePlan),
            kept_safe=await kept(sender, body.kept_safe, AgreePlan),
            contingency=await kept(sender, body.contingency, AgreePlan),
            monitoring=await kept(sender, body.monitoring, AgreePlan),
            lead=None if body.lead is None else ParticipantId(body.lead),
            core_group=frozenset(ParticipantId(id) for id in body.core_group),
            core_group_on=body.core_group_on,
            review_on=body.review_on,
            late_reason=await kept(sender, body.late_reason, AgreePlan),
        )
    )
