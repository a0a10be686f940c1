"""Opens the database, and refuses one that could lose what it has acknowledged."""

from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from app.service.ports import StoreDown

LONGEST_WAIT = 5
"""Seconds for a connection, a lock or a statement."""

LONGEST_WORK = 10
"""Seconds for a transaction, with all its waits."""

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}

DURABLE_POSTGRESQL = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_apply"},
}
"""With any other value a power cut can take back what was acknowledged."""


class UnsafeDatabase(Exception):
    """It would not keep what was acknowledged through a power cut; the service does not start."""


@dataclass(frozen=True, slots=True)
class Database:
    """Two ways in. SQLite has one writer, so its writers queue here in turn, and never poll."""

    readers: AsyncEngine
    writers: AsyncEngine

    @property
    def is_sqlite(self) -> bool:
        return self.writers.dialect.name == "sqlite"

    @asynccontextmanager
    async def reading(self, seconds: float = LONGEST_WORK) -> AsyncGenerator[AsyncSession]:
        """One transaction. Raises StoreDown where the database cannot do it now."""
        with outages_as_store_down(seconds):
            async with (
                AsyncSession(self.readers, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncSession]:
        """One transaction, on the disk at its end. Raises StoreDown, and IntegrityError."""
        with outages_as_store_down():
            async with (
                AsyncSession(self.writers, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session

    async def close(self) -> None:
        """With SQLite's connections open, the interpreter does not end."""
        await self.readers.dispose()
        await self.writers.dispose()


async def open_database(url: str, longest_statement: float = LONGEST_WAIT) -> Database:
    """Raises UnsafeDatabase, and StoreDown where there is no database."""
    check_there(sqlite_file(url))  # or SQLite would make an empty one
    database = unchecked_database(url, longest_statement)
    async with AsyncExitStack() as undoing:
        undoing.push_async_callback(database.close)
        await check_durability(database)
        undoing.pop_all()
    return database


def unchecked_database(url: str, longest_statement: float = LONGEST_WAIT) -> Database:
    full = url_with_driver(url)
    if full.get_backend_name() == "sqlite":
        return Database(*sqlite_engines(full))
    engine = postgresql_engine(full, longest_statement)
    return Database(engine, engine)


def url_with_driver(url: str) -> URL:
    given = make_url(url)
    backend = given.get_backend_name()
    if backend not in DRIVERS:
        raise UnsafeDatabase(f"Only {' and '.join(DRIVERS)} are supported, not {backend}.")
    return given.set(drivername=DRIVERS[backend])


def sqlite_file(url: str) -> Path | None:
    """None: the database is no file of ours."""
    full = url_with_driver(url)
    is_file = full.get_backend_name() == "sqlite" and full.database not in {None, "", ":memory:"}
    return Path(full.database) if is_file and full.database else None


def restricted_beside(url: str) -> str:
    """By default `restricted.db` in the same folder, or a database of its own on the same server.

    A schema would share the dumps of the database, and a role's right to connect.
    """
    file, given = sqlite_file(url), make_url(url)
    if file is not None:
        return f"sqlite:///{file.absolute().with_name('restricted.db')}"
    return given.set(database=f"{given.database}_restricted").render_as_string(hide_password=False)


def check_there(path: Path | None) -> None:
    if path is not None and not path.exists():
        raise StoreDown(f"There is no {path.name}.")


def sqlite_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """One for readers, and one with a single connection for the writer."""
    reading = sqlite_engine(url)
    writing = sqlite_engine(url, pool_size=1, max_overflow=0)
    for engine in (reading, writing):
        event.listen(engine.sync_engine, "connect", make_sqlite_durable)
    event.listen(reading.sync_engine, "begin", begin)
    event.listen(writing.sync_engine, "begin", begin_immediately)
    return reading, writing


def sqlite_engine(url: URL, **pool: int) -> AsyncEngine:
    return create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_timeout=LONGEST_WAIT,
        connect_args={"timeout": LONGEST_WAIT},
        **pool,
    )


def make_sqlite_durable(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Deleted rows are overwritten, so that a destroyed key does not stay behind in the file."""
    connection.isolation_level = None  # the driver begins nothing by itself
    cursor = connection.cursor()
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={LONGEST_WAIT * 1000}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def begin_immediately(connection: Connection) -> None:
    """Takes the write lock first: a reader that turns writer could not wait for it."""
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def postgresql_engine(url: URL, longest_statement: float) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_timeout=LONGEST_WAIT,
        pool_pre_ping=True,
        connect_args={"timeout": LONGEST_WAIT, "command_timeout": longest_statement},
    )


async def check_durability(database: Database) -> None:
    check = check_sqlite if database.is_sqlite else check_postgresql
    async with database.reading() as session:
        await check(session)
    async with database.writing() as session:
        await check(session)


async def check_sqlite(session: AsyncSession) -> None:
    """An in-memory database, for one, cannot be had in WAL mode."""
    for name, wanted in (("journal_mode", {"wal"}), ("synchronous", {2, 3}), ("foreign_keys", {1})):
        found = await session.scalar(text(f"PRAGMA {name}"))
        if found not in wanted:
            raise UnsafeDatabase(f"SQLite runs with {name}={found}.")


async def check_postgresql(session: AsyncSession) -> None:
    for name, wanted in DURABLE_POSTGRESQL.items():
        found = await session.scalar(text(f"SHOW {name}"))
        if found not in wanted:
            raise UnsafeDatabase(f"PostgreSQL runs with {name}={found}.")


@contextmanager
def outages_as_store_down(seconds: float = LONGEST_WORK) -> Generator[None]:
    """What the database cannot do now, or not in this time, is one thing to those who use it."""
    try:
        with anyio.fail_after(seconds):
            yield
    except (IntegrityError, ProgrammingError, DataError):
        raise  # ours, not the database's
    except (DBAPIError, NoConnectionLeft, OSError) as error:
        raise StoreDown from error
