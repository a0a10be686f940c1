"""What the machine has found once."""

from app.domain.people import LegKind
from tests.machine import acts
from tests.machine.cast import ROOM_LINK
from tests.machine.world import World


def test_a_keeper_that_cannot_write_what_is_due_waits_for_its_next_beat() -> None:
    """It went round without a pause for as long as the disk was full."""
    world = World()
    acts.everybody_waits(world)
    room = next(tab for tab in world.tabs if tab.visitor.link == ROOM_LINK)
    room.close()
    world.settle(2.5)
    world.store.is_down = True
    world.settle(10.0)
    assert any(leg.kind is LegKind.ROOM for leg in world.state.legs.values())
    world.store.is_down = False
    world.settle(1.0)
    assert not any(leg.kind is LegKind.ROOM for leg in world.state.legs.values())
    world.close()


def test_the_copies_of_a_conference_that_never_began_are_empty() -> None:
    world = World()
    acts.everybody_waits(world)
    acts.copies(world, 0, 0)
    assert world.findings.found == []
    world.close()
