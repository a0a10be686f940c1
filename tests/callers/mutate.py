"""Messages spoilt by chance, the same for the same seed: of RFC 4475's and of ordinary ones."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from tests.callers import sdp, sip
from tests.callers.sip import Address, Message
from tests.callers.tortures import tortures

Spoil = Callable[[bytes, Random, Sequence[bytes]], bytes]
HUGE = (b"0", b"-1", b"65536", b"4294967296", b"18446744073709551616", b"9" * 400)
ODD = (b"\x00", b"\r\n", b"%00", b"<", b'"', b"\xff\xfe", b";" * 200, b"(" * 200, b"A" * 2000)


def ordinary(to: Address, number: int = 0) -> list[bytes]:
    """What any telephone sends, addressed so that answers go nowhere that matters.

    Each number is another telephone, with calls of its own.
    """
    host, port = to
    body = sdp.write(sdp.Media((host, 9), list(sdp.Codec), 101))
    kinds = {
        "INVITE": ("application/sdp", body),
        "REGISTER": ("text/plain", b""),
        "INFO": ("application/dtmf-relay", b"Signal=5\r\nDuration=100\r\n"),
        "BYE": ("text/plain", b""),
        "OPTIONS": ("text/plain", b""),
    }
    return [
        _request(method, number, f"{host}:{port}", kind, content)
        for method, (kind, content) in kinds.items()
    ]


def _request(method: str, number: int, there: str, kind: str, content: bytes) -> bytes:
    mark = f"{method.lower()}.{number}"
    headers = [
        ("Via", f"SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK{mark}"),
        ("Max-Forwards", "70"),
        ("From", f"<sip:stranger@127.0.0.1>;tag={number}"),
        ("To", f"<sip:100@{there}>"),
        ("Call-ID", f"{mark}@127.0.0.1"),
        ("CSeq", f"1 {method}"),
        ("Contact", "<sip:stranger@127.0.0.1:9>"),
        ("Content-Type", kind),
    ]
    return sip.write(Message(f"{method} sip:100@{there} SIP/2.0", headers, content))


def _flip(octets: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    spoilt = bytearray(octets)
    for _times in range(chance.randint(1, 8)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _cut(octets: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    first, last = sorted((chance.randrange(len(octets)), chance.randrange(len(octets))))
    return octets[:first] + octets[last:] if chance.random() < 0.5 else octets[: last + 1]


def _repeat(octets: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    first, last = sorted((chance.randrange(len(octets)), chance.randrange(len(octets))))
    return octets[:first] + octets[first:last] * chance.randint(2, 20) + octets[last:]


def _splice(octets: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    return octets[: chance.randrange(len(octets))] + other[chance.randrange(len(other)) :]


def _inflate(octets: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A number becomes one that no field can hold."""
    at = [index for index, octet in enumerate(octets) if 48 <= octet <= 57]
    if not at:
        return octets
    first = chance.choice(at)
    last = first
    while last < len(octets) and 48 <= octets[last] <= 57:
        last += 1
    return octets[:first] + chance.choice(HUGE) + octets[last:]


def _insert(octets: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(octets))
    return octets[:at] + chance.choice(ODD) + octets[at:]


def _double_header(octets: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    lines = octets.split(b"\r\n")
    line = chance.choice(lines)
    lines[1:1] = [line] * chance.randint(1, 40)
    return b"\r\n".join(lines)


SPOILS: tuple[Spoil, ...] = (_flip, _cut, _repeat, _splice, _inflate, _insert, _double_header)
LONGEST = 60_000
"""Octets that one datagram holds."""


def mutated(count: int, to: Address, seed: int = 1) -> Iterator[bytes]:
    """None of them is empty."""
    chance = Random(seed)  # noqa: S311  not for secrets
    sound = [*tortures().values(), *(each for n in range(20) for each in ordinary(to, n))]
    for _ in range(count):
        octets = chance.choice(sound)
        for _times in range(chance.randint(1, 3)):
            octets = chance.choice(SPOILS)(octets, chance, sound) or b"\x00"
        yield octets[:LONGEST]
