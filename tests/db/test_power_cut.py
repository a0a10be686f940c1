"""Whatever a power cut leaves on the disk, every acknowledged line is there, once and whole.

Killing a process shows nothing of this: its writes survive it. So the writer's system calls are
recorded, and what the disk could hold after a cut at any of them is opened as at a start.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from app.db.codec import UnreadableLine
from app.db.database import open_database
from app.db.event_store import SqlEventStore
from app.db.heads import read_heads
from app.db.keys import load_keys, load_restricted_key, make_keys
from app.db.migrate import migrate_both
from app.db.restricted import CovertBodies
from app.db.texts import SqlTexts
from app.db.verify import verify
from app.service.ports import StoreDown
from tests.db.conftest import NewDatabase
from tests.db.lines import CONFERENCE
from tests.db.power_cut import Disk, State
from tests.db.power_cut_writer import APPENDS, LINES_EACH

ROOT = Path(__file__).parents[2]
TRACED = "openat,pwrite64,write,ftruncate,fdatasync,fsync,unlink,rename"


@pytest.fixture
def folder(new_sqlite: NewDatabase, ram: Path) -> Iterator[Path]:
    folder = ram / "power"
    folder.mkdir()
    new = Path(new_sqlite().removeprefix("sqlite:///"))
    for name in ("quorate.db", "restricted.db"):
        shutil.move(new.with_name(name), folder / name)
    make_keys(folder / "keys")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def after_cut(ram: Path) -> Iterator[Path]:
    """Where the disk is looked at."""
    folder = ram / "after"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def cuts(folder: Path, bug: str) -> Iterator[tuple[int, State]]:
    """Every state in which a power cut could leave the disk, with what was acknowledged by then."""
    trace = folder.with_suffix(".trace")
    disk = Disk(folder, Random(20261122))  # noqa: S311  a repeatable choice, no secret
    strace = ["strace", "-f", "-qq", "-y", "-xx", "--seccomp-bpf", "-s", "1000000"]
    program = [sys.executable, "-m", "tests.db.power_cut_writer", str(folder), bug]
    subprocess.run(
        [*strace, "-e", f"trace={TRACED}", "-o", str(trace), *program],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    )
    seen: set[tuple[int, bytes]] = set()
    for acknowledged, state in disk.cuts(trace.read_text()):
        digest = acknowledged, sha256(repr(sorted(state.items())).encode()).digest()
        if digest not in seen:
            seen.add(digest)
            yield acknowledged, state
    trace.unlink()


async def what_is_lost(state: State, folder: Path, after_cut: Path, acknowledged: int) -> str:
    """Empty: nothing. Opened by what the service does at its start."""
    keys = load_keys(folder / "keys")
    lay_out(state, folder, after_cut)
    url, beside = (f"sqlite:///{after_cut}/{name}.db" for name in ("quorate", "restricted"))
    try:
        await migrate_both(url, beside)
        database, restricted = await open_database(url), await open_database(beside)
    except StoreDown as down:
        return f"does not open: {down.__cause__}"
    bodies = CovertBodies(SqlTexts(restricted, load_restricted_key(folder / "keys")))
    try:
        signed = read_heads(after_cut / "heads")
        verdict = await verify(database, signed, keys.head.public_key(), ignore)
        async with database.reading() as session:
            texts = await session.scalar(text("SELECT count(*) FROM text")) or 0
        await SqlEventStore(database, bodies).load(CONFERENCE, 0)
    except StoreDown as down:
        return f"cannot be read: {down.__cause__}"
    except UnreadableLine as unreadable:
        return str(unreadable)
    finally:
        await database.close()
        await restricted.close()
    if verdict.findings:
        return str(verdict.findings[0])
    kept = min(verdict.lines, texts * LINES_EACH)
    return "" if kept >= acknowledged else f"{acknowledged - kept} acknowledged lines are gone"


def lay_out(state: State, folder: Path, after_cut: Path) -> None:
    for path in after_cut.rglob("*"):
        if path.is_file():
            path.unlink()
    (after_cut / "heads").mkdir(exist_ok=True)
    for path, content in state.items():
        copy = after_cut / path.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(content)


def ignore(_done: int, _total: int) -> None:
    """Nobody watches the progress."""


async def test_no_power_cut_loses_an_acknowledged_line(folder: Path, after_cut: Path) -> None:
    last, looked_at = 0, 0
    for acknowledged, state in cuts(folder, "none"):
        assert await what_is_lost(state, folder, after_cut, acknowledged) == ""
        last, looked_at = acknowledged, looked_at + 1
    assert last == APPENDS * LINES_EACH
    assert looked_at > 8 * APPENDS


@pytest.mark.parametrize(
    ("bug", "found_as"),
    [
        ("synchronous=NORMAL", "acknowledged lines are gone"),
        ("acknowledged before the commit", "acknowledged lines are gone"),
        ("head before its row", "is cut short"),
        ("line before its body", "a sealed line is not what was written"),
    ],
)
async def test_the_replay_finds_a_writer_that_would_lose_something(
    folder: Path, after_cut: Path, bug: str, found_as: str
) -> None:
    lost = ""
    for acknowledged, state in cuts(folder, bug):
        lost = await what_is_lost(state, folder, after_cut, acknowledged)
        if lost != "":
            break
    assert found_as in lost
