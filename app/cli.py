"""The `quorate` command. Exit code 1: the ledger is not what was written; 2: it cannot be said."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import anyio
import typer
from rich.console import Console
from rich.progress import Progress

from app import cli_rules, cli_serve
from app.db.codec import UnreadableLine
from app.db.database import UnsafeDatabase, open_database
from app.db.event_store import SqlEventStore
from app.db.heads import HeadsMissing, read_heads
from app.db.keys import HEAD_PUBLIC_KEY, KeysMissing, load_head_public_key
from app.db.migrate import migrate as migrate_database
from app.db.report import events_table, hearing_table, verdict_lines
from app.db.verify import LONGEST_READ, Verdict, verify
from app.domain.evolve import Recorded
from app.domain.hearing import could_hear
from app.domain.ids import ConferenceId
from app.domain.reading import ordinary_reading
from app.service.ports import StoreDown
from app.settings import Settings

CANNOT_SAY = 2

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Quorate's own tools.")
ledger = typer.Typer(no_args_is_help=True, help="Look at the ledger, and check it.")
cli.add_typer(ledger, name="ledger")
cli_serve.register(cli)
cli_rules.register(cli)


class NoSuchConference(Exception):
    """Nothing in the log bears this id."""


Given = TypeVar("Given")

DatabaseOption = Annotated[
    str | None, typer.Option("--database", help="Its URL; by default what the settings say.")
]


def main() -> None:
    cli()


@cli.callback()
def quorate() -> None:
    """Hybrid child protection conferences, with the chair in control."""


@cli.command()
def migrate(database: DatabaseOption = None) -> None:
    """Bring the database to the newest schema."""
    finished(lambda: migrate_database(database or Settings().database_place))
    typer.echo("The schema is the newest.")


@ledger.command("verify")
def verify_ledger(
    database: DatabaseOption = None,
    heads: Annotated[
        Path | None, typer.Option(help="Folder of signed heads, kept elsewhere.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="Key of the heads, public or private (PEM).")
    ] = None,
) -> None:
    """Check every line of every conference against the hash chain and the signed heads."""
    settings = Settings()
    url, signed = database or settings.database_place, heads or settings.heads_place
    public_key = key or settings.keys_place / HEAD_PUBLIC_KEY
    verdict = finished(lambda: checked(url, signed, public_key))
    for line in verdict_lines(verdict):
        typer.echo(line)
    raise typer.Exit(1 if verdict.findings else 0)


@ledger.command("show")
def show_ledger(conference: UUID, database: DatabaseOption = None) -> None:
    """Print every ordinary event of a conference, and who could hear each line of its minutes."""
    url = database or Settings().database_place
    log = finished(lambda: loaded(url, ConferenceId(conference)))
    console = Console()
    console.print(events_table(ordinary_reading(log)))
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


async def loaded(url: str, conference: ConferenceId) -> list[Recorded]:
    database = await open_database(url)
    try:
        log = list(await SqlEventStore(database).load(conference, 0))
    finally:
        await database.close()
    if not log:
        raise NoSuchConference(f"No such conference: {conference}")
    return log


if __name__ == "__main__":
    main()
