"""What is still to be done on the record, for the chair and the minute taker; also afterwards."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.deps import From
from app.domain.conference import OVER, Conference
from app.domain.ids import TextId
from app.domain.minute_desk import SeenLine, lines_for, reader_in
from app.domain.minuting.approval import is_sent
from app.domain.minuting.headings import empty_headings
from app.domain.people import Participant
from app.domain.record.commands import MAY_GET_A_COPY

router = APIRouter(tags=["record"])

UNREADABLE = "…"


class WithheldFrom(BaseModel):
    participant_id: UUID
    ground: str


class RecordLine(BaseModel):
    line_id: UUID
    section: str
    restricted: bool
    speaker_name: str
    kind: str
    text: str
    struck: bool
    withheld: list[WithheldFrom]


class Reader(BaseModel):
    participant_id: UUID
    name: str
    role: str
    approved: str | None
    """How much of the minutes the chair has approved for them, as the copy is now."""
    sent: bool


class RecordDesk(BaseModel):
    over: bool
    approved: bool
    empty_headings: list[str]
    """What the record must hold and does not yet."""
    readers: list[Reader]
    lines: list[RecordLine]


@router.get("/record")
async def read_record(sender: From) -> RecordDesk:
    conference = await sender.wired.conferences.current(sender.conference)
    person = reader_in(conference, sender.actor)
    lines = lines_for(conference, person)
    people = [p for p in conference.participants.values() if p.role in MAY_GET_A_COPY]
    refs = [each.name for each in people]
    refs += [ref for each in lines for ref in (each.section, each.speaker_name, each.text)]
    words = await sender.wired.texts.read(sender.conference, [ref.id for ref in refs])
    return RecordDesk(
        over=conference.phase in OVER,
        approved=conference.record.is_approved,
        empty_headings=[*sorted(empty_headings(conference))],
        readers=[reader(conference, each, words) for each in people],
        lines=[line(each, words) for each in lines],
    )


def reader(conference: Conference, person: Participant, words: Mapping[TextId, str]) -> Reader:
    copy = conference.record.copies.get(person.id)
    stands = copy is not None and copy.approved_version >= conference.record.changed_version
    return Reader(
        participant_id=person.id,
        name=words.get(person.name.id, UNREADABLE),
        role=person.role,
        approved=copy.minutes if copy is not None and stands else None,
        sent=is_sent(conference, person.id),
    )


def line(seen: SeenLine, words: Mapping[TextId, str]) -> RecordLine:
    return RecordLine(
        line_id=seen.line_id,
        section=words.get(seen.section.id, UNREADABLE),
        restricted=seen.restricted,
        speaker_name=words.get(seen.speaker_name.id, UNREADABLE),
        kind=seen.kind,
        text=words.get(seen.text.id, UNREADABLE),
        struck=seen.struck,
        withheld=[WithheldFrom(participant_id=id, ground=why) for id, why in seen.withheld],
    )
