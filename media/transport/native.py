"""The C functions under the packet path, with types: libsrtp (in pylibsrtp's wheel), and memory.

Packets are encrypted and decrypted in place, in buffers of ours: `Cells`. pylibsrtp's own
`Session.protect` copies twice and allocates once for each packet, which is half of its cost.
"""

import signal
from typing import NewType, Protocol, cast

import cffi
from pylibsrtp import _binding  # pyright: ignore[reportPrivateUsage]  its Session copies packets

CELL = 2048
"""Bytes in a cell: more than any datagram we take, and room for the longest trailer of SRTP."""

Pointer = NewType("Pointer", object)
"""Something that cffi takes as `void *`."""
SrtpContext = NewType("SrtpContext", object)


class Length(Protocol):
    """An `int *`: libsrtp reads a packet's length there and writes the new one."""

    def __getitem__(self, index: int) -> int: ...
    def __setitem__(self, index: int, length: int) -> None: ...


class SrtpFunction(Protocol):
    """0: done in place, the length is changed. Anything else: the packet is worthless."""

    def __call__(self, context: SrtpContext, packet: Pointer, length: Length, /) -> int: ...


class _Foreign(Protocol):
    def new(self, declaration: str, count: int = ..., /) -> Pointer: ...
    def buffer(self, pointer: Pointer, size: int = ..., /) -> memoryview: ...
    def cast(self, declaration: str, value: Pointer | int, /) -> Pointer: ...


class _Library(Protocol):
    srtp_protect: SrtpFunction
    srtp_unprotect: SrtpFunction
    srtp_protect_rtcp: SrtpFunction
    srtp_unprotect_rtcp: SrtpFunction


foreign = cast(
    _Foreign, _binding.ffi
)  # the compiled module has no types; the protocol says what we use
_library = cast(
    _Library, _binding.lib
)  # the compiled module has no types; the protocol says what we use

protect = _library.srtp_protect
unprotect = _library.srtp_unprotect
protect_rtcp = _library.srtp_protect_rtcp
unprotect_rtcp = _library.srtp_unprotect_rtcp


def new_length() -> Length:
    return cast(Length, foreign.new("int *"))  # cffi's objects have no types


def address_of(pointer: Pointer) -> int:
    return int(cast(int, foreign.cast("uintptr_t", pointer)))  # cffi's objects have no types


def octets_at(address: int, count: int) -> bytes:
    return bytes(foreign.buffer(foreign.cast("unsigned char *", address), count))


class _System(Protocol):
    def prctl(self, option: int, value: int, /) -> int: ...


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, whatever the parent dies of."""
    ffi = cffi.FFI()
    ffi.cdef("int prctl(int option, unsigned long value);")
    cast(_System, ffi.dlopen(None)).prctl(1, signal.SIGKILL)  # opened at run time: no types


class Cells:
    """A block of memory cut into cells of fixed size, seen from Python and from C."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._block = foreign.new("unsigned char[]", count * CELL)
        self.view = memoryview(foreign.buffer(self._block))
        start = address_of(self._block)
        self.addresses = [start + index * CELL for index in range(count)]
        self.pointers = [_at(self._block, index * CELL) for index in range(count)]


def _at(block: Pointer, offset: int) -> Pointer:
    whole = cast("_Arithmetic", block)  # cffi's pointers can be added to; their types don't say so
    return whole + offset


class _Arithmetic(Protocol):
    def __add__(self, offset: int, /) -> Pointer: ...
