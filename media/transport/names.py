"""Socket addresses as the kernel writes them, and as people write them.

The raw form is the key under which a leg is found for each datagram: no text is made on the way.
"""

import socket
import struct

IPV4_LENGTH, IPV6_LENGTH = 16, 28

Address = tuple[str, int]


def name_length(family: int) -> int:
    return IPV4_LENGTH if family == socket.AF_INET else IPV6_LENGTH


def raw_name(family: int, address: tuple[str, int] | tuple[str, int, int, int]) -> bytes:
    """A `struct sockaddr_in` or `sockaddr_in6`. `address` as a socket of this family gives it."""
    host, port = address[0], address[1]
    start = struct.pack("=H", family) + struct.pack("!H", port)
    if family == socket.AF_INET:
        return start + socket.inet_aton(host) + bytes(8)
    scope = address[3] if len(address) == 4 else 0
    packed = socket.inet_pton(socket.AF_INET6, host.partition("%")[0])
    return start + bytes(4) + packed + struct.pack("=I", scope)


def readable(family: int, name: bytes) -> Address:
    (port,) = struct.unpack_from("!H", name, 2)
    if family == socket.AF_INET:
        return socket.inet_ntoa(name[4:8]), port
    return socket.inet_ntop(socket.AF_INET6, name[8:24]), port
