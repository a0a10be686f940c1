"""The client half of ICE towards a lite server: one binding request, signed, and its answer."""

import hmac
import secrets
import socket
import struct
import zlib
from enum import StrEnum

COOKIE = 0x2112A442
REQUEST = 0x0001
SUCCESS = 0x0101

USERNAME = 0x0006
MAPPED = 0x0020
MESSAGE_INTEGRITY = 0x0008
PRIORITY = 0x0024
USE_CANDIDATE = 0x0025
FINGERPRINT = 0x8028
ICE_CONTROLLING = 0x802A

INTEGRITY_LENGTH = 24
FINGERPRINT_LENGTH = 8
FINGERPRINT_XOR = 0x5354554E
PEER_REFLEXIVE_PRIORITY = 0x6E0001FF


class Reply(StrEnum):
    """What a STUN datagram turned out to be, seen from the one who asked."""

    SUCCESS = "success"
    FORGED = "forged"
    OTHER = "other"


def is_stun(datagram: bytes) -> bool:
    return len(datagram) >= 20 and datagram[0] < 4 and datagram[4:8] == COOKIE.to_bytes(4, "big")


def is_request(datagram: bytes) -> bool:
    """A full agent at the other end checks us too; a lite one never asks."""
    return datagram[:2] == REQUEST.to_bytes(2, "big")


def binding_reply(request: bytes, local_pwd: str, asker: tuple[str, int]) -> bytes:
    host, port = asker
    mask = COOKIE.to_bytes(4, "big")
    where = bytes(a ^ b for a, b in zip(socket.inet_aton(host), mask, strict=True))
    mapped = struct.pack("!BBH", 0, 1, port ^ COOKIE >> 16) + where
    return _signed(SUCCESS, request[8:20], _attribute(MAPPED, mapped), local_pwd.encode())


def binding_request(username: str, remote_pwd: str, *, nominate: bool = True) -> bytes:
    """A request as a browser sends it: username, priority, controlling, MESSAGE-INTEGRITY.

    The same bytes may be sent again: a retransmission keeps its transaction id.
    """
    body = _attribute(USERNAME, username.encode())
    body += _attribute(PRIORITY, struct.pack("!I", PEER_REFLEXIVE_PRIORITY))
    body += _attribute(ICE_CONTROLLING, secrets.token_bytes(8))
    if nominate:
        body += _attribute(USE_CANDIDATE, b"")
    transaction = secrets.token_bytes(12)
    return _signed(REQUEST, transaction, body, remote_pwd.encode())


def read_reply(datagram: bytes, request: bytes, remote_pwd: str) -> Reply:
    """Whether this is the answer to `request`, signed by who knows the password."""
    kind = int.from_bytes(datagram[:2], "big")
    if kind != SUCCESS or datagram[8:20] != request[8:20]:
        return Reply.OTHER
    at = _find(datagram, MESSAGE_INTEGRITY)
    if at is None:
        return Reply.FORGED
    signed = _with_length(datagram[:at], at - 20 + INTEGRITY_LENGTH)
    expected = hmac.digest(remote_pwd.encode(), signed, "sha1")
    return (
        Reply.SUCCESS
        if hmac.compare_digest(expected, datagram[at + 4 : at + 24])
        else (Reply.FORGED)
    )


def _attribute(kind: int, content: bytes) -> bytes:
    padding = bytes(-len(content) % 4)
    return struct.pack("!HH", kind, len(content)) + content + padding


def _with_length(message: bytes, length: int) -> bytes:
    return message[:2] + struct.pack("!H", length) + message[4:]


def _signed(kind: int, transaction: bytes, body: bytes, key: bytes) -> bytes:
    """RFC 8489 sections 14.5 and 14.7: each sum covers a header that already counts it."""
    message = struct.pack("!HHI", kind, len(body), COOKIE) + transaction + body
    covered = _with_length(message, len(body) + INTEGRITY_LENGTH)
    message = covered + _attribute(MESSAGE_INTEGRITY, hmac.digest(key, covered, "sha1"))
    message = _with_length(message, len(message) - 20 + FINGERPRINT_LENGTH)
    checksum = zlib.crc32(message) ^ FINGERPRINT_XOR
    return message + _attribute(FINGERPRINT, struct.pack("!I", checksum))


def _find(message: bytes, wanted: int) -> int | None:
    """Where an attribute's header starts, if the message has it and it is whole."""
    at = 20
    while at + 4 <= len(message):
        kind, length = struct.unpack_from("!HH", message, at)
        if kind == wanted and at + 4 + length <= len(message):
            return at
        at += 4 + length + (-length % 4)
    return None
