"""A booking that does not hold together is refused."""

from dataclasses import replace

import pytest

from app.domain.booked import Expected
from app.domain.commands import BookConference
from app.domain.errors import Incomplete
from app.domain.ids import Micros, ParticipantId
from app.domain.people import Role
from tests.domain.people import (
    BOOKING,
    CHAIR,
    MOTHER,
    NAMES,
    OFFICE_STAFF,
    POLICY,
    STRANGER,
    UNCLE,
)
from tests.domain.scenario import (
    Story,
)


def refuses_to_book(**changes: object) -> None:
    booked = replace(BOOKING, **changes)
    Story().when((BookConference(booked), OFFICE_STAFF)).refuses(Incomplete)


def with_role(role: Role) -> tuple[Expected, ...]:
    return (*BOOKING.people, Expected(STRANGER, role, NAMES[MOTHER]))


def test_a_booking_that_holds_together_is_recorded_as_it_is() -> None:
    Story().when((BookConference(BOOKING), OFFICE_STAFF)).then(BOOKING)


@pytest.mark.parametrize(
    "role",
    [
        Role.INDEPENDENT_CHAIR,
        Role.MINUTE_TAKER,
        Role.OBSERVER,
        Role.SERVICE,
        Role.ADMINISTRATOR,
        Role.ROOM_DEVICE,
    ],
)
def test_one_more_of_these_is_too_many(role: Role) -> None:
    refuses_to_book(people=with_role(role))


def test_there_is_a_chair() -> None:
    refuses_to_book(people=tuple(p for p in BOOKING.people if p.participant_id != CHAIR))


def test_nobody_and_nothing_is_there_twice() -> None:
    refuses_to_book(people=(*BOOKING.people, BOOKING.people[-1]))
    refuses_to_book(sections=(*BOOKING.sections, BOOKING.sections[0]))
    refuses_to_book(places=(*BOOKING.places, BOOKING.places[0]))


def test_a_section_is_for_people_on_the_list() -> None:
    sections = (replace(BOOKING.sections[0], audience=frozenset({STRANGER})),)
    refuses_to_book(sections=sections)


def test_a_room_and_its_host_are_on_the_list() -> None:
    first = BOOKING.places[0]
    refuses_to_book(places=(replace(first, host=STRANGER),))
    refuses_to_book(places=(replace(first, expected=frozenset({STRANGER})),))


def test_a_person_hosts_one_room() -> None:
    both = tuple(replace(place, host=CHAIR) for place in BOOKING.places)
    refuses_to_book(places=both)


@pytest.mark.parametrize(
    "pair", [{MOTHER}, {MOTHER, STRANGER}, {MOTHER, CHAIR}, {MOTHER, UNCLE, CHAIR}]
)
def test_two_people_on_the_list_are_kept_apart(pair: set[ParticipantId]) -> None:
    refuses_to_book(kept_apart=frozenset({frozenset(pair)}))


def test_two_who_are_kept_apart_are_not_expected_in_one_room() -> None:
    first = replace(BOOKING.places[0], expected=frozenset({MOTHER, UNCLE}))
    refuses_to_book(places=(first,))
    hosted = replace(BOOKING.places[0], host=UNCLE, expected=frozenset({MOTHER}))
    refuses_to_book(places=(hosted,))


@pytest.mark.parametrize(
    "policy",
    [
        replace(POLICY, answers_stale_after=Micros(0)),
        replace(POLICY, restricted_stale_after=Micros(POLICY.answers_stale_after + 1)),
        replace(POLICY, restricted_stale_after=Micros(0)),
        replace(POLICY, shown_lost_after=Micros(POLICY.dropped_after + 1)),
        replace(POLICY, shown_lost_after=Micros(0)),
        replace(POLICY, legs_a_person=0),
    ],
)
def test_the_figures_make_sense(policy: object) -> None:
    refuses_to_book(policy=policy)
