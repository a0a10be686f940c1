"""RTCP as bytes: reads reports and requests, writes ours. Sources: RFC 3550, 4585, 5104.

Reading never raises: a packet that does not fit its length ends the reading.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

SENDER_REPORT, RECEIVER_REPORT, DESCRIPTION, BYE = 200, 201, 202, 203
TRANSPORT_FEEDBACK, PICTURE_FEEDBACK = 205, 206
NACK, PLI, FIR, APPLICATION = 1, 1, 4, 15
OURS = 1
"""The SSRC that we report with."""
HEADER = struct.Struct("!BBH")
REPORT = struct.Struct("!IIIIII")
SENDER = struct.Struct("!IIIIII")
SENDER_SIZE = 24
SAFE = 0x80
REPORTS_AT_MOST = 31
NACKS_AT_MOST = 64
PACKETS_AT_MOST = 32


class Part(NamedTuple):
    """One packet of a compound: its kind, its small number, and where its body is."""

    kind: int
    number: int
    start: int
    end: int


class Loss(NamedTuple):
    """A receiver's word on one stream that we send."""

    ssrc: int
    fraction: float


class Report(NamedTuple):
    """What we tell a sender of one stream."""

    ssrc: int
    fraction: int
    lost: int
    highest: int
    sender_report: int
    delay: int
    """Since that sender report, in 1/65536 s."""


class SenderClock(NamedTuple):
    """A sender's word on its own clock."""

    ssrc: int
    ntp: int
    timestamp: int


def parts(view: memoryview, start: int, end: int) -> Iterator[Part]:
    """The packets of the compound in `view[start:end]`."""
    for _ in range(PACKETS_AT_MOST):
        if start + 8 > end:
            return
        first, kind, words = HEADER.unpack_from(view, start)
        after = start + 4 + 4 * words
        if first & 0xC0 != SAFE or after > end:
            return
        yield Part(kind, first & 0x1F, start + 4, after)
        start = after


def losses(view: memoryview, part: Part) -> Iterator[Loss]:
    """The report blocks of a sender or receiver report."""
    at = part.start + (SENDER_SIZE if part.kind == SENDER_REPORT else 4)
    for _ in range(part.number):
        if at + REPORT.size > part.end:
            return
        ssrc, fraction, *_rest = REPORT.unpack_from(view, at)
        yield Loss(ssrc, (fraction >> 24) / 256)
        at += REPORT.size


def sender_clock(view: memoryview, part: Part) -> SenderClock | None:
    if part.end - part.start < SENDER_SIZE:
        return None
    ssrc, seconds, fraction, timestamp, *_rest = SENDER.unpack_from(view, part.start)
    return SenderClock(ssrc, seconds << 32 | fraction, timestamp)


def sender_ssrc(view: memoryview, start: int) -> int:
    """Whose compound begins at `start`: in the clear even when encrypted."""
    (ssrc,) = struct.unpack_from("!I", view, start + 4)
    return int(ssrc)


def media_ssrc(view: memoryview, part: Part) -> int:
    """The stream that a feedback packet is about; 0 if it does not say."""
    if part.end - part.start < 8:
        return 0
    (ssrc,) = struct.unpack_from("!I", view, part.start + 4)
    return int(ssrc)


def wanted_again(view: memoryview, part: Part) -> list[int]:
    """The sequence numbers that a NACK asks for."""
    numbers: list[int] = []
    for at in range(part.start + 8, part.end - 3, 4):
        first, mask = struct.unpack_from("!HH", view, at)
        numbers.append(first)
        numbers += [(first + 1 + bit) & 0xFFFF for bit in range(16) if mask >> bit & 1]
        if len(numbers) >= NACKS_AT_MOST:
            break
    return numbers[:NACKS_AT_MOST]


def wants_key_frame(part: Part) -> bool:
    return part.kind == PICTURE_FEEDBACK and part.number in {PLI, FIR}


def fir_ssrc(view: memoryview, part: Part) -> int:
    """FIR names its stream in its body, not in its header."""
    if part.end - part.start < 16:
        return 0
    (ssrc,) = struct.unpack_from("!I", view, part.start + 8)
    return int(ssrc)


# ---------------------------------------------------------------- written by us


def _packet(number: int, kind: int, body: bytes) -> bytes:
    return HEADER.pack(SAFE | number, kind, len(body) // 4) + body


def key_frame_request(ssrc: int) -> bytes:
    return _packet(PLI, PICTURE_FEEDBACK, struct.pack("!II", OURS, ssrc))


def repair_request(ssrc: int, numbers: Sequence[int]) -> bytes:
    """A NACK for sequence numbers, in rising order."""
    body = struct.pack("!II", OURS, ssrc)
    waiting = list(numbers[:NACKS_AT_MOST])
    while waiting:
        first = waiting[0]
        near = [n for n in waiting[1:] if 0 < (n - first) & 0xFFFF <= 16]
        mask = sum(1 << ((n - first) & 0xFFFF) - 1 for n in near)
        body += struct.pack("!HH", first, mask)
        waiting = [n for n in waiting[1:] if n not in near]
    return _packet(NACK, TRANSPORT_FEEDBACK, body)


def receiver_report(reports: Iterable[Report], cname: str) -> bytes:
    chosen = list(reports)[:REPORTS_AT_MOST]
    body = struct.pack("!I", OURS)
    for each in chosen:
        lost = each.fraction << 24 | each.lost & 0xFFFFFF
        body += REPORT.pack(
            each.ssrc, lost, each.highest & 0xFFFFFFFF, 0, each.sender_report, each.delay
        )
    return _packet(len(chosen), RECEIVER_REPORT, body) + description(OURS, cname)


def sender_report(clock: SenderClock, packets: int, octets: int, cname: str) -> bytes:
    """`clock.ssrc` and `clock.timestamp` are those of our stream, already moved."""
    body = SENDER.pack(
        clock.ssrc,
        clock.ntp >> 32,
        clock.ntp & 0xFFFFFFFF,
        clock.timestamp & 0xFFFFFFFF,
        packets & 0xFFFFFFFF,
        octets & 0xFFFFFFFF,
    )
    return _packet(0, SENDER_REPORT, body) + description(clock.ssrc, cname)


def description(ssrc: int, cname: str) -> bytes:
    name = cname.encode()
    chunk = struct.pack("!IBB", ssrc, 1, len(name)) + name + b"\0"
    return _packet(1, DESCRIPTION, chunk + bytes(-len(chunk) % 4))


def bandwidth_limit(bits_per_second: int, ssrcs: Sequence[int]) -> bytes:
    """REMB: all streams of this sender together may take so much."""
    exponent = max(0, bits_per_second.bit_length() - 18)
    rate = exponent << 18 | bits_per_second >> exponent
    body = struct.pack("!II4sB", OURS, 0, b"REMB", len(ssrcs)) + rate.to_bytes(3, "big")
    body += b"".join(struct.pack("!I", ssrc) for ssrc in ssrcs)
    return _packet(APPLICATION, PICTURE_FEEDBACK, body)
