"""DTLS-SRTP: the handshake of one leg, and the two SRTP contexts that come out of it.

The only module that knows aiortc, and of aiortc only what `tests/media/test_dtls_contract.py`
pins down. After the handshake nothing of aiortc is on the packet path.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from aiortc.rtcdtlstransport import (
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)
from aiortc.rtcicetransport import RTCIceTransport
from OpenSSL import SSL

from media.transport.native import SrtpContext

WAITING_AT_MOST = 16
"""Datagrams held for a handshake: those that come before the answer, and one flight."""


class HandshakeFailed(Exception):
    """No keys: refused or malformed. It may be tried again with a new `Handshake`."""


class WrongPeer(HandshakeFailed):
    """The handshake was finished with somebody else: not the certificate in the answer."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    algorithm: str
    value: str


class Certificate:
    """Ours, one for a worker's whole life; its fingerprint stands in every offer."""

    def __init__(self) -> None:
        self.certificate = RTCCertificate.generateCertificate()
        prints = self.certificate.getFingerprints()
        self.fingerprint = next(p.value for p in prints if p.algorithm == "sha-256")


@dataclass(frozen=True, slots=True)
class Keys:
    """What comes from them and what goes to them. Both live while this object is held."""

    receiving: SrtpContext
    sending: SrtpContext
    _sessions: tuple[object, object]


class _Session(Protocol):
    """pylibsrtp's session, of which we want the C context."""

    _srtp: list[SrtpContext]


class _Wire:
    """What aiortc takes for an ICE transport: datagrams in and out, and a role."""

    role = "controlled"

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send_datagram = send
        self._waiting: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING_AT_MOST)
        self._is_closed = False

    def push(self, datagram: bytes) -> bool:
        """Hand in a datagram. False: there is no room, the sender will send it again."""
        if self._is_closed or self._waiting.full():
            return False
        self._waiting.put_nowait(datagram)
        return True

    def close(self) -> None:
        """Nothing goes in or out from now on, and whoever waits is told."""
        self._is_closed = True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def _recv(self) -> bytes:
        datagram = None if self._is_closed else await self._waiting.get()
        if datagram is None:
            raise ConnectionError
        return datagram

    async def _send(self, datagram: bytes) -> None:
        if not self._is_closed:
            self._send_datagram(datagram)


class Handshake:
    """One leg's DTLS, from the first datagram to its end."""

    def __init__(self, certificate: Certificate, send: Callable[[bytes], object]) -> None:
        self._wire = _Wire(send)
        wire = cast(RTCIceTransport, self._wire)  # aiortc only uses the three names above
        self._dtls = RTCDtlsTransport(wire, [certificate.certificate])
        self._ended = asyncio.Event()
        self.push = self._wire.push

    async def run(self, fingerprints: list[Fingerprint], *, as_client: bool) -> Keys:
        """Shake hands. Raises HandshakeFailed; has no deadline of its own."""
        # aiortc has no public way to say who speaks first; the contract test holds this name.
        self._dtls._set_role("client" if as_client else "server")  # pyright: ignore[reportPrivateUsage]
        expected = [RTCDtlsFingerprint(each.algorithm, each.value) for each in fingerprints]
        try:
            await self._dtls.start(RTCDtlsParameters(expected))
        except (SSL.Error, ValueError) as error:
            raise HandshakeFailed from error
        if self._dtls.state != "connected":
            raise WrongPeer if self._dtls.encrypted else HandshakeFailed
        self._dtls.on("statechange", self._ended.set)
        return _keys(self._dtls)

    async def until_ended(self) -> None:
        """Return when the peer has said goodbye, or `abandon` was called."""
        if self._dtls.state == "connected":
            await self._ended.wait()

    def abandon(self) -> None:
        """Stop where we are, without a word to the peer. Nothing is sent from now on."""
        self._wire.close()
        self._ended.set()


def _keys(dtls: RTCDtlsTransport) -> Keys:
    # aiortc keeps its sessions to itself; the contract test holds these names.
    sessions = (dtls._rx_srtp, dtls._tx_srtp)  # pyright: ignore[reportPrivateUsage]
    receiving, sending = (
        cast(_Session, each)._srtp[0]  # pyright: ignore[reportPrivateUsage]  the C context
        for each in sessions
    )
    return Keys(receiving, sending, sessions)
