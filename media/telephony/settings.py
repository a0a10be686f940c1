"""What the telephone process is told when it starts. Parts are given their settings."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Transport(StrEnum):
    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Trunk:
    """Somebody who carries calls between us and the telephone network."""

    name: str
    host: str
    """Name or address, with `:port` where it is not the usual one."""
    transport: Transport = Transport.UDP
    user: str = "quorate"
    """Our number or account there: the From of the calls that we place."""
    secret: str = field(default="", repr=False)
    auth_user: str | None = None
    """Where the trunk knows the secret under another name than `user`."""
    registers: bool = False
    """False: each side knows the other by its address."""
    may_dial: bool = False
    vouches: bool = False
    """What it says in P-Asserted-Identity it has verified."""


@dataclass(frozen=True, slots=True)
class TelephonySettings:
    """Each setting is explained by the string under it."""

    host: str = "127.0.0.1"
    """Address of one interface: SIP listens there, and callers are told to send sound there."""
    port: int = 5060
    """UDP and TCP; TLS listens on the next one. 0: any free pair."""
    certificate: Path | None = None
    """PEM file of chain and key; without it nothing listens for TLS."""
    trunks: tuple[Trunk, ...] = ()
    clips: tuple[Path, ...] = ()
    """Folders of `LANGUAGE/NAME.wav`; the first that has a clip wins."""
    lines: tuple[Path, ...] = ()
    """The line socket of each media worker."""
    max_calls: int = 100
    calls_per_second: int = 20
    """That one address may begin; above it they are turned away."""
    sound_ports: tuple[int, int] = (20000, 29999)
    """UDP ports that callers send sound to."""
    authorities: Path = Path("/etc/ssl/certs/ca-certificates.crt")
    """PEM file of who may vouch for a trunk's TLS certificate."""
    jitter_ms: tuple[int, int] = (20, 200)
    """Shortest and longest time that sound is held back to even out the network."""
    quiet_seconds: float = 2.5
    """A call from which nothing has come for so long has faded. More than the longest silence of a
    telephone that sends nothing in silence."""
    no_sound_seconds: int = 20
    """A call from which nothing has come for so long is over."""
    ring_seconds: float = 45.0
    """A call of ours that nobody has answered for so long is given up."""
    controller_seconds: float = 15.0
    """How long calls stand, in silence, when nobody tells us what to do with them."""
    prefixes: tuple[str, ...] = ("+441", "+442", "+443", "+447")
    """What a number that we ring may begin with, written E.164."""
