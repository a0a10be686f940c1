"""The invariants of the whole service, under acts by chance: many more than the tests try.

The state machine of tests/machine: real handler, keeper, hub and sockets in one process, an engine
and a store in memory, people with pages, telephones and a room, and every credential that was ever
given out. After each act every invariant is checked, and every byte that left.
"""

import argparse
import json
import sys
import time
from collections import Counter

from tests.machine import acts
from tests.machine.findings import Broken
from tests.machine.machine import machine_of, prove, twins_of

EXAMPLES, STEPS = 2_000, 100
QUICK_EXAMPLES, QUICK_STEPS = 40, 50
TWIN_SHARE = 10
"""One in so many examples is played in two worlds, of which one has a silent signal."""


def measured(examples: int, steps: int, chance: int | None) -> dict[str, object]:
    begun, counted = time.monotonic(), Counter[str]()
    machine = machine_of("", acts.ALL, lambda what: counted.update([what]))
    broken: list[str] = []
    twins = max(1, examples // TWIN_SHARE)
    for kind, number in ((machine, examples), (twins_of(acts.COVERT), twins)):
        try:
            prove(kind, number, steps, chance)
        except Broken as found:
            broken += sorted(found.which)
            print("\n".join([str(found), *found.__notes__]), file=sys.stderr)
    return {
        "examples": counted["example"],
        "steps": counted["step"],
        "twin_examples": twins,
        "violations": len(broken),
        "broken": broken,
        "seconds": round(time.monotonic() - begun, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_EXAMPLES} x {QUICK_STEPS}")
    parser.add_argument("--examples", type=int, default=EXAMPLES)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--chance", type=int, help="a number, for the same conferences again")
    chosen = parser.parse_args()
    examples, steps = chosen.examples, chosen.steps
    if chosen.quick:
        examples, steps = QUICK_EXAMPLES, QUICK_STEPS
    found = measured(examples, steps, chosen.chance)
    print("goal: no violation", file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
