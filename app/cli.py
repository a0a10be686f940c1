"""The `quorate` command. Exit code 1: the ledger is not what was written; 2: it cannot be said."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import anyio
import typer
from rich.console import Console
from rich.progress import Progress

from app import cli_play, cli_prompts, cli_rules, cli_serve
from app.db.codec import UnreadableLine
from app.db.covered import Covered, checked_bodies
from app.db.database import Database, UnsafeDatabase, open_database, restricted_beside
from app.db.event_store import SqlEventStore
from app.db.heads import HeadsMissing, read_heads
from app.db.keys import (
    HEAD_PUBLIC_KEY,
    KeysMissing,
    load_head_public_key,
    load_restricted_key,
)
from app.db.migrate import migrate_both
from app.db.report import covered_line, events_table, hearing_table, verdict_lines
from app.db.restricted import CovertBodies
from app.db.texts import SqlTexts
from app.db.verify import LONGEST_READ, Verdict, verify
from app.domain.evolve import Recorded
from app.domain.hearing import could_hear
from app.domain.ids import ConferenceId
from app.service.ports import StoreDown
from app.settings import Settings

CANNOT_SAY = 2

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Quorate's own tools.")
ledger = typer.Typer(no_args_is_help=True, help="Look at the ledger, and check it.")
cli.add_typer(ledger, name="ledger")
cli_serve.register(cli)
cli_rules.register(cli)
cli_play.register(cli)
cli_prompts.register(cli)


class NoSuchConference(Exception):
    """Nothing in the log bears this id."""


Given = TypeVar("Given")

DatabaseOption = Annotated[
    str | None, typer.Option("--database", help="Its URL; by default what the settings say.")
]

RestrictedOption = Annotated[
    str | None, typer.Option("--restricted", help="URL of the restricted store, beside it.")
]


def main() -> None:
    cli()


@cli.callback()
def quorate() -> None:
    """Hybrid child protection conferences, with the chair in control."""


@cli.command()
def migrate(database: DatabaseOption = None, restricted: RestrictedOption = None) -> None:
    """Bring the database and the restricted store to the newest schema."""
    url, beside = places(database, restricted)
    finished(lambda: migrate_both(url, beside))
    typer.echo("The schema is the newest.")


def places(database: str | None, restricted: str | None) -> tuple[str, str]:
    settings = Settings()
    url = database or settings.database_place
    said = restricted or (None if database else settings.restricted_url)
    return url, said or restricted_beside(url)


@ledger.command("verify")
def verify_ledger(
    database: DatabaseOption = None,
    restricted: RestrictedOption = None,
    heads: Annotated[
        Path | None, typer.Option(help="Folder of signed heads, kept elsewhere.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="Key of the heads, public or private (PEM).")
    ] = None,
) -> None:
    """Check every line of every conference against the hash chain and the signed heads.

    What is sealed in covert lines is checked too where the restricted store and its key are there.
    """
    settings = Settings()
    url, beside = places(database, restricted)
    public_key = key or settings.keys_place / HEAD_PUBLIC_KEY
    verdict = finished(lambda: checked(url, heads or settings.heads_place, public_key))
    covered = finished(lambda: opened(url, beside, settings.keys_place))
    verdict.findings += covered.findings if covered else []
    for line in [*verdict_lines(verdict), *covered_line(covered)]:
        typer.echo(line)
    raise typer.Exit(1 if verdict.findings else 0)


@ledger.command("show")
def show_ledger(conference: UUID, database: DatabaseOption = None) -> None:
    """Print every ordinary event of a conference, and who could hear each line of its minutes.

    Nothing covert, nor any trace of it; the restricted store is not opened.
    """
    url, _ = places(database, None)
    log = finished(lambda: loaded(url, ConferenceId(conference)))
    console = Console()
    console.print(events_table(log))
    console.print(hearing_table(could_hear(log)))


def finished(work: Callable[[], Coroutine[object, object, Given]]) -> Given:
    """Run to the end; what cannot be done is said in one line."""
    try:
        return anyio.run(work)
    except StoreDown as down:
        why = str(down) or type(down.__cause__).__name__
        typer.echo(f"The database cannot be used: {why}", err=True)
    except (UnsafeDatabase, UnreadableLine, KeysMissing, HeadsMissing, NoSuchConference) as reason:
        typer.echo(str(reason), err=True)
    raise typer.Exit(CANNOT_SAY)


async def checked(url: str, heads: Path, key: Path) -> Verdict:
    public_key = load_head_public_key(key)
    signed = read_heads(heads)
    database = await open_database(url, LONGEST_READ)
    try:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Lines", total=None)

            def advance(done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            return await verify(database, signed, public_key, advance)
    finally:
        await database.close()


async def opened(url: str, restricted_url: str, keys: Path) -> Covered | None:
    """None: the restricted store, or its key, is not for whoever asks."""
    try:
        restricted_key = load_restricted_key(keys)
        restricted = await open_database(restricted_url, LONGEST_READ)
    except (KeysMissing, StoreDown):
        return None
    database: Database | None = None
    try:
        database = await open_database(url, LONGEST_READ)
        return await checked_bodies(database, CovertBodies(SqlTexts(restricted, restricted_key)))
    finally:
        await restricted.close()
        if database is not None:
            await database.close()


async def loaded(url: str, conference: ConferenceId) -> list[Recorded]:
    database = await open_database(url)
    try:
        log = list((await SqlEventStore(database).ordinary(conference)).lines)
    finally:
        await database.close()
    if not log:
        raise NoSuchConference(f"No such conference: {conference}")
    return log


if __name__ == "__main__":
    main()
