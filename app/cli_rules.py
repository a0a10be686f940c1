"""`quorate rules show`: the local rules in force on a day, and when the file changed."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli_serve import fail, settings_of
from app.db.report import local_time
from app.domain.case.codes import Jurisdiction
from app.domain.days import day_of
from app.domain.ids import Micros
from app.domain.local_rules.book import NoSchedule, RulesBook
from app.domain.local_rules.figures import figures_of
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.retention import Keep
from app.local_rules import RulesRefused, content_of, parse_rules
from app.rules_log import Change, ChangesBroken, has_changed, read_changes
from app.service.clock import SystemClock

rules = typer.Typer(no_args_is_help=True, help="The authority's local rules.")


def register(cli: typer.Typer) -> None:
    cli.add_typer(rules, name="rules")


@rules.callback()
def group() -> None:
    """Each rule is explained in docs/local-rules.md."""


@rules.command()
def show(
    *,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day; by default today.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--data", help="Folder of everything kept.")
    ] = None,
) -> None:
    """Print every rule in force on a day; `=` a national default, `*` set by the authority."""
    settings = settings_of(data_folder=folder)
    today = day_of(SystemClock().now())
    day = today if on is None else on.date()
    try:
        content = content_of(settings.local_rules_place)
        book = parse_rules(content, settings.local_rules_place.name, today)
        changes = read_changes(settings.data_folder)
        lines = [*rule_lines(book, day), *keep_lines(book, day), *change_lines(changes, content)]
    except (RulesRefused, ChangesBroken) as reason:
        fail(str(reason))
    for line in lines:
        typer.echo(line)


def rule_lines(book: RulesBook, day: date) -> Iterator[str]:
    """One value where both countries have the same."""
    version = book.version_on(day)
    since = "none: national defaults" if version is None else f"from {version.begins_on}"
    yield f"Rules in force on {day} (version: {since})"
    england, wales = (figures_of(book.rules_on(day, each)) for each in Jurisdiction)
    defaults = [figures_of(national_rules(each)) for each in Jurisdiction]
    for ours, theirs, *national in zip(england, wales, *defaults, strict=True):
        mark = "=" if [ours, theirs] == national else "*"
        same = ours.value == theirs.value
        value = ours.value if same else f"{ours.value} (England), {theirs.value} (Wales)"
        yield f"{mark} {ours.key} {value}".rstrip()


def keep_lines(book: RulesBook, day: date) -> Iterator[str]:
    yield f"Retention on {day}"
    try:
        schedule = book.schedule_on(day)
    except NoSchedule as none:
        yield str(none)
        return
    for kept, keep in schedule.keeps.items():
        yield f"  retention.{kept} {told(keep)}"


def told(keep: Keep) -> str:
    lengths = {"years": keep.years, "months": keep.months, "days": keep.days}
    parts = [f"{number} {unit}" for unit, number in lengths.items() if number]
    return f"{' '.join(parts) or '0 days'} from {keep.counts_from}, then {keep.then}"


def change_lines(changes: list[Change], content: bytes) -> Iterator[str]:
    yield "Changes"
    for change in changes:
        yield f"  {change.seq}  {local_time(Micros(change.at))}  {change.after}"
    if has_changed(changes, content):
        yield "  The file is not the one that the service last started with."
