"""Approval, each person's copy, and its sending; everybody reads their own and no other."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.api.bodies import Body, Seen
from app.api.deps import From, Sender
from app.domain.copying.copy import Addendum, Copy, CopySection
from app.domain.decide import CHAIR
from app.domain.errors import NotPermitted
from app.domain.ids import ParticipantId, TextId
from app.domain.people import TextRef
from app.domain.record.commands import ApproveCopy
from app.domain.record.words import Minutes

router = APIRouter(tags=["copies"])


class Approval(Body):
    seen: Seen


class CopyApproval(Body):
    minutes: Annotated[Minutes, Field(strict=False)]
    seen: Seen


class Sending(Body):
    pass


class LineText(BaseModel):
    number: int
    speaker: str
    kind: str
    text: str
    language: str
    began_at: int | None
    until_at: int | None


class SectionText(BaseModel):
    heading: str | None
    code: str
    opened_at: int | None
    lines: list[LineText]
    gist: str | None
    """What may be told of a part held without them."""


class PersonText(BaseModel):
    name: str
    role: str
    attended: bool


class AddendumText(BaseModel):
    number: int
    line_number: int
    outcome: str
    asked: str | None
    answer: str


class CopyText(BaseModel):
    """One person's copy in words. No ids: nothing that could be compared with another's."""

    recipient: str
    notices: list[str]
    minutes: Minutes
    people: list[PersonText]
    sections: list[SectionText]
    decision_letter: bool
    addenda: list[AddendumText]


class Preview(BaseModel):
    copy_text: CopyText
    seen: int
    """What an approval of exactly this names."""


@router.put("/record/approval", status_code=204)
async def approve_record(body: Approval, sender: From) -> None:
    await sender.wired.copies.approve_record(sender.conference, body.seen, sender.actor)


@router.get("/copies/{participant_id}")
async def preview_copy(participant_id: UUID, sender: From) -> Preview:
    """For the chair, before or after any approval."""
    if sender.actor.role not in CHAIR:
        raise NotPermitted("Copies are previewed by the chair.")
    recipient = ParticipantId(participant_id)
    seen, copy = await sender.wired.copies.preview(sender.conference, recipient)
    return Preview(copy_text=await in_words(sender, copy), seen=seen)


@router.put("/copies/{participant_id}/approval", status_code=204)
async def approve_copy(participant_id: UUID, body: CopyApproval, sender: From) -> None:
    await sender.send(ApproveCopy(ParticipantId(participant_id), body.minutes, body.seen))


@router.put("/copies/{participant_id}/sending", status_code=204)
async def send_copy(participant_id: UUID, _: Sending, sender: From) -> None:
    """From now on its recipient can read it."""
    if sender.actor.role not in CHAIR:
        raise NotPermitted("Copies are sent by the chair.")
    recipient = ParticipantId(participant_id)
    await sender.wired.copies.send(sender.conference, recipient, sender.actor)


@router.get("/copy")
async def read_own_copy(sender: From) -> CopyText:
    if sender.actor.participant_id is None:
        raise NotPermitted("This needs a person.")
    copy = await sender.wired.copies.open(sender.conference, sender.actor.participant_id)
    return await in_words(sender, copy)


async def in_words(sender: Sender, copy: Copy) -> CopyText:
    words = await sender.wired.copies.read(sender.conference, copy, refs_of(copy))
    names = {person.participant_id: words[person.name.id] for person in copy.people}
    return CopyText(
        recipient=words[copy.mark.id],
        notices=list(copy.notices),
        minutes=copy.minutes,
        people=[
            PersonText(name=words[each.name.id], role=each.role, attended=each.attended)
            for each in copy.people
        ],
        sections=[section_text(each, words, names) for each in copy.sections],
        decision_letter=copy.decision_letter,
        addenda=[addendum_text(each, words) for each in copy.addenda],
    )


def refs_of(copy: Copy) -> list[TextRef]:
    headings = [section.heading for section in copy.sections]
    answers = [each.answer for each in copy.addenda]
    gists = [section.gist for section in copy.sections]
    maybe = [*headings, *gists, *(each.asked for each in copy.addenda)]
    return [
        copy.mark,
        *(person.name for person in copy.people),
        *(line.text for line in copy.lines),
        *answers,
        *(ref for ref in maybe if ref is not None),
    ]


def section_text(
    section: CopySection, words: Mapping[TextId, str], names: dict[ParticipantId, str]
) -> SectionText:
    return SectionText(
        heading=None if section.heading is None else words[section.heading.id],
        code=section.code,
        opened_at=section.opened_at,
        lines=[
            LineText(
                number=line.number,
                speaker=names[line.speaker],
                kind=line.kind,
                text=words[line.text.id],
                language=line.language,
                began_at=line.began_at,
                until_at=line.until_at,
            )
            for line in section.lines
        ],
        gist=None if section.gist is None else words[section.gist.id],
    )


def addendum_text(addendum: Addendum, words: Mapping[TextId, str]) -> AddendumText:
    return AddendumText(
        number=addendum.number,
        line_number=addendum.line_number,
        outcome=addendum.outcome,
        asked=None if addendum.asked is None else words[addendum.asked.id],
        answer=words[addendum.answer.id],
    )
