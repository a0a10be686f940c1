"""What the chair does: lets in, puts out, leads on, halts, moves and mutes."""

from app.domain.commands import (
    AdmitParticipant,
    AskAgain,
    BeginSection,
    BringBackEveryone,
    Close,
    Command,
    ConfirmIdentity,
    HoldLeg,
    OpenConference,
    Pause,
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
    Resume,
)
from app.domain.conference import Phase
from app.domain.halting.commands import BringFromAside, MoveAside, Mute, Stop, Unmute
from app.domain.ids import ParticipantId
from app.domain.people import HELD, LOBBY, MAIN, Leg, Standing, is_side
from tests.machine.cast import (
    CHAIR,
    FAMILY,
    PEOPLE,
    SECTIONS,
    link_of,
)
from tests.machine.choosing import (
    KNOWN,
    REASON,
    chair,
    chair_sends,
    excluding,
    legs_where,
    now_seen,
    one_of,
    own_leg,
    somebody_at,
)
from tests.machine.coming import (
    all_answer,
    come_in,
    everybody_waits,
)
from tests.machine.world import World


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


def in_session(world: World) -> None:
    everybody_waits(world)
    chair_sends(world, OpenConference(world.state.version))
    admit_all(world, 0, 0)
