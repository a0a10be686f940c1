"""Signalling of the tests' own: one UDP socket that says exactly what a test wants."""

import socket
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from uuid import uuid4

Address = tuple[str, int]

DEADLINE_SECONDS = 8.0

SDP = (
    "v=0\r\no=- 4 4 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\n"
    "m=audio 40404 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n"
)
ANSWER = SDP.replace("40404", "41414").replace("127.0.0.2", "127.0.0.1")


class NothingCame(Exception):
    """In all that time."""


@dataclass(frozen=True)
class Message:
    """One request or answer as it came."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def method(self) -> str:
        return self.start.split()[0]

    @property
    def code(self) -> int:
        return int(self.start.split()[1]) if self.start.startswith("SIP/") else 0

    def all(self, name: str) -> list[str]:
        return [value for found, value in self.headers if found.lower() == name.lower()]

    def one(self, name: str) -> str:
        (value,) = self.all(name)
        return value


def read(octets: bytes) -> Message:
    head, _, body = octets.decode().partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Message(start, tuple((name.strip(), value.strip()) for name, _, value in pairs), body)


class Phone:
    """Sends and receives from one address, with one edge."""

    def __init__(self, host: str, edge: Address | None = None) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, 0))
        self.host, self.port = self._socket.getsockname()
        self.edge = edge

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._socket.close()

    def send(self, text: str | bytes) -> None:
        assert self.edge is not None
        self._socket.sendto(text if isinstance(text, bytes) else text.encode(), self.edge)

    def receive(self, within: float = DEADLINE_SECONDS) -> Message:
        """Raises NothingCame."""
        self._socket.settimeout(within)
        try:
            octets, self.edge = self._socket.recvfrom(65535)
        except TimeoutError as late:
            raise NothingCame from late
        return read(octets)

    def hears_nothing(self, within: float = 1.0) -> bool:
        try:
            self.receive(within)
        except NothingCame:
            return True
        return False

    def final(self) -> Message:
        """The next answer that is not provisional."""
        until = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < until:
            found = self.receive()
            if found.code >= 200:
                return found
        raise NothingCame

    def asked(self, method: str) -> Message:
        """As a node: the next request of this kind; the edge's own questions are answered."""
        until = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < until:
            found = self.receive()
            if found.method == method:
                return found
            if found.method == "OPTIONS":
                self.answer(found, 200)
        raise NothingCame

    def answer(self, asked: Message, code: int, body: str = "", *more: str) -> None:
        """With the headers that an answer copies."""
        copied = [
            f"{name}: {value}"
            for name, value in asked.headers
            if name.lower() in {"via", "from", "call-id", "cseq", "record-route"}
        ]
        to = asked.one("To")
        tag = "" if ";tag=" in to else ";tag=node"
        contact = f"Contact: <sip:{self.host}:{self.port}>"
        self.send(text(f"SIP/2.0 {code} So", *copied, f"To: {to}{tag}", contact, *more, body=body))

    def request(
        self,
        method: str,
        *more: str,
        to: str = "+442071838750",
        caller: str = "+441632960123",
        agent: str = "trunk",
        body: str = "",
        kind: str = "application/sdp",
    ) -> str:
        """A request outside any call, from this telephone's address."""
        return text(
            f"{method} sip:{to}@127.0.0.1 SIP/2.0",
            self.via(),
            f"From: <sip:{caller}@{self.host}>;tag={uuid4().hex}",
            f"To: <sip:{to}@127.0.0.1>",
            f"Call-ID: {uuid4()}",
            f"CSeq: 1 {method}",
            f"Contact: <sip:{caller}@{self.host}:{self.port}>",
            "Max-Forwards: 70",
            f"User-Agent: {agent}",
            *([f"Content-Type: {kind}"] if body else []),
            *more,
            body=body,
        )

    def within_call(self, ok: Message, method: str, *more: str, body: str = "") -> str:
        """The next request of a call that we made, by the route that its answer names."""
        target = ok.one("Contact").strip("<>")
        return text(
            f"{method} {target} SIP/2.0",
            self.via(),
            *(f"Route: {route}" for route in reversed(ok.all("Record-Route"))),
            f"From: {ok.one('From')}",
            f"To: {ok.one('To')}",
            f"Call-ID: {ok.one('Call-ID')}",
            f"CSeq: {1 if method == 'ACK' else 2} {method}",
            "Max-Forwards: 70",
            *more,
            body=body,
        )

    def via(self) -> str:
        return f"Via: SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK{uuid4().hex}"


def text(start: str, *headers: str, body: str = "") -> str:
    lines = [start, *headers, f"Content-Length: {len(body)}", "", body]
    return "\r\n".join(lines)
