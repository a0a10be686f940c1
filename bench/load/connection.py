"""One raw client's way to the server: ICE check, DTLS, SRTP, on one socket and by callbacks.

checking --signed answer--> shaking --keys--> up --close--> closed
    \\__________ no answer, bad handshake __________________^ (why: `failure`)
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from pylibsrtp import Error as SrtpError

from bench.load import stun
from bench.load.dtls import PROFILES, Handshake, HandshakeFailed, Identity, Keys, Profile
from bench.load.dtls import State as Dtls
from bench.load.rtp import is_rtcp
from bench.load.sdp import Local, Offer

CHECK_EVERY_S = 0.05
CONSENT_EVERY_S = 5.0
DTLS_AGAIN_S = 0.1
READ_AT_ONCE = 64
ROOM_FOR_BURST = 1 << 20


class State(StrEnum):
    CHECKING = "checking"
    SHAKING = "shaking"
    UP = "up"
    CLOSED = "closed"


class Connection:
    """Needs a running event loop from `start` until `close`; owns no task."""

    def __init__(
        self,
        offer: Offer,
        local: Local,
        identity: Identity,
        address: tuple[str, int],
        profiles: tuple[Profile, ...] = PROFILES,
    ) -> None:
        self.state = State.CHECKING
        self.failure = ""
        self.arrived: Counter[str] = Counter()
        """Datagrams by what they look like: stun, dtls, rtp, rtcp, other. Even unread ones."""
        self.bad_packets = 0
        self.is_deaf = False
        """A hostile client: it reads nothing that it is told, and goes on."""
        self.keys: Keys | None = None
        self.on_rtp: Callable[[bytes], None] = _forget
        self.on_rtcp: Callable[[bytes], None] = _forget
        self.on_arrival: Callable[[], None] = _rest
        """After each datagram of any kind, read or not."""
        self._settled = asyncio.Event()
        self._offer = offer
        self._username = f"{offer.ufrag}:{local.ufrag}"
        self._local_pwd = local.pwd
        self._address = address
        self._request = b""
        self._handshake = Handshake(identity, offer.fingerprint, profiles)
        self._timer: asyncio.TimerHandle | None = None
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(0)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM_FOR_BURST)
        self._socket.connect(address)

    @property
    def local_address(self) -> tuple[str, int]:
        host, port = self._socket.getsockname()[:2]
        return str(host), int(port)

    def start(self) -> None:
        asyncio.get_running_loop().add_reader(self._socket, self._read)
        self._check()

    async def until_settled(self, within: float) -> None:
        """Until the connection is up, or will never be. Raises TimeoutError."""
        async with asyncio.timeout(within):
            await self._settled.wait()

    def send_rtp(self, packet: bytes) -> None:
        if self.keys is not None and self.state is State.UP:
            self.send_raw(self.keys.sending.protect(packet))

    def send_rtcp(self, packet: bytes) -> None:
        if self.keys is not None and self.state is State.UP:
            self.send_raw(self.keys.sending.protect_rtcp(packet))

    def send_raw(self, datagram: bytes) -> None:
        """Any bytes, from the address that the server knows."""
        try:
            self._socket.send(datagram)
        except OSError:
            self.arrived["unsent"] += 1  # a full buffer or a closed port: UDP promises no more

    def detach(self) -> socket.socket:
        """Hand the socket to someone else, who reads and sends from now on."""
        self._stop()
        return self._socket

    def close(self) -> None:
        if self.state is not State.CLOSED:
            self._send_all(self._handshake.close())
            self._end("closed")
        self._socket.close()

    def consent(self) -> bytes:
        """A fresh signed binding request."""
        return stun.binding_request(self._username, self._offer.pwd)

    def _check(self) -> None:
        """Ask until answered; later, keep the consent alive."""
        is_first = self.state is State.CHECKING and not self._request
        if is_first or self.state is State.UP:
            self._request = self.consent()
        self.send_raw(self._request)
        wait = CONSENT_EVERY_S if self.state is State.UP else CHECK_EVERY_S
        self._call_later(wait, self._check)

    def _call_later(self, seconds: float, what: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, what)

    def _read(self) -> None:
        for _ in range(READ_AT_ONCE):
            try:
                datagram = self._socket.recv(2048)
            except BlockingIOError:
                return
            except ConnectionRefusedError:
                self.arrived["refused"] += 1
                return
            self.take(datagram)
            self.on_arrival()
            if self.state is State.CLOSED:
                return

    def take(self, datagram: bytes) -> None:
        """As if it had just come. RFC 7983: the first byte says what it is."""
        kind = looks_like(datagram)
        self.arrived[kind] += 1
        if self.is_deaf:
            return
        if kind == "stun":
            self._on_stun(datagram)
        elif kind == "dtls":
            self._on_dtls(datagram)
        elif kind in ("rtp", "rtcp") and self.keys is not None:
            self._on_srtp(datagram, self.keys)

    def _on_stun(self, datagram: bytes) -> None:
        if stun.is_request(datagram):
            self.send_raw(stun.binding_reply(datagram, self._local_pwd, self._address))
            return
        reply = stun.read_reply(datagram, self._request, self._offer.pwd)
        if reply is stun.Reply.FORGED:
            self.arrived["forged"] += 1
        if reply is stun.Reply.SUCCESS and self.state is State.CHECKING:
            self.state = State.SHAKING
            self._send_all(self._handshake.start())
            self._call_later(DTLS_AGAIN_S, self._shake_again)

    def _shake_again(self) -> None:
        self._send_all(self._handshake.again())
        self._call_later(DTLS_AGAIN_S, self._shake_again)

    def _on_dtls(self, datagram: bytes) -> None:
        if self.state is State.CHECKING:
            return
        try:
            self._send_all(self._handshake.receive(datagram))
            if self.state is State.SHAKING and self._handshake.state is Dtls.UP:
                self._come_up()
        except HandshakeFailed as error:
            self._end(str(error))
        if self._handshake.state is Dtls.CLOSED:
            self._end("closed by the server")

    def _come_up(self) -> None:
        self.keys = self._handshake.keys()
        self.state = State.UP
        self._settled.set()
        self._call_later(CONSENT_EVERY_S, self._check)

    def _on_srtp(self, datagram: bytes, keys: Keys) -> None:
        rtcp = is_rtcp(datagram)
        try:
            if rtcp:
                plain = keys.receiving.unprotect_rtcp(datagram)
            else:
                plain = keys.receiving.unprotect(datagram)
        except (SrtpError, ValueError):
            self.bad_packets += 1
            return
        (self.on_rtcp if rtcp else self.on_rtp)(plain)

    def _send_all(self, datagrams: list[bytes]) -> None:
        for datagram in datagrams:
            self.send_raw(datagram)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        asyncio.get_running_loop().remove_reader(self._socket)

    def _end(self, why: str) -> None:
        if self.state is State.CLOSED:
            return
        self.state = State.CLOSED
        self.failure = why
        self._stop()
        self._settled.set()


def looks_like(datagram: bytes) -> str:
    if stun.is_stun(datagram):
        return "stun"
    if datagram and 20 <= datagram[0] < 64:
        return "dtls"
    if len(datagram) >= 12 and 128 <= datagram[0] < 192:
        return "rtcp" if is_rtcp(datagram) else "rtp"
    return "other"


def _forget(_: bytes) -> None:
    """Nobody listens yet."""


def _rest() -> None:
    """Nobody waits yet."""
