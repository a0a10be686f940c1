"""Whether the domain's tests notice small faults in it.

A sample of the faults of `bench.mutating.operators` over all modules of app/domain, chosen by a
seed. Each is put in by itself, in a process of its own, and the tests of tests/domain that reach
the line run until the first of them fails. What survives is listed: either a test is missing, or
the fault changes nothing that anybody could notice.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from bench.mutating.operators import Mutant, mutants_of
from bench.mutating.reach import Reach, Reached
from bench.mutating.trial import ROOT, Verdict, in_a_child, run_tests, verdicts

GOAL = 0.85
SAMPLE, QUICK = 400, 30
SEED = 20261122
DOMAIN = "app/domain"


def all_mutants() -> list[Mutant]:
    paths = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / DOMAIN).rglob("*.py"))
    return [each for path in paths for each in mutants_of(path, (ROOT / path).read_text())]


def sample_of(mutants: list[Mutant], number: int, seed: int) -> list[Mutant]:
    """By chance, but every module that has any is in it if there is room."""
    chance = Random(seed)  # noqa: S311  a sample, not a secret
    mixed = chance.sample(mutants, len(mutants))
    first = list({each.path: each for each in reversed(mixed)}.values())
    rest = [each for each in mixed if each not in set(first)]
    return sorted([*first, *rest][:number])


def find_reach(folder: Path) -> Reach:
    """One run of all the tests, unchanged: they must pass, or nothing that follows means much."""
    file = folder / "reach.json"

    def work() -> int:
        reached = Reached(ROOT / DOMAIN)
        reached.watch()
        code = run_tests([], reached)
        reached.written_to(file)
        return code

    _, status = os.waitpid(in_a_child(work), 0)
    if status:
        raise AssertionError("The tests of the domain do not pass without a fault in it.")
    return Reach(ROOT, file)


def figures(found: list[Verdict], seed: int, of: int) -> dict[str, object]:
    counted = {
        outcome: sum(each.outcome == outcome for each in found)
        for outcome in ("killed", "survived", "timeout")
    }
    noticed = counted["killed"] + counted["timeout"]
    return {
        "possible": of,
        "tried": len(found),
        "seed": seed,
        **counted,
        "score": round(noticed / len(found), 3) if found else None,
        "survivors": [described(each) for each in found if each.outcome == "survived"],
    }


def described(verdict: Verdict) -> dict[str, object]:
    mutant = verdict.mutant
    return {
        "file": mutant.path,
        "line": mutant.lines[0],
        "function": mutant.function,
        "change": mutant.change,
        "tests": verdict.tests,
    }


def tell(number: int, of: int, verdict: Verdict) -> None:
    mutant = verdict.mutant
    where = f"{mutant.path}:{mutant.lines[0]} {mutant.function}"
    line = f"{number}/{of} {verdict.outcome} {verdict.seconds:.1f} s {where}: {mutant.change}"
    print(line, file=sys.stderr, flush=True)


def warm_up() -> None:
    """What every child needs is imported before they are forked; nothing of the domain is."""
    sys.dont_write_bytecode = False
    with Path(os.devnull).open("w") as nowhere:
        kept, sys.stdout = sys.stdout, nowhere
        pytest.main(["--version"])
        sys.stdout = kept


def tried(mutants: Iterable[Mutant], of: int, at_once: int) -> list[Verdict]:
    found: list[Verdict] = []
    with tempfile.TemporaryDirectory(prefix="quorate-mutants-") as folder:
        reach = find_reach(Path(folder))
        work = ((each, reach.tests_of(each.path, each.lines)) for each in mutants)
        for number, verdict in enumerate(verdicts(work, at_once), start=1):
            tell(number, of, verdict)
            found.append(verdict)
    return sorted(found, key=lambda each: each.mutant)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} mutants")
    parser.add_argument("--sample", type=int, default=SAMPLE, help=f"how many; {SAMPLE}")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="", help="those whose file has this in its path")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at once")
    chosen = parser.parse_args()
    everything = [each for each in all_mutants() if chosen.only in each.path]
    number = QUICK if chosen.quick else chosen.sample
    sample = sample_of(everything, number, chosen.seed)
    warm_up()
    found = tried(sample, len(sample), chosen.jobs)
    print(f"goal: at least {GOAL:.0%} of them noticed", file=sys.stderr)
    print(json.dumps(figures(found, chosen.seed, len(everything))))


if __name__ == "__main__":
    main()
