"""The restricted audit: covert events, for the chair and for whoever answers the signal (e.2).

Whoever else asks learns no more than that this is not for them. By the table of e.2 the
safeguarding manager reads it too; there is no such role in a conference yet.
"""

from dataclasses import fields
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel

from app.api.deps import From
from app.domain.asking.commands import ReadAudit
from app.domain.errors import NotPermitted
from app.domain.evolve import Recorded
from app.domain.people import Role
from app.domain.reading import covert_reading

router = APIRouter(tags=["ledger"])

CODES = ("question", "outcome", "level", "kind")


class CovertEntry(BaseModel):
    """Ids and codes. The agreed phrase and the plan are on the panels, and nowhere else."""

    version: int
    at: int
    by: UUID | None
    role: Role
    event: str
    participant_id: UUID | None
    code: str | None
    """A question, how the response ended, how bad a signal is, what kind of incident."""
    yes: bool | None


class RestrictedAudit(BaseModel):
    entries: list[CovertEntry]


@router.get("/restricted-audit")
async def read_restricted_audit(sender: From) -> RestrictedAudit:
    """That it was read is recorded first, where only its next readers find it."""
    reader = sender.actor.participant_id
    if reader is None:
        raise NotPermitted("This role may not do this.")
    await sender.send(ReadAudit())
    conference = await sender.wired.conferences.current(sender.conference)
    log = await sender.wired.store.load(sender.conference, 0)
    person = conference.participant(reader)
    read = await to_thread.run_sync(covert_reading, log, person)
    return RestrictedAudit(entries=[entry_of(each) for each in read])


def entry_of(recorded: Recorded) -> CovertEntry:
    values: dict[str, object] = {
        each.name: getattr(recorded.event, each.name) for each in fields(recorded.event)
    }
    subject = values.get("participant_id", values.get("about"))
    code = next((values[name] for name in CODES if name in values), None)
    yes = values.get("yes")
    return CovertEntry(
        version=recorded.version,
        at=recorded.at,
        by=recorded.actor.participant_id,
        role=recorded.actor.role,
        event=type(recorded.event).__name__,
        participant_id=subject if isinstance(subject, UUID) else None,
        code=code if isinstance(code, str) else None,
        yes=yes if isinstance(yes, bool) else None,
    )
