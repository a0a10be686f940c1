"""UDP sockets that say when the kernel took each datagram, read from the running loop."""

import asyncio
import errno
import socket
import struct
import time
from collections.abc import Callable

from tests.callers.sip import Address

SO_TIMESTAMPNS = 35
LONGEST = 65_535
_STAMP = struct.Struct("@ll")

Reader = Callable[[bytes, Address, float], None]
"""Datagram, who sent it, monotonic seconds of its arrival."""


class Wire:
    """One socket; `close` ends it."""

    def __init__(self, host: str, reader: Reader, port: int = 0) -> None:
        self._reader = reader
        self._loop = asyncio.get_running_loop()
        kind = socket.SOCK_DGRAM | socket.SOCK_NONBLOCK
        self._socket = socket.socket(socket.AF_INET, kind)
        self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.bind((host, port))
        self._to_monotonic = time.monotonic() - time.clock_gettime(time.CLOCK_REALTIME)
        self._loop.add_reader(self._socket, self._read)

    @property
    def address(self) -> Address:
        host, port = self._socket.getsockname()
        return host, port

    def send(self, datagram: bytes, to: Address) -> None:
        """What the kernel will not take is lost, as on any line."""
        try:
            self._socket.sendto(datagram, to)
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.ECONNREFUSED, errno.ENOBUFS, errno.EBADF}:
                raise

    def close(self) -> None:
        """Once is enough, twice does no harm."""
        if self._socket.fileno() < 0:
            return
        self._loop.remove_reader(self._socket)
        self._socket.close()

    def _read(self) -> None:
        while True:
            try:
                datagram, stamps, _, source = self._socket.recvmsg(LONGEST, 64)
            except BlockingIOError:
                return
            except ConnectionRefusedError:
                continue
            self._reader(datagram, source, self._arrival(stamps))
            if self._socket.fileno() < 0:
                return

    def _arrival(self, stamps: list[tuple[int, int, bytes]]) -> float:
        for _, kind, stamp in stamps:
            if kind == SO_TIMESTAMPNS:
                seconds, nanoseconds = _STAMP.unpack(stamp)
                return seconds + nanoseconds / 1e9 + self._to_monotonic
        return time.monotonic()
