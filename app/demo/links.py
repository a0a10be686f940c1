"""The file of the demo's links and PINs: for its owner's eyes, so that they can be shown again."""

import fcntl
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel

from app.demo.booking import Made

FILE_NAME = "demo.json"


class DemoLinks(BaseModel):
    origin: str = ""
    """Where the service was last ready."""
    conferences: list[Made] = []


def read_links(folder: Path) -> DemoLinks:
    try:
        return DemoLinks.model_validate_json((folder / FILE_NAME).read_bytes())
    except FileNotFoundError:
        return DemoLinks()


def write_links(folder: Path, links: DemoLinks) -> None:
    """All or nothing, and readable by nobody else at any moment."""
    path = folder / FILE_NAME
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(links.model_dump_json(indent=1))
    unfinished.replace(path)


@contextmanager
def changing_links(folder: Path) -> Generator[DemoLinks]:
    """Read, change, write: one program at a time."""
    with (folder / ".demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        links = read_links(folder)
        yield links
        write_links(folder, links)


def lines_of(links: DemoLinks, origin: str) -> list[str]:
    """Name, role and link of each person, tabs between; then PINs and room codes, each marked."""
    invited = [each for conference in links.conferences for each in conference.links]
    return [
        *(f"{each.name}\t{each.role}\t{origin}{each.path}" for each in invited),
        *(f"PIN\t{each.name}\t{each.pin}" for each in invited if each.pin is not None),
        *(f"CODE\t{each.name}\t{each.code}" for each in invited if each.code is not None),
    ]


def json_of(made: Made, origin: str) -> str:
    """For programs: ids, links and PINs of one conference."""
    whole = made.model_dump(mode="json")
    for each in whole["links"]:
        each["link"] = origin + each.pop("path")
    return json.dumps(whole)
