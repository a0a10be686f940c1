"""What faults are made of a source, and what is said of those that nobody noticed."""

import ast

from bench.invariants import measured
from bench.mutants import figures, sample_of
from bench.mutating.operators import Mutant, mutants_of
from bench.mutating.trial import Verdict

SOURCE = '''"""Its purpose: 1 or 2."""

from enum import StrEnum

LIMIT = 3


class Kind(StrEnum):
    ONE = "one"


def may(leg: Kind | None, seen: int) -> bool:
    """Not if it is 0."""
    if seen < LIMIT:
        raise ValueError("Too few: 1.")
    return leg is not None and any(n > 1 for n in [seen])
'''
CHANGES = {mutant.change for mutant in mutants_of("app/domain/x.py", SOURCE)}


def test_comparisons_guards_and_conditions_are_changed_one_at_a_time() -> None:
    assert {
        "3 -> 4",
        "seen < LIMIT -> (seen <= LIMIT)",
        "leg is not None -> (leg is None)",
        "n > 1 -> (n >= 1)",
        "any(n > 1 for n in [seen]) -> (all((n > 1 for n in [seen])))",
    } <= CHANGES
    assert any(change.startswith("if seen < LIMIT") for change in CHANGES)


def test_neither_words_nor_types_are_changed() -> None:
    for change in CHANGES:
        assert "purpose" not in change
        assert "Not if it is" not in change
        assert '"one"' not in change
        assert "Kind | None" not in change
    assert not any(change.startswith('"Too few') for change in CHANGES)


def test_every_fault_is_a_source_that_can_be_read() -> None:
    for mutant in mutants_of("app/domain/x.py", SOURCE):
        assert ast.dump(ast.parse(mutant.applied_to(SOURCE))) != ast.dump(ast.parse(SOURCE))


def mutant(path: str, start: int) -> Mutant:
    return Mutant(path, start, start + 1, (1, 1), "f", "<", "<=")


def test_a_sample_holds_every_module_and_is_the_same_for_a_seed() -> None:
    everything = [mutant(path, start) for path in "abc" for start in range(50)]
    chosen = sample_of(everything, 10, seed=1)
    assert {each.path for each in chosen} == set("abc")
    assert chosen == sample_of(everything, 10, seed=1)
    assert len(chosen) == 10


def test_whatever_runs_for_ever_has_been_noticed_and_the_rest_is_named() -> None:
    outcomes = ("killed", "survived", "timeout", "killed")
    found = [Verdict(mutant("a", n), outcome, 3, 0.1) for n, outcome in enumerate(outcomes)]
    told = figures(found, seed=7, of=40)
    assert (told["possible"], told["tried"], told["seed"], told["score"]) == (40, 4, 7, 0.75)
    assert (told["killed"], told["survived"], told["timeout"]) == (2, 1, 1)
    survivor = {"file": "a", "line": 1, "function": "f", "change": "< -> <=", "tests": 3}
    assert told["survivors"] == [survivor]


def test_the_machines_bench_counts_conferences_steps_and_what_broke() -> None:
    told = measured(examples=3, steps=5, chance=1)
    assert int(str(told["examples"])) >= 3
    assert int(str(told["steps"])) >= 5
    assert (told["violations"], told["broken"]) == (0, [])
