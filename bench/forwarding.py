"""What forwarding costs: our engine under the profile's load, beside bare C and beside Janus.

Load: conferences of 12; everybody sends 50 sound packets (100 bytes) and 80 picture packets (940
bytes, two layers) a second and receives 150 and 160. Raw SRTP clients in a process of their own.
"""

import argparse
import json
import signal
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace

from bench.load.native import compiler
from bench.stage.child import Message
from bench.stage.comparison import Comparison
from bench.stage.machine import Machine
from bench.stage.network import Cable, NoNamespace
from bench.stage.rounds import PEOPLE, PER_PERSON_IN, PER_PERSON_OUT, Stretch, across

CONFERENCES, FEWER = 8, (4,)
WITHOUT_COMPILER = 1
"""Clients in Python cannot make more load than that."""
FULL_ROUNDS, FULL = 3, Stretch(CONFERENCES, warm_up_s=3.0, seconds=8.0, raw_seconds=4.0)
QUICK_ROUNDS, QUICK = 1, Stretch(CONFERENCES, warm_up_s=2.0, seconds=4.0, raw_seconds=2.0)
METHOD = {
    "us_per_forward": (
        "CPU time of the server's process, all threads, from its CPU clock when counting starts"
        " and ends, divided by the packets that reached the clients in between"
    ),
    "conferences_per_core": (
        "conferences carried steadily, divided by the share of one core that the engine took"
    ),
    "p99_ms": (
        "from the client's clock just before encryption to the kernel's stamp on arrival, at two"
        " clients that verify every packet"
    ),
    "ratio_to_raw_limit": (
        "microseconds of a C loop that only encrypts (libsrtp, AES-GCM-256) and sends (sendmmsg),"
        " as fast as it goes, divided by ours; at_same_rate: the loop sends as many packets a"
        " second as the engine, in one burst a millisecond"
    ),
    "ratio_to_janus": "our microseconds divided by those of Janus, both across a veth pair",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be."""

    name: str
    wanted: float
    is_at_most: bool

    def line(self, value: float | None) -> str:
        sign = "<=" if self.is_at_most else ">="
        shown = "-" if value is None else f"{value:.3g}"
        return (
            f"  {self.name:<26} {shown:>7}   goal {sign} {self.wanted:<5g} {self._verdict(value)}"
        )

    def _verdict(self, value: float | None) -> str:
        if value is None:
            return "not measured"
        is_met = value <= self.wanted if self.is_at_most else value >= self.wanted
        return "met" if is_met else "MISSED"


GOALS = (
    Goal("ratio_to_raw_limit", 0.35, is_at_most=False),
    Goal("ratio_to_janus", 0.75, is_at_most=True),
    Goal("conferences_per_core", 18, is_at_most=False),
    Goal("bad_packets", 0, is_at_most=True),
)


def show(comparison: Comparison, found: Message, machine: Machine) -> None:
    for at, one in enumerate(comparison.rounds, start=1):
        print(f"Round {at}")
        for carried in one.carried:
            print(f"  {carried}")
        if one.raw_us and one.raw_at_same_rate_us:
            print(f"  bare C: {one.raw_us:.2f} us; at our rate {one.raw_at_same_rate_us:.2f} us")
    for carried in comparison.unsteady:
        print(f"Not steady, so not counted: {carried}")
    for why in (
        *(f"{name}: {why}" for name, why in comparison.missing.items()),
        *comparison.failed,
    ):
        print(f"Not measured: {why}")
    if not machine.was_quiet:
        print(
            f"Not a quiet machine: others used {machine.cores_used_by_others:.2f} cores meanwhile"
        )
    print("Medians over the rounds")
    for goal in GOALS:
        print(goal.line(found[goal.name]))
    for name in ("us_per_forward", "p99_ms", "ratio_to_raw_at_same_rate"):
        print(f"  {name:<26} {found[name] if found[name] is not None else '-':>7}")


def conditions(comparison: Comparison, machine: Machine) -> Message:
    stretch = comparison.stretch
    return {
        **machine.describe(),
        "conferences": stretch.conferences,
        "people": PEOPLE,
        "packets_per_person_in_out": [PER_PERSON_IN, PER_PERSON_OUT],
        "warm_up_s": stretch.warm_up_s,
        "seconds": stretch.seconds,
        "load": "C" if compiler() else "Python",
        "rounds": [asdict(one) for one in comparison.rounds],
        "unsteady": [asdict(one) for one in comparison.unsteady],
        "missing": comparison.missing,
        "failed": comparison.failed,
        "method": METHOD,
    }


def measure(rounds: int, stretch: Stretch) -> Comparison:
    comparison = Comparison(stretch, FEWER)
    with ExitStack() as stack:
        try:
            comparison.cable = across(stack.enter_context(Cable()))
        except NoNamespace as error:
            comparison.missing["janus"] = str(error)
        for at in range(rounds):
            print(f"Round {at + 1} of {rounds}", flush=True)
            comparison.run_round()
    return comparison


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round, under a minute")
    is_quick = parser.parse_args().quick
    signal.signal(signal.SIGTERM, _leave)
    rounds, stretch = (QUICK_ROUNDS, QUICK) if is_quick else (FULL_ROUNDS, FULL)
    if compiler() is None:
        stretch = replace(stretch, conferences=WITHOUT_COMPILER)
    machine = Machine()
    comparison = measure(rounds, stretch)
    machine.finish()
    found = comparison.figures()
    show(comparison, found, machine)
    print(json.dumps({**found, "conditions": conditions(comparison, machine)}))
    if found["us_per_forward"] is None:
        sys.exit(1)


def _leave(*_: object) -> None:
    """Asked to end: leave by the way that cleans up."""
    sys.exit(143)


if __name__ == "__main__":
    main()
