"""The event log in SQL: one transaction and one sync to the disk for each append."""

from collections.abc import Sequence
from typing import TypeVarTuple

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.codec import decode, encode, type_name
from app.db.database import Database
from app.db.models import EventRow
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId
from app.domain.ledger import GENESIS, Link, chained
from app.service.ports import VersionConflict

Columns = TypeVarTuple("Columns")


class SqlEventStore:
    """Every method raises StoreDown where the database cannot do it now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, conference: ConferenceId, after: int) -> Sequence[Recorded]:
        """Raises UnreadableLine: a log with a line that nobody understands is not replayed."""
        rows = select(EventRow.version, EventRow.type, EventRow.body)
        async with self._database.reading() as session:
            found = await session.execute(_in_order(rows, conference, after))
        return [decode(conference, version, type, body) for version, type, body in found]

    async def append(
        self, conference: ConferenceId, expected_version: int, new: Sequence[Recorded]
    ) -> None:
        """The same lines once more, because the answer to a commit was lost, are a success."""
        wanted = range(expected_version + 1, expected_version + 1 + len(new))
        if [recorded.version for recorded in new] != list(wanted):
            raise ValueError("Versions run on from the expected one, without a gap.")
        bodies = [encode(conference, recorded) for recorded in new]
        try:
            async with self._database.writing() as session:
                prev_hash = await _hash_at(session, conference, expected_version)
                session.add_all(_rows(conference, prev_hash, new, bodies))
        except (VersionConflict, IntegrityError) as conflict:
            if not await self._has(conference, expected_version, bodies):
                raise VersionConflict from conflict

    async def _has(
        self, conference: ConferenceId, expected_version: int, bodies: list[bytes]
    ) -> bool:
        links = await self.links(conference, expected_version)
        return [link.body for link in links[: len(bodies)]] == bodies

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


def _rows(
    conference: ConferenceId, prev_hash: bytes, new: Sequence[Recorded], bodies: list[bytes]
) -> list[EventRow]:
    rows: list[EventRow] = []
    for recorded, body in zip(new, bodies, strict=True):
        link = chained(recorded.version, body, prev_hash)
        prev_hash = link.hash
        rows.append(
            EventRow(
                conference_id=conference,
                version=link.version,
                type=type_name(recorded.event),
                body=link.body,
                prev_hash=link.prev_hash,
                hash=link.hash,
            )
        )
    return rows
