"""A house whose stores are files, as a service's are, and what somebody finds who has the files."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.db.database import Database, open_database, restricted_beside
from app.db.event_store import SqlEventStore
from app.db.keys import load_keys, load_restricted_key, make_keys
from app.db.migrate import migrate_both
from app.db.models import TextRow
from app.db.restricted import AllTexts, CovertBodies
from app.db.shreds import Shreds
from app.db.texts import SqlTexts
from app.domain.ids import ConferenceId, TextId
from tests.api.house import House, Kept


@dataclass(frozen=True)
class Disk:
    folder: Path
    database: Database
    restricted: Database

    @property
    def url(self) -> str:
        return url_in(self.folder)

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def ordinary_texts(self, database: Database | None = None) -> SqlTexts:
        """With all keys but the restricted one, as they are on the disk now."""
        master = load_keys(self.keys).master
        return SqlTexts(database or self.database, master, Shreds(self.keys / "drafts"))

    def house(self) -> House:
        key = load_restricted_key(self.keys)
        restricted = SqlTexts(self.restricted, key, Shreds(self.keys / "drafts"))
        ordinary = self.ordinary_texts()
        texts = AllTexts(ordinary, restricted, SqlTexts(self.database, key))
        events = SqlEventStore(self.database, CovertBodies(restricted))
        return House(kept=Kept(events, texts, texts.for_families()))

    def back_up(self) -> str:
        """A copy of both databases, without the keys; its URL."""
        backup = self.folder / "backup"
        backup.mkdir()
        for path in self.folder.glob("*.db*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, backup)
        return url_in(backup)

    async def close(self) -> None:
        await self.database.close()
        await self.restricted.close()


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder}/quorate.db"


async def new_disk(folder: Path) -> Disk:
    url = url_in(folder)
    make_keys(folder / "keys")
    await migrate_both(url, restricted_beside(url))
    return Disk(folder, await open_database(url), await open_database(restricted_beside(url)))


async def all_words(texts: SqlTexts, database: Database, conference: ConferenceId) -> list[str]:
    """Every text of the database that opens under the keys that `texts` has."""
    async with database.reading() as session:
        ids = [TextId(id) for id in await session.scalars(select(TextRow.id))]
    return list((await texts.read(conference, ids)).values())


def writings(word: str) -> Iterator[bytes]:
    """As somebody might find it in a file, a log or an answer."""
    for plain in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")):
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        for shift in range(3):  # three ways to stand in base64: what its neighbours change is left
            written = b64encode(b"\0" * shift + plain).decode().rstrip("=")
            yield written[4 if shift else 0 : -1].encode()


def holds(haystack: bytes, word: str) -> bool:
    return any(each in haystack for each in writings(word))
