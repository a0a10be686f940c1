"""How quick and how final an exclusion is: packets after the chair's answer, seen by the kernel.

A whole service, a conference of 12, raw media clients, and tcpdump on the loopback. The chair
excludes one person after another, who at that moment speaks, is silent, ignores every message,
or is in the middle of connecting. The acknowledgement is the packet of the chair's HTTP answer,
so that one clock, the capture's, tells both times.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import anyio

from bench.support.capture import TCP, UDP, Capture, Packet, is_media
from bench.support.crowd import conference_of
from bench.support.service import COMMAND_LINE, Quorate, running
from bench.support.visitor import Chair, Json, Visitor

CONDITIONS = ("speaking", "silent", "deaf", "connecting")
PEOPLE = 11
GRACE_S = 0.2
"""How long after the answer we go on looking, at least."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One exclusion, as the chair's program saw it; ports tell its packets in the capture."""

    condition: str
    path: str
    asked_ns: int
    until_ns: int
    media_port: int
    socket_port: int
    chair_port: int
    strange: int
    """Messages that came afterwards and are not of the waiting feed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    condition: str
    after_ack: int
    ack_ms: float


async def exclude_one(chair: Chair, victim: Visitor, name: str, condition: str) -> Trial:
    """Exclude, look for a while at what still comes, then bring back.

    Somebody who is still in the lobby keeps the socket, on which the waiting feed goes on.
    """
    await prepare(victim, condition)
    was_inside = victim.screen == "inside"
    ports = victim.media_port, victim.socket_port if was_inside else 0
    asked = time.time_ns()
    answer = await chair.exclude(name)
    chair_port, answered, heard = chair.command_port, time.time_ns(), len(victim.messages)
    await anyio.sleep(GRACE_S)
    until = time.time_ns()
    seen = len(victim.messages)
    strange = 0 if was_inside else strangers(victim.messages[heard:seen])
    await back(chair, victim, name, condition)
    ended, path = max(until, answered), answer.request.url.path
    return Trial(condition, path, asked, ended, *ports, chair_port, strange)


def strangers(messages: Sequence[Json]) -> int:
    """How many of these are anything else than the waiting view."""
    return sum(m["type"] != "view" or m["screen"]["screen"] != "waiting" for m in messages)


async def prepare(victim: Visitor, condition: str) -> None:
    raw = victim.raw
    if raw is None:
        raise AssertionError("no media connection")
    match condition:
        case "speaking":
            raw.send_load(level_dbov=10)
        case "silent":
            raw.stop_sending()
        case "deaf":
            raw.send_load(level_dbov=20)
            raw.turn_deaf()
        case _:
            await victim.half_connect()


async def back(chair: Chair, victim: Visitor, name: str, condition: str) -> None:
    """A new connection where the old one was spoilt; else the same media and a new socket."""
    spoilt = condition in {"deaf", "connecting"}
    await victim.connect(again=not spoilt)
    if spoilt:
        await victim.media()
    await victim.answer()
    answer = await chair.readmit(name)
    if answer.status_code != 204:
        raise AssertionError(f"bringing back was refused: {answer.text}")
    await victim.until(lambda: victim.screen == "inside")
    if victim.raw is not None:
        victim.raw.send_load(level_dbov=30)


def verdicts(trials: Sequence[Trial], packets: Sequence[Packet], api_port: int) -> list[Verdict]:
    """Counts what left towards the excluded person after the chair's answer left."""
    by_port: dict[int, list[Packet]] = {}
    for packet in packets:
        outward = packet.target_port if packet.source_port == api_port else packet.source_port
        by_port.setdefault(outward if packet.protocol == TCP else packet.target_port, []).append(
            packet
        )
    return [_verdict(trial, by_port, api_port) for trial in trials]


def _verdict(trial: Trial, by_port: dict[int, list[Packet]], api_port: int) -> Verdict:
    """From packet to packet: the chair's request at the service, and its answer."""
    talk = [p for p in by_port[trial.chair_port] if p.at_ns >= trial.asked_ns and p.size]
    wanted = f"PUT {trial.path} ".encode()
    request = next(p.at_ns for p in talk if p.payload.startswith(wanted))
    answers = (p for p in talk if p.at_ns > request and p.payload.startswith(b"HTTP/1.1 "))
    answer = next(answers)
    if not answer.payload.startswith(b"HTTP/1.1 2"):
        raise AssertionError(f"an exclusion was refused: {answer.payload[:40]!r}")
    ack = answer.at_ns
    late = [
        p
        for protocol, port in ((UDP, trial.media_port), (TCP, trial.socket_port))
        for p in by_port.get(port, [])
        if ack < p.at_ns < trial.until_ns
        and (p.protocol, p.target_port) == (protocol, port)
        and _counts(p, api_port)
    ]
    for p in late:
        told = f"{p.size} bytes, {(p.at_ns - ack) / 1e6:.2f} ms late, {p.payload[:24].hex()}"
        print(f"{trial.condition}: {told}; {trial}", file=sys.stderr, flush=True)
    return Verdict(trial.condition, len(late) + trial.strange, (ack - request) / 1e6)


def _counts(packet: Packet, api_port: int) -> bool:
    """Media of either kind, or a byte on the socket that showed the conference."""
    return is_media(packet) or (packet.source_port == api_port and packet.size > 0)


@asynccontextmanager
async def crowd(service: Quorate) -> AsyncGenerator[tuple[Chair, dict[str, Visitor]]]:
    """A chair and eleven others, all inside, all sending."""
    async with AsyncExitStack() as stack:
        chair = await stack.enter_async_context(Chair(service.link("Chair")))
        await chair.arrive()
        people: dict[str, Visitor] = {}
        for number in range(1, PEOPLE + 1):
            name = f"Person {number:02}"
            people[name] = await stack.enter_async_context(Visitor(service.link(name)))
            await people[name].arrive()
        await chair.course("open")
        await chair.until(lambda: chair.screen == "inside")
        for name, visitor in people.items():
            answer = await chair.admit(name)
            if answer.status_code != 204:
                raise AssertionError(f"{name} was not admitted: {answer.text}")
            if visitor.raw is not None:
                visitor.raw.send_load(level_dbov=30)
        yield chair, people


async def trials_in(service: Quorate, count: int, at_once: int) -> list[Trial]:
    """`at_once`: people put out and brought back beside each other; each is one trial at a time."""
    numbers, trials = iter(range(count)), list[Trial]()

    async def in_turn(names: Sequence[str]) -> None:
        for turn, number in enumerate(numbers):
            name = names[turn % len(names)]
            condition = CONDITIONS[number % len(CONDITIONS)]
            trials.append(await exclude_one(chair, people[name], name, condition))
            if len(trials) % 50 == 0:
                print(f"{len(trials)} of {count}", file=sys.stderr, flush=True)

    async with crowd(service) as (chair, people), anyio.create_task_group() as tasks:
        for group in range(at_once):
            tasks.start_soon(in_turn, list(people)[group::at_once])
    return trials


def figures(found: Sequence[Verdict]) -> dict[str, object]:
    acks = sorted(v.ack_ms for v in found)
    return {
        "exclusions": len(found),
        "packets_after_ack": sum(v.after_ack for v in found),
        "ack_p50_ms": round(acks[len(acks) // 2], 2),
        "ack_p99_ms": round(acks[min(len(acks) - 1, len(acks) * 99 // 100)], 2),
        "conditions": {
            name: {
                "exclusions": sum(v.condition == name for v in found),
                "packets_after_ack": sum(v.after_ack for v in found if v.condition == name),
            }
            for name in CONDITIONS
        },
    }


def measure(
    count: int, folder: Path, *, at_once: int = 1, starter: Sequence[str] = COMMAND_LINE
) -> dict[str, object]:
    """Run `count` exclusions against a service of its own; needs root for tcpdump."""
    spec = conference_of(folder, ["Chair", *(f"Person {n:02}" for n in range(1, PEOPLE + 1))])
    with running(folder / "data", spec=spec, starter=starter) as service:
        api_port = urlsplit(service.address).port or 80
        rule = f"udp or tcp port {api_port}"
        with Capture(folder / "exclusion.pcap", rule) as capture:
            trials = anyio.run(trials_in, service, count, at_once)
            packets = capture.stop()
    return figures(verdicts(trials, packets, api_port))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 exclusions instead of 1,000")
    parser.add_argument("--count", type=int, default=0)
    chosen = parser.parse_args()
    count: int = chosen.count or (100 if chosen.quick else 1000)
    with tempfile.TemporaryDirectory(prefix="quorate-exclusion-") as folder:
        found = measure(count, Path(folder))
    print("goals: 0 packets after the acknowledgement; p99 at most 150 ms, wished 50 ms")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
