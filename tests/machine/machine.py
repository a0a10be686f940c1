"""The state machine: acts by chance on the whole service, and every invariant after each."""

from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.machine import coming, leading
from tests.machine.choosing import Act
from tests.machine.replacing import CountedIds
from tests.machine.twins import Twins
from tests.machine.world import World

numbers = st.integers(0, 255)


def unheard(_: str) -> None:
    """Nobody counts."""


def machine_of(
    looks_for: str, mix: Sequence[Act], heard: Callable[[str], None] = unheard
) -> type[RuleBasedStateMachine]:
    """One world, and one rule: what happens next is one of the acts.

    Args:
        looks_for: an invariant, where only what breaks that one matters; empty: all of them.
        mix: the acts; one that is there twice happens twice as often.
        heard: is told of each conference that begins and of each step.
    """

    class Conference(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.ids = CountedIds()
            self.world = World(looks_for)
            heard("example")

        def teardown(self) -> None:
            self.world.close()
            self.ids.restore()

        @initialize(begins=st.integers(0, 3))
        def begin(self, begins: int) -> None:
            begin = leading.in_session if begins else coming.everybody_waits
            begin(self.world)
            self.world.findings.settle()

        @rule(which=st.sampled_from(mix), a=numbers, b=numbers)
        def happens(self, which: Act, a: int, b: int) -> None:
            heard("step")
            which(self.world, a, b)
            self.world.findings.settle()

    return Conference


def twins_of(mix: Sequence[Act]) -> type[RuleBasedStateMachine]:
    """Two worlds that differ in one thing alone: whoever asks to speak in one signals in the other.

    What reaches anybody but the chair and the responder is the same, to the byte and the moment.
    """

    class Covert(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.twins = Twins()

        def teardown(self) -> None:
            self.twins.close()

        @initialize()
        def begin(self) -> None:
            self.twins.both(leading.in_session)

        @rule(which=st.sampled_from(mix), a=numbers, b=numbers)
        def happens(self, which: Act, a: int, b: int) -> None:
            self.twins.both(lambda world: which(world, a, b))

    return Covert


def prove(
    machine: type[RuleBasedStateMachine], examples: int, steps: int, chance: int | None = None
) -> None:
    """Raises Broken with the first conference in which an invariant does not hold.

    Args:
        chance: the same number gives the same conferences; None: others in every run.
    """
    run_state_machine_as_test(
        machine if chance is None else seed(chance)(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            database=None,
        ),
    )
