"""Asking, answering a signal, and the minutes."""

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
    Actor,
    StrikeLine,
    WriteLine,
)
from app.domain.events import LineKind
from app.domain.halting.commands import SetOwnMute
from app.domain.ids import LineId
from app.domain.record.commands import WithholdLine
from app.domain.record.words import WithholdGround
from tests.machine.cast import (
    CHAIR,
    CONFERENCE,
    FAMILY,
    MINUTE_TAKER,
    PEOPLE,
    RESPONDER,
    link_of,
    seal,
)
from tests.machine.choosing import (
    REASON,
    chair_sends,
    legs_where,
    now_seen,
    one_of,
    own_leg,
)
from tests.machine.coming import (
    all_answer,
)
from tests.machine.secrets import line_word
from tests.machine.world import World
from tests.machine.written import check_copies


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
