"""Whom an act could be about, and how the chair sends what she wants."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.domain.commands import (
    Actor,
    Command,
    ExcludeParticipant,
)
from app.domain.exclusion import Ground, Span, Told, ViewsRoute
from app.domain.ids import ParticipantId
from app.domain.people import IdentityMethod, Leg
from tests.machine.cast import (
    CHAIR,
    PEOPLE,
    Names,
    link_of,
    text_of,
)
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


def own_leg(world: World, id: ParticipantId) -> Leg | None:
    own = legs_where(world, lambda leg: leg.owner == id)
    return own[-1] if own else None


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


Act = Callable[[World, int, int], None]
