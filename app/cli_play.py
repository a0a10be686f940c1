"""The command `quorate play`: a written conference against the real service.

Exit code 0: all as the file expects; 1: a difference; 2: it could not be played.
"""

import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated, NoReturn

import anyio
import typer

from app.db.database import UnsafeDatabase, open_database
from app.db.event_store import SqlEventStore
from app.db.keys import load_keys, load_restricted_key, make_keys
from app.db.migrate import migrate_both
from app.db.restricted import AllTexts, CovertBodies
from app.db.shreds import Shreds
from app.db.texts import SqlTexts
from app.play.file import Scenario, Unplayable
from app.play.player import Played, play, read
from app.play.report import as_json, lines
from app.service.ports import StoreDown

CANNOT_PLAY = 2


def register(cli: typer.Typer) -> None:
    cli.command("play")(play_file)


def play_file(
    *,
    file: Annotated[Path, typer.Argument(help="A scenario of the shape cpc-scenario/1.")],
    as_machine: Annotated[bool, typer.Option("--json", help="The same for machines.")] = False,
    database: Annotated[
        str | None,
        typer.Option(help="Store to play into; by default a SQLite file that is thrown away."),
    ] = None,
    restricted: Annotated[
        str | None,
        typer.Option(help="Store of what is restricted; by default one that is thrown away."),
    ] = None,
) -> None:
    """Play a written conference, and compare everything with what its file expects.

    Keys are thrown away: no words of a conference that was played can be read afterwards.
    """
    try:
        played = anyio.run(_played, read(file), database, restricted)
    except Unplayable as wrong:
        _refuse(str(wrong))
    except UnsafeDatabase as unsafe:
        _refuse(str(unsafe))
    except StoreDown as down:
        _refuse(f"The database cannot be used: {down or type(down.__cause__).__name__}")
    if as_machine:
        typer.echo(as_json(played))
    else:
        for line in lines(played):
            typer.echo(line)
    raise typer.Exit(1 if played.failed else 0)


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(CANNOT_PLAY)


async def _played(scenario: Scenario, database: str | None, restricted: str | None) -> Played:
    with tempfile.TemporaryDirectory(prefix="quorate-play-") as folder:
        place = Path(folder)
        urls = (
            database or f"sqlite:///{place / 'quorate.db'}",
            restricted or f"sqlite:///{place / 'restricted.db'}",
        )
        await migrate_both(*urls)
        make_keys(place / "keys")
        return await _played_in(scenario, urls, place / "keys")


async def _played_in(scenario: Scenario, urls: tuple[str, str], keys_folder: Path) -> Played:
    keys, restricted_key = load_keys(keys_folder), load_restricted_key(keys_folder)
    shreds = Shreds(keys_folder / "drafts")
    async with AsyncExitStack() as stack:
        ordinary, hidden = await open_database(urls[0]), await open_database(urls[1])
        stack.push_async_callback(ordinary.close)
        stack.push_async_callback(hidden.close)
        covert = SqlTexts(hidden, restricted_key, shreds)
        texts = AllTexts(
            SqlTexts(ordinary, keys.master, shreds), covert, SqlTexts(ordinary, restricted_key)
        )
        return await play(scenario, SqlEventStore(ordinary, CovertBodies(covert)), texts)
