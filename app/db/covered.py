"""Are the bodies of covert lines, in the restricted store, what the log says they were?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from app.db.codec import SEALED, UnreadableLine, envelope_in
from app.db.database import Database
from app.db.models import EventRow
from app.db.restricted import BodyBroken, CovertBodies
from app.db.verify import LONGEST_READ, Finding
from app.domain.ids import ConferenceId


@dataclass(slots=True)
class Covered:
    whole: int = 0
    erased: int = 0
    """Their key was destroyed: the chain still vouches that something was there."""
    findings: list[Finding] = field(default_factory=list[Finding])


async def checked_bodies(database: Database, bodies: CovertBodies) -> Covered:
    covered = Covered()
    for id, lines in (await sealed_lines(database)).items():
        for version, body in lines:
            await _check(covered, bodies, ConferenceId(id), version, body)
    return covered


async def sealed_lines(database: Database) -> Mapping[UUID, Sequence[tuple[int, bytes]]]:
    rows = select(EventRow.conference_id, EventRow.version, EventRow.body)
    found: dict[UUID, list[tuple[int, bytes]]] = {}
    async with database.reading(LONGEST_READ) as session:
        for id, version, body in await session.execute(rows.where(EventRow.type == SEALED)):
            found.setdefault(id, []).append((version, body))
    return found


async def _check(
    covered: Covered, bodies: CovertBodies, conference: ConferenceId, version: int, body: bytes
) -> None:
    try:
        [opened] = await bodies.open(conference, [envelope_in(conference, version, body).sealed])
    except (BodyBroken, UnreadableLine):
        problem = "its sealed body is missing, or not what was written"
        covered.findings.append(Finding(str(conference), version, problem))
        return
    if opened is None:
        covered.erased += 1
    else:
        covered.whole += 1
