"""What forwarding costs: our engine under the profile's load, beside bare C and beside Janus.

Load: conferences of 12; everybody sends 50 sound packets (100 bytes) and 80 picture packets (940
bytes, two layers) a second and receives 150 and 160. Raw SRTP clients in a process of their own.
"""

import argparse
import json
import signal
import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from typing import TypeVar

from bench.load.native import compiler
from bench.stage.child import ChildFailed, Message
from bench.stage.janus import NoJanus
from bench.stage.machine import Machine
from bench.stage.network import Cable, NoNamespace
from bench.stage.rounds import (
    LOOPBACK,
    PEOPLE,
    PER_PERSON_IN,
    PER_PERSON_OUT,
    Carried,
    Place,
    Stretch,
    across,
    carry_engine,
    carry_janus,
    raw_limit_us,
)

CONFERENCES = (8, 4)
"""Tried from left to right until our engine carries so many steadily."""
WITHOUT_COMPILER = 1
"""Clients in Python cannot make more load than that."""
FULL_ROUNDS, FULL = 3, Stretch(CONFERENCES[0], warm_up_s=3.0, seconds=8.0, raw_seconds=4.0)
QUICK_ROUNDS, QUICK = 1, Stretch(CONFERENCES[0], warm_up_s=2.0, seconds=4.0, raw_seconds=2.0)
STEADY = 0.97
"""With less than this share of the profile's packets, a server did not carry the load."""
CPU_METHOD = "CPU clock of the server's process, all threads, read when counting starts and ends"
CORE_METHOD = "conferences carried, divided by the share of one core that the engine took for them"
RAW_METHOD = (
    "libsrtp AES-GCM-256 and sendmmsg alone, in C, at the same packets a second in bursts of one"
    " millisecond; flat_out: the same loop without pauses"
)

Measured = TypeVar("Measured")


@dataclass(slots=True)
class Round:
    """What was measured side by side: one after the other, within seconds."""

    engine: Carried | None = None
    raw_us: float | None = None
    raw_flat_out_us: float | None = None
    engine_on_cable: Carried | None = None
    janus: Carried | None = None


@dataclass(slots=True)
class Bench:
    """All rounds, and why what is missing is missing."""

    stretch: Stretch
    cable: Place | None
    rounds: list[Round] = field(default_factory=list[Round])
    missing: dict[str, str] = field(default_factory=dict[str, str])
    unsteady: list[str] = field(default_factory=list[str])
    """Servers that did not carry the whole profile: their figures say less."""

    def run_round(self) -> None:
        now = Round()
        self.rounds.append(now)
        now.engine = self._carry_steadily()
        if now.engine is None:
            return
        stretch, rate = self.stretch, now.engine.forwarded_per_s
        now.raw_us = self._attempt("raw", lambda: raw_limit_us(LOOPBACK, stretch, rate))
        now.raw_flat_out_us = self._attempt("raw", lambda: raw_limit_us(LOOPBACK, stretch, 0))
        cable = self.cable
        if cable is not None:
            now.janus = self._attempt("janus", lambda: carry_janus(cable, stretch))
        if cable is not None and now.janus is not None:
            now.engine_on_cable = self._attempt("engine", lambda: carry_engine(cable, stretch))

    def _carry_steadily(self) -> Carried | None:
        """With fewer conferences if this machine, as busy as it is, does not do the wanted number.

        The smaller number stays for all that follows.
        """
        carried = self._attempt("engine", lambda: carry_engine(LOOPBACK, self.stretch))
        fewer = [number for number in CONFERENCES if number < self.stretch.conferences]
        if carried is None or carried.share_of_profile >= STEADY or not fewer:
            return carried
        self.unsteady.append(_shortfall(carried))
        self.stretch = replace(self.stretch, conferences=fewer[0])
        return self._carry_steadily()

    def median(self, of: Callable[[Round], float | None]) -> float | None:
        known = [value for one in self.rounds if (value := of(one)) is not None]
        return statistics.median(known) if known else None

    def _attempt(self, name: str, measure: Callable[[], Measured]) -> Measured | None:
        """What cannot be measured here once is not tried again, and is named."""
        if name in self.missing:
            return None
        print(f"  {name} ...", flush=True)
        try:
            return measure()
        except (ChildFailed, NoJanus, OSError) as error:
            self.missing[name] = str(error)
            return None


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, what it should be, and whether it is."""

    name: str
    value: float | None
    wanted: float
    is_at_most: bool

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "not measured"
        is_met = self.value <= self.wanted if self.is_at_most else self.value >= self.wanted
        return "met" if is_met else "MISSED"

    def __str__(self) -> str:
        sign = "<=" if self.is_at_most else ">="
        value = "-" if self.value is None else f"{self.value:.3g}"
        return f"  {self.name:<28} {value:>8}   goal {sign} {self.wanted:<6g} {self.verdict}"


def engine_us(one: Round) -> float | None:
    return one.engine.us_per_forward if one.engine else None


def conferences_per_core(one: Round) -> float | None:
    return one.engine.conferences / one.engine.core_share if one.engine else None


def to_raw_limit(one: Round) -> float | None:
    return one.raw_us / one.engine.us_per_forward if one.engine and one.raw_us else None


def to_raw_flat_out(one: Round) -> float | None:
    us = one.raw_flat_out_us
    return us / one.engine.us_per_forward if one.engine and us else None


def to_janus(one: Round) -> float | None:
    """Both over the cable: Janus refuses loopback."""
    if one.engine_on_cable is None or one.janus is None:
        return None
    return one.engine_on_cable.us_per_forward / one.janus.us_per_forward


def figures(bench: Bench) -> Message:
    """The medians over the rounds; bad packets of all of them."""
    ours = [one for each in bench.rounds for one in (each.engine, each.engine_on_cable) if one]
    medians: dict[str, Callable[[Round], float | None]] = {
        "us_per_forward": engine_us,
        "conferences_per_core": conferences_per_core,
        "p99_ms": lambda one: one.engine.p99_ms if one.engine else None,
        "ratio_to_raw_limit": to_raw_limit,
        "ratio_to_raw_flat_out": to_raw_flat_out,
        "ratio_to_janus": to_janus,
    }
    found = {name: _rounded(bench.median(of)) for name, of in medians.items()}
    return {**found, "bad_packets": sum(one.bad_packets for one in ours)}


def goals(found: Message) -> list[Goal]:
    return [
        Goal("ratio_to_raw_limit", found["ratio_to_raw_limit"], 0.35, is_at_most=False),
        Goal("ratio_to_janus", found["ratio_to_janus"], 0.75, is_at_most=True),
        Goal("conferences_per_core", found["conferences_per_core"], 18, is_at_most=False),
        Goal("bad_packets", found["bad_packets"], 0, is_at_most=True),
    ]


def conditions(bench: Bench, machine: Machine) -> Message:
    return {
        **machine.describe(),
        "conferences": bench.stretch.conferences,
        "people": PEOPLE,
        "packets_per_person_in_out": [PER_PERSON_IN, PER_PERSON_OUT],
        "rounds": [asdict(one) for one in bench.rounds],
        "warm_up_s": bench.stretch.warm_up_s,
        "seconds": bench.stretch.seconds,
        "missing": bench.missing,
        "unsteady": _unsteady(bench),
        "cpu": CPU_METHOD,
        "conferences_per_core_is": CORE_METHOD,
        "raw_limit_is": RAW_METHOD,
    }


def _shortfall(carried: Carried) -> str:
    return (
        f"{carried.server} on {carried.place}, {carried.conferences} conferences:"
        f" {carried.share_of_profile:.0%} of the packets"
    )


def _unsteady(bench: Bench) -> list[str]:
    carried = [(one.engine, one.engine_on_cable, one.janus) for one in bench.rounds]
    now = [one for each in carried for one in each if one and one.share_of_profile < STEADY]
    return [*bench.unsteady, *map(_shortfall, now)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def show(bench: Bench, found: Message, machine: Machine) -> None:
    for at, one in enumerate(bench.rounds, start=1):
        print(f"Round {at}")
        for carried in (one.engine, one.engine_on_cable, one.janus):
            if carried is not None:
                print(f"  {carried}")
        if one.raw_us is not None and one.raw_flat_out_us is not None:
            print(f"  bare C: {one.raw_us:.2f} us, flat out {one.raw_flat_out_us:.2f} us")
    print("Goals (medians over the rounds)")
    for goal in goals(found):
        print(goal)
    print(f"  ratio_to_raw_flat_out        {found['ratio_to_raw_flat_out'] or '-':>8}   no goal")
    for name, why in bench.missing.items():
        print(f"Not measured: {name}: {why}")
    for line in _unsteady(bench):
        print(f"Not steady: {line}")
    if not machine.was_quiet:
        print(
            f"Not a quiet machine: others used {machine.cores_used_by_others:.2f} cores meanwhile"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round, under a minute")
    is_quick = parser.parse_args().quick
    signal.signal(signal.SIGTERM, _leave)
    rounds, stretch = (QUICK_ROUNDS, QUICK) if is_quick else (FULL_ROUNDS, FULL)
    if compiler() is None:
        stretch = replace(stretch, conferences=WITHOUT_COMPILER)
    machine = Machine()
    with ExitStack() as stack:
        bench = Bench(stretch, None)
        try:
            bench.cable = across(stack.enter_context(Cable()))
        except NoNamespace as error:
            bench.missing["janus"] = str(error)
        for at in range(rounds):
            print(f"Round {at + 1} of {rounds}", flush=True)
            bench.run_round()
    machine.finish()
    found = figures(bench)
    show(bench, found, machine)
    print(json.dumps({**found, "conditions": conditions(bench, machine)}))
    if "engine" in bench.missing:
        sys.exit(1)


def _leave(*_: object) -> None:
    """Asked to end: leave by the way that cleans up."""
    sys.exit(143)


if __name__ == "__main__":
    main()
