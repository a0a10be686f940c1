"""ICE over TCP, passive: frames of RFC 4571 on one port, with a queue of ours that can be emptied.

The kernel is given little at a time, so that almost nothing is beyond our reach at a cut; where
something is, the connection is reset: the rest of a forbidden frame may not leave either.
"""

import asyncio
import fcntl
import socket
import struct
from collections import Counter, deque
from collections.abc import Callable
from typing import Protocol

from media.transport.names import Address

LONGEST_FRAME = 1500
READ_AT_ONCE = 64 * 1024
UNSENT_AT_MOST = 16 * 1024
"""Bytes that the kernel may hold unsent before we keep the rest to ourselves."""
QUEUED_AT_MOST = 64
SIOCOUTQNSD = 0x894B
CONNECTIONS_AT_MOST = 512
STRANGER_SECONDS = 10.0
"""How long a connection may live without a signed request."""

Tap = Callable[[Address, bytes], None]


class Receiver(Protocol):
    """What a listener tells: a whole frame came; the connection is gone."""

    def frame_came(self, path: "TcpPath", frame: bytes) -> None: ...
    def path_lost(self, path: "TcpPath") -> None: ...


class TcpPath:
    """One accepted connection: the way to a leg, once a signed request has come by it."""

    def __init__(self, connection: socket.socket, receiver: Receiver, tap: Tap) -> None:
        self.address: Address = connection.getpeername()[:2]
        self.is_validated = False
        self.dropped = 0
        self._connection = connection
        self._receiver = receiver
        self._tap = tap
        self._received = b""
        self._queue: deque[bytes] = deque()
        self._rest = b""
        """What is left of the frame whose beginning has been sent."""
        self._loop = asyncio.get_running_loop()
        self._deadline = self._loop.call_later(STRANGER_SECONDS, self._close_stranger)
        self._loop.add_reader(connection, self._read)

    @property
    def is_open(self) -> bool:
        return self._connection.fileno() >= 0

    def send(self, datagram: bytes) -> None:
        """Send at once or queue; when the queue is full the datagram is dropped."""
        if not self.is_open:
            return
        frame = struct.pack("!H", len(datagram)) + datagram
        if self._rest or self._queue or self._unsent() > UNSENT_AT_MOST:
            self._enqueue(frame)
        else:
            self._write(frame)

    def purge(self) -> None:
        """Forget all that has not left. After this nothing leaves that was handed in before."""
        self._queue.clear()
        if self.is_open and (self._rest or self._unsent()):
            self.abort()

    def abort(self) -> None:
        """Reset the connection: what the kernel still holds is destroyed, not delivered."""
        if not self.is_open:
            return
        self._deadline.cancel()
        self._loop.remove_reader(self._connection)
        self._loop.remove_writer(self._connection)
        self._queue.clear()
        self._rest = b""
        linger = struct.pack("ii", 1, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._connection.close()
        self._receiver.path_lost(self)

    def _close_stranger(self) -> None:
        if not self.is_validated:
            self.abort()

    def _unsent(self) -> int:
        unsent = fcntl.ioctl(self._connection, SIOCOUTQNSD, bytes(4))
        return int.from_bytes(unsent, "little")

    def _enqueue(self, frame: bytes) -> None:
        if len(self._queue) >= QUEUED_AT_MOST:
            self.dropped += 1
            return
        self._queue.append(frame)
        self._loop.add_writer(self._connection, self._flush)

    def _write(self, frame: bytes) -> None:
        self._tap(self.address, frame[2:])
        self._push(frame)

    def _push(self, octets: bytes) -> None:
        try:
            sent = self._connection.send(octets)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.abort()
            return
        self._rest = octets[sent:]
        if self._rest:
            self._loop.add_writer(self._connection, self._flush)

    def _flush(self) -> None:
        if self._rest:
            self._push(self._rest)
        while self._queue and not self._rest and self._unsent() <= UNSENT_AT_MOST:
            self._write(self._queue.popleft())
        if self.is_open and not self._queue and not self._rest:
            self._loop.remove_writer(self._connection)

    def _read(self) -> None:
        try:
            received = self._connection.recv(READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if not received:
            self.abort()
            return
        self._received += received
        while self.is_open and (frame := self._next_frame()) is not None:
            self._receiver.frame_came(self, frame)

    def _next_frame(self) -> bytes | None:
        """The next whole frame; a length that no frame of ours has ends the connection."""
        if len(self._received) < 2:
            return None
        length = int.from_bytes(self._received[:2], "big")
        if not 0 < length <= LONGEST_FRAME:
            self.abort()
            return None
        if len(self._received) < 2 + length:
            return None
        frame = self._received[2 : 2 + length]
        self._received = self._received[2 + length :]
        return frame


class TcpListener:
    """The one TCP port of a worker."""

    def __init__(self, host: str, port: int, receiver: Receiver, tap: Tap) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server(
            (host, port), family=family, dualstack_ipv6=host == "::", backlog=64
        )
        self._socket.settimeout(0)
        self.port: int = self._socket.getsockname()[1]
        self.paths: set[TcpPath] = set()
        self.refused: Counter[str] = Counter()
        self._receiver = receiver
        self._tap = tap
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._accept)

    def close(self) -> None:
        self._loop.remove_reader(self._socket)
        self._socket.close()
        for path in list(self.paths):
            path.abort()

    def frame_came(self, path: TcpPath, frame: bytes) -> None:
        self._receiver.frame_came(path, frame)

    def path_lost(self, path: TcpPath) -> None:
        self.paths.discard(path)
        self._receiver.path_lost(path)

    def _accept(self) -> None:
        try:
            connection, _ = self._socket.accept()
        except OSError:  # gone again, or no file descriptor left
            self.refused["accept"] += 1
            return
        connection.settimeout(0)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_AT_MOST)
        if len(self.paths) >= CONNECTIONS_AT_MOST:
            self.refused["too-many"] += 1
            connection.close()
            return
        try:
            path = TcpPath(connection, self, self._tap)
        except OSError:  # reset before we looked
            connection.close()
            return
        self.paths.add(path)
