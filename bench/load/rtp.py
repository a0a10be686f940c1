"""RTP and RTCP as a raw client writes and reads them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

ONE_BYTE_PROFILE = 0xBEDE
KEY_FRAME_START = b"\x9d\x01\x2a"
SENDER_REPORT = 200
RECEIVER_REPORT = 201
TRANSPORT_FEEDBACK = 205
PICTURE_FEEDBACK = 206
PICTURE_LOSS = 1
FULL_INTRA_REQUEST = 4
NTP_EPOCH = 2_208_988_800


@dataclass(slots=True)
class Stream:
    """One outgoing RTP stream: its fixed header fields, and the numbers that move."""

    ssrc: int
    payload_type: int
    sequence: int = 0
    timestamp: int = 0
    packets: int = 0
    octets: int = 0

    def packet(self, payload: bytes, extension: bytes, *, marker: bool = False) -> bytes:
        """The next packet. The timestamp is the caller's to move."""
        header = struct.pack(
            "!BBHII",
            0x90 if extension else 0x80,
            self.payload_type | (0x80 if marker else 0),
            self.sequence,
            self.timestamp & 0xFFFFFFFF,
            self.ssrc,
        )
        self.sequence = (self.sequence + 1) & 0xFFFF
        self.packets += 1
        self.octets += len(payload)
        return header + extension + payload

    def sender_report(self, unix_time: float) -> bytes:
        """RFC 3550 section 6.4.1, without report blocks."""
        seconds = int(unix_time)
        fraction = int((unix_time - seconds) * 2**32)
        return struct.pack(
            "!BBHIIIIII",
            0x80,
            SENDER_REPORT,
            6,
            self.ssrc,
            (seconds + NTP_EPOCH) & 0xFFFFFFFF,
            fraction,
            self.timestamp & 0xFFFFFFFF,
            self.packets & 0xFFFFFFFF,
            self.octets & 0xFFFFFFFF,
        )


@dataclass(frozen=True, slots=True)
class Received:
    """What a decrypted RTP packet says."""

    ssrc: int
    payload_type: int
    sequence: int
    timestamp: int
    marker: bool
    elements: dict[int, bytes]
    """Header extension elements by their number."""
    payload: bytes


def extension(*elements: tuple[int | None, bytes]) -> bytes:
    """A one-byte-form extension block; elements whose number was not offered are left out."""
    body = b"".join(
        bytes([number << 4 | len(content) - 1]) + content
        for number, content in elements
        if number is not None
    )
    if not body:
        return b""
    body += bytes(-len(body) % 4)
    return struct.pack("!HH", ONE_BYTE_PROFILE, len(body) // 4) + body


def vp8_descriptor(picture_id: int, *, starts: bool) -> bytes:
    """RFC 7741 section 4.2 with a 15 bit picture id; `starts`: first packet of the frame."""
    return bytes([0x90 if starts else 0x80, 0x80]) + struct.pack("!H", 0x8000 | picture_id & 0x7FFF)


def is_rtcp(datagram: bytes) -> bool:
    """RFC 5761 section 4."""
    return len(datagram) >= 8 and 192 <= datagram[1] <= 223


def read_rtp(packet: bytes) -> Received | None:
    """None if it is not whole RTP."""
    if len(packet) < 12:
        return None
    first, second, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", packet)
    at = 12 + 4 * (first & 0x0F)
    elements: dict[int, bytes] = {}
    if first & 0x10:
        if len(packet) < at + 4:
            return None
        profile, words = struct.unpack_from("!HH", packet, at)
        body = packet[at + 4 : at + 4 + 4 * words]
        at += 4 + 4 * words
        if profile == ONE_BYTE_PROFILE:
            elements = dict(_elements(body))
    padding = packet[-1] if first & 0x20 else 0
    if at + padding > len(packet):
        return None
    payload = packet[at : len(packet) - padding]
    marker = bool(second & 0x80)
    return Received(ssrc, second & 0x7F, sequence, timestamp, marker, elements, payload)


def _elements(body: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(body):
        number, length = body[at] >> 4, (body[at] & 0x0F) + 1
        if number == 0:
            at += 1  # padding
            continue
        yield number, body[at + 1 : at + 1 + length]
        at += 1 + length


def rtcp_parts(compound: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(packet type, count or format, whole part) for each part of a compound packet."""
    at = 0
    while at + 8 <= len(compound):
        first, kind, words = struct.unpack_from("!BBH", compound, at)
        end = at + 4 * (words + 1)
        yield kind, first & 0x1F, compound[at:end]
        at = end


def key_frames_asked(compound: bytes) -> Iterator[int]:
    """SSRCs of ours of which the server wants a key frame."""
    for kind, form, part in rtcp_parts(compound):
        if kind != PICTURE_FEEDBACK:
            continue
        if form == PICTURE_LOSS and len(part) >= 12:
            yield int.from_bytes(part[8:12], "big")
        if form == FULL_INTRA_REQUEST:
            starts = range(12, len(part) - 7, 8)
            yield from (int.from_bytes(part[at : at + 4], "big") for at in starts)


def picture_loss(sender_ssrc: int, media_ssrc: int) -> bytes:
    """A PLI: the receiver cannot go on without a key frame."""
    return struct.pack("!BBHII", 0x80 | PICTURE_LOSS, PICTURE_FEEDBACK, 2, sender_ssrc, media_ssrc)


def empty_receiver_report(ssrc: int) -> bytes:
    """What each compound packet of a mere receiver starts with."""
    return struct.pack("!BBHI", 0x80, RECEIVER_REPORT, 1, ssrc)
