"""The commands `quorate serve` and `quorate demo`; what goes wrong is said in one line."""

import os
from pathlib import Path
from typing import Annotated, NoReturn

import anyio
import typer
from pydantic import ValidationError

from app.db.database import UnsafeDatabase
from app.db.heads import HeadsTooNear
from app.db.keys import KeysMissing
from app.demo.booking import Made
from app.demo.links import json_of, lines_of, read_links
from app.listening import PortTaken
from app.local_rules import RulesRefused
from app.phone_child import become_phone
from app.rules_log import ChangesBroken
from app.service.ports import StoreDown
from app.settings import Settings, unknown_settings
from app.starting import (
    AlreadyServed,
    NotPrepared,
    Serving,
    load_rules,
    make_another,
    prepare_folder,
    read_description,
)
from app.starting import serve as serve_until_ended

FALLBACK_ORIGIN = "http://127.0.0.1:8000"

SAID = {
    PortTaken: "Another program listens on this port.",
    AlreadyServed: "Another service uses this data folder.",
    NotPrepared: "The database could not be prepared: the log says why.",
    StoreDown: "The database cannot be used.",
}

FolderOption = Annotated[Path | None, typer.Option("--data", help="Folder of everything kept.")]


def register(cli: typer.Typer) -> None:
    cli.command()(serve)
    cli.command()(demo)
    cli.command()(phone)


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address; not loopback: needs https.")] = None,
    port: Annotated[int | None, typer.Option(help="0: any free one.")] = None,
    folder: FolderOption = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Seed a conference, print its links.")
    ] = False,
    spec: Annotated[Path | None, typer.Option(help="Seed this one instead (docs/demo.md).")] = None,
    self_signed: Annotated[bool, typer.Option("--self-signed", help="Make a certificate.")] = False,
    certificate: Annotated[Path | None, typer.Option(help="PEM chain, with --key.")] = None,
    key: Annotated[Path | None, typer.Option(help="Private key of the certificate.")] = None,
    workers: Annotated[int | None, typer.Option(help="Media processes.")] = None,
) -> None:
    """Run the service until it is interrupted."""
    settings = settings_of(
        host=host,
        port=port,
        data_folder=folder,
        demo=demo or None,
        self_signed=self_signed or None,
        certificate=certificate,
        key=key,
        workers=workers,
    )
    try:
        serve_until_ended(Serving(settings, spec, typer.echo))
    except (PortTaken, AlreadyServed, NotPrepared, StoreDown) as reason:
        fail(SAID[type(reason)])
    except ValidationError as error:
        fail(faults_of(error))
    except (
        KeysMissing,
        HeadsTooNear,
        RulesRefused,
        ChangesBroken,
        UnsafeDatabase,
        OSError,
    ) as reason:
        fail(str(reason))


def demo(
    *,
    spec: Annotated[
        Path | None, typer.Option(help="Make this conference; prints it as JSON (docs/demo.md).")
    ] = None,
    print_links: Annotated[
        bool, typer.Option("--print-links", help="Print every link and PIN again.")
    ] = False,
    folder: FolderOption = None,
) -> None:
    """Make another conference to try things with, or print the links of all again."""
    settings = settings_of(data_folder=folder, demo=True)
    if print_links:
        known = read_links(settings.data_folder)
        for line in lines_of(known, known.origin or FALLBACK_ORIGIN):
            typer.echo(line)
    if spec is not None:
        made = make(settings, spec)
        origin = read_links(settings.data_folder).origin or FALLBACK_ORIGIN
        typer.echo(json_of(made, origin))
    if spec is None and not print_links:
        fail("Give --spec FILE or --print-links.")


def phone(
    *,
    control: Annotated[Path, typer.Option(help="Socket on which it is told what to do.")],
    line: Annotated[
        list[Path] | None, typer.Option(help="Socket of a media worker; once for each, in order.")
    ] = None,
    folder: FolderOption = None,
) -> None:
    """Run the telephone alone, as `serve` does beside the service (docs/phone.md)."""
    become_phone(settings_of(data_folder=folder), control, line or [])


def make(settings: Settings, spec: Path) -> Made:
    try:
        described = read_description(spec)
        prepare_folder(settings)
        return anyio.run(make_another, settings, load_rules(settings), described)
    except StoreDown as reason:
        fail(SAID[type(reason)])
    except ValidationError as error:
        fail(faults_of(error))
    except (KeysMissing, RulesRefused, OSError) as reason:
        fail(str(reason))


def settings_of(**given: object) -> Settings:
    """Options win over the environment; what is not given is not an option."""
    unknown = unknown_settings(os.environ)
    if unknown:
        fail(f"Unknown settings: {', '.join(unknown)}.")
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings.model_validate(chosen)
    except ValidationError as error:
        fail(faults_of(error))


def faults_of(error: ValidationError) -> str:
    """Where and what, without what was given."""
    return "; ".join(".".join([*map(str, each["loc"]), each["msg"]]) for each in error.errors())


def fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
