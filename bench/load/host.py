"""The load process: takes its orders as JSON lines, holds all raw clients, measures their side."""

import asyncio
import ctypes
import dataclasses
import json
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.load import janus, native, sdp
from bench.load.count import Count
from bench.load.dtls import GCM_256, HandshakeFailed
from bench.load.fleet import pump_for
from bench.load.leg import NotConnected, RawLeg
from bench.load.plain import PlainPump
from bench.load.pump import Pump
from bench.stage.child import Message, answer, cpu_seconds

PROFILES = (GCM_256,)
"""What browsers and servers agree on today; the same for every server that is measured."""
PEOPLE = 12
LEVELS_DBOV = (15, 18, 21)
QUIET_DBOV = 60
"""Three people speak, so that who is heard does not change while we count."""
CONNECT_WITHIN_S = 20.0
DRAINED_SOCKET_ROOM = 4 << 20
DELAYS = {"p50_ms": 50, "p99_ms": 99, "max_ms": 100}
FAILURES = (
    *(NotConnected, TimeoutError, janus.JanusRefused, sdp.BadOffer),
    *(native.NoCompiler, HandshakeFailed, OSError),
)
RAW_LIMIT = Path(__file__).parents[1] / "stage" / "raw_limit.c"


class LoadHost:
    """One order at a time. A leg's place in a conference is its number modulo twelve."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._legs: list[RawLeg] = []
        self._pump: Pump | PlainPump | None = None
        self._control: janus.Control | None = None
        self._sockets: list[socket.socket] = []
        self.orders: dict[str, Callable[..., Coroutine[None, None, Message]]] = {
            "join": self.join,
            "until_up": self.until_up,
            "janus": self.janus,
            "pump": self.pump,
            "run": self.run,
            "listen": self.listen,
            "drain": self.drain,
        }

    async def join(self, offers: list[str]) -> Message:
        answers = [self._add(RawLeg(offer, profiles=PROFILES)).connect() for offer in offers]
        return {"answers": answers}

    async def until_up(self) -> Message:
        for leg in self._legs:
            await leg.until_up(CONNECT_WITHIN_S)
        keys = self._legs[0].connection.keys if self._legs[0].connection else None
        return {"up": len(self._legs), "profile": keys.profile.name.decode() if keys else ""}

    async def janus(self, path: str, conferences: int) -> Message:
        """Publishers first, then a subscriber for each, who picks from the others.

        The session stays open: with it Janus would forget them all.
        """
        control = janus.Control(path)
        for room in range(1, conferences + 1):
            janus.make_room(control, room)
            members = [
                janus.publish(control, room, feed, PROFILES) for feed in range(1, PEOPLE + 1)
            ]
            for member in members:
                self._add(member.leg)
                await member.leg.until_up(CONNECT_WITHIN_S)
            listeners = [
                janus.subscribe(control, room, [m for m in members if m is not me], PROFILES)
                for me in members
            ]
            for listener in listeners:
                self._add(listener.leg)
                await listener.leg.until_up(CONNECT_WITHIN_S)
                janus.choose_layers(control, listener)
        self._control = control
        return {"up": len(self._legs)}

    async def pump(self, verifying: list[int]) -> Message:
        """Hand all legs over; nobody else touches them from now on."""
        levels = [_level(at) for at in range(len(self._legs))]
        self._pump = pump_for(self._legs, levels, frozenset(verifying), self._folder)
        return {"legs": len(self._legs)}

    async def run(self, warm_up_s: float, seconds: float, pid: int) -> Message:
        """Send without a gap; count the second part, and what the server's process used in it."""
        if self._pump is None:
            return {"failed": "no pump"}
        await self._pump.run(warm_up_s)
        cpu, wall = cpu_seconds(pid), time.monotonic()
        count = await self._pump.run(seconds)
        used = {"cpu_s": cpu_seconds(pid) - cpu, "wall_s": time.monotonic() - wall}
        return {**_plain(count), **used}

    async def listen(self, count: int, host: str) -> Message:
        """Bare sockets for the raw limit, and the loop that will read them."""
        self._drain = ctypes.CDLL(str(native.compile_c(RAW_LIMIT, self._folder))).drain
        self._drain.restype = ctypes.c_uint64
        self._drain.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_double)
        self._sockets = [_receiver(host) for _ in range(count)]
        return {"ports": [sock.getsockname()[1] for sock in self._sockets]}

    async def drain(self, seconds: float) -> Message:
        sockets = (ctypes.c_int32 * len(self._sockets))(*(one.fileno() for one in self._sockets))
        taken = self._drain(ctypes.addressof(sockets), len(self._sockets), seconds)
        for sock in self._sockets:
            sock.close()
        return {"taken": int(taken)}

    def _add(self, leg: RawLeg) -> RawLeg:
        self._legs.append(leg)
        return leg


def _level(place: int) -> int:
    seat = place % PEOPLE
    return LEVELS_DBOV[seat] if seat < len(LEVELS_DBOV) else QUIET_DBOV


def _receiver(host: str) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, DRAINED_SOCKET_ROOM)
    sock.bind((host, 0))
    return sock


def _plain(count: Count) -> Message:
    """The counters as they are, the distributions as a few numbers."""
    counters = {
        field.name: getattr(count, field.name)
        for field in dataclasses.fields(count)
        if not field.name.endswith("_ms")
    }
    delays = {name: _percentile(count.delays_ms, share) for name, share in DELAYS.items()}
    return {**counters, **delays, "stall_p99_ms": _percentile(count.stalls_ms, 99)}


def _percentile(of: NDArray[np.float32], share: float) -> float | None:
    return round(float(np.percentile(of, share)), 3) if len(of) else None


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        host = LoadHost(Path(folder))
        answer(ready=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            order = json.loads(line)
            do = host.orders[order.pop("do")]
            try:
                answer(**await do(**order))
            except FAILURES as error:
                answer(failed=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    asyncio.run(main())
