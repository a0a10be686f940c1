"""The folder of keys: 0700, outside the database, made once."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from app.db.sealing import KEY_BYTES

RESTRICTED = "restricted"
SECRETS = ("master", RESTRICTED, "pepper")
HEAD_KEY = "head.pem"
HEAD_PUBLIC_KEY = "head.pub.pem"
"""Nothing secret: for whoever verifies."""


class KeysMissing(Exception):
    """Without its keys the service does not start: it could read nothing and sign nothing."""


@dataclass(frozen=True, slots=True)
class Keys:
    """All but the restricted one: that is for whoever opens the restricted store, and no other."""

    master: bytes = field(repr=False)
    """Wraps the keys of the texts."""
    pepper: bytes = field(repr=False)
    """For hashes of what is short enough to be guessed."""
    head: Ed25519PrivateKey = field(repr=False)


def make_keys(folder: Path) -> None:
    """All or none: the folder gets its name when everything in it is on the disk."""
    unfinished = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    unfinished.mkdir(mode=0o700, parents=True)
    for name in SECRETS:
        _write_once(unfinished / f"{name}.key", os.urandom(KEY_BYTES))
    head = Ed25519PrivateKey.generate()
    private = head.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = head.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _write_once(unfinished / HEAD_KEY, private)
    _write_once(unfinished / HEAD_PUBLIC_KEY, public)
    sync_folder(unfinished)
    unfinished.rename(folder)
    sync_folder(folder.parent)


def _write_once(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """A new name is safe from a power cut only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def load_keys(folder: Path) -> Keys:
    """All but the restricted one. Raises KeysMissing: not there, not whole, or open to others."""
    master, pepper = (_secret(folder / f"{name}.key") for name in SECRETS if name != RESTRICTED)
    head = load_head_key(_read_private(folder / HEAD_KEY))
    return Keys(master, pepper, head)


def load_restricted_key(folder: Path) -> bytes:
    """Wraps the keys of the restricted store. Raises KeysMissing."""
    return _secret(folder / f"{RESTRICTED}.key")


def _secret(path: Path) -> bytes:
    secret = _read_private(path)
    if len(secret) != KEY_BYTES:
        raise KeysMissing(f"{path.name} is not {KEY_BYTES} bytes long.")
    return secret


def _read_private(path: Path) -> bytes:
    try:
        if path.stat().st_mode & 0o077:
            raise KeysMissing(f"{path.name} is open to others: chmod 600.")
        return path.read_bytes()
    except OSError as error:
        raise KeysMissing(f"{path.name} cannot be read: {error.strerror}.") from None


def load_head_key(pem: bytes) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysMissing("The key of the heads is not an Ed25519 key.")
    return key


def load_head_public_key(path: Path) -> Ed25519PublicKey:
    """From the public file, or from the private one. Raises KeysMissing."""
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise KeysMissing(f"{path.name} cannot be read: {error.strerror}.") from None
    if b"PRIVATE KEY" in pem:
        return load_head_key(pem).public_key()
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise KeysMissing("The key of the heads is not an Ed25519 key.")
    return key
