"""What a worker is told when it starts. Parts are given their settings, they don't read them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Each setting is explained by the string under it."""

    host: str = "127.0.0.1"
    """Address to listen on; `0.0.0.0` or `::` for all."""
    udp_port: int = 0
    """0: any free one."""
    tcp_port: int = 0
    """For browsers behind a firewall that lets no UDP through. 0: any free one."""
    addresses: tuple[str, ...] = ()
    """IP addresses told to browsers in every offer, after the one that the offer was asked for."""
    pictures: int = 6
    """Pictures that one leg receives at most, 1 to 16."""
    consent_seconds: float = 15.0
    """A leg that was not heard of for so long is gone."""
    answer_seconds: float = 300.0
    """An offer that was not answered for so long is gone: somebody may be looking for a camera."""
    connect_seconds: float = 30.0
    """A leg that is not up so long after its answer is gone."""
    max_legs: int = 300
    """Above it no offer is made."""
    max_forwards_per_second: int = 60_000
    """Packets sent in the last second above which no offer is made: the measured ceiling."""
    upstream_bits_per_second: int = 900_000
    """What a browser may send, all layers together."""
    levels_seconds: float = 0.2
    """How often levels are told, where they are told."""
    line: Path | None = None
    """Unix socket at which the telephone is awaited; None: no telephone."""
    in_batches: bool = True
    """False: one datagram a system call, as on systems without recvmmsg."""
