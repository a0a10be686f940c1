"""What people may do next, by chance: each act takes two numbers and finds somebody it fits."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from app.domain.asking.commands import (
    AskForBreak,
    AskToSpeak,
    EndResponse,
    LowerHand,
    MarkSpoken,
    NoteSafePhrase,
    PauseForCheck,
    SilentSignal,
)
from app.domain.asking.events import Outcome
from app.domain.commands import (
    SERVICE,
    Actor,
    AdmitParticipant,
    AskAgain,
    BeginSection,
    BringBackEveryone,
    Close,
    Command,
    ConfirmIdentity,
    ExcludeParticipant,
    GiveAnswers,
    HoldLeg,
    Join,
    Leave,
    NoteConnected,
    OpenConference,
    Pause,
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
    Resume,
    StateRoom,
    StrikeLine,
    WriteLine,
)
from app.domain.conference import Phase
from app.domain.events import LineKind
from app.domain.exclusion import Ground, Span, Told, ViewsRoute
from app.domain.halting.commands import BringFromAside, MoveAside, Mute, SetOwnMute, Stop, Unmute
from app.domain.ids import DeviceId, LegId, LineId, ParticipantId
from app.domain.people import HELD, LOBBY, MAIN, IdentityMethod, Leg, LegKind, Standing, is_side
from app.domain.record.commands import WithholdLine
from app.domain.record.words import WithholdGround
from signalling.outbox import Outbox
from tests.machine.cast import (
    CHAIR,
    CONFERENCE,
    FAMILY,
    FATHER,
    HOST,
    MINUTE_TAKER,
    MOTHER,
    PEOPLE,
    RESPONDER,
    ROOM_LINK,
    SAID,
    SECTIONS,
    SOCIAL_WORKER,
    Names,
    link_of,
    seal,
    text_of,
    word,
)
from tests.machine.engine import Mood
from tests.machine.invariants import check_copies
from tests.machine.secrets import line_word, with_whom_word
from tests.machine.wire import Tab
from tests.machine.world import World

T = TypeVar("T")
REASON = text_of(Names.reason)
KNOWN = IdentityMethod.KNOWN_TO_CHAIR


def one_of(things: Sequence[T], number: int) -> T:
    return things[number % len(things)]


def chair(world: World) -> Actor:
    return world.actor_of(link_of(CHAIR))


def now_seen(world: World, number: int) -> int:
    """What the chair's panel shows; seldom what it showed some time ago."""
    if number % 8 == 7:
        return world.seen[max(-len(world.seen), -2 - number // 8)]
    return world.seen[-1]


def chair_sends(world: World, command: Command) -> str:
    outcome = world.send(chair(world), command)
    world.settle()
    return outcome


def legs_where(world: World, is_meant: Callable[[Leg], bool]) -> list[Leg]:
    legs = [leg for leg in world.state.legs.values() if is_meant(leg)]
    return sorted(legs, key=lambda leg: (leg.joined_at, str(leg.place)))


def somebody_at(leg: Leg, number: int) -> ParticipantId:
    return one_of(sorted(leg.present), number) if leg.present else one_of(PEOPLE, number)


# ---------------------------------------------------------------- coming and going


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


# ---------------------------------------------------------------- what the chair does


def who_waits(world: World) -> list[tuple[ParticipantId, Leg]]:
    """Where they are outside, or in a room of which the rest may be in already."""
    people = world.state.participants
    return [
        (id, leg)
        for leg in legs_where(world, lambda leg: leg.zone in {LOBBY, MAIN})
        for id in sorted(leg.present)
        if leg.zone == LOBBY or people[id].standing is Standing.WAITING
    ]


def admit(world: World, a: int, b: int) -> None:
    waiting = who_waits(world)
    if not waiting:
        return
    id, leg = one_of(waiting, a)
    reason = REASON if b % 8 == 2 else None
    identity = None if b % 16 == 6 else KNOWN
    chair_sends(world, AdmitParticipant(id, leg.id, identity, reason, now_seen(world, b)))


def admit_all(world: World, _a: int, _b: int) -> None:
    for id, leg in who_waits(world):
        if world.state.participants[id].standing is Standing.WAITING:
            admitted = AdmitParticipant(id, leg.id, KNOWN, None, world.state.version)
            world.send(chair(world), admitted)
    world.settle()


def refuse(world: World, a: int, b: int) -> None:
    waiting = legs_where(world, lambda leg: leg.zone == LOBBY)
    if waiting:
        leg = one_of(waiting, a)
        chair_sends(world, RefuseAdmission(somebody_at(leg, b), leg.id, REASON))


def excluding(id: ParticipantId, minutes: int | None) -> ExcludeParticipant:
    return ExcludeParticipant(
        id,
        Ground.VIOLENCE_OR_DISRUPTION,
        REASON,
        Told.ON_SCREEN,
        ViewsRoute.SOCIAL_WORKER,
        Span.FROM_NOW_ON,
        minutes,
    )


def exclude(world: World, a: int, b: int) -> None:
    inside = legs_where(world, lambda leg: leg.zone == MAIN)
    others = [id for leg in inside for id in sorted(leg.present) if id != CHAIR]
    id = one_of(others, a) if others and b % 8 else one_of(PEOPLE, a)
    chair_sends(world, excluding(id, (None, 10)[b % 2]))


def readmit(world: World, a: int, b: int) -> None:
    out = [p.id for p in world.state.participants.values() if p.standing is Standing.EXCLUDED]
    legs = legs_where(world, lambda leg: bool(leg.present & set(out)))
    if not legs:
        return
    leg = one_of(legs, a)
    id = one_of(sorted(leg.present & set(out)), b)
    if b % 4:
        world.send(chair(world), ConfirmIdentity(id, leg.id, KNOWN))
    chair_sends(world, ReadmitParticipant(id, leg.id, now_seen(world, b)))


def hold(world: World, a: int, b: int) -> None:
    inside = legs_where(world, lambda leg: leg.zone == MAIN)
    if inside:
        chair_sends(world, HoldLeg(one_of(inside, a).id, (None, 5)[b % 2]))


def release(world: World, a: int, b: int) -> None:
    held = legs_where(world, lambda leg: leg.zone == HELD)
    if held:
        chair_sends(world, ReleaseHold(one_of(held, a).id, now_seen(world, b)))


def go_on(world: World, a: int, b: int) -> None:
    """Open, resume, or the one tap: whatever leads on."""
    seen, phase = now_seen(world, b), world.state.phase
    if phase is Phase.LOBBY_OPEN:
        chair_sends(world, OpenConference(seen))
    elif phase is Phase.STOPPED:
        chair_sends(world, Pause())
    elif phase is Phase.PAUSED and a % 2:
        chair_sends(world, Resume(seen))
    else:
        chair_sends(world, BringBackEveryone(seen))


def come_back_and_tap(world: World, a: int, b: int) -> None:
    """The chair is back if she was away, all say how it is there, and she taps."""
    if own_leg(world, CHAIR) is None:
        come_in(world, world.open_tab(link_of(CHAIR), 0), 0)
    all_answer(world, a, b)
    chair_sends(world, BringBackEveryone(world.state.version))


def seal_off(world: World, a: int, b: int) -> None:
    """All have answered, the room holds nobody who must leave, and a closed part begins."""
    all_answer(world, 1, 0)
    chair_sends(world, BeginSection(one_of(SECTIONS[1:3], a), now_seen(world, b)))


def next_section(world: World, a: int, b: int) -> None:
    chair_sends(world, BeginSection(one_of(SECTIONS, a), now_seen(world, b)))


def halt(world: World, a: int, b: int) -> None:
    rare: Command = Close() if a % 32 == 31 else Stop()
    chair_sends(world, rare if b % 4 == 3 else Pause())


def ask_again(world: World, a: int, _b: int) -> None:
    legs = legs_where(world, lambda _: True)
    if legs:
        chair_sends(world, AskAgain(one_of(legs, a).id))


def aside(world: World, a: int, b: int) -> None:
    legs = legs_where(world, lambda leg: leg.zone in {LOBBY, MAIN})
    if legs:
        chair_sends(world, MoveAside(one_of(legs, a).id, one_of(FAMILY, b)))


def bring(world: World, a: int, b: int) -> None:
    legs = legs_where(world, lambda leg: is_side(leg.zone))
    if legs:
        chair_sends(world, BringFromAside(one_of(legs, a).id, now_seen(world, b)))


def mute(world: World, a: int, _b: int) -> None:
    id = one_of(PEOPLE, a)
    chair_sends(world, Unmute(id) if id in world.state.halting.muted else Mute(id, REASON))


# ---------------------------------------------------------------- asking


def own_leg(world: World, id: ParticipantId) -> Leg | None:
    own = legs_where(world, lambda leg: leg.owner == id)
    return own[-1] if own else None


def ask(world: World, a: int, b: int) -> None:
    """By the page or by the telephone's key; seldom in somebody else's name."""
    id = one_of(PEOPLE, a)
    leg = own_leg(world, id)
    if leg is None:
        return
    claimed = leg.id if b % 8 else one_of(legs_where(world, lambda _: True), b // 8).id
    kinds = (AskForBreak, AskToSpeak, SilentSignal, AskToSpeak)
    sender = link_of(id).actor
    actor = Actor(sender.role, id, None, leg.id)
    if b % 16 == 11:
        world.send(actor, SetOwnMute(leg.id, muted=bool(a % 2)))
    else:
        world.send(actor, one_of(kinds, b)(claimed, None))
    world.settle()


def ask_or_signal(world: World, a: int, _b: int) -> None:
    """The same press of the same key, which in one world means something else."""
    id = one_of(FAMILY, a)
    leg = own_leg(world, id)
    if leg is not None:
        asks = SilentSignal if world.is_covert else AskToSpeak
        world.send(Actor(link_of(id).actor.role, id, None, leg.id), asks(leg.id, None))
        world.settle()


def lower(world: World, a: int, b: int) -> None:
    """One's own hand, the chair anybody's; seldom somebody's who is not asked."""
    if not world.state.asking.hands:
        ask(world, a, 1)
    up = [hand.participant_id for hand in world.state.asking.hands]
    if not up:
        return
    id = one_of(up, a)
    if b % 4 == 0:
        chair_sends(world, MarkSpoken(id))
        return
    sender = (CHAIR, id, one_of(PEOPLE, b // 4))[b % 3]
    world.send(world.actor_of(link_of(sender)), LowerHand(id))
    world.settle()


def respond(world: World, a: int, b: int) -> None:
    """The neutral pause, and what leads out of it."""
    response = world.state.asking.response
    by = world.actor_of(link_of(CHAIR if b % 2 else RESPONDER))
    if response is None or response.outcome is Outcome.SAFE:
        world.send(by, PauseForCheck(one_of(FAMILY, a)))
    elif not response.phrase_given:
        world.send(by, NoteSafePhrase(response.participant_id))
    else:
        all_answer(world, a, 0)
        world.send(by, EndResponse(response.participant_id, Outcome.SAFE, now_seen(world, b)))
    world.settle()


# ---------------------------------------------------------------- the minutes


def write(world: World, a: int, b: int) -> None:
    """Now, or begun some time ago; seldom by somebody else."""
    number = len(world.sent)
    line = LineId(UUID(int=0xA_0000_0000 + number))
    text = seal(world.texts, line_word(line))
    by = MINUTE_TAKER if b % 8 else one_of(PEOPLE, b // 8)
    ago = (0, 5, 120)[a % 3]
    written = WriteLine(line, one_of(PEOPLE, a), LineKind.FACT, text, ago)
    world.send(world.actor_of(link_of(by)), written)
    world.settle()


def change_line(world: World, a: int, b: int) -> None:
    if not world.state.line_order:
        return
    line = one_of(world.state.line_order, a)
    if b % 2:
        ground = WithholdGround.SAFE_CONTACT
        chair_sends(world, WithholdLine(line, frozenset({one_of(FAMILY, b)}), ground, None))
    else:
        world.send(world.actor_of(link_of(MINUTE_TAKER)), StrikeLine(line, REASON))
        world.settle()


def copies(world: World, _a: int, _b: int) -> None:
    """Everybody's copy as it would be now."""
    check_copies(world.oracle, world.store.logs[CONFERENCE], world.findings)


# ---------------------------------------------------------------- the machinery, and the tricks


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


# ---------------------------------------------------------------- beginnings

Act = Callable[[World, int, int], None]


def everybody_waits(world: World) -> None:
    """The father sits in the room, with its host; the uncle is not there."""
    for id in (CHAIR, MINUTE_TAKER, SOCIAL_WORKER, MOTHER):
        come_in(world, world.open_tab(link_of(id), 0), 0)
    room_arrives(world, 0, 0)


def in_session(world: World) -> None:
    everybody_waits(world)
    chair_sends(world, OpenConference(world.state.version))
    admit_all(world, 0, 0)


COMING: tuple[Act, ...] = (
    *(arrive,) * 3,
    phone,
    room_arrives,
    *(state_room,) * 3,
    *(come_back,) * 2,
    lose,
    *(answer,) * 3,
    second_device,
)
LETTING_IN: tuple[Act, ...] = (*(admit,) * 3, admit_all, *(readmit,) * 2, release, bring)
PUTTING_OUT: tuple[Act, ...] = (*(exclude,) * 3, hold, refuse, aside, ask_again, mute)
COURSE: tuple[Act, ...] = (
    *(go_on,) * 2,
    *(next_section,) * 2,
    seal_off,
    halt,
    *(come_back_and_tap,) * 2,
)
SAYING: tuple[Act, ...] = (*(ask,) * 2, lower, *(respond,) * 2, *(write,) * 3, change_line, copies)
TROUBLE: tuple[Act, ...] = (
    *(stall,) * 3,
    read_on,
    machine_fails,
    machine_is_well,
    time_passes,
    *(replay,) * 2,
    *(replay_grant,) * 2,
    chair_goes,
    leave,
    *(return_another_way,) * 2,
)
ALL: tuple[Act, ...] = (
    *LETTING_IN * 2,
    *COMING,
    *PUTTING_OUT,
    *COURSE * 2,
    *SAYING,
    *TROUBLE,
)
COVERT: tuple[Act, ...] = (
    *(ask_or_signal,) * 6,
    lower,
    answer,
    arrive,
    lose_for_good,
    exclude,
    admit_all,
    hold,
    release,
    halt,
    come_back_and_tap,
    next_section,
    write,
    time_passes,
    stall,
    read_on,
)
"""Without what the chair or the responder would do only because of a signal."""
