"""The event log in SQL: one transaction and one sync to the disk for each append.

The body of a covert event goes to the restricted store first, and is on the disk there before the
log's own transaction begins. After a crash between the two a body is left that nothing refers to;
a line without its body cannot be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from anyio import to_thread
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.codec import (
    SEALED,
    UnreadableLine,
    decode,
    decode_opened,
    encode,
    envelope_in,
    enveloped,
    type_name,
)
from app.db.database import Database
from app.db.models import EventRow
from app.db.restricted import BodyBroken, CovertBodies
from app.domain.asking.events import CovertErased
from app.domain.commands import SERVICE
from app.domain.events import EventClass, event_class
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId
from app.domain.ledger import GENESIS, Link, chained
from app.domain.reading import OrdinaryLog, ordinary_reading
from app.service.ports import StoreDown, VersionConflict

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Stored:
    """One line as it lies in the log."""

    version: int
    type: str
    body: bytes


class SqlEventStore:
    """Every method raises StoreDown where the database cannot do it now."""

    def __init__(self, database: Database, covert: CovertBodies | None = None) -> None:
        """Without `covert` there is the ordinary reading, and no other."""
        self._database = database
        self._covert = covert

    async def load(self, conference: ConferenceId, after: int) -> Sequence[Recorded]:
        """Raises UnreadableLine: a log with a line that nobody understands is not replayed."""
        stored = await self._stored(conference, after)
        opened = await self._opened(conference, [line for line in stored if line.type == SEALED])
        return [
            opened[line.version]
            if line.type == SEALED
            else decode(conference, line.version, line.type, line.body)
            for line in stored
        ]

    async def ordinary(self, conference: ConferenceId) -> OrdinaryLog:
        """Nothing of the restricted store is asked for. Raises UnreadableLine."""
        stored = await self._stored(conference, 0)
        known = [
            decode(conference, line.version, line.type, line.body)
            for line in stored
            if line.type != SEALED
        ]
        lines = await to_thread.run_sync(ordinary_reading, known)
        return OrdinaryLog(lines, stored[-1].version if stored else 0)

    async def _stored(self, conference: ConferenceId, after: int) -> list[Stored]:
        rows = select(EventRow.version, EventRow.type, EventRow.body)
        async with self._database.reading() as session:
            found = await session.execute(_in_order(rows, conference, after))
        return [Stored(*row) for row in found]

    async def _opened(
        self, conference: ConferenceId, lines: Sequence[Stored]
    ) -> dict[int, Recorded]:
        if not lines:
            return {}
        envelopes = [envelope_in(conference, line.version, line.body) for line in lines]
        try:
            bodies = await self._restricted.open(conference, [each.sealed for each in envelopes])
        except BodyBroken:
            raise UnreadableLine(f"{conference}: a sealed line is not what was written.") from None
        return {
            line.version: Recorded(line.version, envelope.at, SERVICE, CovertErased())
            if body is None
            else decode_opened(conference, line.version, body)
            for line, envelope, body in zip(lines, envelopes, bodies, strict=True)
        }

    @property
    def _restricted(self) -> CovertBodies:
        if self._covert is None:
            raise StoreDown("The restricted store is not open here.")
        return self._covert

    async def append(
        self, conference: ConferenceId, expected_version: int, new: Sequence[Recorded]
    ) -> None:
        """The same lines once more, because the answer to a commit was lost, are a success."""
        wanted = range(expected_version + 1, expected_version + 1 + len(new))
        if [recorded.version for recorded in new] != list(wanted):
            raise ValueError("Versions run on from the expected one, without a gap.")
        lines = await self._to_store(conference, new)
        try:
            async with self._database.writing() as session:
                prev_hash = await _hash_at(session, conference, expected_version)
                session.add_all(_rows(conference, prev_hash, lines))
        except (VersionConflict, IntegrityError) as conflict:
            if not await self._has(conference, expected_version, new):
                raise VersionConflict from conflict

    async def _to_store(self, conference: ConferenceId, new: Sequence[Recorded]) -> list[Stored]:
        """The restricted store has every covert body on its disk when this returns."""
        covert = [each for each in new if event_class(each.event) is EventClass.RESTRICTED]
        sealed: dict[int, bytes] = {}
        if covert:
            bodies = [encode(conference, each) for each in covert]
            refs = await self._restricted.keep(conference, bodies)
            for each, ref in zip(covert, refs, strict=True):
                sealed[each.version] = enveloped(conference, each.at, ref)
        return [
            Stored(each.version, SEALED, sealed[each.version])
            if each.version in sealed
            else Stored(each.version, type_name(each.event), encode(conference, each))
            for each in new
        ]

    async def _has(
        self, conference: ConferenceId, expected_version: int, new: Sequence[Recorded]
    ) -> bool:
        """By what the lines say: a covert one is salted anew each time it is sealed."""
        known = await self.load(conference, expected_version)
        return list(known[: len(new)]) == list(new)

    async def conferences(self) -> Sequence[ConferenceId]:
        first_lines = select(EventRow.conference_id).where(EventRow.version == 1)
        async with self._database.reading() as session:
            return [ConferenceId(id) for id in await session.scalars(first_lines)]

    async def links(self, conference: ConferenceId, after: int = 0) -> Sequence[Link]:
        """The chain as stored."""
        rows = select(EventRow.version, EventRow.body, EventRow.prev_hash, EventRow.hash)
        async with self._database.reading() as session:
            found = await session.execute(_in_order(rows, conference, after))
        return [Link(*row) for row in found]

    async def head(self, conference: ConferenceId) -> Link | None:
        """The newest line that would survive a power cut."""
        rows = select(EventRow.version, EventRow.body, EventRow.prev_hash, EventRow.hash)
        newest = rows.where(EventRow.conference_id == conference)
        async with self._database.reading() as session:
            found = await session.execute(newest.order_by(EventRow.version.desc()).limit(1))
        return next((Link(*row) for row in found), None)


def _in_order(rows: Select[*Columns], conference: ConferenceId, after: int) -> Select[*Columns]:
    wanted = rows.where(EventRow.conference_id == conference, EventRow.version > after)
    return wanted.order_by(EventRow.version)


async def _hash_at(session: AsyncSession, conference: ConferenceId, version: int) -> bytes:
    """Raises VersionConflict if there is no such line: the caller saw another log."""
    if version == 0:
        return GENESIS
    wanted = select(EventRow.hash).where(
        EventRow.conference_id == conference, EventRow.version == version
    )
    found = await session.scalar(wanted)
    if found is None:
        raise VersionConflict
    return found


def _rows(conference: ConferenceId, prev_hash: bytes, lines: Sequence[Stored]) -> list[EventRow]:
    rows: list[EventRow] = []
    for line in lines:
        link = chained(line.version, line.body, prev_hash)
        prev_hash = link.hash
        rows.append(
            EventRow(
                conference_id=conference,
                version=link.version,
                type=line.type,
                body=link.body,
                prev_hash=link.prev_hash,
                hash=link.hash,
            )
        )
    return rows
