"""A log holds ids and codes. Whatever a person is called, said or typed is in none of the run's."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from app.telemetry import FIELDS
from tests.api.house import FAMILY
from tests.journeys.family import LINE, PEOPLE, REASON, VIEWS, WELCOME, WITHOUT_FAMILY

HEX = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
"""Ids and digests."""

BROWSERS = "profile"
"""The folder of a browser that keeps what it stores (tests/journeys/test_minutes.py)."""

LONG_NUMBER = re.compile(r"(?<![0-9.])[0-9]{10}")
"""A PIN, or somebody's telephone."""


def faults_under(folder: Path) -> list[str]:
    """What is wrong with the logs and journals that the run left under a folder."""
    words = secrets(folder)
    return [
        *(f for path in our_logs(folder) for f in faults_of_log(path.read_text(), words)),
        *(
            fault
            for path in folder.rglob("journal/*.jsonl")
            for fault in faults_in(path.read_text(), words)
        ),
    ]


def our_logs(folder: Path) -> Iterator[Path]:
    """A browser's profile holds files of that name too, which are no logs."""
    yield from (path for path in folder.rglob("*.log") if BROWSERS not in path.parts)


def faults_of_log(text: str, words: set[str]) -> Iterator[str]:
    """Every line is one JSON object of the closed list, whoever wrote it."""
    yield from faults_in(text, words)
    for line in text.splitlines():
        if not line.startswith("{") or not set(json.loads(line)) <= {*FIELDS, "withheld"}:
            yield f"not a line of ours: {line!r}"


def faults_in(text: str, words: set[str]) -> Iterator[str]:
    """Among millions of digests one has ten digits that are somebody's PIN, and tells nobody."""
    told = HEX.sub("", text)
    yield from (f"holds {word!r}" for word in sorted(words) if word in told)
    yield from (
        f"a long number: {line!r}" for line in told.splitlines() if LONG_NUMBER.search(line)
    )


def secrets(folder: Path) -> set[str]:
    """Names, titles, reasons, lines, link secrets and PINs of the conferences of this run."""
    found = {part for name in PEOPLE for part in (name, *name.split())}
    found |= {WELCOME, WITHOUT_FAMILY, VIEWS, REASON, LINE}
    found |= {person.name for person in FAMILY.people}
    for file in folder.rglob("demo.json"):
        found |= set(_said_in(json.loads(file.read_text())))
    return found


def _said_in(seeded: object) -> Iterator[str]:
    """Names, PINs, and of each link the secret."""
    match seeded:
        case dict():
            for key, value in seeded.items():
                if key in {"name", "title", "pin"} and isinstance(value, str):
                    yield value
                elif key == "path" and isinstance(value, str):
                    yield value.rpartition("#")[2]
                else:
                    yield from _said_in(value)
        case list():
            for value in seeded:
                yield from _said_in(value)
        case _:
            return
