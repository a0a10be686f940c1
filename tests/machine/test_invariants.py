"""Whatever anybody does, on whatever channel, in whatever order: the invariants hold."""

from tests.machine import acts
from tests.machine.machine import machine_of, prove, twins_of


def test_whatever_anybody_does_every_invariant_holds() -> None:
    """I1 to I6, I9 to I11, I15 and I16, and no secret word reaches whoever may not have it."""
    prove(machine_of("", acts.ALL), examples=200, steps=50)


def test_nobody_can_tell_a_silent_signal_from_asking_to_speak() -> None:
    """I8: byte for byte and to the moment, on every other page and on the sender's own."""
    prove(twins_of(acts.COVERT), examples=20, steps=40)
