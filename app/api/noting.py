"""Concerns and incidents, a goodbye, a call to be made; and the list of what went wrong."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.api.bodies import Body, Reason
from app.api.deps import From
from app.domain.errors import NotPermitted
from app.domain.ids import SECOND, LegId, LineId, Micros, ParticipantId
from app.domain.incident_list import Incident, incidents
from app.domain.noting.commands import FlagConcern, NoteIncident, ReleaseParticipant, RingOut
from app.domain.noting.events import Concern
from app.domain.people import Role
from app.service.ports import TextClass

router = APIRouter(tags=["noting"])

READERS = frozenset({Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER, Role.LEAD_SOCIAL_WORKER})
"""Of incidents that are not covert (e.2); the covert ones are in the restricted audit."""

Ago = Annotated[int, Field(ge=0, le=24 * 60 * 60)]


class Act(Body):
    """Nothing to say but the act itself."""


class Flagged(Body):
    concern: Annotated[Concern, Field(strict=False)]
    leg_id: Annotated[UUID | None, Field(strict=False)] = None
    """By which the sender hears it; the chair needs none."""


class Noted(Body):
    kind: Annotated[str, Field(max_length=40)]
    about: Annotated[UUID, Field(strict=False)]
    began_seconds_ago: Ago
    ended_seconds_ago: Ago | None = None
    line_id: Annotated[UUID | None, Field(strict=False)] = None
    answered: bool | None = None
    text: Reason | None = None
    covert: bool = False


class IncidentRow(BaseModel):
    """Ids, codes and times (UTC, microseconds since 1970)."""

    kind: str
    people: list[UUID]
    begins_at: int
    ends_at: int | None
    lines: list[UUID]
    repaired_by: UUID | None
    heard_conference: bool | None
    answered: bool | None


class Incidents(BaseModel):
    incidents: list[IncidentRow]


@router.put("/participants/{participant_id}/concern", status_code=204)
async def flag(participant_id: UUID, body: Flagged, sender: From) -> None:
    """Something is wrong where they are; the chair alone is told."""
    leg = None if body.leg_id is None else LegId(body.leg_id)
    await sender.send(FlagConcern(body.concern, ParticipantId(participant_id), leg))


@router.put("/incidents", status_code=204)
async def note_incident(body: Noted, sender: From) -> None:
    """What is covert is sealed under the covert key, whatever part is open."""
    sealed = replace(sender, text_class=TextClass.COVERT) if body.covert else sender
    text = None if body.text is None else await sealed.keep(body.text, NoteIncident)
    now = sender.wired.clock.now()
    ended = body.ended_seconds_ago
    await sender.send(
        NoteIncident(
            kind=body.kind,
            about=ParticipantId(body.about),
            begins_at=Micros(now - body.began_seconds_ago * SECOND),
            ends_at=None if ended is None else Micros(now - ended * SECOND),
            line_id=None if body.line_id is None else LineId(body.line_id),
            answered=body.answered,
            text=text,
            covert=body.covert,
        )
    )


@router.put("/participants/{participant_id}/release", status_code=204)
async def release(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    """Thank them and let them go."""
    await sender.send(ReleaseParticipant(ParticipantId(participant_id)))


@router.put("/participants/{participant_id}/ringing", status_code=204)
async def ring(participant_id: UUID, body: Act, sender: From) -> None:  # noqa: ARG001  the schema refuses any field
    """Ask that they are rung. Without a plan for their telephone somebody rings them by hand."""
    await sender.send(RingOut(ParticipantId(participant_id)))


@router.get("/incidents")
async def list_incidents(sender: From) -> Incidents:
    if sender.actor.role not in READERS:
        raise NotPermitted("This role may not do this.")
    log = await sender.wired.store.ordinary(sender.conference)
    found = await to_thread.run_sync(incidents, log.lines)
    return Incidents(incidents=[_row(each) for each in found])


def _row(incident: Incident) -> IncidentRow:
    return IncidentRow(
        kind=incident.kind,
        people=[*sorted(incident.people, key=str)],
        begins_at=incident.begins_at,
        ends_at=incident.ends_at,
        lines=[*incident.lines],
        repaired_by=incident.repaired_by,
        heard_conference=incident.heard_conference,
        answered=incident.answered,
    )
