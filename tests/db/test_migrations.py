"""One history for both databases; the ledger cannot be changed through the front door."""

from pathlib import Path

import anyio
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

import migrations
from app.db.database import Database, open_database
from app.db.event_store import SqlEventStore
from app.db.keys import Keys
from app.db.migrate import config_for, migrate
from app.db.models import Base
from app.db.texts import SqlTexts
from app.service.ports import TextClass
from tests.db.conftest import Closing
from tests.db.lines import CONFERENCE, lines


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


async def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    async with database.writers.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_restricted_store_has_the_tables_of_texts_and_no_other(
    restricted: Database,
) -> None:
    """Which the models have too, for the texts of the other database."""
    async with restricted.writers.connect() as connection:
        missing = await connection.run_sync(missing_tables)
    assert missing == set(Base.metadata.tables) - {"text", "text_key"}


def missing_tables(connection: Connection) -> set[str]:
    """Raises AssertionError: a table that is there differs from the models."""
    found = differences(connection)
    tables = [each for each in found if isinstance(each, tuple) and each[0] == "add_table"]
    indexes = [each for each in found if isinstance(each, tuple) and each[0] == "add_index"]
    assert len(tables) + len(indexes) == len(found), found
    return {str(each[1]) for each in tables}


@pytest.mark.parametrize("change", ["UPDATE text SET sealed = sealed", "DELETE FROM text"])
async def test_what_is_sealed_in_the_restricted_store_cannot_be_changed(
    restricted: Database, restricted_texts: SqlTexts, change: str
) -> None:
    kept = await restricted_texts.keep(CONFERENCE, TextClass.COVERT, "Words.")
    with pytest.raises(DBAPIError, match="append-only"):
        async with restricted.writers.begin() as connection:
            await connection.execute(text(change))
    assert await restricted_texts.read(CONFERENCE, [kept.id]) == {kept.id: "Words."}


async def test_a_column_that_only_the_models_have_is_seen(database: Database) -> None:
    async with database.writers.connect() as connection:
        await connection.execute(text("ALTER TABLE lease RENAME COLUMN node TO holder"))
        assert len(await connection.run_sync(differences)) == 2


async def test_migrating_again_changes_nothing(url: str, database: Database) -> None:
    await SqlEventStore(database).append(CONFERENCE, 0, lines(2))
    await migrate(url)
    assert list(await SqlEventStore(database).load(CONFERENCE, 0)) == lines(2)


NEWEST = max(path.stem[:4] for path in Path(migrations.__path__[0], "versions").glob("0*.py"))


async def test_nodes_that_start_at_once_migrate_once(
    empty_url: str, closed_at_end: Closing
) -> None:
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(migrate, empty_url)
    database = closed_at_end(await open_database(empty_url))
    async with database.reading() as session:
        reached = await session.scalars(text("SELECT version_num FROM alembic_version"))
        assert list(reached) == [NEWEST]


COLUMNS = ("conference_id", "version", "type", "body", "prev_hash", "hash")

# a change that changes nothing is refused as well
EVERY_COLUMN = [f"UPDATE event SET {column} = {column}" for column in COLUMNS]  # noqa: S608
CHANGES = {
    "sqlite": [
        *EVERY_COLUMN,
        "DELETE FROM event",
        "DELETE FROM event WHERE version = 2",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE version = 2",
        "REPLACE INTO event SELECT * FROM event",
        "UPDATE text SET sealed = sealed",
        "DELETE FROM text",
        "REPLACE INTO text SELECT * FROM text",
    ],
    "postgresql": [
        *EVERY_COLUMN,
        "DELETE FROM event",
        "DELETE FROM event WHERE version = 2",
        "INSERT INTO event SELECT * FROM event ON CONFLICT (conference_id, version)"
        " DO UPDATE SET body = EXCLUDED.body",
        "TRUNCATE event",
        "UPDATE text SET sealed = sealed",
        "DELETE FROM text",
        "TRUNCATE text",
    ],
}


@pytest.mark.parametrize(
    ("kind", "change"),
    [(kind, change) for kind, changes in CHANGES.items() for change in changes],
    indirect=["kind"],
)
async def test_what_is_written_cannot_be_changed(
    database: Database, keys: Keys, change: str
) -> None:
    store, texts = SqlEventStore(database), SqlTexts(database, keys.master)
    await store.append(CONFERENCE, 0, lines(3))
    kept = await texts.keep(CONFERENCE, TextClass.RECORD, "Words.")
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.writers.begin() as connection:
            await connection.execute(text(change))
    assert list(await store.load(CONFERENCE, 0)) == lines(3)
    assert await texts.read(CONFERENCE, [kept.id]) == {kept.id: "Words."}


@pytest.mark.parametrize("revision", ["0001", "base"])
async def test_texts_and_ledger_are_never_taken_down(database: Database, revision: str) -> None:
    def downgrade(connection: Connection) -> None:
        command.downgrade(config_for(connection), revision)

    await SqlEventStore(database).append(CONFERENCE, 0, lines(2))
    with pytest.raises(RuntimeError, match=r"never taken down|sealed for ever"):
        async with database.writers.begin() as connection:
            await connection.run_sync(downgrade)
    assert list(await SqlEventStore(database).load(CONFERENCE, 0)) == lines(2)


async def test_directory_and_leases_go_down_and_up_again(database: Database) -> None:
    def down_and_up(connection: Connection) -> None:
        command.downgrade(config_for(connection), "0002")
        command.upgrade(config_for(connection), "head")

    async with database.writers.connect() as connection:
        await connection.run_sync(down_and_up)
        assert await connection.run_sync(differences) == []
