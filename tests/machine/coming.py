"""Coming and going: pages, telephones and a room; answers, networks that go, pages that stall."""

from uuid import UUID

from app.domain.commands import (
    SERVICE,
    Actor,
    GiveAnswers,
    Join,
    NoteConnected,
    StateRoom,
)
from app.domain.ids import DeviceId, LegId, ParticipantId
from app.domain.people import LegKind
from signalling.outbox import Outbox
from tests.machine.cast import (
    CHAIR,
    FAMILY,
    FATHER,
    HOST,
    MINUTE_TAKER,
    MOTHER,
    PEOPLE,
    ROOM_LINK,
    SAID,
    SOCIAL_WORKER,
    link_of,
    word,
)
from tests.machine.choosing import (
    legs_where,
    one_of,
)
from tests.machine.secrets import with_whom_word
from tests.machine.wire import Tab
from tests.machine.world import World


def arrive(world: World, a: int, b: int) -> None:
    """Somebody opens the page: their own, seldom on a second device or as a companion."""
    away = [id for id in PEOPLE if not any(leg.owner == id for leg in world.state.legs.values())]
    id = one_of(away, a) if away and b % 4 else one_of(PEOPLE, a)
    device = 1 if b % 8 == 3 else 0
    tab = world.open_tab(link_of(id), device, companion=b % 16 == 5)
    come_in(world, tab, b)


def come_in(world: World, tab: Tab, number: int) -> None:
    if tab.leg is None or number % 16 == 1:
        return
    world.begin_to_say(tab, *MEDIA)
    answer_at(world, tab, number)


MEDIA = ({"type": "want_media"}, {"type": "media_answer", "sdp": "answer"})


def answer_at(world: World, tab: Tab, number: int) -> None:
    begin_to_answer(world, tab, number)
    world.settle()


def begin_to_answer(world: World, tab: Tab, number: int) -> None:
    said = SAID[number % 16 == 9]
    with_whom = ""
    if number % 4 == 2 and tab.leg is not None:
        with_whom = word(with_whom_word(tab.leg))
    fields = {name: getattr(said, name) for name in said.__dataclass_fields__}
    world.begin_to_say(tab, {"type": "answers", **fields, "with_whom": with_whom})


def room_arrives(world: World, a: int, b: int) -> None:
    tab = world.open_tab(ROOM_LINK, 0)
    world.say(tab, *MEDIA)
    state_room(world, a, b)


def state_room(world: World, a: int, b: int) -> None:
    rooms = legs_where(world, lambda leg: leg.kind is LegKind.ROOM)
    if not rooms:
        return
    there = one_of(((HOST, FATHER), (HOST,), (HOST, MOTHER), (FATHER,), (), (HOST, CHAIR)), a)
    host = world.actor_of(link_of(HOST))
    world.send(host, StateRoom(rooms[0].id, frozenset(there), SAID[b % 16 == 9]))
    world.settle()


def phone(world: World, a: int, b: int) -> None:
    """Somebody calls: no page, and an outbox that nobody reads. The PIN says who."""
    id = one_of((MOTHER, FATHER, UNCLE_OR_WORKER[b % 2]), a)
    number = len(world.sent)
    leg = LegId(DeviceId(link_device(id, number)))
    actor = Actor(link_of(id).actor.role, id, None, leg)
    if world.send(actor, Join(leg, LegKind.PHONE, DeviceId(link_device(id, 0)), signed_in=False)):
        world.phones[leg] = actor
    world.hub.attach(leg, Outbox(), lambda: None)
    world.send(SERVICE, NoteConnected(leg))
    world.send(actor, GiveAnswers(leg, SAID[b % 16 == 9], None))
    world.settle()


UNCLE_OR_WORKER = (FAMILY[2], SOCIAL_WORKER)


def link_device(id: ParticipantId, number: int) -> DeviceId:
    return DeviceId(UUID(int=0x9_0000_0000 + id.int * 0x1000 + number))


def come_back(world: World, a: int, b: int) -> None:
    """A page says the leg it had; or an old ticket is tried once more."""
    if b % 4 == 0 and world.tickets:
        public_id, ticket = one_of(world.tickets, a)
        known = [each for (link, _), each in world.visitors.items() if link == public_id]
        world.open_with(known[0], ticket)
        return
    if not world.tabs:
        return
    tab = one_of(world.tabs, a)
    own = [number for key, number in world.visitors if world.visitors[key, number] == tab.visitor]
    again = world.open_tab(tab.visitor.link, own[0] if own else 0, back_to=tab.leg)
    if b % 2:
        come_in(world, again, b)


def lose(world: World, a: int, b: int) -> None:
    """A network goes, for a moment or for good; somebody leaves."""
    tabs = [tab for tab in world.tabs if tab.is_open]
    if not tabs:
        return
    tab = one_of(tabs, a)
    if b % 3 == 0:
        world.say(tab, {"type": "leave"})
        return
    tab.close()
    world.settle(7.0 if b % 2 else 3.0)


def lose_for_good(world: World, a: int, b: int) -> None:
    """Not left in the middle: the moment of a drop follows the keeper's beat, within a tick."""
    lose(world, a, b | 1)


def stall(world: World, a: int, b: int) -> None:
    """A page stops reading, or goes on."""
    open_ones = [tab for tab in world.tabs if tab.is_open]
    if not open_ones:
        return
    tab = one_of(open_ones, a)
    tab.stall() if b % 2 else tab.read_on()
    world.settle()


def read_on(world: World, _a: int, _b: int) -> None:
    for tab in world.tabs:
        tab.read_on()
    world.settle()


def answer(world: World, a: int, b: int) -> None:
    tabs = [tab for tab in world.tabs if tab.is_open and tab.leg in world.state.legs]
    if tabs:
        answer_at(world, one_of(tabs, a), b)


def all_answer(world: World, a: int, _b: int) -> None:
    for tab in list(world.tabs):
        if tab.is_open and tab.leg in world.state.legs and tab.visitor.link.place_id is None:
            begin_to_answer(world, tab, 0)
    for leg, actor in world.phones.items():
        if leg in world.state.legs:
            world.send(actor, GiveAnswers(leg, SAID[0], None))
    world.settle()
    if any(leg.kind is LegKind.ROOM for leg in world.state.legs.values()):
        state_room(world, a, 0)


def everybody_waits(world: World) -> None:
    """The father sits in the room, with its host; the uncle is not there."""
    for id in (CHAIR, MINUTE_TAKER, SOCIAL_WORKER, MOTHER):
        come_in(world, world.open_tab(link_of(id), 0), 0)
    room_arrives(world, 0, 0)
