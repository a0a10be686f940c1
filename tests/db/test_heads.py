"""Signed heads: after the row, once a change, on the disk, and somewhere else."""

import os
from datetime import timedelta
from pathlib import Path

import anyio
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.db.event_store import SqlEventStore
from app.db.heads import (
    HeadLine,
    HeadsMissing,
    HeadsTooNear,
    HeadUnreadable,
    HeadWriter,
    SignedHead,
    check_apart,
    read_heads,
)
from app.db.keys import Keys
from app.service.ports import StoreDown
from tests.db.lines import CONFERENCE, OTHER, lines
from tests.fakes import NINE_O_CLOCK, ManualClock

ANOTHER_MOUNT = Path("/proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "heads"


@pytest.fixture
def heads(store: SqlEventStore, keys: Keys, folder: Path, clock: ManualClock) -> HeadWriter:
    return HeadWriter(store, keys.head, folder, clock)


@pytest.fixture(params=["sqlite"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


def written(folder: Path) -> list[SignedHead]:
    found = read_heads(folder).get(str(CONFERENCE), []) if os.path.isdir(folder) else []
    return [line for line in found if isinstance(line, SignedHead)]


async def test_a_head_says_how_long_the_log_is_and_where_it_ends(
    heads: HeadWriter, store: SqlEventStore, keys: Keys, folder: Path
) -> None:
    await store.append(CONFERENCE, 0, lines(3))
    await heads.publish(CONFERENCE)
    (signed,) = written(folder)
    newest = await store.head(CONFERENCE)
    assert newest is not None
    assert (signed.head.version, signed.head.hash) == (3, newest.hash.hex())
    assert (signed.head.conference, signed.head.at) == (CONFERENCE, NINE_O_CLOCK)
    assert signed.is_by(keys.head.public_key())


async def test_a_log_that_has_not_changed_needs_no_second_head(
    heads: HeadWriter, store: SqlEventStore, folder: Path, clock: ManualClock
) -> None:
    for length in (1, 2):
        await store.append(CONFERENCE, length - 1, lines(1, after=length - 1))
        await heads.publish(CONFERENCE)
        clock.advance(timedelta(seconds=60))
        await heads.publish(CONFERENCE)
    assert [signed.head.version for signed in written(folder)] == [1, 2]


async def test_a_conference_without_lines_has_no_head(heads: HeadWriter, folder: Path) -> None:
    await heads.publish(CONFERENCE)
    with pytest.raises(HeadsMissing):
        read_heads(folder)


async def test_each_conference_has_its_own_file(
    heads: HeadWriter, store: SqlEventStore, folder: Path
) -> None:
    for id in (CONFERENCE, OTHER):
        await store.append(id, 0, lines(1))
    async with anyio.create_task_group() as tasks:
        for id in (CONFERENCE, OTHER, CONFERENCE, OTHER):
            tasks.start_soon(heads.publish, id)
    assert {name: len(found) for name, found in read_heads(folder).items()} == {
        str(CONFERENCE): 1,
        str(OTHER): 1,
    }


async def test_a_head_is_written_only_after_its_row(
    heads: HeadWriter, store: SqlEventStore, folder: Path
) -> None:
    """Whatever the log does meanwhile, no head is ahead of it."""

    async def write() -> None:
        for version in range(30):
            await store.append(CONFERENCE, version, lines(1, after=version))

    async def sign() -> None:
        while (newest := await store.head(CONFERENCE)) is None or newest.version < 30:
            await heads.publish(CONFERENCE)
            stored = await store.head(CONFERENCE)
            signed = [0, *(each.head.version for each in written(folder))]
            assert signed[-1] <= (0 if stored is None else stored.version)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(write)
        tasks.start_soon(sign)
    await heads.publish(CONFERENCE)
    assert written(folder)[-1].head.version == 30


TORN = [b'{"head":{"at":17900', b"\0" * 90, b"\0" * 40 + b'"signature":"00"}\n', b"\0\0\n"]


@pytest.mark.parametrize("torn", TORN)
async def test_a_line_torn_by_a_power_cut_is_passed_over_and_then_taken_off(
    heads: HeadWriter, store: SqlEventStore, folder: Path, torn: bytes
) -> None:
    await store.append(CONFERENCE, 0, lines(1))
    await heads.publish(CONFERENCE)
    path = folder / f"{CONFERENCE}.jsonl"
    with path.open("ab") as file:
        file.write(torn)
    assert [signed.head.version for signed in written(folder)] == [1]
    assert not unreadable(folder)
    await store.append(CONFERENCE, 1, lines(1, after=1))
    await heads.publish(CONFERENCE)
    assert [signed.head.version for signed in written(folder)] == [1, 2]
    assert not unreadable(folder)


def unreadable(folder: Path) -> list[HeadLine]:
    found = read_heads(folder).get(str(CONFERENCE), [])
    return [line for line in found if isinstance(line, HeadUnreadable)]


@pytest.mark.parametrize("garbage", [b"\n", b"{}\n", b"\xff\xfe\n", b'{"head":null}\n'])
def test_a_line_that_is_no_head_is_seen(folder: Path, garbage: bytes) -> None:
    folder.mkdir()
    (folder / f"{CONFERENCE}.jsonl").write_bytes(garbage)
    assert unreadable(folder) == [HeadUnreadable(1)]


async def test_a_changed_head_is_not_by_us(
    heads: HeadWriter, store: SqlEventStore, keys: Keys, folder: Path
) -> None:
    await store.append(CONFERENCE, 0, lines(1))
    await heads.publish(CONFERENCE)
    (signed,) = written(folder)
    ours = keys.head.public_key()
    changes = {"at": 1, "conference": OTHER, "hash": "00" * 32, "version": 2}
    for name, value in changes.items():
        changed = signed.head.model_copy(update={name: value})
        assert not SignedHead(head=changed, signature=signed.signature).is_by(ours)
    for signature in ("", "zz", "00" * 64):
        assert not SignedHead(head=signed.head, signature=signature).is_by(ours)
    assert not signed.is_by(Ed25519PrivateKey.generate().public_key())


async def test_heads_that_cannot_be_written_are_an_outage(
    store: SqlEventStore, keys: Keys, tmp_path: Path, clock: ManualClock
) -> None:
    await store.append(CONFERENCE, 0, lines(1))
    (tmp_path / "file").touch()
    heads = HeadWriter(store, keys.head, tmp_path / "file", clock)
    with pytest.raises(StoreDown):
        await heads.publish(CONFERENCE)


def test_heads_beside_the_database_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HeadsTooNear):
        check_apart(tmp_path / "not" / "yet", f"sqlite:///{tmp_path}/quorate.db")


def test_heads_on_another_mount_are_accepted(tmp_path: Path) -> None:
    assert ANOTHER_MOUNT.stat().st_dev != tmp_path.stat().st_dev
    check_apart(ANOTHER_MOUNT, f"sqlite:///{tmp_path}/quorate.db")
    check_apart(tmp_path, "postgresql://database.example/quorate")
