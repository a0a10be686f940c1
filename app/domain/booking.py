"""Whether a booking holds together: everybody named once, and nothing said of strangers."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from app.domain.booked import ConferenceBooked, ExpectedPlace, Policy
from app.domain.errors import Incomplete
from app.domain.ids import ParticipantId
from app.domain.people import Role

NOT_PEOPLE = frozenset({Role.ADMINISTRATOR, Role.ROOM_DEVICE, Role.SERVICE})
AT_MOST_ONE = (Role.INDEPENDENT_CHAIR, Role.MINUTE_TAKER, Role.OBSERVER)
"""REQ-22, REQ-79."""


def check_booking(booked: ConferenceBooked) -> None:
    for wrong in faults(booked):
        raise Incomplete(wrong)


def faults(booked: ConferenceBooked) -> Iterator[str]:
    people = frozenset(person.participant_id for person in booked.people)
    yield from _faults_of_people(booked)
    if _repeats(person.participant_id for person in booked.people):
        yield "A person is on the list twice."
    if _repeats(section.section_id for section in booked.sections):
        yield "A section is in the running order twice."
    if not all(section.audience <= people for section in booked.sections):
        yield "A section is for somebody who is not on the list."
    yield from _faults_of_places(booked, people)
    yield from _faults_of_policy(booked.policy)


def _faults_of_people(booked: ConferenceBooked) -> Iterator[str]:
    roles = Counter(person.role for person in booked.people)
    if not roles[Role.INDEPENDENT_CHAIR]:
        yield "There is no chair."
    if _minute_takers(booked) & {place.host for place in booked.places}:
        yield "The minute taker holds no other role."
    if any(roles[role] > 1 for role in AT_MOST_ONE):
        yield "There is at most one chair, one minute taker and one observer."
    if NOT_PEOPLE & set(roles):
        yield "This role takes no part in a conference."
    others = frozenset(
        person.participant_id
        for person in booked.people
        if person.role is not Role.INDEPENDENT_CHAIR
    )
    if not all(len(pair) == 2 and pair <= others for pair in booked.kept_apart):
        yield "Two people who are not the chair are kept apart, both on the list."


def _minute_takers(booked: ConferenceBooked) -> frozenset[ParticipantId]:
    people = booked.people
    return frozenset(p.participant_id for p in people if p.role is Role.MINUTE_TAKER)


def _faults_of_places(booked: ConferenceBooked, people: frozenset[ParticipantId]) -> Iterator[str]:
    if _repeats(place.place_id for place in booked.places):
        yield "A room is there twice."
    if _repeats(place.host for place in booked.places):
        yield "A person is the host of one room."
    if not all(_at(place) <= people for place in booked.places):
        yield "A room is for somebody who is not on the list."
    if any(pair <= _at(place) for place in booked.places for pair in booked.kept_apart):
        yield "These two may not be in one room."


def _at(place: ExpectedPlace) -> frozenset[ParticipantId]:
    return place.expected | {place.host}


def _faults_of_policy(policy: Policy) -> Iterator[str]:
    if not 0 < policy.restricted_stale_after <= policy.answers_stale_after:
        yield "Answers go stale earlier in a restricted part, and never at once."
    if not 0 < policy.shown_lost_after <= policy.dropped_after:
        yield "A connection is shown as lost before it is dropped."
    if policy.legs_a_person < 1:
        yield "Everybody may connect once."


def _repeats(ids: Iterable[Hashable]) -> bool:
    return any(n > 1 for n in Counter(ids).values())
