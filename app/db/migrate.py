"""Brings the schemas to their newest revision: the database's, and the restricted one's."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from app.db.database import (
    Database,
    check_there,
    outages_as_store_down,
    sqlite_file,
    unchecked_database,
)

ONE_AT_A_TIME = 2_711_204_951
"""PostgreSQL's advisory lock for nodes that start at once; SQLite locks by itself."""

LONGEST_MIGRATION = 600
"""Seconds."""


ORDINARY = "."
RESTRICTED = "restricted"
"""Folders of `migrations`, each a history of its own."""


async def migrate_both(url: str, restricted_url: str) -> None:
    await migrate(url)
    await migrate(restricted_url, RESTRICTED)


async def migrate(url: str, history: str = ORDINARY) -> None:
    """All migrations in one transaction. Raises StoreDown where there is no database."""
    file = sqlite_file(url)
    check_there(file and file.parent)
    database = unchecked_database(url, LONGEST_MIGRATION)
    try:
        with outages_as_store_down(LONGEST_MIGRATION):
            await migrate_alone(database, history)
    finally:
        await database.close()


async def migrate_alone(database: Database, history: str) -> None:
    async with database.writers.begin() as connection:
        if not database.is_sqlite:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        await connection.run_sync(upgrade, history)


def upgrade(connection: Connection, history: str) -> None:
    command.upgrade(config_for(connection, history), "head")


def config_for(connection: Connection, history: str = ORDINARY) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations") / history))
    config.attributes["connection"] = connection
    return config
