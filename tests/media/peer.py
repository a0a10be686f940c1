"""A small browser: one socket, signed requests, DTLS, RTP and RTCP, nothing clever.

It says what it is told to say and keeps what it hears, so that a test can look at both.
"""

import asyncio
import secrets
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Self, cast

from aioice import stun
from aiortc.rtcdtlstransport import (
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)
from aiortc.rtcicetransport import RTCIceTransport

from media.api import ConferenceKey, Engine, LegKey
from tests.media.ears import DEADLINE, Ears, Heard
from tests.media.offers import CERTIFICATE, answer_to, read_offer, slots_in

OPUS, VP8, RTX = 111, 96, 97
KEY_FRAME, DELTA_FRAME = b"\x10\x00", b"\x10\x01"
"""VP8: the payload descriptor says that a frame starts, the next byte that it is a key frame."""


@dataclass
class Said:
    """How far one stream of ours has come."""

    ssrc: int
    seq: int = 1000
    timestamp: int = 50_000


class Peer:
    """One leg's far end. `join` brings it all the way up."""

    role = "controlling"

    def __init__(self, name: str, *, by_tcp: bool = False) -> None:
        self.key = LegKey(name)
        self.ufrag = secrets.token_hex(4)
        self.ears = Ears()
        self.sound = Said(secrets.randbits(31))
        self.large = Said(secrets.randbits(31))
        self.small = Said(secrets.randbits(31))
        self.repairs = Said(secrets.randbits(31))
        self.slot_of: dict[int, str] = {}
        self.offer = ""
        self.by_tcp = by_tcp
        self.socket = socket.socket(socket.AF_INET, self._kind)
        self.socket.settimeout(0)
        # aiortc only uses `role`, `_recv` and `_send` of its transport.
        self.dtls = RTCDtlsTransport(cast(RTCIceTransport, self), [CERTIFICATE])
        self.is_answered = asyncio.Event()
        self._dtls_in: asyncio.Queue[bytes] = asyncio.Queue()
        self.is_reset = False
        self._partial = b""
        self._server = ("", 0)

    @property
    def _kind(self) -> socket.SocketKind:
        return socket.SOCK_STREAM if self.by_tcp else socket.SOCK_DGRAM

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        asyncio.get_running_loop().remove_reader(self.socket)
        if self.dtls._task is not None:
            self.dtls._task.cancel()
        self.socket.close()

    # ------------------------------------------------------------ coming up

    async def join(self, engine: Engine, conference: ConferenceKey) -> Self:
        """Offer, answer, ICE, DTLS."""
        await self.answer(engine, conference)
        await self.prove_address()
        await self.shake_hands()
        return self

    async def join_and_leave(self, engine: Engine, conference: ConferenceKey) -> None:
        """Come up and go: by then the engine has read whatever was sent to it before."""
        async with self:
            await self.join(engine, conference)

    async def answer(self, engine: Engine, conference: ConferenceKey) -> None:
        offer = await engine.offer(conference, self.key, "127.0.0.1")
        self.take_offer(offer.sdp)
        await engine.accept(conference, self.key, self.make_answer())

    def take_offer(self, sdp: str) -> None:
        self.offer = sdp
        self.slot_of = slots_in(sdp)
        host, port = read_offer(sdp)["tcp" if self.by_tcp else "udp"].split(" ")
        self._server = (host, int(port))

    def make_answer(self) -> str:
        return answer_to(self.offer, self.ufrag)

    async def prove_address(self) -> None:
        """Connect, send a signed request, wait for the answer."""
        loop = asyncio.get_running_loop()
        await asyncio.wait_for(loop.sock_connect(self.socket, self._server), DEADLINE)
        loop.add_reader(self.socket, self._read)
        self.ask()
        async with asyncio.timeout(DEADLINE):
            await self.is_answered.wait()

    def ask(self, *, password: str | None = None) -> None:
        """Send a binding request that nominates this way."""
        offered = read_offer(self.offer)
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{offered['ufrag']}:{self.ufrag}"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLING"] = 1
        request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity((password or offered["password"]).encode())
        self.send_raw(bytes(request))

    async def shake_hands(self, *, seconds: float = DEADLINE) -> None:
        digest = RTCDtlsFingerprint("sha-256", read_offer(self.offer)["fingerprint"])
        self.dtls._set_role("client")
        async with asyncio.timeout(seconds):
            await self.dtls.start(RTCDtlsParameters([digest]))
        assert self.dtls.state == "connected"

    async def move(self) -> None:
        """Go on from another port, as behind a router that has forgotten us."""
        asyncio.get_running_loop().remove_reader(self.socket)
        self.socket.close()
        self.socket = socket.socket(socket.AF_INET, self._kind)
        self.socket.settimeout(0)
        self.is_answered.clear()
        await self.prove_address()

    # ------------------------------------------------------------ saying

    def say(self, *, level: int = 30, payload: bytes = b"sound") -> None:
        """One packet of sound, 20 ms."""
        self.sound.seq += 1
        self.sound.timestamp += 960
        elements = struct.pack("!BBBB", 0x10, ord("0"), 0x20, 0x80 | level)
        self.send_rtp(OPUS, self.sound, elements, payload)

    def show(self, payload: bytes = KEY_FRAME, *, layer: str = "l") -> None:
        """One packet of picture."""
        stream = self.small if layer == "l" else self.large
        stream.seq += 1
        stream.timestamp += 3000
        self.send_rtp(VP8, stream, self._names(layer, 3), payload)

    def show_again(self, seq: int, payload: bytes, *, layer: str = "l") -> None:
        """A packet of picture, repeated because it was asked for."""
        self.repairs.seq += 1
        self.send_rtp(RTX, self.repairs, self._names(layer, 4), struct.pack("!H", seq) + payload)

    def send_rtp(self, payload_type: int, stream: Said, elements: bytes, payload: bytes) -> None:
        elements += bytes(-len(elements) % 4)
        header = struct.pack(
            "!BBHIIHH",
            0x90,
            payload_type,
            stream.seq & 0xFFFF,
            stream.timestamp & 0xFFFFFFFF,
            stream.ssrc,
            0xBEDE,
            len(elements) // 4,
        )
        self.send_raw(self.dtls._tx_srtp.protect(header + elements + payload))

    def send_control(self, packet: bytes) -> None:
        """RTCP, in plain text."""
        self.send_raw(self.dtls._tx_srtp.protect_rtcp(packet))

    def send_raw(self, datagram: bytes) -> None:
        frame = struct.pack("!H", len(datagram)) + datagram if self.by_tcp else datagram
        self.socket.send(frame)

    def _names(self, layer: str, element: int) -> bytes:
        return struct.pack("!BBBB", 0x10, ord("1"), element << 4, ord(layer))

    # ------------------------------------------------------------ hearing

    def heard_in(self, mid: str) -> list[Heard]:
        """What came in one slot, without what was sent again."""
        return [h for h in self.ears.heard if h.payload_type != RTX and self.mid_of(h) == mid]

    def mid_of(self, heard: Heard) -> str:
        return self.slot_of[heard.ssrc]

    def payloads(self) -> list[bytes]:
        return [each.payload for each in self.ears.heard]

    async def until_heard(self, payload: bytes) -> Heard:
        await self.ears.until(lambda: payload in self.payloads())
        return next(each for each in self.ears.heard if each.payload == payload)

    def drain(self) -> int:
        """Take what the kernel has for us. How many datagrams came in all, STUN left out."""
        with suppress(BlockingIOError):
            while received := self.socket.recv(65536):
                self._take_all(received)
        return self.ears.count

    async def read_raw(self) -> int:
        """Read by hand, for a peer whose reader was taken away. How many bytes."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self.socket)
        try:
            received = await loop.sock_recv(self.socket, 65536)
        except ConnectionResetError:
            received = b""
        self.is_reset = not received
        return len(received)

    async def round_trip(self) -> None:
        """Return when the engine has answered: it has read what was sent before."""
        self.is_answered.clear()
        self.ask()
        async with asyncio.timeout(DEADLINE):
            await self.is_answered.wait()

    def _read(self) -> None:
        try:
            received = self.socket.recv(65536)
        except OSError:
            return
        self._take_all(received)

    def _take_all(self, received: bytes) -> None:
        for datagram in self._frames(received) if self.by_tcp else [received]:
            self._take(datagram)

    def _frames(self, received: bytes) -> list[bytes]:
        if not received:
            self.is_reset = True
            asyncio.get_running_loop().remove_reader(self.socket)
        self._partial += received
        frames: list[bytes] = []
        while len(self._partial) >= 2:
            end = 2 + int.from_bytes(self._partial[:2], "big")
            if len(self._partial) < end:
                break
            frames.append(self._partial[2:end])
            self._partial = self._partial[end:]
        return frames

    def _take(self, datagram: bytes) -> None:
        if datagram[0] <= 3:
            self.is_answered.set()
            return
        self.ears.count += 1
        if 20 <= datagram[0] <= 63:
            self._dtls_in.put_nowait(datagram)
        elif 192 <= datagram[1] <= 223:
            self.ears.control.append(self.dtls._rx_srtp.unprotect_rtcp(datagram))
        else:
            self._take_rtp(datagram)
        self.ears.changed.set()

    def _take_rtp(self, datagram: bytes) -> None:
        packet = self.dtls._rx_srtp.unprotect(datagram)
        first, second, seq, timestamp, ssrc = struct.unpack_from("!BBHII", packet)
        heard = Heard(second & 0x7F, seq, timestamp, ssrc, bool(first & 0x10), packet[12:])
        self.ears.heard.append(heard)

    # ------------------------------------------------------------ what aiortc calls

    async def _recv(self) -> bytes:
        return await self._dtls_in.get()

    async def _send(self, datagram: bytes) -> None:
        self.send_raw(datagram)
