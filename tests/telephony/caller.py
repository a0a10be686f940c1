"""A telephone: one socket of SIP over UDP, one of RTP, and nothing of the code under test.

It says what it is told to, frame by frame, and keeps what it hears with the time at which it came.
"""

import asyncio
import math
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Self
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

PCMA, EVENTS, FRAME = 8, 101, 160
DEADLINE = 8.0
PACE = 0.02


def _alaw_table() -> NDArray[np.int16]:
    codes = np.arange(256) ^ 0x55
    exponent, mantissa = (codes >> 4) & 7, codes & 15
    level = np.where(
        exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0)
    )
    return np.where(codes & 0x80, level, -level).astype(np.int16)


LEVEL_OF = _alaw_table()
_ORDER = np.argsort(LEVEL_OF)
_SORTED = LEVEL_OF[_ORDER].astype(np.int32)


def encode(samples: NDArray[np.float64]) -> bytes:
    nearest = np.searchsorted((_SORTED[1:] + _SORTED[:-1]) // 2, samples)
    return _ORDER[nearest].astype(np.uint8).tobytes()


SILENCE = encode(np.zeros(FRAME))


@dataclass
class Heard:
    at: float
    samples: NDArray[np.int16]


class Refused(Exception):
    """The call was answered with a code that is no yes."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Caller:
    """Use it with `async with`; `address` is the SIP address that it rings, host and port."""

    address: tuple[str, int]
    number: str = "+441632960001"
    line: str = "0300"
    host: str = "127.0.0.1"
    asserts: str = ""
    """What its trunk says of it."""
    has_events: bool = True
    keeps_sending: bool = True
    loses: Callable[[bytes], bool] = field(default=lambda _: False)
    heard: list[Heard] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    is_over: bool = False
    is_closed: bool = False
    _waiting: list[tuple[int, asyncio.Future[None]]] = field(default_factory=list)
    _to_say: list[bytes] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._sip, self._rtp = _udp(self.host), _udp(self.host)
        self._replies: asyncio.Queue[str] = asyncio.Queue()
        self._call_id, self._tag = uuid4().hex, uuid4().hex[:8]
        self._cseq, self._to_tag = 1, ""
        self._seq, self._stamp, self._ssrc = 0, 1000, 0x51
        self._far: tuple[str, int] | None = None
        self._tasks = [
            self._loop.create_task(self._read_sip()),
            self._loop.create_task(self._read_rtp()),
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        if self._far and not self.is_over:
            self.hang_up()
        self.is_closed = True
        self._sip.close()
        self._rtp.close()

    # ------------------------------------------------------------ SIP

    async def ring(self) -> Self:
        """Until it is answered. Raises Refused."""
        self._send("INVITE", self._description())
        while True:
            async with asyncio.timeout(DEADLINE):
                reply = await self._replies.get()
            code = int(reply.split()[1])
            if code >= 200:
                break
        self._to_tag = _header(reply, "To").partition("tag=")[2]
        self._send("ACK")
        if code >= 300:
            raise Refused(code)
        port = re.search(r"m=audio (\d+)", reply)
        assert port is not None
        self._far = (self.address[0], int(port[1]))
        self._turn_at = self._loop.time()
        self._turn()
        return self

    def hang_up(self) -> None:
        self.is_over = True
        self._cseq += 1
        self._send("BYE")

    def send_info(self, digit: str, subtype: str = "dtmf-relay") -> None:
        self._cseq += 1
        relay = f"Signal={digit}\r\nDuration=160\r\n"
        body = relay if subtype == "dtmf-relay" else digit
        self._send("INFO", body, f"application/{subtype}")

    def _description(self) -> str:
        host, port = self._rtp.getsockname()
        events = f"a=rtpmap:{EVENTS} telephone-event/8000\r\n" if self.has_events else ""
        types = f"{PCMA} {EVENTS}" if self.has_events else f"{PCMA}"
        return (
            f"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP {types}\r\na=rtpmap:{PCMA} PCMA/8000\r\n{events}"
        )

    def _send(self, method: str, body: str = "", kind: str = "application/sdp") -> None:
        host, port = self._sip.getsockname()
        tag = f";tag={self._to_tag}" if self._to_tag else ""
        content = f"Content-Type: {kind}\r\n" if body else ""
        content += f"P-Asserted-Identity: {self.asserts}\r\n" if self.asserts else ""
        message = (
            f"{method} sip:{self.line}@{self.address[0]}:{self.address[1]} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{uuid4().hex}\r\nMax-Forwards: 70\r\n"
            f"From: <sip:{self.number}@{host}>;tag={self._tag}\r\n"
            f"To: <sip:{self.line}@{self.address[0]}>{tag}\r\nCall-ID: {self._call_id}\r\n"
            f"CSeq: {self._cseq} {method}\r\nContact: <sip:caller@{host}:{port}>\r\n"
            f"{content}Content-Length: {len(body)}\r\n\r\n{body}"
        )
        self.sent.append(message)
        self._sip.sendto(message.encode(), self.address)

    async def _read_sip(self) -> None:
        while True:
            octets, where = await self._loop.sock_recvfrom(self._sip, 65536)
            text = octets.decode()
            if text.startswith("SIP/2.0"):
                self._replies.put_nowait(text)
                continue
            if text.startswith("BYE"):
                self.is_over = True
            if not text.startswith("ACK"):
                self._sip.sendto(_ok(text).encode(), where)

    async def reply(self) -> int:
        async with asyncio.timeout(DEADLINE):
            return int((await self._replies.get()).split()[1])

    # ------------------------------------------------------------ RTP

    def say(self, samples: NDArray[np.float64]) -> None:
        """Mono, 8000 a second: said from the next packet on."""
        whole = samples[: len(samples) // FRAME * FRAME]
        self._to_say += [encode(part) for part in whole.reshape(-1, FRAME)]

    def _turn(self) -> None:
        """Every 20 ms: one packet, and whoever waits for time to pass."""
        if self.is_closed:
            return
        if self.keeps_sending:
            self.packet(self._to_say.pop(0) if self._to_say else SILENCE, PCMA)
        self._stamp += FRAME
        self._waiting = [(left - 1, future) for left, future in self._waiting]
        for left, future in self._waiting:
            if left <= 0 and not future.done():
                future.set_result(None)
        self._waiting = [(left, future) for left, future in self._waiting if left > 0]
        self._turn_at += PACE
        self._loop.call_at(self._turn_at, self._turn)

    async def wait(self, seconds: float) -> None:
        """So much of the call goes by."""
        passed = self._loop.create_future()
        self._waiting.append((round(seconds / PACE), passed))
        await passed

    def packet(self, payload: bytes, kind: int, *, stamp: int | None = None) -> bytes:
        self._seq += 1
        head = bytes([0x80, kind]) + (self._seq & 0xFFFF).to_bytes(2, "big")
        head += (self._stamp if stamp is None else stamp).to_bytes(4, "big")
        packet = head + self._ssrc.to_bytes(4, "big") + payload
        if not self.loses(packet):
            self.send_raw(packet)
        return packet

    def send_raw(self, packet: bytes) -> None:
        assert self._far is not None
        self._rtp.sendto(packet, self._far)

    async def press(self, digit: str, *, packets: int = 5, ends: int = 3) -> None:
        """One key, as a telephone sends it."""
        stamp, code = self._stamp, "0123456789*#".index(digit)
        for count in range(packets):
            self.packet(_event(code, 0, 160 * (count + 1)), EVENTS, stamp=stamp)
            await self.wait(PACE)
        for _ in range(ends):
            self.packet(_event(code, 0x80, 160 * packets), EVENTS, stamp=stamp)
        await self.wait(3 * PACE)

    async def _read_rtp(self) -> None:
        while True:
            octets = await self._loop.sock_recv(self._rtp, 2048)
            if octets[1] & 0x7F == PCMA:
                codes = np.frombuffer(octets[12:], np.uint8)
                self.heard.append(Heard(time.monotonic(), LEVEL_OF[codes]))

    def level(self, hertz: float, since: float, until: float = math.inf) -> float:
        """Of this tone, in dB below full scale, in what came between two moments."""
        parts = [h.samples for h in self.heard if since <= h.at <= until]
        return tone_level(np.concatenate(parts), hertz) if parts else -math.inf

    def usual(self, hertz: float, since: float, until: float = math.inf) -> float:
        """The level of most tenths of a second: a frame that a busy machine lost says nothing."""
        parts = [h.samples for h in self.heard if since <= h.at <= until]
        tenths = [np.concatenate(parts[at : at + 5]) for at in range(0, len(parts) - 4, 5)]
        return median(tone_level(tenth, hertz) for tenth in tenths)

    def last_loud(self, above: int = 300) -> float:
        """When something last came that is not silence."""
        return max((h.at for h in self.heard if np.abs(h.samples).max() > above), default=0.0)


def tone_level(samples: NDArray[np.int16], hertz: float, rate: int = 8000) -> float:
    turns = np.exp(-2j * math.pi * hertz / rate * np.arange(len(samples)))
    amplitude = 2 * abs(np.dot(samples.astype(float), turns)) / len(samples) / 32768
    return 20 * math.log10(max(amplitude, 1e-9))


def tone(hertz: float, seconds: float, level: float = 0.3, rate: int = 8000) -> NDArray[np.float64]:
    return level * 32767 * np.sin(2 * math.pi * hertz * np.arange(int(seconds * rate)) / rate)


def _event(code: int, flags: int, duration: int) -> bytes:
    return bytes([code, flags | 10]) + duration.to_bytes(2, "big")


def _udp(host: str) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    made.bind((host, 0))
    made.settimeout(0)
    return made


def _header(message: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(.*?)\r$", message, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""


def _ok(request: str) -> str:
    kept = [
        line
        for line in request.partition("\r\n\r\n")[0].split("\r\n")
        if line.partition(":")[0].lower() in {"via", "from", "to", "call-id", "cseq"}
    ]
    return "\r\n".join(["SIP/2.0 200 OK", *kept, "Content-Length: 0", "", ""])
