"""Who may note what."""

import re
from typing import assert_never

from app.domain.commands import Actor
from app.domain.conference import LIVE, Conference
from app.domain.errors import (
    Incomplete,
    NotPermitted,
    UnknownParticipant,
    WrongPhase,
    WrongStanding,
    WrongZone,
)
from app.domain.events import Event, LegDropped
from app.domain.ids import Micros
from app.domain.noting.commands import (
    FlagConcern,
    NoteIncident,
    NotingCommand,
    ReleaseParticipant,
    RingOut,
)
from app.domain.noting.events import (
    ConcernFlagged,
    CovertIncidentNoted,
    IncidentNoted,
    ParticipantReleased,
)
from app.domain.noting.state import Flag
from app.domain.people import Participant, Role, is_side
from app.domain.routing import are_kept_apart, sees_inside, taking_part
from app.domain.telephoning.decide import ring

KIND = re.compile(r"[a-z][a-z0-9_]{2,39}")
"""A code. What happened in words is a text of its own."""


def decide(
    conference: Conference, command: NotingCommand, actor: Actor, now: Micros
) -> list[Event]:
    match command:
        case FlagConcern():
            return flag(conference, command, actor)
        case NoteIncident():
            return note_incident(conference, command, actor, now)
        case ReleaseParticipant(id):
            return release(conference, conference.participant(id))
        case RingOut(id):
            return [*ring(conference, conference.participant(id), now)]
        case _:
            assert_never(command)


def flag(conference: Conference, command: FlagConcern, actor: Actor) -> list[Event]:
    """By whoever can hear them. Of anybody else it is not even said whether they are there."""
    at = command.leg_id or actor.leg_id
    leg = None if at is None else conference.leg(at)
    is_chair = actor.role is Role.INDEPENDENT_CHAIR
    if leg is not None and leg.owner != actor.participant_id:
        raise NotPermitted("This connection is somebody else's.")
    if not is_chair and (leg is None or not sees_inside(conference, leg) or is_side(leg.zone)):
        raise WrongZone("Whoever is outside hears nobody.")
    me = frozenset(id for id in [actor.participant_id] if id is not None)
    me = me if leg is None else leg.present
    there = [other for other in taking_part(conference) if command.about in other.present]
    if not there or are_kept_apart(conference, me, there[0].present):
        raise UnknownParticipant("This person is not inside.")
    flagged = Flag(command.concern, command.about, Micros(0))
    known = {(each.concern, each.about) for each in conference.noting.flags}
    if (flagged.concern, flagged.about) in known:
        return []
    return [ConcernFlagged(command.concern, command.about)]


def note_incident(
    conference: Conference, command: NoteIncident, actor: Actor, now: Micros
) -> list[Event]:
    about = conference.participant(command.about)
    _check_may_note(conference, command, actor)
    if not KIND.fullmatch(command.kind):
        raise Incomplete("The kind of an incident is a code in small letters.")
    ends = command.begins_at if command.ends_at is None else command.ends_at
    if not command.begins_at <= ends <= now:
        raise Incomplete("An incident begins before it ends, and has happened.")
    if command.line_id is not None and conference.line(command.line_id).speaker != about.id:
        raise WrongStanding("Somebody else has said this.")
    noted = CovertIncidentNoted if command.covert else IncidentNoted
    return [
        noted(
            command.kind,
            about.id,
            command.begins_at,
            command.ends_at,
            command.line_id,
            command.answered,
            command.text,
        )
    ]


def _check_may_note(conference: Conference, command: NoteIncident, actor: Actor) -> None:
    """The chair; the minute taker what is not covert; a responder what they have found out."""
    if actor.role is Role.INDEPENDENT_CHAIR:
        return
    if actor.role is Role.MINUTE_TAKER and not command.covert:
        return
    plan = conference.asking.plans.get(command.about)
    if not command.covert or plan is None or plan.responder != actor.participant_id:
        raise NotPermitted("This role may not do this.")


def release(conference: Conference, person: Participant) -> list[Event]:
    """Their own connections end; whoever is excluded stays so. From a room people walk out."""
    if person.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("The chair closes the conference instead.")
    if conference.phase not in LIVE:
        raise WrongPhase("The conference is not open.")
    legs = conference.legs_of(person.id)
    if any(leg.owner is None for leg in legs):
        raise WrongZone("They leave the shared room, and its host says so.")
    own = [LegDropped(leg.id, "released") for leg in legs if leg.owner == person.id]
    return [ParticipantReleased(person.id), *own]
