"""A ledger in the hands of somebody who may write its table, and knows how it is chained."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.db.database import Database
from app.domain.ids import ConferenceId
from app.domain.ledger import GENESIS, hash_of

READ = text(
    "SELECT conference_id, version, type, body, prev_hash, hash FROM event"
    " WHERE conference_id = :id ORDER BY version"
)
WRITE = text(
    "INSERT INTO event (conference_id, version, type, body, prev_hash, hash)"
    " VALUES (:conference_id, :version, :type, :body, :prev_hash, :hash)"
)


@dataclass(frozen=True)
class Line:
    """A row as it lies there, the id in the database's own form."""

    conference_id: object
    version: int
    type: str
    body: bytes
    prev_hash: bytes
    hash: bytes


async def read(database: Database, id: ConferenceId) -> list[Line]:
    async with database.readers.connect() as connection:
        rows = await connection.execute(READ, {"id": form_of(database, id)})
        return [Line(*row) for row in rows]


async def rewrite(database: Database, lines: Sequence[Line]) -> None:
    """Put these lines in the place of all that is there, past the triggers."""
    async with database.writers.begin() as connection:
        await disarm(connection)
        await connection.execute(text("DELETE FROM event"))
        for line in lines:
            await connection.execute(WRITE, asdict(line))


async def disarm(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for act in ("update", "delete", "insert"):
        await connection.execute(text(f"DROP TRIGGER IF EXISTS event_refuses_{act}"))


def form_of(database: Database, id: ConferenceId) -> object:
    return id.hex if database.is_sqlite else id


def flipped(some: bytes) -> bytes:
    """One bit of the last byte."""
    return some[:-1] + bytes([some[-1] ^ 1])


def chained_anew(lines: Sequence[Line]) -> list[Line]:
    """Numbered and hashed as the service would have done it."""
    anew: list[Line] = []
    prev_hash = GENESIS
    for version, line in enumerate(lines, start=1):
        hash = hash_of(version, line.body, prev_hash)
        anew.append(replace(line, version=version, prev_hash=prev_hash, hash=hash))
        prev_hash = hash
    return anew


def renumbered(lines: Sequence[Line]) -> list[Line]:
    return [replace(line, version=version) for version, line in enumerate(lines, start=1)]
