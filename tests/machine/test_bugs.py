"""A deliberate fault for each invariant: the machine finds it, and by that invariant."""

import pytest

from tests.machine import acts
from tests.machine.bugs import BUGS, COVERT, Bug
from tests.machine.findings import Broken
from tests.machine.machine import machine_of, prove, twins_of

INVARIANTS = {f"I{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 15, 16)}
CHANCE = 20261122
"""The same conferences in every run."""


def test_there_is_a_fault_for_every_invariant() -> None:
    assert {bug.invariant for bug in BUGS} == INVARIANTS


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: f"{bug.invariant} {bug.name}")
def test_a_fault_is_caught_by_the_invariant_that_it_breaks(bug: Bug) -> None:
    mix = (*bug.seen_by * 10, *acts.ALL)
    with bug.put_in(), pytest.raises(Broken) as caught:
        prove(machine_of(bug.invariant, mix), examples=60, steps=50, chance=CHANCE)
    assert caught.value.which == {bug.invariant}


def test_a_signal_with_a_trace_of_its_own_is_caught_by_comparing_two_worlds() -> None:
    with COVERT.put_in(), pytest.raises(Broken) as caught:
        prove(twins_of(acts.COVERT), examples=20, steps=40, chance=CHANCE)
    assert "I8" in caught.value.which


def test_without_a_fault_the_same_conferences_break_nothing() -> None:
    prove(machine_of("", acts.ALL), examples=10, steps=50, chance=CHANCE)
