"""One leg: its address, its handshake, and its place in the plane."""

import asyncio
import time
from collections.abc import Callable

from media.api import LegKey
from media.home import Home
from media.phone.leg import PhoneLeg
from media.plane.peer import REPAIRS_PER_SECOND, Peer
from media.settings import EngineSettings
from media.transport.answer import Answer
from media.transport.dtls import Certificate, Handshake, HandshakeFailed, Keys, WrongPeer
from media.transport.ice import Credentials, new_credentials
from media.transport.mux import Path
from media.transport.tcp import TcpPath

ATTEMPTS = 3
"""Handshakes tried: one that a forged datagram has spoiled is begun anew, silently."""
DTLS_AT_MOST = 300
"""Datagrams of DTLS taken from a leg, refilled by `DTLS_PER_SECOND`."""
DTLS_PER_SECOND = 20


class Leg:
    """A leg is dark until the conference's plan names it, and until it has keys."""

    def __init__(
        self,
        key: LegKey,
        home: Home,
        peer: Peer,
        certificate: Certificate,
        send: Callable[[Path, bytes], None],
    ) -> None:
        self.key = key
        self.home = home
        self.peer = peer
        self.credentials: Credentials = new_credentials()
        self.heard_at = 0.0
        """When a signed request came last."""
        self.path: Path | None = None
        self.made_at = time.monotonic()
        self.answered_at: float | None = None
        self.is_silenced = False
        """It had flows and has none now: nothing but answers to signed requests leaves."""
        self.keys: Keys | None = None
        self.lifeline: asyncio.Task[None] | None = None
        """Shakes hands and waits for the end. Cancelled by whoever drops the leg."""
        self.dtls_left = DTLS_AT_MOST
        self._is_ended = False
        self._has_path = asyncio.Event()
        self._certificate = certificate
        self._send = send
        self._handshake = Handshake(certificate, self._send_dtls)

    @property
    def is_connected(self) -> bool:
        return self.peer.outlet.sending is not None

    def last_heard(self) -> float:
        return max(self.heard_at, self.peer.upstream.heard_at)

    def why_gone(self, now: float, settings: EngineSettings) -> str | None:
        if self.answered_at is None:
            return "no-answer" if now - self.made_at > settings.answer_seconds else None
        if self.is_connected:
            return "no-consent" if now - self.last_heard() > settings.consent_seconds else None
        return "no-connection" if now - self.answered_at > settings.connect_seconds else None

    def refill(self) -> None:
        """Each second: what it may make us do in the next one."""
        self.dtls_left = min(DTLS_AT_MOST, self.dtls_left + DTLS_PER_SECOND)
        self.peer.repairs_left = REPAIRS_PER_SECOND

    def take_back(self) -> None:
        """Nothing leaves any more that was handed in before."""
        if isinstance(self.path, TcpPath):
            self.path.purge()

    # ------------------------------------------------------------ told by the mux

    def take_path(self, path: Path, *, is_chosen: bool) -> None:
        if is_chosen or self.path is None:
            self.path = path
            is_tcp = isinstance(path, TcpPath)
            self.peer.outlet.name = 0 if is_tcp else path.at
            self.peer.outlet.tcp = path if is_tcp else None
            self._has_path.set()

    def lose_path(self, path: Path) -> None:
        if self.path is path:
            self.path = None
            self.peer.outlet.name = 0
            self.peer.outlet.tcp = None

    def dtls_came(self, datagram: bytes) -> None:
        if self.dtls_left > 0:
            self.dtls_left -= 1
            self._handshake.push(datagram)

    # ------------------------------------------------------------ its life

    async def connect(self, answer: Answer, few_at_once: asyncio.Semaphore) -> Keys:
        """Shake hands with the browser that gave this answer. Raises HandshakeFailed."""
        await self._has_path.wait()
        async with few_at_once:
            return await self._shake_hands(answer)

    async def _shake_hands(self, answer: Answer) -> Keys:
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._attempt(answer)
            except HandshakeFailed as failed:
                self._handshake.abandon()
                if self._is_ended or isinstance(failed, WrongPeer):
                    raise
                self._handshake = Handshake(self._certificate, self._send_dtls)
        return await self._attempt(answer)

    async def until_ended(self) -> None:
        await self._handshake.until_ended()

    def use(self, keys: Keys) -> None:
        self.keys = keys
        self.peer.upstream.receiving = keys.receiving
        self.peer.outlet.sending = keys.sending

    def end(self) -> None:
        """Nothing comes in or goes out from now on; the keys are forgotten."""
        self._is_ended = True
        self.is_silenced = True
        self.peer.upstream.receiving = None
        self.peer.outlet.sending = None
        self.keys = None
        self._handshake.abandon()
        if self.lifeline is not None:
            self.lifeline.cancel()

    async def _attempt(self, answer: Answer) -> Keys:
        as_client = not answer.peer_is_client
        return await self._handshake.run(answer.fingerprints, as_client=as_client)

    def _send_dtls(self, datagram: bytes) -> None:
        if self.path is not None and not self.is_silenced:
            self._send(self.path, datagram)


AnyLeg = Leg | PhoneLeg
"""A browser or a telephone call: to a conference they are alike."""
