"""SIP as text: enough to make calls with, and to read what comes back. RFC 3261."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

COMPACT = {
    "c": "content-type",
    "f": "from",
    "i": "call-id",
    "l": "content-length",
    "m": "contact",
    "s": "subject",
    "t": "to",
    "v": "via",
}
Headers = Sequence[tuple[str, str]]
Address = tuple[str, int]

_TAG = re.compile(r";\s*tag=([^;,\s]+)", re.IGNORECASE)
_URI = re.compile(r"<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a response, headers in their order."""

    start: str
    headers: Headers
    body: bytes = b""

    @property
    def is_response(self) -> bool:
        return self.start.startswith("SIP/")

    @property
    def status(self) -> int:
        """Of a response."""
        return int(self.start.split(" ", 2)[1])

    @property
    def method(self) -> str:
        """Of a request, or of the one that this answers."""
        return (self.header("cseq") if self.is_response else self.start).split()[
            1 if self.is_response else 0
        ]

    def header(self, name: str) -> str:
        """The first of that name, in lower case and long; or empty."""
        return next((value for given, value in self.headers if given.lower() == name), "")

    def every(self, name: str) -> list[str]:
        return [value for given, value in self.headers if given.lower() == name]

    def tag(self, name: str) -> str:
        found = _TAG.search(self.header(name))
        return found[1] if found else ""

    @property
    def contact(self) -> str:
        """The URI where the other side wants what follows."""
        found = _URI.search(self.header("contact"))
        return found[1] if found else self.header("contact").split(";")[0]


def read(datagram: bytes) -> Message | None:
    """None: it is not SIP."""
    head, _, body = datagram.partition(b"\r\n\r\n")
    text = re.sub(r"\r\n[ \t]+", " ", head.decode(errors="replace"))
    start, *lines = text.split("\r\n")
    if "SIP/2.0" not in start:
        return None
    split = (line.partition(":") for line in lines)
    headers = [(_long(name), value.strip()) for name, _, value in split]
    return Message(start, headers, body)


def _long(name: str) -> str:
    lower = name.strip().lower()
    return COMPACT.get(lower, lower)


def write(message: Message) -> bytes:
    lines = [message.start, *(f"{name}: {value}" for name, value in message.headers)]
    lines.append(f"Content-Length: {len(message.body)}")
    return "\r\n".join([*lines, "", ""]).encode() + message.body


def answer(
    request: Message, status: int, reason: str, tag: str, *more: tuple[str, str], body: bytes = b""
) -> Message:
    """What says so to a request: it keeps the headers by which the asker knows it."""
    copied = [("Via", via) for via in request.every("via")]
    to = request.header("to")
    if tag and not request.tag("to"):
        to += f";tag={tag}"
    copied += [("From", request.header("from")), ("To", to)]
    copied += [("Call-ID", request.header("call-id")), ("CSeq", request.header("cseq"))]
    copied += [("Record-Route", route) for route in request.every("record-route")]
    return Message(f"SIP/2.0 {status} {reason}", [*copied, *more], body)


def address_of(uri: str) -> Address:
    """Host and port of a SIP URI with an address of IPv4."""
    found = re.fullmatch(r"sips?:(?:[^@]*@)?([^:;?>]+)(?::(\d+))?.*", uri)
    if found is None:
        raise ValueError(uri)
    return found[1], int(found[2] or 5060)


def token(chance: Random) -> str:
    return f"{chance.getrandbits(64):016x}"
