"""Each change of the local rules, kept for ever: a chain of lines in the data folder (e.7).

A line holds the whole file as it then was, and the hash of the line before.
"""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from app.domain.canonical import canonical
from app.domain.ids import Micros

FILE_NAME = "local_rules.changes.jsonl"
START = "0" * 64


class Change(BaseModel):
    """The service started with a file that differs from the one it last started with."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    seq: int
    at: int
    """UTC, microseconds since 1970."""
    actor: Literal["system"] = "system"
    type: Literal["setting_change"] = "setting_change"
    before: str | None
    """SHA-256 of the file, hexadecimal; None: the first."""
    after: str
    content: str
    prev_hash: str

    @property
    def line(self) -> bytes:
        return canonical(self.model_dump())

    @property
    def hash(self) -> str:
        return sha256(self.line).hexdigest()


class ChangesBroken(Exception):
    """The kept changes are not those that were written."""


def read_changes(folder: Path) -> list[Change]:
    """Oldest first. Raises ChangesBroken."""
    path = folder / FILE_NAME
    if not path.exists():
        return []
    try:
        changes = [Change.model_validate_json(line) for line in path.read_bytes().splitlines()]
    except ValidationError:
        raise ChangesBroken(f"{FILE_NAME}: a line cannot be read.") from None
    expected = START
    for number, change in enumerate(changes, start=1):
        if (change.seq, change.prev_hash, change.after) != (
            number,
            expected,
            digest_of(change.content.encode()),
        ):
            raise ChangesBroken(f"{FILE_NAME}: line {number} is not what was written.")
        expected = change.hash
    return changes


def note_change(folder: Path, content: bytes, now: Micros) -> Change | None:
    """Only where the file differs from the last one seen; on the disk when it returns."""
    changes = read_changes(folder)
    last = changes[-1] if changes else None
    if last is not None and last.after == digest_of(content):
        return None
    change = Change(
        seq=len(changes) + 1,
        at=now,
        before=None if last is None else last.after,
        after=digest_of(content),
        content=content.decode(),
        prev_hash=START if last is None else last.hash,
    )
    _append(folder / FILE_NAME, change.line)
    return change


def has_changed(changes: Sequence[Change], content: bytes) -> bool:
    """Since the service last started."""
    return not changes or changes[-1].after != digest_of(content)


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def _append(path: Path, line: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
