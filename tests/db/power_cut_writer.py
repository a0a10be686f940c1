"""A process that fills a ledger and says what it has acknowledged; its system calls are recorded.

    python -m tests.db.power_cut_writer FOLDER BUG

FOLDER holds quorate.db and restricted.db, migrated, and keys. BUG is `none`, or one that the
replay must find.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import anyio
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.codec import encode
from app.db.database import Database, check_durability, unchecked_database
from app.db.event_store import SqlEventStore
from app.db.heads import Head, HeadWriter, append_line, signed
from app.db.keys import Keys, load_keys, load_restricted_key
from app.db.restricted import CovertBodies
from app.db.texts import SqlTexts
from app.domain.asking.events import SilentSignalled
from app.domain.evolve import Recorded
from app.domain.ids import ConferenceId
from app.domain.ledger import GENESIS, chained
from app.domain.people import TextRef
from app.service.ports import Salted, TextClass
from tests.db.held import FATHER, KITCHEN
from tests.db.lines import CONFERENCE, lines
from tests.fakes import NINE_O_CLOCK, ManualClock

APPENDS = 12
LINES_EACH = 2


async def main(folder: Path, bug: str) -> None:
    database, restricted = (
        unchecked_database(f"sqlite:///{folder}/{name}.db") for name in ("quorate", "restricted")
    )
    for each in (database, restricted):
        event.listen(each.writers.sync_engine, "connect", checkpoint_often)
        if bug == "synchronous=NORMAL":
            event.listen(each.writers.sync_engine, "connect", sync_rarely)
        else:
            await check_durability(each)
    keys, covert = load_keys(folder / "keys"), load_restricted_key(folder / "keys")
    bodies = LateBodies(SqlTexts(restricted, covert), is_late=bug == "line before its body")
    await write(database, bodies, keys, folder / "heads", bug)
    os._exit(0)  # without a clean end


class LateBodies(CovertBodies):
    """If `is_late`, a body is stored only when asked for: after the line that needs it."""

    def __init__(self, restricted: SqlTexts, *, is_late: bool) -> None:
        super().__init__(restricted)
        self._restricted = restricted
        self._is_late = is_late
        self._late: list[Salted] = []

    async def keep(self, conference: ConferenceId, bodies: Sequence[bytes]) -> list[TextRef]:
        if not self._is_late:
            return await super().keep(conference, bodies)
        self._late = [self._restricted.salt(body.decode()) for body in bodies]
        return [each.ref for each in self._late]

    async def store_late(self) -> None:
        if self._late:
            await self._restricted.store_all(CONFERENCE, TextClass.COVERT, self._late)


def checkpoint_often(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA wal_autocheckpoint=15")


def sync_rarely(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA synchronous=NORMAL")


def with_a_signal(after: int) -> list[Recorded]:
    """An ordinary line and a covert one."""
    first, second = lines(LINES_EACH, after=after)
    return [first, replace(second, event=SilentSignalled(FATHER, KITCHEN))]


async def write(database: Database, bodies: LateBodies, keys: Keys, folder: Path, bug: str) -> None:
    store, texts = SqlEventStore(database, bodies), SqlTexts(database, keys.master)
    heads = HeadWriter(store, keys.head, folder, ManualClock())
    for after in range(0, APPENDS * LINES_EACH, LINES_EACH):
        new = with_a_signal(after)
        await texts.keep(CONFERENCE, TextClass.RECORD, "Words.")
        if bug == "acknowledged before the commit":
            acknowledge(new)
        if bug == "head before its row":
            await publish_ahead(store, keys, folder, new)
        await store.append(CONFERENCE, after, new)
        await bodies.store_late()
        acknowledge(new)
        await heads.publish(CONFERENCE)


def acknowledge(new: Sequence[Recorded]) -> None:
    os.write(1, f"ACK {new[-1].version}\n".encode())


async def publish_ahead(
    store: SqlEventStore, keys: Keys, folder: Path, new: Sequence[Recorded]
) -> None:
    newest = await store.head(CONFERENCE)
    hash = GENESIS if newest is None else newest.hash
    for recorded in new:
        hash = chained(recorded.version, encode(CONFERENCE, recorded), hash).hash
    head = Head(at=NINE_O_CLOCK, conference=CONFERENCE, hash=hash.hex(), version=new[-1].version)
    line = signed(head, keys.head).model_dump_json().encode() + b"\n"
    append_line(folder / f"{CONFERENCE}.jsonl", line)


if __name__ == "__main__":
    anyio.run(main, Path(sys.argv[1]), sys.argv[2])
