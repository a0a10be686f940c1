"""What is remembered of each act on a person: their standing and the zone of their legs."""

from dataclasses import replace
from typing import assert_never

from app.domain.conference import Conference, carries_media
from app.domain.events import (
    AdmissionRefused,
    AnswersAsked,
    AnswersGiven,
    AttendanceEvent,
    HoldReleased,
    IdentityConfirmed,
    LegHeld,
    ParticipantAdmitted,
    ParticipantExcluded,
    ParticipantReadmitted,
    RoomStated,
)
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.people import HELD, LOBBY, MAIN, Leg, LegKind, Notice, Standing


def evolve(conference: Conference, event: AttendanceEvent, at: Micros) -> Conference:
    match event:
        case IdentityConfirmed(participant_id, device_id):
            person = conference.participant(participant_id)
            known = person.identified | {device_id}
            return conference.with_participant(replace(person, identified=known))
        case AnswersGiven(leg_id, answers):
            leg = replace(conference.leg(leg_id), answers=answers, answered_at=at)
            return conference.with_leg(leg)
        case AnswersAsked(leg_id):
            return conference.with_leg(replace(conference.leg(leg_id), asked_at=at))
        case RoomStated():
            return _stated(conference, event, at)
        case ParticipantAdmitted(participant_id, leg_id) | ParticipantReadmitted(
            participant_id, leg_id
        ):
            return _let_in(conference, participant_id, conference.leg(leg_id))
        case AdmissionRefused(participant_id, leg_id):
            return _refused(conference, participant_id, leg_id)
        case ParticipantExcluded():
            return _put_out(conference, event, at)
        case LegHeld(leg_id, notice_minutes):
            return _held(conference, conference.leg(leg_id), notice_minutes)
        case HoldReleased(leg_id):
            return conference.with_leg(replace(conference.leg(leg_id), zone=MAIN, notice=None))
        case _:
            assert_never(event)


def _stated(conference: Conference, event: RoomStated, at: Micros) -> Conference:
    """Whoever is now in the room is heard there, and no longer through a device of their own."""
    leg = replace(
        conference.leg(event.leg_id),
        present=event.present,
        answers=event.answers,
        answered_at=at,
    )
    own = [
        replace(other, zone=LOBBY)
        for id in event.present
        for other in conference.legs_of(id)
        if other.id != leg.id and other.owner == id
    ]
    return conference.with_legs([*own, leg])


def _let_in(conference: Conference, id: ParticipantId, leg: Leg) -> Conference:
    """At most one leg of a person is inside (I16)."""
    person = conference.participant(id)
    others = [
        replace(other, zone=LOBBY)
        for other in conference.legs_of(id)
        if other.id != leg.id and other.owner == id
    ]
    after = conference.with_legs([*others, replace(leg, zone=MAIN, notice=None)])
    after = after.with_participant(replace(person, standing=Standing.ADMITTED))
    return replace(after, was_in=after.was_in - {id})


def _refused(conference: Conference, id: ParticipantId, leg_id: LegId) -> Conference:
    leg = replace(conference.leg(leg_id), notice=Notice("not_admitted", None))
    person = replace(conference.participant(id), narrowed_at=conference.version)
    return conference.with_participant(person).with_leg(leg)


def _put_out(conference: Conference, event: ParticipantExcluded, at: Micros) -> Conference:
    """The person's own legs go to the lobby; a room they sit in stays where it is, and dark."""
    person = replace(
        conference.participant(event.participant_id),
        standing=Standing.EXCLUDED,
        out_since=at,
        narrowed_at=conference.version,
    )
    notice = Notice("excluded", event.notice_minutes)
    own = [
        replace(leg, zone=LOBBY, notice=notice)
        for leg in conference.legs_of(person.id)
        if leg.owner == person.id
    ]
    after = conference.with_participant(person).with_legs(own)
    return replace(after, was_in=after.was_in - {person.id})


def _held(conference: Conference, leg: Leg, notice_minutes: int | None) -> Conference:
    held = replace(leg, zone=HELD, notice=Notice("held", notice_minutes))
    after = conference.with_leg(held)
    for id in leg.present:
        person = after.participant(id)
        after = after.with_participant(replace(person, narrowed_at=conference.version))
    return after


def own_media_legs(conference: Conference, id: ParticipantId) -> list[Leg]:
    """The person's legs by which sound could reach them, their own first."""
    legs = [leg for leg in conference.legs_of(id) if carries_media(leg)]
    return sorted(legs, key=lambda leg: (leg.kind is LegKind.ROOM, -leg.joined_at))
