"""The authority's file of local rules: read, checked strictly, and explained where it is wrong.

docs/local-rules.md names every key. A version is whole: what it leaves out is the national default.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import EnumType, StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TypeGuard, get_type_hints

from pydantic import TypeAdapter, ValidationError

from app.domain.case.codes import Jurisdiction
from app.domain.local_rules.book import Dated, DatedSchedule, RulesBook, Version
from app.domain.local_rules.faults import faults
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.retention import Keep, RecordClass, Schedule, faults_of, schedule_of
from app.domain.local_rules.rules import LocalRules

Table = Mapping[str, object]

FROM = "from"
GROUPS: Mapping[str, type] = get_type_hints(LocalRules)
KEEP: Mapping[str, type] = get_type_hints(Keep)
EXPECTED: Mapping[type, str] = {
    int: "a whole number",
    bool: "true or false",
    str: "text in quotes",
    date: "a date without quotes, as 2026-04-01",
    frozenset[date]: "a list of dates, as [2026-12-24, 2026-12-31]",
}
TABLE = TypeAdapter(dict[str, object])
TABLES = TypeAdapter(list[dict[str, object]])


class RulesRefused(Exception):
    """The file cannot be used. Each line of the message says where, and what is wrong."""


class Faults:
    """All that is wrong with one file, so that it can be put right in one go."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, key: str, words: str) -> None:
        self.lines.append(f"{key}: {words}")

    def check(self, name: str) -> None:
        if self.lines:
            raise RulesRefused("\n".join(f"{name}: {line}" for line in self.lines))


def read_rules(path: Path, today: date) -> RulesBook:
    """Raises RulesRefused: not there, not TOML, a key or value that cannot be, no schedule."""
    return parse_rules(content_of(path), path.name, today)


def content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RulesRefused(
            f"{path}: it cannot be read: {error.strerror}. The service does not start without a"
            " retention schedule: see docs/local-rules.md."
        ) from None


def parse_rules(content: bytes, name: str, today: date) -> RulesBook:
    try:
        told = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesRefused(f"{name}: it is not TOML: {error}") from None
    found = Faults()
    for key in told.keys() - {"version", "retention"}:
        found.note(key, "There is no such key.")
    versions = [_version(*each, found) for each in _numbered(told, "version", found)]
    schedules = [_dated_schedule(*each, found) for each in _numbered(told, "retention", found)]
    found.check(name)
    book = RulesBook(
        tuple(version for version in versions if version is not None),
        tuple(dated for dated in schedules if dated is not None),
    )
    _check_order("version", book.versions, found)
    _check_order("retention", book.schedules, found)
    if not any(dated.begins_on <= today for dated in book.schedules):
        found.note(
            "retention", "There is no schedule that holds today: write one, it has no default."
        )
    found.check(name)
    return book


def _numbered(told: Table, key: str, found: Faults) -> Iterator[tuple[str, Table]]:
    try:
        tables = TABLES.validate_python(told.get(key, []), strict=True)
    except ValidationError:
        found.note(key, f"It is a list of tables with a `from` each: [[{key}]].")
        return
    yield from ((f"{key}[{n}]", table) for n, table in enumerate(tables, start=1))


def _version(place: str, told: Table, found: Faults) -> Version | None:
    """Checked for both countries: what is set may contradict the default of one of them."""
    begins_on = _from(place, told, found)
    given = {
        group: _given(f"{place}.{group}", keys, told[group], found)
        for group, keys in GROUPS.items()
        if group in told
    }
    for key in told.keys() - GROUPS.keys() - {FROM}:
        found.note(f"{place}.{key}", "There is no such key.")
    england, wales = (_rules(national_rules(each), given) for each in Jurisdiction)
    wrong = dict.fromkeys([*faults(england), *faults(wales)])
    for key, words in wrong:
        found.note(f"{place}.{key}", words)
    return None if begins_on is None else Version(begins_on, england, wales)


def _rules(national: LocalRules, given: Mapping[str, Table]) -> LocalRules:
    return replace(
        national,
        **{group: replace(getattr(national, group), **values) for group, values in given.items()},
    )


def _dated_schedule(place: str, told: Table, found: Faults) -> DatedSchedule | None:
    begins_on = _from(place, told, found)
    for key in told.keys() - set(RecordClass) - {FROM}:
        found.note(f"{place}.{key}", "There is no such class of records.")
    if RecordClass.RECORD not in told:
        found.note(f"{place}.record", "Say how long the approved record is kept: no default.")
    keeps = {
        kept: _keep(f"{place}.{kept}", told[kept], found) for kept in RecordClass if kept in told
    }
    complete = {kept: keep for kept, keep in keeps.items() if keep is not None}
    if begins_on is None or RecordClass.RECORD not in complete:
        return None
    return DatedSchedule(begins_on, _checked(place, schedule_of(complete), found))


def _checked(place: str, schedule: Schedule, found: Faults) -> Schedule:
    for kept, words in faults_of(schedule):
        found.note(f"{place}.{kept}", words)
    return schedule


def _keep(place: str, told: object, found: Faults) -> Keep | None:
    given = _given(place, Keep, told, found)
    if "counts_from" not in given:
        found.note(f"{place}.counts_from", f"It is missing: {_expected(KEEP['counts_from'])}.")
        return None
    return TypeAdapter(Keep).validate_python(given)


def _from(place: str, told: Table, found: Faults) -> date | None:
    if FROM not in told:
        found.note(f"{place}.{FROM}", "Say from which day it holds.")
        return None
    read = _read(date, told[FROM], f"{place}.{FROM}", found)
    return read if isinstance(read, date) else None


def _check_order(name: str, dated: Sequence[Dated], found: Faults) -> None:
    for number, (before, after) in enumerate(pairwise(dated), start=2):
        if after.begins_on <= before.begins_on:
            found.note(f"{name}[{number}].{FROM}", f"It is not after {before.begins_on}.")


def _given(place: str, group: type, told: object, found: Faults) -> dict[str, object]:
    """What a table says, key by key; nothing of what is wrong."""
    try:
        table = TABLE.validate_python(told, strict=True)
    except ValidationError:
        found.note(place, "It is a table.")
        return {}
    hints = get_type_hints(group)
    for key in table.keys() - hints.keys():
        found.note(f"{place}.{key}", "There is no such key.")
    read = {
        key: _read(hints[key], value, f"{place}.{key}", found)
        for key, value in table.items()
        if key in hints
    }
    return {key: value for key, value in read.items() if value is not None}


def _read(hint: type, value: object, place: str, found: Faults) -> object | None:
    """The value in its type, nothing converted that could be meant otherwise; None: noted."""
    try:
        if hint == frozenset[date]:
            return frozenset(TypeAdapter(list[date]).validate_python(value, strict=True))
        strict = not _is_choice(hint)
        return TypeAdapter[object](hint).validate_python(value, strict=strict)
    except ValidationError:
        found.note(place, f"It is {_expected(hint)}.")
        return None


def _is_choice(hint: type) -> TypeGuard[type[StrEnum]]:
    return isinstance(hint, EnumType)


def _expected(hint: type) -> str:
    if _is_choice(hint):
        return "one of " + ", ".join(f'"{each}"' for each in hint)
    return EXPECTED[hint]
