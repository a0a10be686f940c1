"""Who may come in with whom and after what: company, support, consent, interpreters, children."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Body, Id, Reason
from app.api.deps import From
from app.domain.gates.commands import (
    AcceptConfidentiality,
    AgreeCompany,
    ApproveSupporter,
    AssignInterpreter,
    ConsentToObserver,
    DecideChildAttendance,
    DescribeSupport,
)
from app.domain.gates.events import Consented, Relation, SupportKind
from app.domain.ids import ChildId, ParticipantId, SectionId

router = APIRouter(tags=["gates"])

Ids = Annotated[frozenset[Id], Field(max_length=60, strict=False)]
How = Annotated[Consented, Field(strict=False)]


class Company(Body):
    company: Ids


class Support(Body):
    kind: Annotated[SupportKind, Field(strict=False)]
    supports: Ids
    children: Ids


class Act(Body):
    """Nothing to say but the act itself."""


class Given(Body):
    how: How
    """on_screen: by themselves; else as somebody has noted it."""


class ObserverConsent(Body):
    participant_id: Id
    """Who of the family agrees."""
    how: How


class Interpreting(Body):
    serves: Id
    relation: Annotated[Relation, Field(strict=False)]


class Attendance(Body):
    sections: Ids
    reasons: Reason


@router.put("/participants/{participant_id}/company", status_code=204)
async def agree_company(participant_id: UUID, body: Company, sender: From) -> None:
    company = frozenset(ParticipantId(id) for id in body.company)
    await sender.send(AgreeCompany(ParticipantId(participant_id), company))


@router.put("/participants/{participant_id}/support", status_code=204)
async def describe_support(participant_id: UUID, body: Support, sender: From) -> None:
    supports = frozenset(ParticipantId(id) for id in body.supports)
    children = frozenset(ChildId(id) for id in body.children)
    await sender.send(DescribeSupport(ParticipantId(participant_id), body.kind, supports, children))


@router.put("/participants/{participant_id}/support-approval", status_code=204)
async def approve_supporter(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    await sender.send(ApproveSupporter(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/confidentiality", status_code=204)
async def accept_confidentiality(participant_id: UUID, body: Given, sender: From) -> None:
    await sender.send(AcceptConfidentiality(ParticipantId(participant_id), body.how))


@router.put("/participants/{participant_id}/observer-consent", status_code=204)
async def consent_to_observer(participant_id: UUID, body: ObserverConsent, sender: From) -> None:
    by = ParticipantId(body.participant_id)
    await sender.send(ConsentToObserver(ParticipantId(participant_id), by, body.how))


@router.put("/participants/{participant_id}/interpreting", status_code=204)
async def assign_interpreter(participant_id: UUID, body: Interpreting, sender: From) -> None:
    serves = ParticipantId(body.serves)
    await sender.send(AssignInterpreter(ParticipantId(participant_id), serves, body.relation))


@router.put("/participants/{participant_id}/attendance", status_code=204)
async def decide_child_attendance(participant_id: UUID, body: Attendance, sender: From) -> None:
    sections = frozenset(SectionId(id) for id in body.sections)
    reasons = await sender.keep(body.reasons, DecideChildAttendance)
    await sender.send(DecideChildAttendance(ParticipantId(participant_id), sections, reasons))
