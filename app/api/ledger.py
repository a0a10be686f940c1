"""Who was able to hear which line, for the chair, and whether the ledger is whole."""

from collections.abc import Iterable
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel

from app.api.deps import From
from app.domain.conference import UNBOOKED, Conference
from app.domain.decide import CHAIR
from app.domain.entitlement import HeardLine, hearing_ledger
from app.domain.errors import NotPermitted
from app.domain.evolve import fold
from app.domain.ids import ParticipantId, TextId
from app.domain.reading import ordinary_reading

router = APIRouter(tags=["ledger"])

UNREADABLE = ""
"""A name whose key is gone: the id is still there."""


class Hearer(BaseModel):
    participant_id: UUID
    name: str


class HeardSpan(BaseModel):
    """From when (included) to when (not included), in microseconds."""

    participant_id: UUID
    begins_at: int
    ends_at: int


class LedgerLine(BaseModel):
    """Who was able to hear it; apart from that, who was meant to."""

    line_id: UUID
    section: str
    begins_at: int
    ends_at: int
    heard: list[Hearer]
    heard_in_part: list[Hearer]
    entitled_but_missed: list[Hearer]
    heard_without_entitlement: list[Hearer]
    spans: list[HeardSpan]


class Ledger(BaseModel):
    lines: list[LedgerLine]
    verified: bool
    """Whether every line of the log is still what was written."""
    events: int
    """Of the ordinary reading: covert ones are not counted."""


@router.get("/ledger")
async def read_ledger(sender: From) -> Ledger:
    if sender.actor.role not in CHAIR:
        raise NotPermitted("The ledger is for the chair.")
    log = await sender.wired.store.load(sender.conference, 0)
    # Folding a long log takes a while: others' sockets are not to wait for it.
    conference = await to_thread.run_sync(fold, UNBOOKED, log)
    heard = await to_thread.run_sync(hearing_ledger, log)
    read = await to_thread.run_sync(ordinary_reading, log)
    words = await read_names(sender, conference)
    lines = [describe(conference, line, words) for line in heard]
    verified = await sender.wired.is_ledger_whole(sender.conference)
    return Ledger(lines=lines, verified=verified, events=len(read))


async def read_names(sender: From, conference: Conference) -> dict[TextId, str]:
    refs = [person.name for person in conference.participants.values()]
    refs += [section.title for section in conference.sections]
    found = await sender.wired.texts.read(sender.conference, [ref.id for ref in refs])
    return dict(found)


def describe(conference: Conference, line: HeardLine, words: dict[TextId, str]) -> LedgerLine:
    def hearers(ids: Iterable[ParticipantId]) -> list[Hearer]:
        people = [conference.participant(id) for id in sorted(ids, key=str)]
        return [
            Hearer(participant_id=each.id, name=words.get(each.name.id, UNREADABLE))
            for each in people
        ]

    section = conference.section(line.section_id)
    return LedgerLine(
        line_id=line.line_id,
        section=words.get(section.title.id, UNREADABLE),
        begins_at=line.begins_at,
        ends_at=line.ends_at,
        heard=hearers(line.heard),
        heard_in_part=hearers(line.heard_in_part),
        entitled_but_missed=hearers(line.entitled_but_missed),
        heard_without_entitlement=hearers(line.heard_without_entitlement),
        spans=[
            HeardSpan(
                participant_id=each.participant_id, begins_at=each.begins_at, ends_at=each.ends_at
            )
            for each in line.spans
        ],
    )
