"""Leases by the database's clock: nodes whose own clocks differ still agree on who holds what."""

from datetime import timedelta

from sqlalchemy import BigInteger, delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement, insert

from app.db.database import Database
from app.db.models import LeaseRow
from app.domain.ids import ConferenceId


class now_micros(FunctionElement[int]):  # noqa: N801  reads as a function in the statements
    """UTC, microseconds since 1970, by the clock of the database."""

    type = BigInteger()
    inherit_cache = True


@compiles(now_micros, "sqlite")
def _sqlite_now(_: now_micros, _compiler: SQLCompiler, **_options: object) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"


@compiles(now_micros, "postgresql")
def _postgresql_now(_: now_micros, _compiler: SQLCompiler, **_options: object) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"


class SqlLeases:
    """Every method raises StoreDown where the database cannot do it now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def acquire(self, conference: ConferenceId, node: str, ttl: timedelta) -> bool:
        """Of two nodes that ask at once, one gets it."""
        try:
            async with self._database.writing() as session:
                return await _taken(session, conference, node, ttl)
        except IntegrityError:
            return False

    async def give_back(self, conference: ConferenceId, node: str) -> None:
        ours = delete(LeaseRow).where(LeaseRow.conference_id == conference, LeaseRow.node == node)
        async with self._database.writing() as session:
            await session.execute(ours)


async def _taken(
    session: AsyncSession, conference: ConferenceId, node: str, ttl: timedelta
) -> bool:
    """Raises IntegrityError where somebody else holds it."""
    ends_at = now_micros() + ttl // timedelta(microseconds=1)
    to_be_had = (
        update(LeaseRow)
        .where(
            LeaseRow.conference_id == conference,
            or_(LeaseRow.node == node, LeaseRow.ends_at <= now_micros()),
        )
        .values(node=node, ends_at=ends_at)
        .returning(LeaseRow.conference_id)
    )
    if await session.scalar(to_be_had) is None:
        new = insert(LeaseRow).values(conference_id=conference, node=node, ends_at=ends_at)
        await session.execute(new)
    return True
