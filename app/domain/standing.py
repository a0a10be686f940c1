"""What is remembered of each act on a person: their standing and the zone of their legs."""

from dataclasses import replace
from typing import assert_never

from app.domain.conference import Conference
from app.domain.events import (
    AdmissionRefused,
    AttendanceEvent,
    HoldReleased,
    LegHeld,
    ParticipantAdmitted,
    ParticipantExcluded,
    ParticipantReadmitted,
)
from app.domain.ids import ParticipantId
from app.domain.inside import sent_out, to_lobby
from app.domain.people import HELD, MAIN, Leg, LegKind, Notice, Standing


def evolve(conference: Conference, event: AttendanceEvent) -> Conference:
    match event:
        case ParticipantAdmitted() | ParticipantReadmitted():
            return _let_in(conference, event.participant_id, conference.leg(event.leg_id))
        case AdmissionRefused(participant_id, leg_id):
            return _refused(conference, participant_id, conference.leg(leg_id))
        case ParticipantExcluded():
            return _put_out(conference, event)
        case LegHeld(leg_id, notice_minutes):
            return _held(conference, conference.leg(leg_id), notice_minutes)
        case HoldReleased(leg_id):
            return conference.with_leg(replace(conference.leg(leg_id), zone=MAIN, notice=None))
        case _:
            assert_never(event)


def _let_in(conference: Conference, id: ParticipantId, leg: Leg) -> Conference:
    """At most one leg of a person is inside (I16). Who sat with them at another goes out too."""
    person = conference.participant(id)
    others = [
        to_lobby(other, conference.version)
        for other in conference.legs_of(id)
        if other.id != leg.id and other.owner == id
    ]
    after = conference.with_legs([*others, replace(leg, zone=MAIN, notice=None)])
    admitted = replace(person, standing=Standing.ADMITTED, turned_away=False)
    after = after.with_participant(admitted)
    after = sent_out(conference, after)
    return replace(after, was_in=after.was_in - {id})


def _refused(conference: Conference, id: ParticipantId, leg: Leg) -> Conference:
    """Whoever is in elsewhere stays there: the answer was about this leg."""
    person = conference.participant(id)
    refused = replace(person, narrowed_at=conference.version)
    was_in = conference.was_in
    if person.standing is not Standing.ADMITTED:
        refused, was_in = replace(refused, turned_away=True), was_in - {id}
    after = replace(conference.with_participant(refused), was_in=was_in)
    if leg.kind is LegKind.ROOM:
        return after
    return after.with_leg(replace(leg, notice=Notice("not_admitted", None)))


def _put_out(conference: Conference, event: ParticipantExcluded) -> Conference:
    """The person's own legs go to the lobby, and whoever sits with them there.

    A place of others where they sit stays where it is, and dark: a room until its host states it
    anew, a laptop until its owner, who is asked, does.
    """
    person = replace(
        conference.participant(event.participant_id),
        standing=Standing.EXCLUDED,
        out_version=conference.version,
        narrowed_at=conference.version,
    )
    notice = Notice("excluded", event.notice_minutes)
    own = [
        replace(to_lobby(leg, conference.version), notice=notice)
        for leg in conference.legs_of(person.id)
        if leg.owner == person.id
    ]
    beside = [
        replace(leg, asked_version=conference.version)
        for leg in conference.legs_of(person.id)
        if leg.owner not in {None, person.id}
    ]
    after = conference.with_participant(person).with_legs([*own, *beside])
    after = sent_out(conference, after)
    return replace(after, was_in=after.was_in - {person.id})


def _held(conference: Conference, leg: Leg, notice_minutes: int | None) -> Conference:
    held = replace(leg, zone=HELD, notice=Notice("held", notice_minutes))
    after = conference.with_leg(held)
    for id in leg.present:
        person = after.participant(id)
        after = after.with_participant(replace(person, narrowed_at=conference.version))
    return after
