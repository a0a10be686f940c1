"""What is remembered of what was said about who is where."""

from dataclasses import replace
from typing import assert_never

from app.domain.conference import Conference
from app.domain.events import (
    AnswersAsked,
    AnswersGiven,
    CompanyStated,
    IdentityConfirmed,
    PresenceEvent,
    RoomStated,
)
from app.domain.ids import Micros, ParticipantId
from app.domain.inside import sent_out, to_lobby
from app.domain.people import MAIN, Answers, Leg, TextRef


def evolve(conference: Conference, event: PresenceEvent, at: Micros) -> Conference:
    match event:
        case IdentityConfirmed(participant_id, device_id):
            person = conference.participant(participant_id)
            known = person.identified | {device_id}
            return conference.with_participant(replace(person, identified=known))
        case CompanyStated(leg_id, present):
            return _sits_with(conference, conference.leg(leg_id), present)
        case AnswersGiven(leg_id, answers, with_whom):
            leg = conference.leg(leg_id)
            return conference.with_leg(_answered(conference, leg, answers, with_whom, at))
        case AnswersAsked(leg_id):
            asked = replace(conference.leg(leg_id), asked_version=conference.version)
            return conference.with_leg(asked)
        case RoomStated():
            return _stated(conference, event, at)
        case _:
            assert_never(event)


def _answered(
    conference: Conference, leg: Leg, answers: Answers, with_whom: TextRef | None, at: Micros
) -> Leg:
    return replace(
        leg,
        answers=answers,
        with_whom=with_whom,
        answered_at=at,
        answered_version=conference.version,
    )


def _sits_with(
    conference: Conference, before: Leg, present: frozenset[ParticipantId]
) -> Conference:
    """Whoever came waits for the chair, and goes out at a device of their own; whoever left waits.

    Nobody brings an admission along, as into a room: no host of the council's has seen them here.
    """
    came = present - before.present
    own = [leg for id in came for leg in conference.legs_of(id) if leg.owner == id]
    outside = [to_lobby(leg, conference.version) for leg in own]
    after = conference.with_legs([*outside, replace(before, present=present)])
    return sent_out(conference, after, also=came)


def _stated(conference: Conference, event: RoomStated, at: Micros) -> Conference:
    """Whoever is now in the room is there, and no longer at a device of their own.

    Whoever came in waits for the chair, unless they were heard through their own device until
    now: they are known here as they were known there. Whoever has left the room waits as well.
    """
    before = conference.leg(event.leg_id)
    room = replace(_answered(conference, before, event.answers, None, at), present=event.present)
    own = [leg for id in event.present for leg in conference.legs_of(id) if leg.owner == id]
    heard = frozenset[ParticipantId]().union(*(leg.present for leg in own if leg.zone == MAIN))
    outside = [to_lobby(leg, conference.version) for leg in own]
    after = conference.with_legs([*outside, room])
    for id in heard:
        person = after.participant(id)
        known = person.identified | {room.device}
        after = after.with_participant(replace(person, identified=known))
    return sent_out(conference, after, also=event.present - before.present - heard)
