"""A process that fills a ledger and says what it has acknowledged; its system calls are recorded.

    python -m tests.db.power_cut_writer FOLDER BUG

FOLDER holds quorate.db, migrated, and keys. BUG is `none`, or one that the replay must find.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import anyio
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.codec import encode
from app.db.database import Database, check_durability, unchecked_database
from app.db.event_store import SqlEventStore
from app.db.heads import Head, HeadWriter, append_line, signed
from app.db.keys import Keys, load_keys
from app.db.texts import SqlTexts
from app.domain.evolve import Recorded
from app.domain.ledger import GENESIS, chained
from app.service.ports import TextClass
from tests.db.lines import CONFERENCE, lines
from tests.fakes import NINE_O_CLOCK, ManualClock

APPENDS = 12
LINES_EACH = 2


async def main(folder: Path, bug: str) -> None:
    database = unchecked_database(f"sqlite:///{folder}/quorate.db")
    event.listen(database.writers.sync_engine, "connect", checkpoint_often)
    if bug == "synchronous=NORMAL":
        event.listen(database.writers.sync_engine, "connect", sync_rarely)
    else:
        await check_durability(database)
    await write(database, load_keys(folder / "keys"), folder / "heads", bug)
    os._exit(0)  # without a clean end


def checkpoint_often(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA wal_autocheckpoint=15")


def sync_rarely(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA synchronous=NORMAL")


async def write(database: Database, keys: Keys, folder: Path, bug: str) -> None:
    store, texts = SqlEventStore(database), SqlTexts(database, keys.master)
    heads = HeadWriter(store, keys.head, folder, ManualClock())
    for after in range(0, APPENDS * LINES_EACH, LINES_EACH):
        new = lines(LINES_EACH, after=after)
        await texts.keep(CONFERENCE, TextClass.RECORD, "Words.")
        if bug == "acknowledged before the commit":
            acknowledge(new)
        if bug == "head before its row":
            await publish_ahead(store, keys, folder, new)
        await store.append(CONFERENCE, after, new)
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
