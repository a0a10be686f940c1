"""`quorate migrate`, `ledger verify` and `ledger show`, as an operator meets them."""

import sqlite3
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.db.database import open_database, restricted_beside
from app.db.event_store import SqlEventStore
from app.db.heads import HeadWriter
from app.db.keys import load_keys, load_restricted_key, make_keys
from app.db.migrate import migrate, migrate_both
from app.db.restricted import CovertBodies
from app.db.texts import SqlTexts
from app.domain.asking.events import SilentSignalled
from tests.db.held import CHAIR, FATHER, HEARD, KITCHEN, LOG, UNHEARD
from tests.db.lines import CONFERENCE
from tests.fakes import ManualClock


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a conference that was held, as the settings name it."""
    folder = tmp_path / "var"
    folder.mkdir()
    monkeypatch.setenv("QUORATE_DATA_FOLDER", str(folder))
    monkeypatch.setenv("COLUMNS", "200")
    anyio.run(fill, folder)
    return folder


async def fill(folder: Path) -> None:
    url = f"sqlite:///{folder}/quorate.db"
    await migrate(url)
    make_keys(folder / "keys")
    database = await open_database(url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        store = SqlEventStore(database)
        await store.append(CONFERENCE, 0, LOG)
        heads = HeadWriter(store, load_keys(folder / "keys").head, folder / "heads", ManualClock())
        await heads.publish(CONFERENCE)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def tamper(folder: Path, change: str) -> None:
    connection = sqlite3.connect(folder / "quorate.db")
    for act in ("update", "delete"):
        connection.execute(f"DROP TRIGGER event_refuses_{act}")
    connection.execute(change)
    connection.commit()
    connection.close()


@pytest.mark.usefixtures("folder")
def test_a_whole_ledger_is_said_to_be_as_written() -> None:
    done = run("ledger", "verify")
    assert done.stdout.splitlines()[0] == "All as written: 14 lines of 1 conferences, 1 heads."
    assert done.exit_code == 0


def test_a_changed_line_is_named_with_its_place(folder: Path) -> None:
    tamper(folder, "UPDATE event SET body = replace(body, 'parent', 'family') WHERE version = 1")
    done = run("ledger", "verify")
    assert f"{CONFERENCE}, line 1: is not what was written here\n" in done.stdout
    assert "NOT WHAT WAS WRITTEN" in done.stdout
    assert done.exit_code == 1


def test_a_log_cut_short_is_named_with_its_place(folder: Path) -> None:
    tamper(folder, "DELETE FROM event WHERE version > 12")
    done = run("ledger", "verify")
    assert f"{CONFERENCE}, line 12: is cut short: a head was signed at line 14\n" in done.stdout
    assert done.exit_code == 1


def test_another_place_of_database_heads_and_key_may_be_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = folder.rename(folder.with_name("elsewhere"))
    monkeypatch.delenv("QUORATE_DATA_FOLDER")
    given = ["--database", f"sqlite:///{moved}/quorate.db", "--heads", f"{moved}/heads"]
    assert run("ledger", "verify", *given, "--key", f"{moved}/keys/head.pub.pem").exit_code == 0


@pytest.mark.parametrize("lost", ["quorate.db", "keys/head.pub.pem"])
def test_what_cannot_be_checked_is_not_said_to_be_right(folder: Path, lost: str) -> None:
    (folder / lost).unlink()
    done = run("ledger", "verify")
    assert done.exit_code == 2
    assert Path(lost).name in done.stderr
    assert done.stdout == ""


def test_lost_heads_are_not_said_to_be_right(folder: Path) -> None:
    (folder / "heads" / f"{CONFERENCE}.jsonl").unlink()
    (folder / "heads").rmdir()
    done = run("ledger", "verify")
    assert done.exit_code == 2
    assert "heads" in done.stderr


@pytest.mark.usefixtures("folder")
def test_the_ledger_is_shown_in_ids_and_codes_with_who_could_hear() -> None:
    done = run("ledger", "show", str(CONFERENCE))
    assert done.exit_code == 0
    events, hearing = done.stdout.split("Who could hear")
    for recorded in LOG:
        assert type(recorded.event).__name__ in events
    heard, unheard = hearing.split(str(UNHEARD))
    assert str(HEARD) in heard
    assert {str(CHAIR), str(FATHER)} <= set(heard.split())
    assert str(FATHER) not in unheard


async def signal(folder: Path) -> None:
    """One covert line after those of the conference."""
    url = f"sqlite:///{folder}/quorate.db"
    await migrate_both(url, restricted_beside(url))
    async with AsyncExitStack() as stack:
        database, restricted = await open_database(url), await open_database(restricted_beside(url))
        stack.push_async_callback(database.close)
        stack.push_async_callback(restricted.close)
        texts = SqlTexts(restricted, load_restricted_key(folder / "keys"))
        covert = replace(LOG[-1], version=15, event=SilentSignalled(FATHER, KITCHEN))
        await SqlEventStore(database, CovertBodies(texts)).append(CONFERENCE, 14, [covert])


def test_covert_lines_are_checked_with_the_restricted_store_and_said_not_to_be_without(
    folder: Path,
) -> None:
    anyio.run(signal, folder)
    assert "Covert lines: 1 as written, 0 erased with their key." in run("ledger", "verify").stdout
    shown = run("ledger", "show", str(CONFERENCE)).stdout
    assert "SilentSignalled" not in shown
    for path in folder.glob("restricted.db*"):
        path.unlink()
    (folder / "keys" / "restricted.key").unlink()
    done = run("ledger", "verify")
    assert done.exit_code == 0, done.stdout + done.stderr
    assert "All as written: 15 lines" in done.stdout
    assert "not opened" in done.stdout
    assert run("ledger", "show", str(CONFERENCE)).stdout == shown


def test_a_sealed_body_that_is_gone_is_named_with_its_line(folder: Path) -> None:
    anyio.run(signal, folder)
    connection = sqlite3.connect(folder / "restricted.db")
    connection.execute("DROP TRIGGER text_refuses_delete")
    connection.execute("DELETE FROM text")
    connection.commit()
    connection.close()
    done = run("ledger", "verify")
    assert f"{CONFERENCE}, line 15: its sealed body is missing" in done.stdout
    assert done.exit_code == 1


@pytest.mark.usefixtures("folder")
def test_an_unknown_conference_is_not_shown_as_an_empty_one() -> None:
    done = run("ledger", "show", "00000000-0000-4000-8000-000000000000")
    assert done.exit_code == 2
    assert "no such conference" in done.stderr.lower()


def test_migrating_makes_a_database_and_does_no_harm_to_one(folder: Path, tmp_path: Path) -> None:
    new = f"sqlite:///{tmp_path}/new.db"
    for _ in range(2):
        assert run("migrate", "--database", new).exit_code == 0
    assert run("migrate").exit_code == 0
    assert run("ledger", "verify").exit_code == 0
    assert (folder / "quorate.db").exists()


def test_migrating_where_there_is_no_folder_is_said_in_one_line(tmp_path: Path) -> None:
    done = run("migrate", "--database", f"sqlite:///{tmp_path}/no/folder/new.db")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
