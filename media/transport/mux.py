"""One UDP port and one TCP port for all legs: tells apart what comes, by address and first byte.

    0..3 STUN     answered when signed; the only kind that a stranger may send
    20..63 DTLS   to the leg's handshake          } only from an address
    128..191      SRTP and SRTCP, to the handler  } that a signed request has proved

Whatever does not fit is counted and dropped.
"""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from media.transport import ice
from media.transport.batch import NAME, Inbound, Outbound, find_calls
from media.transport.ice import BindingRequest, Credentials
from media.transport.names import Address, readable
from media.transport.native import CELL, Pointer, address_of, foreign
from media.transport.outbox import Outbox, Tap
from media.transport.tcp import TcpListener, TcpPath

SOCKET_BUFFER = 4 * 1024 * 1024
PATHS_AT_MOST = 8
"""Addresses that one leg may have proved at a time."""
TAKEN_SECONDS = 2.0
"""An address stays with a leg that was heard of so lately, whoever else proves it."""
SHORTEST_MEDIA, LONGEST_MEDIA = 13, 1500
"""With the longest trailer of SRTP it still fits a cell."""


class UdpPath:
    """An address that a leg has proved to be at."""

    def __init__(self, name: bytes, address: Address) -> None:
        self.name = name
        self.address = address
        self._memory: Pointer = foreign.new("unsigned char[]", NAME)
        foreign.buffer(self._memory)[0 : len(name)] = name
        self.at = address_of(self._memory)


Path = UdpPath | TcpPath


class Owner(Protocol):
    """What a leg is to the mux."""

    credentials: Credentials
    heard_at: float
    path: "Path | None"
    """The way that is used now."""

    def take_path(self, path: Path, *, is_chosen: bool) -> None:
        """This way is proved; if it is chosen, send by it from now on."""
        ...

    def lose_path(self, path: Path) -> None: ...

    def dtls_came(self, datagram: bytes) -> None: ...


OwnerT = TypeVar("OwnerT", bound=Owner)


@dataclass(frozen=True, slots=True)
class Ports:
    """Where to listen. Port 0: any free one."""

    host: str
    udp: int
    tcp: int
    in_batches: bool
    """False: one datagram a call, as where recvmmsg and sendmmsg are missing."""


class Mux(Generic[OwnerT]):
    """The two ports, and who is at which address."""

    def __init__(self, ports: Ports, counters: Counter[str], tap: Tap | None) -> None:
        family = socket.AF_INET6 if ":" in ports.host else socket.AF_INET
        self._udp = _udp_socket(family, ports)
        self._family = family
        self._counters = counters
        self._tap = tap
        self._owners: dict[str, OwnerT] = {}
        self._table: dict[bytes, OwnerT] = {}
        self._paths: dict[bytes, UdpPath] = {}
        self._tcp_owners: dict[TcpPath, OwnerT] = {}
        self._handle: Callable[[OwnerT, int, int, float], None] = _not_started
        found = find_calls() if ports.in_batches else None
        self.inbound = Inbound(self._udp, found)
        self.outbox = Outbox(Outbound(self._udp, found), family, counters, tap)
        self.udp_port: int = self._udp.getsockname()[1]
        self._listener = TcpListener(ports.host, ports.tcp, self, self._show_tcp)
        self.tcp_port = self._listener.port

    def start(self, handle: Callable[[OwnerT, int, int, float], None]) -> None:
        """`handle` takes SRTP and SRTCP: whose, the cell of `inbound`, its length, and the time.

        The cell is good until the call returns.
        """
        self._handle = handle
        asyncio.get_running_loop().add_reader(self._udp, self._read)

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._udp)
        self._listener.close()
        self._udp.close()

    def add(self, owner: OwnerT) -> None:
        self._owners[owner.credentials.ufrag] = owner

    def forget(self, owner: OwnerT) -> None:
        """No address is this leg's any more, and its connections are reset."""
        self.outbox.flush()
        self._owners.pop(owner.credentials.ufrag, None)
        for name in [name for name, other in self._table.items() if other is owner]:
            self._unlink(name)
        for path in [path for path, other in self._tcp_owners.items() if other is owner]:
            path.abort()

    def send(self, path: Path, datagram: bytes) -> None:
        """Send one datagram now."""
        if isinstance(path, TcpPath):
            path.send(datagram)
        else:
            self.outbox.put(datagram, path.at)
            self.outbox.flush()

    # ------------------------------------------------------------ what comes

    def _read(self) -> None:
        find, handle = self._table.get, self._handle
        try:
            lengths, firsts, names = self.inbound.receive()
            now = time.monotonic()
            for index, name in enumerate(names):
                owner = find(name)
                length = lengths[index]
                is_media = (
                    firsts[index] & 0xC0 == 0x80 and SHORTEST_MEDIA <= length <= LONGEST_MEDIA
                )
                if is_media and owner is not None:
                    handle(owner, index, length, now)
                else:
                    start = index * CELL
                    octets = self.inbound.cells.view[start : start + length].tobytes()
                    self._rare(owner, octets, name)
        finally:
            self.outbox.flush()

    def _rare(self, owner: OwnerT | None, octets: bytes, name: bytes) -> None:
        """STUN, DTLS, and what nobody expects."""
        kind = octets[0] if octets else 255
        if kind <= 3:
            self._udp_request(octets, name)
        elif owner is not None and 20 <= kind <= 63:
            owner.dtls_came(octets)
        else:
            self._counters["stranger" if owner is None else "unknown-kind"] += 1

    def frame_came(self, path: TcpPath, frame: bytes) -> None:
        """The same by TCP: the frame is put in a cell as if it had come in a datagram."""
        owner = self._tcp_owners.get(path)
        try:
            if owner is not None and len(frame) >= SHORTEST_MEDIA and frame[0] & 0xC0 == 0x80:
                self._tcp_media(owner, frame)
            elif frame[0] <= 3:
                self._tcp_request(path, frame)
            elif owner is not None and 20 <= frame[0] <= 63:
                owner.dtls_came(frame)
            else:
                self._counters["stranger" if owner is None else "unknown-kind"] += 1
        finally:
            self.outbox.flush()

    def path_lost(self, path: TcpPath) -> None:
        self._counters["tcp-dropped"] += path.dropped
        owner = self._tcp_owners.pop(path, None)
        if owner is not None:
            owner.lose_path(path)

    def _tcp_media(self, owner: OwnerT, frame: bytes) -> None:
        start = Inbound.SPARE * CELL
        self.inbound.cells.view[start : start + len(frame)] = frame
        self._handle(owner, Inbound.SPARE, len(frame), time.monotonic())

    # ------------------------------------------------------------ signed requests

    def _believed(self, octets: bytes) -> tuple[BindingRequest, OwnerT] | None:
        """The request and whose it is, if it is signed with the password of that leg."""
        request = ice.parse_request(octets)
        owner = None if request is None else self._owners.get(request.ufrag)
        if request is None or owner is None:
            self._counters["stun-unknown"] += 1
            return None
        if not request.is_signed_with(owner.credentials.password):
            self._counters["stun-unsigned"] += 1
            return None
        return request, owner

    def _udp_request(self, octets: bytes, name: bytes) -> None:
        believed = self._believed(octets)
        if believed is None:
            return
        request, owner = believed
        path = self._link(owner, name)
        if path is None:
            self._counters["address-taken"] += 1
            return
        owner.heard_at = time.monotonic()
        self.outbox.put(ice.answer(request, owner.credentials.password, path.address), path.at)
        owner.take_path(path, is_chosen=request.nominates)

    def _tcp_request(self, path: TcpPath, octets: bytes) -> None:
        believed = self._believed(octets)
        if believed is None or self._tcp_owners.get(path, believed[1]) is not believed[1]:
            return
        request, owner = believed
        owner.heard_at = time.monotonic()
        path.is_validated = True
        self._tcp_owners[path] = owner
        path.send(ice.answer(request, owner.credentials.password, path.address))
        owner.take_path(path, is_chosen=request.nominates)

    def _link(self, owner: OwnerT, name: bytes) -> UdpPath | None:
        """This address is the leg's, unless it is another's who was heard of just now."""
        other = self._table.get(name)
        if other is owner:
            return self._paths[name]
        if other is not None:
            if time.monotonic() - other.heard_at < TAKEN_SECONDS:
                return None
            self._unlink(name)
        mine = [known for known, its in self._table.items() if its is owner]
        if len(mine) >= PATHS_AT_MOST:
            self._unlink(next(known for known in mine if self._paths[known] is not owner.path))
        path = UdpPath(name, readable(self._family, name))
        self._table[name] = owner
        self._paths[name] = path
        return path

    def _unlink(self, name: bytes) -> None:
        self.outbox.flush()  # what waits there points at this path's memory
        owner, path = self._table.pop(name), self._paths.pop(name)
        owner.lose_path(path)

    def _show_tcp(self, address: Address, datagram: bytes) -> None:
        if self._tap is not None:
            self._tap(time.monotonic_ns(), address, datagram)


def _not_started(_: Owner, __: int, ___: int, ____: float) -> None:
    """Nobody takes media yet."""


def _udp_socket(family: int, ports: Ports) -> socket.socket:
    udp = socket.socket(family, socket.SOCK_DGRAM)
    udp.settimeout(0)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BUFFER)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER)
    if family == socket.AF_INET6 and ports.host == "::":
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    udp.bind((ports.host, ports.udp))
    return udp
