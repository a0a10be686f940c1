"""A ticket: what the first message on a socket carries in place of a cookie."""

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.deps import KnownVisitor, Wired

router = APIRouter(tags=["session"])


class Ticket(BaseModel):
    ticket: str
    """Good for a minute, once, at this link."""


@router.post("/ticket")
async def issue_ticket(wired: Wired, visitor: KnownVisitor) -> Ticket:
    return Ticket(ticket=await wired.invitations.issue_ticket(visitor))
