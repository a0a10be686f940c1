"""Personal words, sealed beside the log. To destroy a key is to destroy all that it sealed.

    master key  --wraps-->  key of (conference, class)  --seals-->  salt + words
                                                                        |
    event in the log  --holds-->  SHA-256(salt + words)  <--------------+

The salt is inside the seal: once the key is gone, nobody can tell by guessing what the digest
in the ledger stands for, and the chain still verifies.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from uuid import UUID, uuid4

from anyio import to_thread
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.database import Database, outages_as_store_down
from app.db.models import TextKeyRow, TextRow
from app.db.sealing import KEY_BYTES, SealBroken, seal, unseal
from app.db.shreds import SHREDDED, Shreds
from app.domain.ids import ConferenceId, TextId
from app.domain.people import TextRef
from app.service.ports import Salted

SALT_BYTES = 32
MOST_AT_ONCE = 500
"""Ids in one query: databases limit their parameters."""


class SqlTexts:
    """The texts of one database, under one wrapping key; drafts under a secret of theirs too."""

    def __init__(
        self, database: Database, wrapping_key: bytes, shreds: Shreds | None = None
    ) -> None:
        self._database = database
        self._wrapping_key = wrapping_key
        self._shreds = shreds

    async def keep(self, conference: ConferenceId, text_class: str, text: str) -> TextRef:
        salted = self.salt(text)
        await self.store(conference, text_class, salted)
        return salted.ref

    def salt(self, text: str) -> Salted:
        salted = os.urandom(SALT_BYTES) + text.encode()
        return Salted(TextRef(TextId(uuid4()), sha256(salted).hexdigest()), salted)

    async def store(self, conference: ConferenceId, text_class: str, salted: Salted) -> None:
        await self.store_all(conference, text_class, [salted])

    async def store_all(
        self, conference: ConferenceId, text_class: str, salted: Sequence[Salted]
    ) -> None:
        """All or none. Once more if another node made the first key of this class just now."""
        try:
            await self._store(conference, text_class, salted)
        except IntegrityError:
            if not await self._is_stored(salted[0].ref.id):
                await self._store(conference, text_class, salted)

    async def _is_stored(self, id: TextId) -> bool:
        async with self._database.reading() as session:
            return await session.get(TextRow, id) is not None

    async def _store(
        self, conference: ConferenceId, text_class: str, salted: Sequence[Salted]
    ) -> None:
        async with self._database.writing() as session:
            key_id, key = await self._key(session, conference, text_class)
            for each in salted:
                place = text_place(conference, text_class, each.ref.id, key_id)
                session.add(
                    TextRow(
                        id=each.ref.id,
                        conference_id=conference,
                        text_class=text_class,
                        key_id=key_id,
                        sealed=seal(key, each.salted, place),
                    )
                )

    async def _key(
        self, session: AsyncSession, conference: ConferenceId, text_class: str
    ) -> tuple[UUID, bytes]:
        """The key of this class; made when first needed."""
        wanted = select(TextKeyRow).where(
            TextKeyRow.conference_id == conference, TextKeyRow.text_class == text_class
        )
        row = await session.scalar(wanted)
        if row is not None:
            return row.id, self._unwrapped(row)
        id, key = uuid4(), os.urandom(KEY_BYTES)
        place = key_place(conference, text_class, id)
        wrapped = seal(self._wrapping(conference, text_class), key, place)
        session.add(
            TextKeyRow(id=id, conference_id=conference, text_class=text_class, wrapped=wrapped)
        )
        return id, key

    def _unwrapped(self, row: TextKeyRow) -> bytes:
        """Raises SealBroken: this is another service's database, or somebody changed it."""
        place = key_place(ConferenceId(row.conference_id), row.text_class, row.id)
        secret = self._find_wrapping(ConferenceId(row.conference_id), row.text_class)
        if secret is not None:
            with suppress(SealBroken):
                return unseal(secret, row.wrapped, place)
        return unseal(self._wrapping_key, row.wrapped, place)  # of before drafts had secrets

    def _wrapping(self, conference: ConferenceId, text_class: str) -> bytes:
        if self._shreds is None or text_class not in SHREDDED:
            return self._wrapping_key
        return self._shreds.made(self._wrapping_key, conference, text_class)

    def _find_wrapping(self, conference: ConferenceId, text_class: str) -> bytes | None:
        if self._shreds is None or text_class not in SHREDDED:
            return None
        return self._shreds.find(self._wrapping_key, conference, text_class)

    async def read(self, conference: ConferenceId, ids: Sequence[TextId]) -> Mapping[TextId, str]:
        """A text whose seal is broken is missing too: a lie is worse than a gap."""
        opened = await self.open(conference, ids)
        return {
            id: salted[SALT_BYTES:].decode() for id, salted in opened.items() if salted is not None
        }

    async def open(
        self, conference: ConferenceId, ids: Sequence[TextId]
    ) -> Mapping[TextId, bytes | None]:
        """With its salt, as digested. None: its key is destroyed. A broken seal is missing."""
        found: dict[TextId, bytes | None] = {}
        async with self._database.reading() as session:
            for some in _portions(ids):
                found |= await self._open(session, conference, some)
        return found

    async def _open(
        self, session: AsyncSession, conference: ConferenceId, ids: Sequence[TextId]
    ) -> dict[TextId, bytes | None]:
        rows = (
            select(TextRow, TextKeyRow)
            .outerjoin(TextKeyRow, TextKeyRow.id == TextRow.key_id)
            .where(TextRow.conference_id == conference, TextRow.id.in_(ids))
        )
        found: dict[TextId, bytes | None] = {}
        for row, key_row in await session.execute(rows):
            found |= self._opened(row, key_row)
        return found

    def _opened(self, row: TextRow, key_row: TextKeyRow | None) -> dict[TextId, bytes | None]:
        if key_row is None:
            return {TextId(row.id): None}
        conference, id = ConferenceId(row.conference_id), TextId(row.id)
        place = text_place(conference, row.text_class, id, row.key_id)
        try:
            return {id: unseal(self._unwrapped(key_row), row.sealed, place)}
        except SealBroken:
            return {}

    async def forget(self, conference: ConferenceId, text_class: str) -> None:
        """Destroy the key of one class. Backups taken before hold it still, wrapped: of drafts
        the secret that unwraps it is destroyed as well.
        """
        if self._shreds is not None and text_class in SHREDDED:
            await to_thread.run_sync(self._shreds.destroy, conference, text_class)
        this_key = delete(TextKeyRow).where(
            TextKeyRow.conference_id == conference, TextKeyRow.text_class == text_class
        )
        async with self._database.writing() as session:
            await session.execute(this_key)
        if self._database.is_sqlite:
            await self._empty_journal()

    async def _empty_journal(self) -> None:
        """SQLite's write-ahead log holds older pages until it is emptied."""
        with outages_as_store_down():
            async with self._database.writers.execution_options(
                isolation_level="AUTOCOMMIT"
            ).connect() as connection:
                await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def key_place(conference: ConferenceId, text_class: str, key_id: UUID) -> str:
    return f"{conference}|{text_class}|{key_id}"


def text_place(conference: ConferenceId, text_class: str, id: TextId, key_id: UUID) -> str:
    return f"{conference}|{text_class}|{id}|{key_id}"


def _portions(ids: Sequence[TextId]) -> Iterator[Sequence[TextId]]:
    for start in range(0, len(ids), MOST_AT_ONCE):
        yield ids[start : start + MOST_AT_ONCE]
