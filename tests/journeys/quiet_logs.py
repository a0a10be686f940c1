"""A log holds ids and codes. Whatever a person is called, said or typed is not in it."""

import json
from pathlib import Path

from bench.support.service import Quorate
from tests.journeys.family import LINE, PEOPLE, REASON, VIEWS, WELCOME, WITHOUT_FAMILY


def check_quiet(service: Quorate) -> None:
    """Searches everything the service wrote for people to read later, and its journals."""
    log = service.folder.parent / f"{service.folder.name}.log"
    written = log.read_text(errors="replace")
    assert "started" in written, "the log is empty: nothing was searched"
    journals = service.folder.glob("journal/*.jsonl")
    text = "\n".join([written, *(path.read_text() for path in journals)])
    assert [word for word in secrets(service.folder) if word in text] == []


def secrets(folder: Path) -> set[str]:
    """Names, parts of names, titles, reasons, lines, link secrets and PINs of this conference."""
    seeded = json.dumps(json.loads((folder / "demo.json").read_text()))
    found = {part for name in PEOPLE for part in (name, *name.split())}
    found |= {WELCOME, WITHOUT_FAMILY, VIEWS, REASON, LINE}
    found |= {word for word in seeded.replace('"', " ").split() if is_secret(word)}
    return found


def is_secret(word: str) -> bool:
    """A PIN of 10 digits or a link's secret of 43 characters."""
    bare = word.strip(",:{}[]").rpartition("#")[2]
    return (len(bare) == 10 and bare.isdigit()) or len(bare) == 43
