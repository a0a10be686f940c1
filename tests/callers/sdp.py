"""Which sound a call may carry, as both sides say it. RFC 4566, RFC 4733."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from tests.callers.sip import Address


class Codec(IntEnum):
    """By its static payload type."""

    PCMU = 0
    PCMA = 8


@dataclass(frozen=True, slots=True)
class Media:
    """One side's sound: where it wants it, and how."""

    address: Address
    codecs: Sequence[int]
    events: int | None
    """Payload type of telephone-event; None: keys are not told apart from sound."""
    direction: str = "sendrecv"


def write(media: Media, version: int = 1) -> bytes:
    host, port = media.address
    types = [*media.codecs, *([] if media.events is None else [media.events])]
    lines = [
        "v=0",
        f"o=- 1 {version} IN IP4 {host}",
        "s=-",
        f"c=IN IP4 {host}",
        "t=0 0",
        f"m=audio {port} RTP/AVP {' '.join(map(str, types))}",
        *(f"a=rtpmap:{codec} {Codec(codec).name}/8000" for codec in media.codecs),
    ]
    if media.events is not None:
        lines += [f"a=rtpmap:{media.events} telephone-event/8000", f"a=fmtp:{media.events} 0-15"]
    return "\r\n".join([*lines, "a=ptime:20", f"a={media.direction}", ""]).encode()


def read(body: bytes) -> Media:
    """Raises ValueError where there is no sound in it."""
    text = body.decode(errors="replace")
    sound = re.search(r"m=audio (\d+) RTP/AVP ([\d ]+)", text)
    host = re.search(r"c=IN IP4 (\S+)", text)
    if sound is None or host is None:
        raise ValueError("no sound")
    events = re.search(r"a=rtpmap:(\d+) telephone-event/8000", text, re.IGNORECASE)
    direction = re.search(r"a=(sendrecv|sendonly|recvonly|inactive)", text)
    return Media(
        (host[1], int(sound[1])),
        [int(word) for word in sound[2].split()],
        int(events[1]) if events else None,
        direction[1] if direction else "sendrecv",
    )
