"""What the machine has found once."""

import json

from app.domain.commands import AdmitParticipant, Close, OpenConference
from app.domain.events import ConferenceClosed
from app.domain.ids import ParticipantId
from app.domain.people import LegKind
from tests.machine import choosing, coming, leading, saying
from tests.machine.cast import CONFERENCE, HOST, MOTHER, ROOM_LINK, link_of
from tests.machine.wire import Tab
from tests.machine.world import World


def test_a_keeper_that_cannot_write_what_is_due_waits_for_its_next_beat() -> None:
    """It went round without a pause for as long as the disk was full."""
    world = World()
    coming.everybody_waits(world)
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


def test_what_cannot_be_written_yet_lets_nobody_hear_or_see_more() -> None:
    """Who was let in at a second device was heard there before the log knew of it."""
    world = World()
    leading.in_session(world)
    first = next(tab for tab in world.tabs if tab.visitor.link == link_of(MOTHER))
    second = world.open_tab(link_of(MOTHER), 1)
    coming.come_in(world, second, 0)
    assert second.leg is not None
    world.store.is_down = True
    seen = world.state.version
    moved = AdmitParticipant(MOTHER, second.leg, choosing.KNOWN, None, seen)
    assert choosing.chair_sends(world, moved) == "cut-not-recorded"
    world.settle(2.0)
    assert not {str(first.leg), str(second.leg)} & ends(world)
    assert not second.shows_inside
    world.store.is_down = False
    world.settle(1.0)
    assert str(second.leg) in ends(world)
    assert second.shows_inside
    assert world.findings.found == []
    world.close()


def ends(world: World) -> set[str]:
    return {leg for pair in world.engine.flowing() for leg in pair}


def test_the_copies_of_a_conference_that_never_began_are_empty() -> None:
    world = World()
    coming.everybody_waits(world)
    saying.copies(world, 0, 0)
    assert world.findings.found == []
    world.close()


def test_the_end_takes_the_list_of_the_room_from_a_host_who_does_not_read() -> None:
    """It was under way before the end, and reached the host, who waited outside, after it."""
    world = World()
    coming.everybody_waits(world)
    choosing.chair_sends(world, OpenConference(world.state.version))
    page = page_of(world, HOST)
    page.stall()
    coming.state_room(world, 3, 0)
    choosing.chair_sends(world, Close())
    read = len(page.received)
    coming.read_on(world, 0, 0)
    assert len(page.received) == read
    assert world.findings.found == []
    world.close()


def test_a_page_that_comes_back_after_the_end_is_told_of_it() -> None:
    """Nobody keeps a conference that is over: its page went on showing what was before."""
    world = World()
    leading.in_session(world)
    mother, host = page_of(world, MOTHER), page_of(world, HOST)
    mother.close()
    choosing.chair_sends(world, Close())
    world.settle(3.0)
    assert last_view(world.open_tab(link_of(MOTHER), 0, back_to=mother.leg)) == "ended"
    assert last_view(world.open_tab(link_of(HOST), 0, back_to=host.leg)) == "waiting"
    assert world.findings.found == []
    world.close()


def test_a_page_that_comes_back_after_the_end_and_a_restart_is_told_of_it() -> None:
    world = World()
    leading.in_session(world)
    mother = page_of(world, MOTHER)
    choosing.chair_sends(world, Close())
    world.restart()
    assert last_view(world.open_tab(link_of(MOTHER), 0, back_to=mother.leg)) == "ended"
    assert world.findings.found == []
    world.close()


def test_an_end_that_cannot_be_written_yet_is_written_later() -> None:
    """The keeper let go of it at once, and the log never knew that it was over."""
    world = World()
    leading.in_session(world)
    world.store.is_down = True
    assert choosing.chair_sends(world, Close()) == "cut-not-recorded"
    world.settle(2.0)
    world.store.is_down = False
    world.settle(1.0)
    assert any(isinstance(each.event, ConferenceClosed) for each in world.store.logs[CONFERENCE])
    world.close()


def page_of(world: World, id: ParticipantId) -> Tab:
    return next(tab for tab in world.tabs if tab.visitor.link == link_of(id))


def last_view(tab: Tab) -> str:
    """The kind of the last screen that it was shown; empty: none."""
    said = [json.loads(text) for _, text in tab.received]
    return next((each["screen"]["screen"] for each in reversed(said) if each["type"] == "view"), "")
