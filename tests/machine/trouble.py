"""Machinery that fails, time that passes, and whoever tries a trick."""

from app.domain.commands import (
    SERVICE,
    AdmitParticipant,
    BringBackEveryone,
    Leave,
    Pause,
    ReadmitParticipant,
    ReleaseHold,
    Resume,
)
from app.domain.people import MAIN, Standing
from tests.machine.cast import (
    CHAIR,
    FATHER,
    MOTHER,
    PEOPLE,
    link_of,
)
from tests.machine.choosing import (
    KNOWN,
    chair_sends,
    excluding,
    legs_where,
    one_of,
)
from tests.machine.coming import (
    come_in,
    phone,
    state_room,
)
from tests.machine.engine import Mood
from tests.machine.leading import (
    admit,
    exclude,
)
from tests.machine.world import World


def machine_fails(world: World, a: int, b: int) -> None:
    """The engine is late, deaf, gone; the disk is full; and well again."""
    kind = a % 8
    if kind < 3:
        world.engine.mood = (Mood.DEAF, Mood.LATE, Mood.REFUSING)[kind]
    elif kind == 3:
        world.lose_engine()
    elif kind == 4:
        world.store.is_down = True
    elif kind == 5:
        kill(world, b)
    else:
        world.restart()


def machine_is_well(world: World, _a: int, _b: int) -> None:
    world.engine.mood, world.store.is_down = Mood.WELL, False
    world.settle(1.0)


def kill(world: World, b: int) -> None:
    """Between the cut and its writing."""
    world.store.kills = True
    if b % 2:
        chair_sends(world, excluding(one_of(PEOPLE[1:], b), None))
    else:
        chair_sends(world, Pause())
    world.restart()


def time_passes(world: World, a: int, _b: int) -> None:
    seconds = (2.0, 4.0, 8.0, 11 * 60.0, 46 * 60.0)[a % 5]
    if seconds > 10:
        world.loop.jump(seconds)
    world.settle(1.0 if seconds > 10 else seconds)


def replay(world: World, a: int, b: int) -> None:
    """Anything that was ever said is said again, by whoever said it."""
    if b % 3 == 0:
        tabs = [tab for tab in world.tabs if tab.is_open]
        frames = [text for tab in world.tabs for text in tab.frames[1:]]
        if tabs and frames:
            world.say(one_of(tabs, a), one_of(frames, b))
        return
    said = [each for each in world.sent[8:] if each[0].role is not SERVICE.role]
    if said:
        world.send(*one_of(said, a * 16 + b))
        world.settle()


def replay_grant(world: World, a: int, _b: int) -> None:
    """A grant of the chair's, from a browser that was offline: as it was made."""
    kinds = AdmitParticipant | ReadmitParticipant | ReleaseHold | Resume | BringBackEveryone
    said = [command for _, command in world.sent if isinstance(command, kinds)]
    if said:
        chair_sends(world, one_of(said, a))


def chair_goes(world: World, a: int, b: int) -> None:
    """Her page is lost; somebody tries to be let in meanwhile."""
    tabs = [tab for tab in world.tabs if tab.is_open and tab.visitor.link == link_of(CHAIR)]
    for tab in tabs:
        tab.close()
    world.settle(3.0 if b % 2 else 8.0)
    admit(world, a, b)


def return_another_way(world: World, a: int, b: int) -> None:
    """Whoever is put out comes again, by another device, by telephone or into the room.

    The chair, who has not noticed who it is, admits whoever waits there.
    """
    people = world.state.participants.values()
    out = [person.id for person in people if person.standing is Standing.EXCLUDED]
    if not out:
        exclude(world, a, b | 1)
        return
    id = one_of(out, a)
    if b % 4 == 3:
        state_room(world, 0, 0)
    elif b % 4 == 2:
        phone(world, PHONES.index(id) if id in PHONES else a, 0)
    else:
        come_in(world, world.open_tab(link_of(id), b % 4), 0)
    for leg in legs_where(world, lambda leg: id in leg.present):
        chair_sends(world, AdmitParticipant(id, leg.id, KNOWN, None, world.state.version))


PHONES = (MOTHER, FATHER)


def leave(world: World, a: int, b: int) -> None:
    legs = legs_where(world, lambda _: True)
    if legs:
        leg = one_of(legs, a)
        world.send(world.actor_of(link_of(one_of(PEOPLE, b))), Leave(leg.id))
        world.settle()


def second_device(world: World, a: int, _b: int) -> None:
    """Somebody who is in is let in at another device of theirs."""
    inside = legs_where(world, lambda leg: leg.zone == MAIN and leg.owner is not None)
    owners = sorted({leg.owner for leg in inside if leg.owner is not None})
    if not owners:
        return
    id = one_of(owners, a)
    tab = world.open_tab(link_of(id), 1)
    come_in(world, tab, 0)
    if tab.leg is not None:
        seen = world.state.version
        chair_sends(world, AdmitParticipant(id, tab.leg, KNOWN, None, seen))
