"""What `quorate ledger` prints: ids and codes, and never a name or a word of the minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rich.table import Table

from app.db.codec import canonical, plain, type_name
from app.db.covered import Covered
from app.db.verify import Verdict
from app.domain.events import Event
from app.domain.evolve import Recorded
from app.domain.hearing import Heard
from app.domain.ids import Micros, ParticipantId

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def events_table(log: Sequence[Recorded]) -> Table:
    table = Table("line", "time", "by", "event", "ids and codes", title="Events")
    for each in log:
        table.add_row(
            str(each.version),
            local_time(each.at),
            each.actor.role,
            type_name(each.event),
            contents(each.event),
        )
    return table


def contents(event: Event) -> str:
    named = ((each.name, plain(getattr(event, each.name))) for each in fields(event))
    return "\n".join(f"{name}={canonical(value).decode()}" for name, value in named)


def local_time(at: Micros) -> str:
    """As the people in the conference saw it on their clocks."""
    return f"{(EPOCH + timedelta(microseconds=at)).astimezone(LONDON):%Y-%m-%d %H:%M:%S.%f}"


def hearing_table(heard: Sequence[Heard]) -> Table:
    table = Table("minute line", "could hear", "could hear a part", title="Who could hear")
    for each in heard:
        table.add_row(str(each.line_id), listed(each.heard), listed(each.heard_in_part))
    return table


def listed(people: Iterable[ParticipantId]) -> str:
    return "\n".join(sorted(map(str, people)))


def verdict_lines(verdict: Verdict) -> list[str]:
    """One plain line a finding, then one about the whole."""
    seen = f"{verdict.lines} lines of {verdict.conferences} conferences, {verdict.heads} heads"
    if verdict.findings:
        return [*map(str, verdict.findings), f"NOT WHAT WAS WRITTEN: {seen}."]
    uncovered = f" {verdict.newer_than_heads} lines are newer than the last head."
    return [f"All as written: {seen}.{uncovered if verdict.newer_than_heads else ''}"]


def covered_line(covered: Covered | None) -> list[str]:
    if covered is None:
        return ["What is sealed in covert lines was not opened: no restricted store and key here."]
    return [f"Covert lines: {covered.whole} as written, {covered.erased} erased with their key."]
