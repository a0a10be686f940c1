"""Secrets that make a class of texts unreadable in every backup once they are destroyed.

    master key + secret (a file, one a conference and class)  --wraps-->  key in the database

A backup of the database holds the wrapped key for as long as it is kept; without the file nobody
unwraps it. So these files are in no backup, or only in one that forgets them as soon (REQ-86).
"""

import os
from hashlib import sha256
from hmac import digest
from pathlib import Path

from app.db.keys import sync_folder
from app.db.sealing import KEY_BYTES
from app.domain.ids import ConferenceId
from app.service.ports import TextClass

SHREDDED = frozenset({TextClass.DRAFTS, TextClass.RESTRICTED_DRAFTS})
"""What is destroyed while the database and its backups live on."""


class Shreds:
    """Every node must see the same folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def made(self, wrapping_key: bytes, conference: ConferenceId, text_class: str) -> bytes:
        """The wrapping key of this conference and class; its secret is made when first needed."""
        path = self._path(conference, text_class)
        if not path.exists():
            _make(path)
        return _joined(wrapping_key, path.read_bytes())

    def find(self, wrapping_key: bytes, conference: ConferenceId, text_class: str) -> bytes | None:
        """None: destroyed, or made elsewhere."""
        try:
            secret = self._path(conference, text_class).read_bytes()
        except FileNotFoundError:
            return None
        return _joined(wrapping_key, secret)

    def destroy(self, conference: ConferenceId, text_class: str) -> None:
        """Gone for good when it returns; may be repeated."""
        path = self._path(conference, text_class)
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(self._folder)

    def _path(self, conference: ConferenceId, text_class: str) -> Path:
        return self._folder / f"{conference}.{text_class}.key"


def _joined(wrapping_key: bytes, secret: bytes) -> bytes:
    return digest(wrapping_key, secret, sha256)


def _make(path: Path) -> None:
    """Whole, or not there; of two who make it at once one wins."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.urandom(8).hex()}.new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
    sync_folder(path.parent)
