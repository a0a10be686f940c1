"""The one listening socket, its certificate, and the question whether it answers."""

import datetime
import http.client
import ipaddress
import os
import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.domain.ids import SECOND
from app.service.ports import Clock
from app.settings import Settings

BACKLOG = 2048
BIND_SECONDS = 5.0
"""A service that was killed a moment ago may hold its port a moment longer."""

SELF_SIGNED_LIFE = datetime.timedelta(days=365)
ANSWER_SECONDS = 0.5


class PortTaken(Exception):
    """Somebody else listens there."""


def listen(host: str, port: int) -> socket.socket:
    """Bound once; connections wait in it while the process that answers them is away."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    limit = time.monotonic() + BIND_SECONDS
    while True:
        try:
            listener.bind((host, port))
            listener.listen(BACKLOG)
        except OSError as error:
            if time.monotonic() > limit or port == 0:
                listener.close()
                raise PortTaken from error
            time.sleep(0.05)
        else:
            return listener


@dataclass(frozen=True, slots=True)
class Address:
    """Where browsers find the service, and where it finds itself."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{shown}:{self.port}"

    def answers(self, path: str) -> bool:
        """Whether a GET there is a 200, within half a second."""
        nearest = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  compared, not bound
        connection = http.client.HTTPConnection(nearest, self.port, timeout=ANSWER_SECONDS)
        if self.scheme == "https":
            connection = http.client.HTTPSConnection(
                nearest, self.port, timeout=ANSWER_SECONDS, context=own_socket()
            )
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def own_socket() -> ssl.SSLContext:
    """We ask ourselves over loopback: the certificate is for the names that others use."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def address_of(settings: Settings, listener: socket.socket) -> Address:
    return Address(settings.scheme, settings.host, listener.getsockname()[1])


def certificate_files(settings: Settings, clock: Clock) -> tuple[Path, Path] | None:
    """Chain and key; None without https. A self-signed one is made at the first start."""
    if settings.certificate is not None and settings.key is not None:
        return settings.certificate, settings.key
    if not settings.self_signed:
        return None
    folder = settings.data_folder / "tls"
    chain, key = folder / "certificate.pem", folder / "key.pem"
    if not chain.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        today = datetime.datetime.fromtimestamp(clock.now() / SECOND, datetime.UTC)
        make_self_signed(chain, key, {settings.host, *settings.host_names}, today)
    return chain, key


def make_self_signed(
    chain: Path, key_file: Path, hosts: set[str], today: datetime.datetime
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Quorate")])
    hosts = hosts | {"localhost", "127.0.0.1", "::1", socket.gethostname()}
    names = x509.SubjectAlternativeName([general_name(host) for host in sorted(hosts)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + SELF_SIGNED_LIFE)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secret)
    chain.write_bytes(certificate.public_bytes(Encoding.PEM))


def general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
