"""Connections: they arrive in the lobby, and every drop leads back there with fresh answers."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from app.domain.commands import (
    Actor,
    DropLegs,
    Join,
    Leave,
    LegCommand,
    NoteConnected,
    NoteLost,
    NoteReturned,
)
from app.domain.conference import LIVE, Conference
from app.domain.errors import AlreadyHere, NotPermitted, TooManyLegs, WrongPhase
from app.domain.events import (
    Event,
    IdentityConfirmed,
    LegConnected,
    LegDropped,
    LegEvent,
    LegLost,
    LegReturned,
    ParticipantArrived,
)
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.inside import sent_out
from app.domain.people import LOBBY, IdentityMethod, Leg, LegKind


def decide(conference: Conference, command: LegCommand, actor: Actor) -> list[Event]:
    match command:
        case Join():
            return join(conference, command, actor)
        case DropLegs(leg_ids, why):
            return dropped([leg for leg in conference.legs.values() if leg.id in leg_ids], why)
        case Leave(leg_id):
            return leave(conference.leg(leg_id), actor)
        case NoteConnected() | NoteLost() | NoteReturned():
            return note(conference.legs.get(command.leg_id), command)
        case _:
            assert_never(command)


def join(conference: Conference, command: Join, actor: Actor) -> list[Event]:
    """A new leg, always in the lobby, whoever it is (REQ-46)."""
    if conference.phase not in LIVE:
        raise WrongPhase("The conference is not open.")
    if command.leg_id in conference.legs:
        raise AlreadyHere("This connection is already here.")
    arrived = ParticipantArrived(
        command.leg_id, command.kind, actor.participant_id, actor.place_id, command.device_id
    )
    if actor.participant_id is None:
        return join_room(conference, arrived)
    if command.kind is LegKind.ROOM:
        raise NotPermitted("Only the device of a room joins for a room.")
    person = conference.participant(actor.participant_id)
    events: list[Event] = [*make_way(conference, arrived, person.id), arrived]
    if command.signed_in and command.device_id not in person.identified:
        events.append(IdentityConfirmed(person.id, command.device_id, IdentityMethod.SIGN_IN))
    return events


def make_way(
    conference: Conference, arrived: ParticipantArrived, owner: ParticipantId
) -> list[Event]:
    """The same device again replaces its older leg; a stranger's device never displaces anyone."""
    owned = [leg for leg in conference.legs.values() if leg.owner == owner]
    same = [leg for leg in owned if (leg.device, leg.kind) == (arrived.device_id, arrived.kind)]
    if len(owned) - len(same) >= conference.rules.legs_a_person:
        raise TooManyLegs("This person is connected too many times.")
    return dropped(same, "replaced")


def join_room(conference: Conference, arrived: ParticipantArrived) -> list[Event]:
    if arrived.place_id is None or arrived.kind is not LegKind.ROOM:
        raise NotPermitted("Only the device of a room joins for a room.")
    place = conference.place(arrived.place_id)
    old = [leg for leg in conference.legs.values() if leg.place == place.id]
    return [*dropped(old, "replaced"), arrived]


def leave(leg: Leg, actor: Actor) -> list[Event]:
    mine = (leg.id, leg.owner, leg.place) == (actor.leg_id, actor.participant_id, actor.place_id)
    if not mine:
        raise NotPermitted("One leaves for oneself only.")
    return dropped([leg], "left")


def dropped(legs: list[Leg], why: str) -> list[Event]:
    return [LegDropped(leg.id, why) for leg in legs]


def note(leg: Leg | None, command: NoteConnected | NoteLost | NoteReturned) -> list[Event]:
    """What the service has seen of a leg; of one that is gone there is nothing to say."""
    match command:
        case NoteConnected(leg_id):
            return [LegConnected(leg_id)] if leg is not None and not leg.connected else []
        case NoteLost(leg_id):
            return [LegLost(leg_id)] if leg is not None and leg.lost_at is None else []
        case NoteReturned(leg_id):
            return [LegReturned(leg_id)] if leg is not None and leg.lost_at is not None else []
        case _:
            assert_never(command)


def evolve(conference: Conference, event: LegEvent, at: Micros) -> Conference:
    match event:
        case ParticipantArrived():
            return conference.with_leg(_new_leg(event, at, conference.version))
        case LegDropped(leg_id):
            return sent_out(conference, conference.without_leg(leg_id))
        case LegConnected(leg_id):
            return _changed(conference, leg_id, lambda leg: replace(leg, connected=True))
        case LegLost(leg_id):
            return _changed(conference, leg_id, lambda leg: replace(leg, lost_at=at))
        case LegReturned(leg_id):
            return _changed(conference, leg_id, lambda leg: replace(leg, lost_at=None))
        case _:
            assert_never(event)


def _changed(conference: Conference, id: LegId, change: Callable[[Leg], Leg]) -> Conference:
    leg = conference.legs.get(id)
    return conference if leg is None else conference.with_leg(change(leg))


def _new_leg(event: ParticipantArrived, at: Micros, version: int) -> Leg:
    owner = event.participant_id
    return Leg(
        id=event.leg_id,
        kind=event.kind,
        owner=owner,
        place=event.place_id if owner is None else None,
        device=event.device_id,
        present=frozenset[ParticipantId]() if owner is None else frozenset({owner}),
        zone=LOBBY,
        joined_at=at,
        answers=None,
        with_whom=None,
        answered_at=Micros(0),
        answered_version=0,
        asked_version=version,
        connected=False,
        lost_at=None,
        notice=None,
    )
