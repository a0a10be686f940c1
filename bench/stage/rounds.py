"""One measured stretch of load, on each kind of server: our engine, Janus, the bare C loop."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.stage.child import Child, Message, python
from bench.stage.janus import Janus
from bench.stage.network import LOAD, SERVER, Cable

PEOPLE = 12
JOIN_WITHIN_S = 60.0
SPARE_S = 30.0
EVENT_LOOPS = 2
DRAIN_LONGER_S = 1.0
PER_PERSON_IN, PER_PERSON_OUT = 130, 310
"""Packets a second of the profile: 50 sound and 80 picture up; 150 sound and 160 picture down."""

Wrap = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server and its load run, and how they reach each other."""

    name: str
    server_host: str
    load_host: str
    at_server: Wrap
    at_load: Wrap


LOOPBACK = Place("loopback", "127.0.0.1", "127.0.0.1", list, list)


def across(cable: Cable) -> Place:
    return Place("veth", SERVER, LOAD, cable.at_server, cable.at_load)


@dataclass(frozen=True, slots=True)
class Stretch:
    """How long to warm up and to count, and for how many conferences."""

    conferences: int
    warm_up_s: float
    seconds: float
    raw_seconds: float
    """The same for the bare C loop, which needs no warming up."""

    @property
    def expected_out(self) -> float:
        """Packets that the profile wants forwarded each second."""
        return self.conferences * PEOPLE * PER_PERSON_OUT


@dataclass(frozen=True, slots=True)
class Carried:
    """What a server carried and what it cost."""

    server: str
    place: str
    conferences: int
    us_per_forward: float
    core_share: float
    forwarded_per_s: float
    share_of_profile: float
    """Packets forwarded, of those that the profile wants; 1 is all."""
    p50_ms: float | None
    p99_ms: float | None
    max_ms: float | None
    checked: int
    bad_packets: int
    dropped_by_load: int
    load_stall_p99_ms: float | None
    srtp: str

    def __str__(self) -> str:
        return (
            f"{self.server} on {self.place}, {self.conferences} conferences:"
            f" {self.us_per_forward:.1f} us a packet,"
            f" {self.core_share:.0%} of a core, {self.forwarded_per_s:.0f} packets/s"
            f" ({self.share_of_profile:.0%} of the profile), p50 {self.p50_ms} p99 {self.p99_ms}"
            f" ms, {self.bad_packets} bad of {self.checked} checked"
        )


def carry_engine(place: Place, stretch: Stretch) -> Carried:
    """Raises ChildFailed."""
    host = place.at_server(python("bench.stage.engine_host", place.server_host))
    with _load(place) as load, Child("engine", host) as engine:
        engine.reply(SPARE_S)
        asked = {"conferences": stretch.conferences, "address": place.server_host}
        offers = engine.ask("offer", JOIN_WITHIN_S, **asked)["offers"]
        answers = load.ask("join", JOIN_WITHIN_S, offers=offers)["answers"]
        engine.ask("accept", JOIN_WITHIN_S, answers=answers)
        up = load.ask("until_up", JOIN_WITHIN_S)
        pid = int(engine.ask("flow")["pid"])
        seats = _two_of(len(answers), PEOPLE, 0)
        counted = _count(load, pid, stretch, seats)
        return _carried("quorate", place, stretch, counted, str(up["profile"]))


def carry_janus(place: Place, stretch: Stretch) -> Carried:
    """The same load through Janus VideoRooms. Raises ChildFailed, NoJanus."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Janus(Path(folder), EVENT_LOOPS, place.at_server) as janus,
        _load(place) as load,
    ):
        asked = {"path": str(janus.path), "conferences": stretch.conferences}
        load.ask("janus", JOIN_WITHIN_S, **asked)
        up = load.ask("until_up", JOIN_WITHIN_S)
        seats = _two_of(2 * PEOPLE * stretch.conferences, 2 * PEOPLE, PEOPLE)
        counted = _count(load, janus.pid, stretch, seats)
        return _carried("janus", place, stretch, counted, str(up["profile"]))


def raw_limit_us(place: Place, stretch: Stretch, rate: float) -> float:
    """CPU microseconds a packet of the bare C loop; `rate` 0: flat out. Raises ChildFailed."""
    with _load(place) as load:
        count = stretch.conferences * PEOPLE
        ports = load.ask("listen", host=place.load_host, count=count)["ports"]
        with Child("raw", place.at_server(python("bench.stage.raw_limit"))) as raw:
            load.tell("drain", seconds=stretch.raw_seconds + DRAIN_LONGER_S)
            order = {"host": place.load_host, "ports": ports, "rate": rate}
            cost = raw.ask("go", SPARE_S, seconds=stretch.raw_seconds, **order)
            load.reply(SPARE_S)
            return float(cost["us"])


def _load(place: Place) -> Child:
    child = Child("load", place.at_load(python("bench.load.host")))
    child.reply(SPARE_S)
    return child


def _two_of(legs: int, step: int, first: int) -> list[int]:
    """A listener in the first conference and one in the last, who are not the speakers."""
    return [first + PEOPLE - 1, legs - step + first + PEOPLE - 2]


def _count(load: Child, pid: int, stretch: Stretch, verifying: list[int]) -> Message:
    load.ask("pump", verifying=verifying)
    lengths = {"warm_up_s": stretch.warm_up_s, "seconds": stretch.seconds}
    return load.ask("run", stretch.warm_up_s + stretch.seconds + SPARE_S, pid=pid, **lengths)


def _carried(server: str, place: Place, stretch: Stretch, seen: Message, srtp: str) -> Carried:
    forwarded = max(1, int(seen["received"]) + int(seen["dropped"]))
    return Carried(
        server=server,
        place=place.name,
        conferences=stretch.conferences,
        us_per_forward=seen["cpu_s"] * 1e6 / forwarded,
        core_share=seen["cpu_s"] / seen["wall_s"],
        forwarded_per_s=forwarded / stretch.seconds,
        share_of_profile=forwarded / stretch.seconds / stretch.expected_out,
        p50_ms=seen["p50_ms"],
        p99_ms=seen["p99_ms"],
        max_ms=seen["max_ms"],
        checked=seen["checked"],
        bad_packets=seen["bad"],
        dropped_by_load=seen["dropped"],
        load_stall_p99_ms=seen["stall_p99_ms"],
        srtp=srtp,
    )
