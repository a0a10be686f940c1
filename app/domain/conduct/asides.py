"""Private rooms: a time out or a break with a supporter, a talk beforehand (REQ-70)."""

from typing import assert_never

from app.domain.attendance import check_place
from app.domain.commands import Actor
from app.domain.conference import ASIDE_OPEN, RUNNING, Conference, Phase, carries_media
from app.domain.errors import IdentityNeeded, KeptApart, WrongPhase, WrongStanding, WrongZone
from app.domain.events import Event
from app.domain.freshness import check_answers, check_chair, check_seen, is_settled
from app.domain.gating.conditions import condition
from app.domain.halting.commands import AsideCommand, BringFromAside, MoveAside
from app.domain.halting.events import CameFromAside, MovedAside
from app.domain.ids import Micros, ParticipantId
from app.domain.inside import is_chairs, is_elsewhere
from app.domain.people import HELD, LOBBY, MAIN, Leg, Standing, Zone, is_side, side_of
from app.domain.routing import are_kept_apart, is_identified, is_put_out


def decide(conference: Conference, command: AsideCommand, actor: Actor, now: Micros) -> list[Event]:
    match command:
        case MoveAside():
            return move(conference, command)
        case BringFromAside():
            return bring(conference, command, actor, now)
        case _:
            assert_never(command)


def move(conference: Conference, command: MoveAside) -> list[Event]:
    """A place goes as a whole; the chair only while nothing is said without her."""
    leg, room_of = conference.leg(command.leg_id), command.room_of
    room = side_of(conference.participant(room_of).id)
    if conference.phase not in ASIDE_OPEN:
        raise WrongPhase("The conference is not open.")
    if leg.zone not in {LOBBY, MAIN, HELD} or not carries_media(leg) or leg.lost_at is not None:
        raise WrongZone("This connection cannot be moved now.")
    goes_on = conference.phase in {Phase.IN_SECTION, Phase.SEALING}
    if goes_on and is_chairs(conference, leg):
        raise WrongZone("The chair pauses the conference before she leaves it.")
    if is_elsewhere(conference, leg):
        raise WrongZone("This person is in by another connection.")
    _check_people(conference, leg)
    if are_kept_apart(conference, leg.present, leg.present | people_in(conference, room)):
        raise KeptApart("These two may not meet.")
    with_them = _interpreters_with(conference, leg) if command.with_interpreters else []
    return [MovedAside(each.id, room_of) for each in [leg, *with_them]]


def _interpreters_with(conference: Conference, leg: Leg) -> list[Leg]:
    """Where whoever serves somebody here can be moved from: alone at a known device, not lost."""
    serves = conference.gates.serves
    coming = [
        id for id, served in serves.items() if served in leg.present and id not in leg.present
    ]
    return [
        other
        for id in coming
        for other in conference.legs_of(id)
        if other.present == frozenset({id})
        and other.zone in {LOBBY, MAIN}
        and carries_media(other)
        and other.lost_at is None
        and is_identified(conference, other)
        and not is_put_out(conference, id)
        and not is_elsewhere(conference, other)
    ]


def _check_people(conference: Conference, leg: Leg) -> None:
    """Known, and not put out. Nobody is moved out of reach of the one rule for exclusion."""
    people = [conference.participant(id) for id in leg.present]
    if not people or any(person.standing is Standing.EXCLUDED for person in people):
        raise WrongStanding("Somebody there is excluded, or nobody is there.")
    if any(leg.device not in person.identified for person in people):
        raise IdentityNeeded("Say first how you know who this is.")
    for person in people:
        missing = condition(conference, person)
        if missing is not None:
            raise missing


def people_in(conference: Conference, room: Zone) -> frozenset[ParticipantId]:
    inside = [leg.present for leg in conference.legs.values() if leg.zone == room]
    return frozenset[ParticipantId]().union(*inside)


def bring(
    conference: Conference, command: BringFromAside, actor: Actor, now: Micros
) -> list[Event]:
    """Back into the conference as from a hold, with new answers; or back into the lobby."""
    leg = conference.leg(command.leg_id)
    aside = conference.halting.asides.get(leg.id)
    if not is_side(leg.zone) or aside is None:
        raise WrongZone("This connection is in no private room.")
    response = conference.asking.response
    is_theirs = response is not None and leg.zone == side_of(response.participant_id)
    if is_theirs and not is_settled(conference):
        raise WrongZone("Whoever is with them there brings them back.")
    if aside.moved_from != MAIN:
        return [CameFromAside(leg.id)]
    if conference.phase not in RUNNING:
        raise WrongPhase("The conference is not running.")
    if actor.participant_id not in leg.present:
        check_chair(conference)
    for id in leg.present:
        check_seen(conference, command.seen, id)
        check_place(conference, conference.participant(id), leg)
    check_answers(conference, leg, now, accepted=command.seen)
    return [CameFromAside(leg.id)]
