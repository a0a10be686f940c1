"""The hash chain over the log's bytes as stored: one changed line breaks every later one."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """One stored line: exactly the bytes that were hashed, never serialised again."""

    version: int
    body: bytes
    prev_hash: bytes
    hash: bytes


def chained(version: int, body: bytes, prev_hash: bytes) -> Link:
    return Link(version, body, prev_hash, hash_of(version, body, prev_hash))


def hash_of(version: int, body: bytes, prev_hash: bytes) -> bytes:
    """SHA-256 over the previous hash, the version (8 bytes, big endian) and the body."""
    return sha256(prev_hash + version.to_bytes(8, "big") + body).digest()


def first_broken(links: Iterable[Link]) -> int | None:
    """Position (1 is the first) of the first line that is not what was written; None: all hold."""
    prev_hash = GENESIS
    for position, link in enumerate(links, start=1):
        whole = link.version == position and link.prev_hash == prev_hash
        if not whole or link.hash != hash_of(link.version, link.body, prev_hash):
            return position
        prev_hash = link.hash
    return None
