"""A screen is built up from nothing: outside constants and one's own, inside what one may know."""

from dataclasses import replace

import pytest

from app.domain.commands import SERVICE, NoteLost
from app.domain.conference import UNBOOKED
from app.domain.evolve import fold
from app.domain.ids import LegId
from app.domain.people import Role
from app.domain.views import InsideView, Own, SeenPerson, View, WaitingView, view_for
from tests.domain.people import (
    BOOKING,
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    DESK,
    FATHER,
    GALLERY,
    KITCHEN,
    MINUTE_TAKER,
    MOTHER,
    NAMES,
    OFFICE,
    PLAN,
    SCHOOL,
    SOCIAL_WORKER,
    TABLET,
    TEACHER,
    TITLES,
    UNCLE,
    WELCOME,
    WORKSHOP,
    words,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    WITHOUT_HIM_THERE,
    given,
)
from tests.domain.steps import (
    Step,
    answer,
    ask,
    begin,
    drop,
    exclude,
    hold,
    join,
    join_room,
    pause,
    restart,
    restate,
    sealed,
    write,
)

RULE = "prior-permission"
UNCLE_WAITS = given(IN_SESSION, join(UNCLE), answer(UNCLE))


# ---------------------------------------------------------------- outside


def test_a_waiting_person_sees_that_they_wait_and_whether_they_have_answered() -> None:
    asked = given(LOBBY_OPEN, join(MOTHER))
    own = Own(NAMES[MOTHER], Role.PARENT, opened_elsewhere=False, recording_rule=RULE, may_ask=True)
    assert asked.view(KITCHEN) == View(WaitingView(None, answers_needed=True), None, None, own=own)
    answered = asked.and_then(answer(MOTHER))
    assert answered.view(KITCHEN).screen == WaitingView(None, answers_needed=False)


def test_an_unknown_leg_sees_what_a_stranger_sees() -> None:
    expected = View(WaitingView(None, answers_needed=False), None, None)
    assert given(IN_SESSION).view(LegId(words(7).id)) == expected


@pytest.mark.parametrize(
    "step",
    [
        pause(),
        begin(PLAN),
        exclude(FATHER),
        hold(KITCHEN),
        drop(KITCHEN),
        drop(OFFICE),
        restate(CIVIC_CENTRE, SOCIAL_WORKER),
        write(),
        answer(MOTHER),
        join(MOTHER, GALLERY),
        join(FATHER),
        ask(KITCHEN),
        (NoteLost(OFFICE), SERVICE),
    ],
)
def test_nothing_that_happens_to_others_shows_to_whoever_waits(step: Step) -> None:
    assert given(UNCLE_WAITS, step).view(WORKSHOP) == UNCLE_WAITS.view(WORKSHOP)


def test_a_closed_part_shows_nothing_to_whoever_waits() -> None:
    before = given(WITHOUT_HIM_THERE, join(UNCLE), answer(UNCLE))
    after = before.and_then(begin(CLOSED_PART), sealed(CLOSED_PART), begin(PLAN))
    assert after.view(WORKSHOP) == before.view(WORKSHOP)


def test_waiting_looks_the_same_in_a_conference_about_something_else() -> None:
    """Other names, titles, pairs and people: whoever waits sees no difference but their own."""
    others = tuple(
        p if p.participant_id == UNCLE else replace(p, name=words(902)) for p in BOOKING.people
    )
    for changed in (
        replace(BOOKING, title=words(901)),
        replace(BOOKING, kept_apart=frozenset()),
        replace(BOOKING, sections=BOOKING.sections[:1]),
        replace(BOOKING, people=others),
    ):
        log = [r if r.version > 1 else replace(r, event=changed) for r in UNCLE_WAITS.log]
        other = fold(UNBOOKED, log)
        assert view_for(other, WORKSHOP) == UNCLE_WAITS.view(WORKSHOP)


def test_a_dark_room_shows_constants() -> None:
    for story in (
        given(LOBBY_OPEN, join_room(CIVIC_CENTRE)),
        EVERYBODY_WAITS,
        given(IN_SESSION, exclude(FATHER)),
        given(IN_SESSION, restart(), join_room(CIVIC_CENTRE)),
    ):
        waits = View(WaitingView(None, answers_needed=False), None, None)
        assert story.view(CIVIC_CENTRE) == waits


# ---------------------------------------------------------------- inside


def test_whoever_is_inside_sees_who_takes_part_and_in_which_section() -> None:
    screen = IN_SESSION.view(KITCHEN).screen
    assert isinstance(screen, InsideView)
    assert screen.section == TITLES[WELCOME]
    assert screen.section_kind == "kind-0"
    assert not screen.paused
    assert SeenPerson(MOTHER, NAMES[MOTHER], Role.PARENT, KITCHEN, None) in screen.people
    assert {person.participant_id for person in screen.people} == {
        CHAIR,
        MINUTE_TAKER,
        SOCIAL_WORKER,
        TEACHER,
        MOTHER,
        FATHER,
    }


def test_sections_are_numbered_without_a_gap_for_a_part_that_one_may_not_be_in() -> None:
    story = given(WITHOUT_HIM_THERE, begin(PLAN))
    numbers = {OFFICE: 5, KITCHEN: 4}
    for leg, number in numbers.items():
        screen = story.view(leg).screen
        assert isinstance(screen, InsideView)
        assert screen.section_number == number


def test_nobody_who_waits_is_excluded_or_held_is_named_inside() -> None:
    story = given(UNCLE_WAITS, exclude(MOTHER), hold(SCHOOL))
    screen = story.view(DESK).screen
    assert isinstance(screen, InsideView)
    named = {person.participant_id for person in screen.people}
    assert named == {CHAIR, MINUTE_TAKER, SOCIAL_WORKER, FATHER}


def test_nobody_in_a_dark_room_is_named_inside() -> None:
    screen = given(IN_SESSION, exclude(FATHER)).view(DESK).screen
    assert isinstance(screen, InsideView)
    assert SOCIAL_WORKER not in {person.participant_id for person in screen.people}


# ---------------------------------------------------------------- the chair's panel


def test_the_panel_is_for_the_chair_alone_and_never_on_the_screen_of_a_room() -> None:
    with_panel = {leg for leg in IN_SESSION.state.legs if IN_SESSION.view(leg).panel is not None}
    assert with_panel == {OFFICE}
    there = given(IN_SESSION, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, CHAIR))
    with_panel = {leg for leg in there.state.legs if there.view(leg).panel is not None}
    assert with_panel == {OFFICE}


def test_the_chair_has_her_panel_while_she_waits_herself() -> None:
    panel = EVERYBODY_WAITS.view(OFFICE).panel
    assert panel is not None
    assert not panel.chair_inside
    assert panel.version == EVERYBODY_WAITS.state.version


def test_the_panel_shows_everybody_with_what_they_have_said() -> None:
    panel = given(UNCLE_WAITS, exclude(FATHER), pause()).view(OFFICE).panel
    assert panel is not None
    people = {person.participant_id: person for person in panel.people}
    assert people[FATHER].standing == "excluded"
    assert people[UNCLE].legs[0].answers is not None
    assert not people[UNCLE].legs[0].answers_count  # of before the pause
    assert people[TEACHER].legs[0].answers_count
    assert people[TEACHER].legs[0].identified
    assert not people[UNCLE].legs[0].identified
    assert (panel.phase, panel.pause_reason) == ("paused", "chair")


def test_the_panel_shows_the_rooms_and_whether_they_are_heard() -> None:
    panel = given(IN_SESSION, exclude(FATHER)).view(OFFICE).panel
    assert panel is not None
    centre, library = panel.rooms
    assert (centre.leg_id, centre.dark, centre.present) == (
        CIVIC_CENTRE,
        True,
        {SOCIAL_WORKER, FATHER},
    )
    assert (library.leg_id, library.dark) == (None, True)


def test_the_panel_shows_the_running_order_and_where_it_is() -> None:
    panel = given(WITHOUT_HIM_THERE, begin(CLOSED_PART)).view(OFFICE).panel
    assert panel is not None
    assert [s.section_id for s in panel.sections if s.current] == [WELCOME]
    assert [s.section_id for s in panel.sections if s.next] == [CLOSED_PART]
    assert [s.section_id for s in panel.sections if s.opened] == [WELCOME]
    in_audience = {p.participant_id for p in panel.people if p.in_audience}
    assert in_audience == {CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER}


def test_the_panel_shows_who_is_lost_and_who_was_in() -> None:
    lost = given(IN_SESSION, (NoteLost(SCHOOL), SERVICE), drop(KITCHEN))
    panel = lost.view(OFFICE).panel
    assert panel is not None
    people = {person.participant_id: person for person in panel.people}
    assert people[TEACHER].legs[0].lost
    assert people[MOTHER].was_in
    assert panel.may_bring_back == 1


def test_who_looks_at_a_companion_sees_what_the_room_sees() -> None:
    tablet, room = IN_SESSION.view(TABLET).screen, IN_SESSION.view(CIVIC_CENTRE).screen
    assert isinstance(tablet, InsideView)
    assert isinstance(room, InsideView)
    assert tablet.people == room.people
