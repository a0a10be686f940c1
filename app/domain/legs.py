"""Connections: they arrive in the lobby, and every drop leads back there with fresh answers."""

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
from app.domain.conference import RUNNING, Conference, Phase
from app.domain.errors import AlreadyHere, NotPermitted, TooManyLegs, WrongPhase
from app.domain.events import (
    ConferencePaused,
    Event,
    IdentityConfirmed,
    LegConnected,
    LegDropped,
    LegEvent,
    LegLost,
    LegReturned,
    ParticipantArrived,
)
from app.domain.ids import Micros, ParticipantId
from app.domain.people import (
    HELD,
    LOBBY,
    MAIN,
    IdentityMethod,
    Leg,
    LegKind,
    Role,
    Standing,
)


def decide(conference: Conference, command: LegCommand, actor: Actor) -> list[Event]:
    match command:
        case Join():
            return join(conference, command, actor)
        case NoteConnected(leg_id):
            leg = conference.legs.get(leg_id)
            return [LegConnected(leg_id)] if leg is not None and not leg.connected else []
        case NoteLost(leg_id):
            return lost(conference, conference.legs.get(leg_id))
        case NoteReturned(leg_id):
            leg = conference.legs.get(leg_id)
            return [LegReturned(leg_id)] if leg is not None and leg.lost_at is not None else []
        case DropLegs(leg_ids, why):
            return dropped(conference, [conference.legs[i] for i in leg_ids & set(conference.legs)], why)
        case Leave(leg_id):
            leg = conference.leg(leg_id)
            if actor.leg_id != leg_id:
                raise NotPermitted("One leaves for oneself only.")
            return dropped(conference, [leg], "left")
        case _:
            assert_never(command)


def join(conference: Conference, command: Join, actor: Actor) -> list[Event]:
    """A new leg, always in the lobby, whoever it is (REQ-46)."""
    if conference.phase not in RUNNING | {Phase.LOBBY_OPEN}:
        raise WrongPhase("The conference is not open.")
    if command.leg_id in conference.legs:
        raise AlreadyHere("This connection is already here.")
    arrived = ParticipantArrived(
        command.leg_id, command.kind, actor.participant_id, actor.place_id, command.device_id
    )
    if actor.participant_id is None:
        return join_room(conference, arrived)
    person = conference.participant(actor.participant_id)
    return [
        *make_way(conference, arrived, person.id),
        arrived,
        *(
            [IdentityConfirmed(person.id, command.device_id, IdentityMethod.SIGN_IN)]
            if command.signed_in and command.device_id not in person.identified
            else []
        ),
    ]


def make_way(
    conference: Conference, arrived: ParticipantArrived, owner: ParticipantId
) -> list[Event]:
    """The same device again replaces its older leg; a stranger's device never displaces anyone."""
    owned = [leg for leg in conference.legs.values() if leg.owner == owner]
    same = [leg for leg in owned if (leg.device, leg.kind) == (arrived.device_id, arrived.kind)]
    if len(owned) - len(same) >= conference.rules.legs_a_person:
        raise TooManyLegs("This person is connected too many times.")
    return dropped(conference, same, "replaced")


def join_room(conference: Conference, arrived: ParticipantArrived) -> list[Event]:
    if arrived.place_id is None or arrived.kind is not LegKind.ROOM:
        raise NotPermitted("Only the device of a room joins for a room.")
    place = conference.place(arrived.place_id)
    old = [leg for leg in conference.legs.values() if leg.place == place.id]
    return [*dropped(conference, old, "replaced"), arrived]


def lost(conference: Conference, leg: Leg | None) -> list[Event]:
    if leg is None or leg.lost_at is not None:
        return []
    return [LegLost(leg.id), *_pause_without_chair(conference, [leg])]


def dropped(conference: Conference, legs: list[Leg], why: str) -> list[Event]:
    return [
        *(LegDropped(leg.id, why) for leg in legs),
        *_pause_without_chair(conference, legs),
    ]


def _pause_without_chair(conference: Conference, legs: list[Leg]) -> list[Event]:
    """The chair's leg is gone: the conference pauses itself (REQ-76)."""
    chairs_leg = any(is_chair_inside(conference, leg) for leg in legs)
    if chairs_leg and conference.phase in RUNNING and conference.phase is not Phase.PAUSED:
        return [ConferencePaused("chair_lost")]
    return []


def is_chair_inside(conference: Conference, leg: Leg) -> bool:
    people = [conference.participants[id] for id in leg.present if id in conference.participants]
    chairs = any(person.role is Role.INDEPENDENT_CHAIR for person in people)
    return chairs and leg.zone == MAIN


def chair_is_inside(conference: Conference) -> bool:
    """The chair has a live leg inside. Without one nothing widens (I6)."""
    return any(
        is_chair_inside(conference, leg) and leg.lost_at is None
        for leg in conference.legs.values()
    )


def evolve(conference: Conference, event: LegEvent, at: Micros) -> Conference:
    match event:
        case ParticipantArrived():
            return conference.with_leg(_new_leg(event, at))
        case LegDropped(leg_id):
            return _after_drop(conference, conference.legs.get(leg_id))
        case LegConnected(leg_id):
            return _changed(conference, leg_id, connected=True)
        case LegLost(leg_id):
            return _changed(conference, leg_id, lost_at=at)
        case LegReturned(leg_id):
            return _changed(conference, leg_id, lost_at=None)
        case _:
            assert_never(event)


def _changed(conference: Conference, leg_id: object, **fields: object) -> Conference:
    leg = next((leg for leg in conference.legs.values() if leg.id == leg_id), None)
    return conference if leg is None else conference.with_leg(replace(leg, **fields))  # pyright: ignore[reportArgumentType]: fields of Leg, named at the three calls above


def _new_leg(event: ParticipantArrived, at: Micros) -> Leg:
    alone = frozenset() if event.participant_id is None else frozenset({event.participant_id})
    return Leg(
        id=event.leg_id,
        kind=event.kind,
        owner=event.participant_id,
        place=event.place_id,
        device=event.device_id,
        present=alone,
        zone=LOBBY,
        joined_at=at,
        answers=None,
        answered_at=Micros(0),
        asked_at=at,
        connected=False,
        lost_at=None,
        notice=None,
    )


def _after_drop(conference: Conference, leg: Leg | None) -> Conference:
    """Whoever was inside on this leg waits again; excluded stays excluded."""
    if leg is None:
        return conference
    after = conference.without_leg(leg.id)
    if leg.zone not in {MAIN, HELD}:
        return after
    for person_id in leg.present:
        person = after.participants.get(person_id)
        if person is not None and person.standing is Standing.ADMITTED:
            after = after.with_participant(replace(person, standing=Standing.WAITING))
            after = replace(after, was_in=after.was_in | {person_id})
    return after
