"""Many datagrams in one system call: recvmmsg and sendmmsg, called through cffi without a compiler.

Where the two calls are missing, the same arrays are worked off one datagram at a time.
"""

import errno
import socket
import sys
from typing import NamedTuple, Protocol, cast

import cffi

from media.transport.names import name_length, raw_name, readable
from media.transport.native import CELL, Cells, address_of, foreign, octets_at

RECEIVED_AT_ONCE = 64
SENT_AT_ONCE = 128
NAME = 32
"""Room for one raw socket address: 16 bytes for IPv4, 28 for IPv6."""
WORD = 8
GONE_FULL = (errno.EAGAIN, errno.ENOBUFS)

_LAYOUT = """
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr {
    void *msg_name; unsigned int msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
    void *msg_control; size_t msg_controllen; int msg_flags;
};
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
int recvmmsg(int socket, uintptr_t messages, unsigned int count, int flags, uintptr_t timeout);
int sendmmsg(int socket, uintptr_t messages, unsigned int count, int flags);
"""


class _Calls(Protocol):
    def recvmmsg(self, fd: int, messages: int, count: int, flags: int, timeout: int, /) -> int: ...
    def sendmmsg(self, fd: int, messages: int, count: int, flags: int, /) -> int: ...


class _Opened(Protocol):
    """What we use of `cffi.FFI`, which has no types."""

    errno: int

    def cdef(self, source: str, /) -> None: ...
    def dlopen(self, name: None, /) -> _Calls: ...
    def sizeof(self, declaration: str, /) -> int: ...


Found = tuple[_Calls, _Opened]


class _Header:
    """Where things stand in a `struct mmsghdr`, in 64-bit words."""

    NAME, NAME_LENGTH, VECTOR, VECTORS, LENGTH, SIZE = 0, 1, 2, 3, 7, 8


def find_calls() -> Found | None:
    """The two calls, or None on a system that has no such calls or another layout."""
    if sys.platform != "linux" or sys.maxsize <= 2**32 or sys.byteorder != "little":
        return None
    ffi = cast(_Opened, cffi.FFI())  # cffi has no types; the protocol says what we use
    ffi.cdef(_LAYOUT)
    calls = ffi.dlopen(None)
    if not hasattr(calls, "recvmmsg") or ffi.sizeof("struct mmsghdr") != _Header.SIZE * WORD:
        return None
    return calls, ffi


class _Messages:
    """Cells with the arrays that tell the kernel where they are, how long, and whose."""

    def __init__(self, count: int, name_length: int) -> None:
        self.cells = Cells(count)
        self.name_length = name_length
        headers = foreign.new("unsigned char[]", count * _Header.SIZE * WORD)
        vectors = foreign.new("unsigned char[]", count * 2 * WORD)
        names = foreign.new("unsigned char[]", count * NAME)
        self._keep = (headers, vectors, names)
        self.address = address_of(headers)
        self.headers = memoryview(foreign.buffer(headers)).cast("Q")
        self.vectors = memoryview(foreign.buffer(vectors)).cast("Q")
        self.names = memoryview(foreign.buffer(names))
        for index in range(count):
            self._point(index, address_of(vectors), address_of(names))

    def _point(self, index: int, vectors: int, names: int) -> None:
        header = index * _Header.SIZE
        self.vectors[2 * index] = self.cells.addresses[index]
        self.vectors[2 * index + 1] = CELL
        self.headers[header + _Header.NAME] = names + index * NAME
        self.headers[header + _Header.NAME_LENGTH] = self.name_length
        self.headers[header + _Header.VECTOR] = vectors + index * 2 * WORD
        self.headers[header + _Header.VECTORS] = 1


class Arrived(NamedTuple):
    """What one call of `receive` brought, a list each, by cell."""

    lengths: list[int]
    first_octets: list[int]
    names: list[bytes]
    """Raw addresses."""


class Inbound:
    """Receives up to 64 datagrams at once; each stays in its cell until the next call.

    One cell more than that is kept for a frame that came by TCP.
    """

    SPARE = RECEIVED_AT_ONCE

    def __init__(self, udp: socket.socket, found: Found | None) -> None:
        self._udp = udp
        length = name_length(udp.family)
        self._messages = _Messages(RECEIVED_AT_ONCE + 1, length)
        self.cells = self._messages.cells
        self._found = found
        names = self._messages.names
        starts = range(0, RECEIVED_AT_ONCE * NAME, NAME)
        self._names = [names[start : start + length] for start in starts]

    def receive(self) -> Arrived:
        """What there is now, from cell 0 on."""
        count = self._receive_each() if self._found is None else self._receive_many(self._found)
        words = self._messages.headers[_Header.LENGTH : count * _Header.SIZE : _Header.SIZE]
        firsts = self.cells.view[0 : count * CELL : CELL]
        names = [name.tobytes() for name in self._names[:count]]
        return Arrived(words.tolist(), firsts.tolist(), names)

    def _receive_many(self, found: Found) -> int:
        calls, ffi = found
        count = calls.recvmmsg(
            self._udp.fileno(), self._messages.address, RECEIVED_AT_ONCE, socket.MSG_DONTWAIT, 0
        )
        if count < 0 and ffi.errno not in (errno.EAGAIN, errno.EINTR):
            raise OSError(ffi.errno, "recvmmsg")
        return max(count, 0)

    def _receive_each(self) -> int:
        for index in range(RECEIVED_AT_ONCE):
            cell = self.cells.view[index * CELL : (index + 1) * CELL]
            try:
                length, address = self._udp.recvfrom_into(cell, 0, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return index
            self._messages.headers[index * _Header.SIZE + _Header.LENGTH] = length
            self._names[index][:] = raw_name(self._udp.family, address)
        return RECEIVED_AT_ONCE


class Outbound:
    """Cells waiting to be sent in this turn. `send` leaves nothing behind: sent or dropped.

    To put a packet: write it to cell `count`, write its length and the address of the raw socket
    address to `vectors` and `headers` at the places given here, and add one to `count`.
    """

    LENGTH_AT, LENGTH_STEP = 1, 2
    NAME_AT, NAME_STEP = _Header.NAME, _Header.SIZE

    def __init__(self, udp: socket.socket, found: Found | None) -> None:
        self._udp = udp
        self._messages = _Messages(SENT_AT_ONCE, name_length(udp.family))
        self.cells = self._messages.cells
        self.vectors = self._messages.vectors
        self.headers = self._messages.headers
        self._found = found

    def send(self, count: int) -> int:
        """Send cells 0 to `count`. What the kernel does not take is dropped; how many that is."""
        if self._found is None:
            return sum(not self._send_one(index) for index in range(count))
        calls, ffi = self._found
        start = dropped = 0
        while start < count:
            at = self._messages.address + start * _Header.SIZE * WORD
            sent = calls.sendmmsg(self._udp.fileno(), at, count - start, socket.MSG_DONTWAIT)
            if sent > 0:
                start += sent
            elif ffi.errno in GONE_FULL:
                return dropped + count - start
            elif ffi.errno != errno.EINTR:  # this address cannot be reached; the next one may
                start, dropped = start + 1, dropped + 1
        return dropped

    def octets(self, index: int) -> memoryview:
        start = index * CELL
        return self.cells.view[start : start + self.vectors[self.LENGTH_STEP * index + 1]]

    def name(self, index: int) -> bytes:
        return octets_at(self.headers[self.NAME_STEP * index], self._messages.name_length)

    def _send_one(self, index: int) -> bool:
        address = readable(self._udp.family, self.name(index))
        try:
            self._udp.sendto(self.octets(index), socket.MSG_DONTWAIT, address)
        except OSError:
            return False
        return True
