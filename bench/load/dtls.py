"""The client half of DTLS-SRTP on OpenSSL alone, without a socket: datagrams in, datagrams out."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL
from pylibsrtp import Policy, Session

CIPHERS = b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305"
EXPORTER = b"EXTRACTOR-dtls_srtp"
RECORD_HEADER = 13
REPLAY_WINDOW = 1024
ROOM_FOR_DATAGRAM = 1200
ROOM_FOR_FLIGHT = 16384
VALID_FROM = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
VALID_UNTIL = datetime.datetime(2049, 1, 1, tzinfo=datetime.UTC)


class HandshakeFailed(Exception):
    """DTLS with the server came to nothing."""


class State(StrEnum):
    SHAKING = "shaking"
    UP = "up"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Profile:
    """One SRTP protection profile: its names in both libraries and its key sizes in bytes."""

    name: bytes
    number: int
    key: int
    salt: int


GCM_256 = Profile(b"SRTP_AEAD_AES_256_GCM", Policy.SRTP_PROFILE_AEAD_AES_256_GCM, 32, 12)
GCM_128 = Profile(b"SRTP_AEAD_AES_128_GCM", Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16, 12)
CM_SHA1 = Profile(b"SRTP_AES128_CM_SHA1_80", Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16, 14)
PROFILES = (GCM_256, GCM_128, CM_SHA1)


@dataclass(frozen=True, slots=True)
class Keys:
    """The two SRTP sessions of one connection."""

    profile: Profile
    sending: Session
    receiving: Session


class Identity:
    """A self-signed certificate. One serves all legs of a load process: making it takes time."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "load")])
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(VALID_FROM)
            .not_valid_after(VALID_UNTIL)
            .sign(self.key, hashes.SHA256())
        )

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint_of(self.certificate)

    def context(self, profiles: tuple[Profile, ...]) -> SSL.Context:
        context = SSL.Context(SSL.DTLS_METHOD)
        context.set_options(SSL.OP_NO_TICKET)
        context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, _accept_any)
        context.use_certificate(self.certificate)
        context.use_privatekey(self.key)
        context.set_cipher_list(CIPHERS)
        context.set_tlsext_use_srtp(b":".join(profile.name for profile in profiles))
        return context


class Handshake:
    """One connection, seen from the client: feed it datagrams, send what it returns."""

    def __init__(
        self,
        identity: Identity,
        server_fingerprint: str,
        profiles: tuple[Profile, ...] = PROFILES,
    ) -> None:
        self.state = State.SHAKING
        self._profiles = profiles
        self._server_fingerprint = server_fingerprint
        self._connection = SSL.Connection(identity.context(profiles))
        self._connection.set_connect_state()
        self._flight: list[bytes] = []

    def start(self) -> list[bytes]:
        return self._advance()

    def receive(self, datagram: bytes) -> list[bytes]:
        """Raises HandshakeFailed."""
        if self.state is State.CLOSED:
            return []
        self._connection.bio_write(datagram)
        if self.state is State.SHAKING:
            return self._advance()
        self._read_on()
        return self._outgoing()

    def again(self) -> list[bytes]:
        """The server did not answer: the same flight, or a new one if the library's second is over.

        The same is needed where a server drops DTLS that comes before its own ICE is done.
        """
        if self.state is State.SHAKING:
            self._connection.DTLSv1_handle_timeout()
        return self._outgoing() or self._flight

    def keys(self) -> Keys:
        """Raises HandshakeFailed if the server chose no SRTP profile of ours."""
        chosen = self._connection.get_selected_srtp_profile()
        for profile in self._profiles:
            if profile.name == chosen:
                return self._derive(profile)
        raise HandshakeFailed("no SRTP profile")

    def close(self) -> list[bytes]:
        if self.state is not State.UP:
            return []
        self.state = State.CLOSED
        try:
            self._connection.shutdown()
        except SSL.Error:
            return []
        return self._outgoing()

    def _advance(self) -> list[bytes]:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return self._outgoing()
        except SSL.Error as error:
            self.state = State.CLOSED
            raise HandshakeFailed("refused") from error
        self._check_server()
        self.state = State.UP
        return self._outgoing()

    def _check_server(self) -> None:
        certificate = self._connection.get_peer_certificate(as_cryptography=True)
        if certificate is None or fingerprint_of(certificate) != self._server_fingerprint.upper():
            self.state = State.CLOSED
            raise HandshakeFailed("fingerprint")

    def _read_on(self) -> None:
        try:
            self._connection.recv(2048)
        except SSL.ZeroReturnError:
            self.state = State.CLOSED
        except SSL.Error:
            return  # nothing for us: a repeated flight, or not whole yet

    def _derive(self, profile: Profile) -> Keys:
        length = 2 * (profile.key + profile.salt)
        material = self._connection.export_keying_material(EXPORTER, length)
        salts = material[2 * profile.key :]
        mine = material[: profile.key] + salts[: profile.salt]
        theirs = material[profile.key : 2 * profile.key] + salts[profile.salt :]
        return Keys(
            profile,
            sending=session(profile, mine, Policy.SSRC_ANY_OUTBOUND),
            receiving=session(profile, theirs, Policy.SSRC_ANY_INBOUND),
        )

    def _outgoing(self) -> list[bytes]:
        try:
            flight = self._connection.bio_read(ROOM_FOR_FLIGHT)
        except SSL.Error:
            return []
        self._flight = datagrams(flight)
        return self._flight


def session(profile: Profile, key: bytes, direction: int) -> Session:
    """One SRTP session for every stream in one direction."""
    policy = Policy(key=key, ssrc_type=direction, srtp_profile=profile.number)
    policy.window_size = REPLAY_WINDOW
    policy.allow_repeat_tx = True
    return Session(policy)


def datagrams(flight: bytes) -> list[bytes]:
    """Split a flight between records: the library hands out all that is due as one string."""
    packed: list[bytes] = []
    at = 0
    while at + RECORD_HEADER <= len(flight):
        end = at + RECORD_HEADER + int.from_bytes(flight[at + 11 : at + 13], "big")
        record = flight[at:end]
        if packed and len(packed[-1]) + len(record) <= ROOM_FOR_DATAGRAM:
            packed[-1] += record
        else:
            packed.append(record)
        at = end
    return packed


def fingerprint_of(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _accept_any(*_: object) -> bool:
    """The certificate is self-signed: its fingerprint, from the offer, is what is checked."""
    return True
