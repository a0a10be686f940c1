"""Signed heads of the ledger, copied where whoever writes the ledger cannot change them.

A head says: at this time, this conference's chain had this length and ended in this hash. A log
that was cut short, rolled back or chained anew no longer agrees with the heads of before.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import anyio
from anyio import to_thread
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, ValidationError

from app.db.database import outages_as_store_down, sqlite_file
from app.db.event_store import SqlEventStore
from app.db.keys import sync_folder
from app.domain.ids import ConferenceId
from app.service.ports import Clock

FOLDER_MODE = 0o700


class HeadsTooNear(Exception):
    """The heads would share the fate of the database: whoever changes one can change both."""


class HeadsMissing(Exception):
    """Without heads nobody can say whether a log was cut short or chained anew."""


@dataclass(frozen=True, slots=True)
class HeadUnreadable:
    """A line that no head writer wrote."""

    line: int


class Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    at: int
    conference: UUID
    hash: str
    version: int

    def signed_bytes(self) -> bytes:
        """Begins with its purpose, so that a signature made for anything else is none for this."""
        return f"quorate-head|{self.conference}|{self.version}|{self.hash}|{self.at}".encode()


class SignedHead(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    head: Head
    signature: str

    def is_by(self, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(bytes.fromhex(self.signature), self.head.signed_bytes())
        except (InvalidSignature, ValueError):
            return False
        return True


def signed(head: Head, key: Ed25519PrivateKey) -> SignedHead:
    return SignedHead(head=head, signature=key.sign(head.signed_bytes()).hex())


class HeadWriter:
    """One file a conference, one line a head; lines are only ever added."""

    def __init__(
        self, store: SqlEventStore, key: Ed25519PrivateKey, folder: Path, clock: Clock
    ) -> None:
        self._store = store
        self._key = key
        self._folder = folder
        self._clock = clock
        self._turn = anyio.Lock()
        self._published: dict[ConferenceId, bytes] = {}

    async def publish(self, conference: ConferenceId) -> None:
        """Read what is stored, sign it, copy it. An unchanged log needs no second head.

        Raises StoreDown: the log cannot be read, or the copy cannot be written now.
        """
        with outages_as_store_down():
            await self._publish(conference)

    async def _publish(self, conference: ConferenceId) -> None:
        async with self._turn:
            newest = await self._store.head(conference)
            if newest is None or self._published.get(conference) == newest.hash:
                return
            head = Head(
                at=self._clock.now(),
                conference=conference,
                hash=newest.hash.hex(),
                version=newest.version,
            )
            line = signed(head, self._key).model_dump_json().encode() + b"\n"
            path = self._folder / f"{conference}.jsonl"
            await to_thread.run_sync(append_line, path, line, abandon_on_cancel=True)
            self._published[conference] = newest.hash


def append_line(path: Path, line: bytes) -> None:
    """On the disk when it returns. A line torn by a power cut never counted, and is taken off."""
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        take_off_torn_line(descriptor)
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        sync_folder(path.parent)


LONGEST_LINE = 4096


def take_off_torn_line(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    start = max(0, size - LONGEST_LINE)
    tail = os.pread(descriptor, LONGEST_LINE, start)
    if is_torn(tail):
        os.ftruncate(descriptor, start + tail.rfind(b"\n", 0, -1) + 1)


def is_torn(tail: bytes) -> bool:
    """Of a last line that was being written, a disk keeps any part, and zeros for the rest."""
    last = tail.rstrip(b"\n").rsplit(b"\n", 1)[-1]
    return tail != b"" and (not tail.endswith(b"\n") or b"\0" in last)


HeadLine = SignedHead | HeadUnreadable


def read_heads(folder: Path) -> Mapping[str, Sequence[HeadLine]]:
    """By conference, in the order of writing. Raises HeadsMissing."""
    if not folder.is_dir():
        raise HeadsMissing(f"There is no folder of heads: {folder}")
    return {path.stem: list(read_lines(path)) for path in sorted(folder.glob("*.jsonl"))}


def read_lines(path: Path) -> Iterator[HeadLine]:
    """A torn last line is passed over; any other must be a head."""
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n", 0, -1) + 1] if is_torn(content) else content
    for number, line in enumerate(whole.split(b"\n")[:-1], start=1):
        try:
            yield SignedHead.model_validate_json(line)
        except ValidationError:
            yield HeadUnreadable(number)


def check_apart(folder: Path, url: str) -> None:
    """Raises HeadsTooNear. A database server's own disks cannot be seen from here."""
    database = sqlite_file(url)
    if database is not None and device_of(folder) == device_of(database):
        raise HeadsTooNear(
            "The signed heads lie on the same mount as the database. "
            "Put them where whoever can write the database cannot."
        )


def device_of(folder: Path) -> int:
    """Of the nearest folder above that exists."""
    absolute = folder.absolute()
    return next(each.stat().st_dev for each in (absolute, *absolute.parents) if each.exists())
