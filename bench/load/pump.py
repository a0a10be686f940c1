"""Drives many connected legs from C: sends the profile's load, drains sockets, verifies."""

import ctypes
import socket
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.load import native
from bench.load.count import Count
from bench.load.leg import RawLeg
from bench.load.sending import Outgoing
from bench.load.sources import PACKETS_A_FRAME

SOURCE = Path(__file__).with_name("pump.c")
DELAYS = 4_000_000
SO_TIMESTAMPNS = 35
SO_MEMINFO = 55
MEMINFO_DROPS = 8
ROOM_FOR_BURST = 4 << 20


class _Stream(ctypes.Structure):
    _fields_ = (
        ("head", ctypes.c_uint8 * 64),
        ("head_length", ctypes.c_uint32),
        ("ssrc", ctypes.c_uint32),
        ("timestamp", ctypes.c_uint32),
        ("sequence", ctypes.c_uint16),
        ("picture_id", ctypes.c_uint16),
        ("key_frame_due", ctypes.c_uint32),
        ("packets_a_frame", ctypes.c_uint32),
    )


COUNTERS = ("sent", "unsent", "received", "octets", "rtcp", "other", "bad", "key_frames_asked")


class _Leg(ctypes.Structure):
    _fields_ = (
        ("fd", ctypes.c_int32),
        ("verifies", ctypes.c_int32),
        ("sending", ctypes.c_void_p),
        ("receiving", ctypes.c_void_p),
        ("consent", ctypes.c_uint8 * 256),
        ("consent_length", ctypes.c_uint32),
        ("layers", ctypes.c_uint32),
        ("sound", _Stream),
        ("pictures", _Stream * 2),
        ("sound_due", ctypes.c_uint64),
        ("picture_due", ctypes.c_uint64),
        ("consent_due", ctypes.c_uint64),
        *((name, ctypes.c_uint64) for name in COUNTERS),
    )


class _Pump(ctypes.Structure):
    _fields_ = (
        ("protect", ctypes.c_void_p),
        ("unprotect", ctypes.c_void_p),
        ("unprotect_rtcp", ctypes.c_void_p),
        ("legs", ctypes.c_void_p),
        ("leg_count", ctypes.c_uint32),
        ("delay_count", ctypes.c_uint32),
        ("delay_room", ctypes.c_uint32),
        ("epoll", ctypes.c_int32),
        ("delays_ms", ctypes.c_void_p),
        ("stalls_ms", ctypes.c_void_p),
        ("stall_count", ctypes.c_uint32),
        ("rtx_payload_type", ctypes.c_int32),
    )


class Pump:
    """Takes connected legs over: their sockets and keys belong to the C loop from now on."""

    def __init__(
        self,
        legs: Sequence[RawLeg],
        levels_dbov: Sequence[int],
        verifying: frozenset[int],
        folder: Path,
    ) -> None:
        """`verifying`: which legs, by place, decrypt and check all. Raises NoCompiler."""
        self._library = ctypes.CDLL(str(native.compile_c(SOURCE, folder)))
        self._library.pump_run.argtypes = (ctypes.c_void_p, ctypes.c_uint64)
        self._library.pump_run.restype = None
        self._library.pump_open.argtypes = (ctypes.c_void_p,)
        self._owners = list(legs)
        """Sessions and sockets live in these objects."""
        self._sockets: list[socket.socket] = []
        self._legs = (_Leg * len(legs))()
        self._delays = np.zeros(DELAYS, dtype=np.float32)
        self._stalls = np.zeros(DELAYS, dtype=np.float32)
        for at, leg in enumerate(legs):
            self._take_over(self._legs[at], leg, verifies=at in verifying)
            _fill_streams(self._legs[at], leg, levels_dbov[at])
        self._pump = self._open()

    async def run(self, seconds: float) -> Count:
        """Send and drain for so long, in this thread: nothing else runs meanwhile."""
        before = self._totals()
        self._pump.delay_count = self._pump.stall_count = 0
        self._library.pump_run(ctypes.addressof(self._pump), int(seconds * 1e9))
        moved = {name: after - before[name] for name, after in self._totals().items()}
        delays = self._delays[: self._pump.delay_count].copy()
        return Count(
            sent=moved["sent"],
            unsent=moved["unsent"],
            received=moved["received"],
            octets=moved["octets"],
            rtcp=moved["rtcp"],
            bad=moved["bad"],
            checked=len(delays),
            dropped=moved["dropped"],
            key_frames_asked=moved["key_frames_asked"],
            delays_ms=delays,
            stalls_ms=self._stalls[: self._pump.stall_count].copy(),
        )

    def _open(self) -> _Pump:
        pump = _Pump(
            protect=native.call_address("srtp_protect"),
            unprotect=native.call_address("srtp_unprotect"),
            unprotect_rtcp=native.call_address("srtp_unprotect_rtcp"),
            legs=ctypes.addressof(self._legs),
            leg_count=len(self._legs),
            delay_room=DELAYS,
            delays_ms=self._delays.ctypes.data,
            stalls_ms=self._stalls.ctypes.data,
            rtx_payload_type=_rtx_payload_type(self._owners),
        )
        failed = self._library.pump_open(ctypes.addressof(pump))
        if failed:
            raise OSError(failed, "epoll does not take the sockets")
        return pump

    def _take_over(self, native_leg: _Leg, leg: RawLeg, *, verifies: bool) -> None:
        way = leg.connection
        assert way is not None
        assert way.keys is not None
        sock = way.detach()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM_FOR_BURST)
        if verifies:
            sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self._sockets.append(sock)
        native_leg.fd = sock.fileno()
        native_leg.verifies = verifies
        native_leg.sending = native.session_address(way.keys.sending)
        native_leg.receiving = native.session_address(way.keys.receiving)
        consent = way.consent()
        ctypes.memmove(native_leg.consent, consent, len(consent))
        native_leg.consent_length = len(consent)

    def _totals(self) -> dict[str, int]:
        totals = {name: sum(getattr(leg, name) for leg in self._legs) for name in COUNTERS}
        totals["dropped"] = sum(_drops(sock) for sock in self._sockets)
        return totals


def _fill_streams(native_leg: _Leg, leg: RawLeg, level_dbov: int) -> None:
    """A leg that only receives has no streams: without a sound header nothing is sent."""
    streams = tuple(leg.sender.outgoing(level_dbov))
    if not streams:
        return
    sound, *layers = streams
    _fill(native_leg.sound, sound, 0)
    native_leg.layers = len(layers)
    for at, layer in enumerate(layers):
        _fill(native_leg.pictures[at], layer, PACKETS_A_FRAME[layer.rid])


def _fill(native_stream: _Stream, outgoing: Outgoing, packets_a_frame: int) -> None:
    head = outgoing.stream.packet(b"", outgoing.elements)
    ctypes.memmove(native_stream.head, head, len(head))
    native_stream.head_length = len(head)
    native_stream.ssrc = outgoing.stream.ssrc
    native_stream.timestamp = outgoing.stream.timestamp & 0xFFFFFFFF
    native_stream.sequence = outgoing.stream.sequence
    native_stream.key_frame_due = 1
    native_stream.packets_a_frame = packets_a_frame


def _rtx_payload_type(legs: Sequence[RawLeg]) -> int:
    found = (line.codecs["rtx"] for line in legs[0].offer.lines if "rtx" in line.codecs)
    return next(found, -1)


def _drops(sock: socket.socket) -> int:
    memory = sock.getsockopt(socket.SOL_SOCKET, SO_MEMINFO, 36)
    return int.from_bytes(memory[4 * MEMINFO_DROPS : 4 * MEMINFO_DROPS + 4], "little")
