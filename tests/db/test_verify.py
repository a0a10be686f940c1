"""Whatever is done to the ledger's table or to the heads is found, with its place."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from app.db.database import Database
from app.db.event_store import SqlEventStore
from app.db.heads import HeadWriter, read_heads
from app.db.keys import Keys
from app.db.verify import Finding, Verdict, verify
from tests.db.lines import CONFERENCE, OTHER, lines, new_conference
from tests.db.tampering import (
    Line,
    chained_anew,
    disarm,
    flipped,
    form_of,
    read,
    renumbered,
    rewrite,
)
from tests.fakes import ManualClock

LENGTH = 6
"""Lines of CONFERENCE. A head was signed at 2, 4 and 6."""

NAME = str(CONFERENCE)

Mutation = Callable[[list[Line], int], list[Line]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "heads"


@pytest.fixture
async def log(database: Database, keys: Keys, folder: Path, clock: ManualClock) -> list[Line]:
    """Two conferences, with heads."""
    store = SqlEventStore(database)
    heads = HeadWriter(store, keys.head, folder, clock)
    for version in range(0, LENGTH, 2):
        await store.append(CONFERENCE, version, lines(2, after=version))
        await heads.publish(CONFERENCE)
    await store.append(OTHER, 0, lines(2, marked=1))
    await heads.publish(OTHER)
    return await read(database, CONFERENCE)


def ignore(_done: int, _total: int) -> None:
    """Nobody watches the progress."""


async def verified(database: Database, folder: Path, keys: Keys) -> Verdict:
    return await verify(database, read_heads(folder), keys.head.public_key(), ignore)


async def findings_after(
    changed: list[Line], database: Database, folder: Path, keys: Keys
) -> list[Finding]:
    await rewrite(database, [*changed, *await read(database, OTHER)])
    return (await verified(database, folder, keys)).findings


@pytest.mark.usefixtures("log")
async def test_a_ledger_that_nobody_touched_is_as_written(
    database: Database, folder: Path, keys: Keys
) -> None:
    verdict = await verified(database, folder, keys)
    assert verdict.findings == []
    assert (verdict.conferences, verdict.lines, verdict.heads) == (2, LENGTH + 2, 4)
    assert verdict.newer_than_heads == 0


Edit = Callable[[Line], Line]

EDITS: dict[str, Edit] = {
    "version": lambda line: replace(line, version=77),
    "body": lambda line: replace(line, body=line.body.replace(b'"at":1', b'"at":2')),
    "one bit of the body": lambda line: replace(line, body=flipped(line.body)),
    "an empty body": lambda line: replace(line, body=b""),
    "prev_hash": lambda line: replace(line, prev_hash=flipped(line.prev_hash)),
    "hash": lambda line: replace(line, hash=flipped(line.hash)),
    "type": lambda line: replace(line, type="LobbyOpened"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
async def test_an_edit_of_any_line_is_found_in_its_place(
    database: Database, log: list[Line], folder: Path, keys: Keys, edit: Edit
) -> None:
    for at, line in enumerate(log, start=1):
        changed = [*log[: at - 1], edit(line), *log[at:]]
        found = await findings_after(changed, database, folder, keys)
        assert (found[0].conference, found[0].line) == (NAME, at)


async def test_a_line_moved_to_another_conference_is_found(
    database: Database, log: list[Line], folder: Path, keys: Keys
) -> None:
    for at, line in enumerate(log, start=1):
        moved = replace(line, conference_id=form_of(database, new_conference()))
        changed = [*log[: at - 1], *log[at:], moved]
        found = await findings_after(changed, database, folder, keys)
        assert NAME in {each.conference for each in found}


def insert(log: list[Line], at: int) -> list[Line]:
    return renumbered([*log[:at], *log[at - 1 :]])


def exchange(log: list[Line], at: int) -> list[Line]:
    other = at % LENGTH
    log[at - 1], log[other] = log[other], log[at - 1]
    return renumbered(log)


def exchange_bodies(log: list[Line], at: int) -> list[Line]:
    one, other = log[at - 1], log[at % LENGTH]
    log[at - 1], log[at % LENGTH] = replace(one, body=other.body), replace(other, body=one.body)
    return log


REORDERS: dict[str, Mutation] = {
    "insertion": insert,
    "exchange": exchange,
    "exchange of bodies": exchange_bodies,
}


def first_difference(changed: list[Line], log: list[Line]) -> int:
    pairs = enumerate(zip(changed, log, strict=False), start=1)
    return next((n for n, (one, other) in pairs if one != other), len(log) + 1)


@pytest.mark.parametrize("mutation", REORDERS.values(), ids=REORDERS)
async def test_a_new_order_is_found_at_the_first_line_out_of_place(
    database: Database, log: list[Line], folder: Path, keys: Keys, mutation: Mutation
) -> None:
    for at in range(1, LENGTH + 1):
        changed = mutation(list(log), at)
        found = await findings_after(changed, database, folder, keys)
        assert (found[0].conference, found[0].line) == (NAME, first_difference(changed, log))


async def test_a_deleted_line_leaves_a_gap_that_is_found(
    database: Database, log: list[Line], folder: Path, keys: Keys
) -> None:
    for close_up in (list[Line], renumbered):
        for at in range(1, LENGTH):
            changed = close_up([*log[: at - 1], *log[at:]])
            found = await findings_after(changed, database, folder, keys)
            assert found[0].line == at


async def test_a_log_that_was_cut_short_is_found_by_its_heads(
    database: Database, log: list[Line], folder: Path, keys: Keys
) -> None:
    for length in range(LENGTH):
        (found,) = await findings_after(log[:length], database, folder, keys)
        assert str(found) == f"{NAME}, line {length}: is cut short: a head was signed at line 6"


async def test_a_log_that_was_chained_anew_is_found_by_the_next_head(
    database: Database, log: list[Line], folder: Path, keys: Keys
) -> None:
    """The chain is whole again: only what was signed before tells."""
    for at, line in enumerate(log, start=1):
        body = line.body.replace(b'"role":"service"', b'"role":"parent"')
        changed = chained_anew([*log[: at - 1], replace(line, body=body), *log[at:]])
        (found,) = await findings_after(changed, database, folder, keys)
        assert (found.conference, found.line) == (NAME, at + at % 2)
        assert "chained anew" in found.problem


@pytest.mark.parametrize("kept", range(LENGTH))
async def test_a_log_rolled_back_and_written_on_is_found(
    database: Database, log: list[Line], folder: Path, keys: Keys, kept: int
) -> None:
    """As after an old backup: the service goes on from there with other lines."""
    await rewrite(database, [*log[:kept], *await read(database, OTHER)])
    store = SqlEventStore(database)
    await store.append(CONFERENCE, kept, lines(9, after=kept, marked=5))
    (found,) = (await verified(database, folder, keys)).findings
    assert found.line == kept + 2 - kept % 2


async def test_a_conference_under_another_name_is_found(
    database: Database, log: list[Line], folder: Path, keys: Keys
) -> None:
    stranger = new_conference()
    changed = [replace(line, conference_id=form_of(database, stranger)) for line in log]
    found = await findings_after(changed, database, folder, keys)
    assert {(each.conference, each.line) for each in found} == {
        *((str(stranger), version) for version in range(1, LENGTH + 1)),
        (NAME, 0),
    }


async def test_the_log_of_another_conference_in_its_place_is_found(
    database: Database, log: list[Line], folder: Path, keys: Keys
) -> None:
    others = await read(database, OTHER)
    changed = [replace(line, conference_id=log[0].conference_id) for line in others]
    found = await findings_after(changed, database, folder, keys)
    assert {(each.conference, each.line) for each in found} == {(NAME, 1), (NAME, 2)}


async def test_a_forged_line_after_the_last_head_is_counted_as_uncovered(
    database: Database, log: list[Line], folder: Path, keys: Keys
) -> None:
    """What heads cannot tell is limited to the minute since the last one, and said."""
    await rewrite(database, [*chained_anew([*log, log[-1]]), *await read(database, OTHER)])
    verdict = await verified(database, folder, keys)
    assert verdict.newer_than_heads == 1


ODD = {
    "text in the place of bytes": "UPDATE event SET body = 'text' WHERE version = 3",
    "a number in the place of bytes": "UPDATE event SET hash = 7 WHERE version = 3",
    "text in the place of a version": "UPDATE event SET version = 'x' WHERE version = 3",
    "no number in the place of a version": "UPDATE event SET version = 3.5 WHERE version = 3",
    "a negative version": "UPDATE event SET version = -3 WHERE version = 3",
    "a number in the place of a type": "UPDATE event SET type = 7 WHERE version = 3",
    "a conference that is none": "UPDATE event SET conference_id = 'x' WHERE version = 3",
}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
@pytest.mark.usefixtures("log")
async def test_columns_may_hold_anything_and_are_found(
    database: Database, folder: Path, keys: Keys, change: str
) -> None:
    """SQLite lets any column hold any kind of value."""
    async with database.writers.begin() as connection:
        await disarm(connection)
        await connection.execute(text(change))
    assert (await verified(database, folder, keys)).findings != []


@pytest.fixture
def head_file(folder: Path, log: list[Line]) -> Path:
    assert len(log) == LENGTH
    return folder / f"{CONFERENCE}.jsonl"


BROKEN_HEADS = [(b'"version":', b'"version":1'), (b'"hash":"', b'"hash":"0'), (b"{", b"")]


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("change", BROKEN_HEADS)
async def test_a_changed_head_is_found(
    database: Database, head_file: Path, keys: Keys, number: int, change: tuple[bytes, bytes]
) -> None:
    change_line(head_file, number, *change)
    (found,) = (await verified(database, head_file.parent, keys)).findings
    assert found.problem == f"head {number} is not one that we signed for it"


def change_line(path: Path, number: int, old: bytes, new: bytes) -> None:
    all_lines = path.read_bytes().splitlines(keepends=True)
    all_lines[number - 1] = all_lines[number - 1].replace(old, new, 1)
    path.write_bytes(b"".join(all_lines))


async def test_heads_of_another_key_or_conference_are_found(
    database: Database, head_file: Path, keys: Keys
) -> None:
    stranger = Ed25519PrivateKey.generate().public_key()
    heads = read_heads(head_file.parent)
    verdict = await verify(database, heads, stranger, ignore)
    assert len(verdict.findings) == 4
    swapped = {NAME: heads[str(OTHER)], str(OTHER): heads[NAME]}
    verdict = await verify(database, swapped, keys.head.public_key(), ignore)
    assert len(verdict.findings) == 4


async def test_lost_heads_leave_lines_uncovered(
    database: Database, head_file: Path, keys: Keys
) -> None:
    os.unlink(head_file)
    verdict = await verified(database, head_file.parent, keys)
    assert (verdict.findings, verdict.newer_than_heads) == ([], LENGTH)
