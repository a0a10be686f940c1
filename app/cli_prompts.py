"""`quorate prompts check`: whether every clip that a caller may hear is there and fit to be heard.

Exit code 1: a clip is missing, or a recording is not fit.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.prompts.place import BUILT
from app.prompts.recordings import faults, missing, not_recorded, script
from app.prompts.words import Prompts
from app.prompts.words import prompts as catalogue_prompts

prompts = typer.Typer(no_args_is_help=True, help="What callers are told by telephone.")


def register(cli: typer.Typer) -> None:
    cli.add_typer(prompts, name="prompts")


@prompts.callback()
def group() -> None:
    """Built from the catalogue; recordings by people win, file by file. See docs/prompts.md."""


@prompts.command()
def check(
    *,
    recordings: Annotated[
        Path | None,
        typer.Option(help="Folder of recordings: en/NAME.wav, cy/NAME.wav.", exists=True),
    ] = None,
    as_script: Annotated[
        bool, typer.Option("--script", help="Only print the words to be read, one clip a line.")
    ] = False,
) -> None:
    """List clips that are missing, and recordings that are not fit to be heard."""
    wanted = catalogue_prompts()
    if as_script:
        for line in script(wanted):
            typer.echo(line)
        return
    wrong = list(wrong_lines(recordings, wanted))
    for line in [*wrong, *unrecorded_lines(recordings, wanted)]:
        typer.echo(line)
    if wrong:
        raise typer.Exit(1)
    typer.echo("Every clip is there and fit to be heard.")


def wrong_lines(recordings: Path | None, wanted: Prompts) -> Iterator[str]:
    folders = [BUILT] if recordings is None else [recordings, BUILT]
    yield from (f"{clip}: missing" for clip in missing(folders, wanted))
    if recordings is not None:
        yield from (f"{found.clip}: {found.says}" for found in faults(recordings, wanted))


def unrecorded_lines(recordings: Path | None, wanted: Prompts) -> Iterator[str]:
    if recordings is not None:
        unrecorded = not_recorded(recordings, wanted)
        yield from (f"{clip}: not recorded, the built voice is heard" for clip in unrecorded)
