"""What really left, seen by the kernel: tcpdump on one interface, read back with its own clock."""

import signal
import struct
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

UDP, TCP = 17, 6
_GLOBAL = struct.Struct("<IHHiIII")
_RECORD = struct.Struct("<IIII")
_NANOSECONDS = 0xA1B23C4D
ETHERNET = 14
SNAP = 192
"""Bytes kept of each packet: headers and enough to tell media from a keep-alive."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One IPv4 packet. `at_ns`: the kernel's time stamp, nanoseconds since 1970."""

    at_ns: int
    protocol: int
    source_port: int
    target_port: int
    payload: bytes
    """The first bytes behind the UDP or TCP header."""
    size: int
    """Of the whole payload, in bytes."""


class Capture:
    """tcpdump from `start` until `stop`; the namespace's own, if one is named."""

    def __init__(self, file: Path, rule: str, interface: str = "lo", namespace: str = "") -> None:
        inside = ["ip", "netns", "exec", namespace] if namespace else []
        dump = ["tcpdump", "-i", interface, "-n", "-U", "-B", "65536", "-s", str(SNAP)]
        dump += ["--time-stamp-precision=nano", "-Z", "root", "-w", str(file), rule]
        self.file = file
        self._process = subprocess.Popen(
            [*inside, *dump], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        self.report = ""
        self._wait_until_listening()

    def _wait_until_listening(self) -> None:
        stderr = self._process.stderr
        while stderr is not None:
            line = stderr.readline()
            if "listening on" in line:
                return
            if not line:
                raise OSError("tcpdump did not start")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(5)

    def stop(self) -> list[Packet]:
        """All packets seen, in order. Raises OSError if the kernel had to drop any."""
        threading.Event().wait(0.3)  # tcpdump hands packets on in blocks
        self._process.send_signal(signal.SIGINT)
        _, self.report = self._process.communicate(timeout=20)
        if "0 packets dropped by kernel" not in self.report:
            raise OSError(f"the capture is not complete: {self.report}")
        return list(read(self.file))


def read(file: Path) -> Iterator[Packet]:
    """The IPv4 UDP and TCP packets of a little-endian nanosecond pcap of Ethernet frames."""
    content = memoryview(file.read_bytes())
    magic = _GLOBAL.unpack_from(content)[0]
    if magic != _NANOSECONDS:
        raise ValueError("not a nanosecond capture")
    at = _GLOBAL.size
    while at + _RECORD.size <= len(content):
        seconds, nanoseconds, kept, _ = _RECORD.unpack_from(content, at)
        at += _RECORD.size
        packet = _packet(seconds * 1_000_000_000 + nanoseconds, content[at : at + kept])
        at += kept
        if packet is not None:
            yield packet


def _packet(at_ns: int, frame: memoryview) -> Packet | None:
    if len(frame) < ETHERNET + 28 or bytes(frame[12:14]) != b"\x08\x00":
        return None
    header = (frame[ETHERNET] & 15) * 4
    total = int.from_bytes(frame[ETHERNET + 2 : ETHERNET + 4], "big")
    protocol, inner = frame[ETHERNET + 9], frame[ETHERNET + header :]
    if protocol not in {UDP, TCP}:
        return None
    skip = 8 if protocol == UDP else (inner[12] >> 4) * 4
    return Packet(
        at_ns,
        protocol,
        int.from_bytes(inner[0:2], "big"),
        int.from_bytes(inner[2:4], "big"),
        bytes(inner[skip:]),
        total - header - skip,
    )


def is_media(packet: Packet) -> bool:
    """SRTP or SRTCP, by its first byte (RFC 7983); STUN keep-alives and DTLS are not."""
    return packet.protocol == UDP and bool(packet.payload) and 128 <= packet.payload[0] <= 191
