"""The minutes as they are written: lines are added and struck, never changed."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AfterValidator, Field

from app.api.bodies import Body, Id, Reason, plain
from app.api.deps import From, Sender
from app.domain.commands import StrikeLine, WriteLine
from app.domain.events import LineKind
from app.domain.ids import ChildId, LineId, ParticipantId, SectionId
from app.domain.record.words import LineDetails
from app.service.text_class import class_of

router = APIRouter(prefix="/lines", tags=["minutes"])

LONGEST_AGO_SECONDS = 14_400
"""A writer may have been without a connection for a while; the rules see to the rest."""


class Details(Body):
    children: Annotated[frozenset[Id], Field(strict=False)]
    """Whom the line concerns; none: all of them."""
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")]
    until_seconds_ago: Annotated[int, Field(ge=0, le=LONGEST_AGO_SECONDS)]
    """When what it reports was over."""

    def of_domain(self) -> LineDetails:
        children = frozenset(ChildId(id) for id in self.children)
        return LineDetails(children, self.language, self.until_seconds_ago)


class Line(Body):
    line_id: Id
    """Made by the sender, so that a line sent twice is one line."""
    speaker: Id
    kind: Annotated[LineKind, Field(strict=False)]
    text: Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(plain)]
    began_seconds_ago: Annotated[int, Field(ge=0, le=LONGEST_AGO_SECONDS)]
    """Who could hear is worked out from when it began to be written."""
    details: Details | None = None
    section_id: Id | None = None
    """The part in which it was begun; none: the one that is open now."""


class Strike(Body):
    reason: Reason


@router.post("", status_code=204)
async def write_line(body: Line, sender: From) -> None:
    sealing = await sealing_for(sender, body.section_id)
    text = await sealing.keep(body.text, WriteLine)
    await sender.send(
        WriteLine(
            LineId(body.line_id),
            ParticipantId(body.speaker),
            body.kind,
            text,
            body.began_seconds_ago,
            None if body.details is None else body.details.of_domain(),
            sealing.section_id,
        )
    )


async def sealing_for(sender: Sender, id: UUID | None) -> Sender:
    """Words are sealed as their own part is, though another may be open by now."""
    if id is None:
        return sender
    conference = await sender.wired.conferences.current(sender.conference)
    section = conference.section(SectionId(id))
    return replace(sender, text_class=class_of(section), section_id=section.id)


@router.put("/{line_id}/strike", status_code=204)
async def strike_line(line_id: UUID, body: Strike, sender: From) -> None:
    """The line stays, marked as struck: nothing is deleted."""
    reason = await sender.keep(body.reason, StrikeLine)
    await sender.send(StrikeLine(LineId(line_id), reason))
