"""The server's side of the raw limit, in a process of its own: sessions, peers, one C loop."""

import ctypes
import json
import secrets
import socket
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pylibsrtp import Policy

from bench.load import native
from bench.load.dtls import GCM_256, session
from bench.stage.child import answer

SOURCE = Path(__file__).with_suffix(".c")
ROOM_TO_SEND = 4 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """What one packet costs in CPU time, and how many were sent to find out."""

    us: float
    sent: int


def measure(host: str, ports: Sequence[int], seconds: float, rate: float) -> Cost:
    """Encrypt and send packets of the profile, `rate` a second; 0: as fast as it goes.

    Raises NoCompiler, OSError.
    """
    sent = ctypes.c_uint64()
    sessions = [
        session(GCM_256, secrets.token_bytes(GCM_256.key + GCM_256.salt), Policy.SSRC_ANY_OUTBOUND)
        for _ in ports
    ]
    pointers = (ctypes.c_void_p * len(ports))(*map(native.session_address, sessions))
    peers = b"".join(_raw_address(host, port) for port in ports)
    with tempfile.TemporaryDirectory() as folder, _sender() as sock:
        library = ctypes.CDLL(str(native.compile_c(SOURCE, Path(folder))))
        library.raw_limit.restype = ctypes.c_double
        cost = library.raw_limit(
            ctypes.c_void_p(native.call_address("srtp_protect")),
            ctypes.c_int(sock.fileno()),
            pointers,
            ctypes.create_string_buffer(peers, len(peers)),
            ctypes.c_uint32(len(ports)),
            ctypes.c_double(seconds),
            ctypes.c_double(rate),
            ctypes.byref(sent),
        )
    if cost < 0:
        raise OSError("the raw loop could not encrypt or send")
    return Cost(float(cost), sent.value)


def _sender() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM_TO_SEND)
    return sock


def _raw_address(host: str, port: int) -> bytes:
    """A `struct sockaddr_in`."""
    family = socket.AF_INET.to_bytes(2, sys.byteorder)
    return family + port.to_bytes(2, "big") + socket.inet_aton(host) + bytes(8)


def main() -> None:
    order = json.loads(sys.stdin.readline())
    try:
        cost = measure(order["host"], order["ports"], order["seconds"], order["rate"])
    except (native.NoCompiler, OSError) as error:
        answer(failed=str(error))
    else:
        answer(us=cost.us, sent=cost.sent)


if __name__ == "__main__":
    main()
