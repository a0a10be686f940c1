"""ICE, lite: we only answer binding requests, and believe an address only when one was signed.

Sources: RFC 8445 section 2.5 (lite), RFC 8489 (STUN). A request that does not carry a right
MESSAGE-INTEGRITY gets no answer at all: a stranger learns nothing, and no log line is made.
"""

import hmac
import ipaddress
import secrets
import struct
import zlib
from dataclasses import dataclass

COOKIE = 0x2112A442
HEADER = struct.Struct("!HHI12s")
BINDING_REQUEST, BINDING_RESPONSE = 0x0001, 0x0101
USERNAME, MESSAGE_INTEGRITY, XOR_MAPPED_ADDRESS = 0x0006, 0x0008, 0x0020
USE_CANDIDATE, FINGERPRINT, ICE_CONTROLLED = 0x0025, 0x8028, 0x8029
KNOWN_AND_REQUIRED = {USERNAME, MESSAGE_INTEGRITY, USE_CANDIDATE, 0x0024}
"""0x0024 is PRIORITY. A request with another attribute below 0x8000 is not for us."""
DIGEST = 20
LONGEST_REQUEST = 548
ATTRIBUTES_AT_MOST = 16


@dataclass(frozen=True, slots=True)
class Credentials:
    """Our name and password on one leg, as told in the offer."""

    ufrag: str
    password: str


def new_credentials() -> Credentials:
    return Credentials(secrets.token_hex(4), secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class BindingRequest:
    """A request as it came; nothing in it is to be believed before `is_signed_with`."""

    transaction: bytes
    ufrag: str
    """Ours: it says which leg is meant."""
    remote_ufrag: str
    nominates: bool
    signature: bytes
    _signed: bytes

    def is_signed_with(self, password: str) -> bool:
        return hmac.compare_digest(self.signature, _digest(self._signed, password))


def parse_request(octets: bytes) -> BindingRequest | None:
    """The request in a datagram, or None if it is anything else. Never raises."""
    if not HEADER.size <= len(octets) <= LONGEST_REQUEST:
        return None
    kind, length, cookie, transaction = HEADER.unpack_from(octets)
    if kind != BINDING_REQUEST or cookie != COOKIE or HEADER.size + length != len(octets):
        return None
    found = _attributes(octets)
    if found is None or USERNAME not in found or MESSAGE_INTEGRITY not in found:
        return None
    at, signature = found[MESSAGE_INTEGRITY]
    ours, _, theirs = found[USERNAME][1].decode("ascii", "replace").partition(":")
    if len(signature) != DIGEST or ICE_CONTROLLED in found:
        return None
    nominates = USE_CANDIDATE in found
    return BindingRequest(transaction, ours, theirs, nominates, signature, octets[:at])


def _attributes(octets: bytes) -> dict[int, tuple[int, bytes]] | None:
    """Where each attribute begins and what is in it; None if they do not fit their message.

    What follows MESSAGE-INTEGRITY is not signed and not read.
    """
    found: dict[int, tuple[int, bytes]] = {}
    at = HEADER.size
    while at < len(octets):
        if at + 4 > len(octets) or len(found) == ATTRIBUTES_AT_MOST:
            return None
        kind, length = struct.unpack_from("!HH", octets, at)
        end = at + 4 + length
        if end > len(octets) or kind in found or not _may_come(kind):
            return None
        found[kind] = (at, octets[at + 4 : end])
        if kind == MESSAGE_INTEGRITY:
            return found
        at = end + -length % 4
    return found


def _may_come(kind: int) -> bool:
    return kind >= 0x8000 or kind in KNOWN_AND_REQUIRED


def answer(request: BindingRequest, password: str, address: tuple[str, int]) -> bytes:
    """The success response: the address that the request came from, signed."""
    mapped = _mapped_address(address, request.transaction)
    body = _attribute(XOR_MAPPED_ADDRESS, mapped)
    unsigned = HEADER.pack(BINDING_RESPONSE, len(body), COOKIE, request.transaction) + body
    signed = unsigned + _attribute(MESSAGE_INTEGRITY, _digest(unsigned, password))
    whole = _with_length(signed, len(signed) - HEADER.size + 8)
    checksum = (zlib.crc32(whole) ^ 0x5354554E) & 0xFFFFFFFF
    return whole + _attribute(FINGERPRINT, struct.pack("!I", checksum))


def _mapped_address(address: tuple[str, int], transaction: bytes) -> bytes:
    host = ipaddress.ip_address(address[0].partition("%")[0])
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped is not None:
        host = host.ipv4_mapped
    mask = struct.pack("!I", COOKIE) + transaction
    hidden = bytes(a ^ b for a, b in zip(host.packed, mask, strict=False))
    family = 1 if host.version == 4 else 2
    return struct.pack("!BBH", 0, family, address[1] ^ (COOKIE >> 16)) + hidden


def _attribute(kind: int, content: bytes) -> bytes:
    return struct.pack("!HH", kind, len(content)) + content + bytes(-len(content) % 4)


def _digest(before: bytes, password: str) -> bytes:
    """MESSAGE-INTEGRITY over what stands before it, with the length that includes itself."""
    whole = _with_length(before, len(before) - HEADER.size + 4 + DIGEST)
    return hmac.digest(password.encode(), whole, "sha1")


def _with_length(octets: bytes, length: int) -> bytes:
    return octets[:2] + struct.pack("!H", length) + octets[4:]
