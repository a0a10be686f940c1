"""Engines for the tests: one in this process, one in a worker process; both must pass the same."""

import subprocess
import sys
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from media.engine import EmbeddedEngine
from media.remote import RemoteEngine
from media.settings import EngineSettings
from tests.media.room import Room, room_of

SETTINGS = EngineSettings(consent_seconds=3.0, connect_seconds=3.0)
STOP_SECONDS = 5


@dataclass
class Wire:
    """What left the engine, in order: time in ns, address, datagram."""

    sent: list[tuple[int, tuple[str, int], bytes]] = field(default_factory=list)

    def tap(self, at: int, address: tuple[str, int], datagram: bytes) -> None:
        self.sent.append((at, address, datagram))

    def to(self, address: tuple[str, int], *, since: int = 0) -> list[bytes]:
        """Everything but STUN that was sent there since a moment (monotonic ns)."""
        return [d for at, to, d in self.sent if to == address and at >= since and d[0] > 3]


@contextmanager
def worker_at(path: Path, *more: str) -> Generator[subprocess.Popen[bytes]]:
    """A worker process, ended at the end."""
    command = [sys.executable, "-m", "media.worker", "--control", str(path), "--die-with-parent"]
    with subprocess.Popen([*command, *more]) as worker:
        try:
            yield worker
        finally:
            worker.terminate()
            worker.wait(STOP_SECONDS)


@pytest.fixture
async def wire() -> Wire:
    return Wire()


@pytest.fixture
async def embedded(wire: Wire) -> AsyncIterator[EmbeddedEngine]:
    async with EmbeddedEngine(SETTINGS, tap=wire.tap) as engine:
        yield engine


@pytest.fixture(scope="session")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The control socket of a worker. Each controller finds it empty."""
    path = tmp_path_factory.mktemp("worker") / "control"
    with worker_at(path):
        yield path


@pytest.fixture(params=["embedded", "remote"])
async def room(request: pytest.FixtureRequest, wire: Wire, worker: Path) -> AsyncIterator[Room]:
    """A room of the engine in this process, and one of an engine in a worker."""
    near = EmbeddedEngine(SETTINGS, tap=wire.tap)
    chosen = near if request.param == "embedded" else RemoteEngine(worker)
    async with chosen as engine, room_of(engine) as room:
        yield room


@pytest.fixture
async def impatient() -> AsyncIterator[Room]:
    """A room of an engine that waits for nobody."""
    settings = EngineSettings(consent_seconds=0.3, connect_seconds=0.3, answer_seconds=0.3)
    async with EmbeddedEngine(settings) as engine, room_of(engine) as room:
        yield room


@pytest.fixture
async def near(embedded: EmbeddedEngine) -> AsyncIterator[Room]:
    """A room of the engine in this process, for what only its tap can prove."""
    async with room_of(embedded) as room:
        yield room


@dataclass
class Lined:
    """A room, and the socket at which its engine awaits the telephone."""

    room: Room
    line: Path


@pytest.fixture(params=["embedded", "remote"])
async def lined(
    request: pytest.FixtureRequest, tmp_path: Path, worker: Path
) -> AsyncIterator[Lined]:
    """The same for the engine in this process and for one in a worker."""
    is_near = request.param == "embedded"
    line = tmp_path / "0.line" if is_near else worker.with_suffix(".line")
    near = EmbeddedEngine(replace(SETTINGS, line=line))
    async with near if is_near else RemoteEngine(worker) as engine, room_of(engine) as room:
        yield Lined(room, line)


@pytest.fixture
async def near_line(tmp_path: Path) -> AsyncIterator[Lined]:
    """Of the engine in this process, for what is not a question of processes."""
    line = tmp_path / "0.line"
    async with EmbeddedEngine(replace(SETTINGS, line=line)) as engine, room_of(engine) as room:
        yield Lined(room, line)
