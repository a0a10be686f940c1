"""What a command takes away is known before it is written, so that it can be cut first."""

from dataclasses import replace

import pytest

from app.domain.commands import SERVICE, Close, NoteLost, NoteMediaFault
from app.domain.conference import Conference, Phase
from app.domain.ids import LegId
from app.domain.lights import speaking_for
from app.domain.people import LOBBY, Leg, LegKind, Standing
from app.domain.routing import FlowKind, media_plan, narrowing
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    DESK,
    FATHER,
    FLAT,
    GALLERY,
    KITCHEN,
    LIBRARY,
    MOTHER,
    OBSERVER,
    OFFICE,
    OVERHEARD,
    PLAN,
    SCHOOL,
    SOCIAL_WORKER,
    STRANGER,
    TABLET,
    UNCLE,
    WORKSHOP,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    ends_of,
    given,
)
from tests.domain.steps import (
    Step,
    admit,
    answer,
    ask,
    begin,
    confirm,
    drop,
    exclude,
    hold,
    join,
    join_room,
    open_conference,
    pause,
    refuse,
    release,
    restart,
    restate,
    write,
)

UNCLE_WAITS = given(WITHOUT_HIM_THERE, join(UNCLE), answer(UNCLE))


@pytest.mark.parametrize(
    ("step", "dark"),
    [
        (exclude(MOTHER), {KITCHEN}),
        (exclude(FATHER), {FLAT}),
        (hold(SCHOOL), {SCHOOL}),
        (drop(SCHOOL), {SCHOOL}),
        (begin(CLOSED_PART), {KITCHEN, FLAT}),
        (answer(MOTHER, OVERHEARD), {KITCHEN}),
        (restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER), {FLAT}),
        (restate(CIVIC_CENTRE, SOCIAL_WORKER, UNCLE), {CIVIC_CENTRE, TABLET}),
        (exclude(SOCIAL_WORKER), {CIVIC_CENTRE, TABLET}),
        (pause(), set()),
        ((Close(), CHAIR), {TABLET, SCHOOL}),
        ((NoteLost(OFFICE), SERVICE), set()),
        ((NoteMediaFault(), SERVICE), set()),
    ],
)
def test_what_narrows_is_cut_and_these_screens_go_dark(step: Step, dark: set[LegId]) -> None:
    after = WITHOUT_HIM_THERE.and_then(step)
    cut = narrowing(WITHOUT_HIM_THERE.state, after.state)
    assert cut is not None
    assert cut.legs == dark
    assert cut.plan == media_plan(WITHOUT_HIM_THERE.state) & media_plan(after.state)
    assert not ends_of(cut.plan) & dark


@pytest.mark.parametrize(
    "step",
    [
        admit(UNCLE),
        refuse(UNCLE),
        exclude(UNCLE),
        drop(WORKSHOP),
        ask(KITCHEN),
        answer(MOTHER),
        begin(PLAN),
        write(),
        join_room(LIBRARY),
        confirm(UNCLE, WORKSHOP),
        (NoteLost(SCHOOL), SERVICE),
    ],
)
def test_what_takes_nothing_away_is_not_cut(step: Step) -> None:
    story = given(UNCLE_WAITS, drop(KITCHEN)) if step == admit(UNCLE) else UNCLE_WAITS
    after = story.when(step)
    assert narrowing(story.state, after.state) is None


def test_a_new_admission_that_moves_a_person_cuts_their_older_place() -> None:
    two = given(IN_SESSION, join(MOTHER, WORKSHOP), answer(MOTHER, leg=WORKSHOP))
    cut = narrowing(two.state, two.and_then(admit(MOTHER, WORKSHOP)).state)
    assert cut is not None
    assert cut.legs == {KITCHEN}


def test_a_host_who_is_put_out_loses_the_list_of_the_room_as_well() -> None:
    waits = EVERYBODY_WAITS
    cut = narrowing(waits.state, waits.and_then(exclude(SOCIAL_WORKER)).state)
    assert cut is not None
    assert cut.legs == {TABLET}
    assert cut.plan == frozenset()


def test_the_end_takes_the_list_of_the_room_from_a_host_who_waits() -> None:
    """Whoever was outside when it ended is told nothing of it: no list that is still under way."""
    waits = given(EVERYBODY_WAITS, open_conference())
    ended = waits.and_then((Close(), CHAIR))
    cut = narrowing(waits.state, ended.state)
    assert cut is not None
    assert cut.legs == {TABLET, SCHOOL}
    assert waits.view(TABLET).room is not None
    assert ended.view(TABLET).room is None


def test_opening_and_releasing_take_nothing_away() -> None:
    opened = EVERYBODY_WAITS.and_then(open_conference())
    assert narrowing(EVERYBODY_WAITS.state, opened.state) is None
    held = given(IN_SESSION, hold(KITCHEN))
    assert narrowing(held.state, held.and_then(release(KITCHEN)).state) is None


def test_a_restart_cuts_everything() -> None:
    cut = narrowing(IN_SESSION.state, given(IN_SESSION, restart()).state)
    assert cut is not None
    assert cut.plan == frozenset()
    assert cut.legs == frozenset(IN_SESSION.state.legs)


# ---------------------------------------------------------------- the plan itself


def test_sound_and_picture_flow_both_ways_between_all_who_take_part() -> None:
    plan = media_plan(IN_SESSION.state)
    inside = {OFFICE, DESK, SCHOOL, KITCHEN, CIVIC_CENTRE}
    assert {(f.source, f.sink) for f in plan} == {(a, b) for a in inside for b in inside if a != b}
    assert {f.kind for f in plan} == set(FlowKind)
    assert len(plan) == 2 * 5 * 4


def test_nothing_flows_before_the_conference_is_open() -> None:
    assert media_plan(EVERYBODY_WAITS.state) == frozenset()
    assert media_plan(Story().state) == frozenset()


def test_only_whom_one_may_hear_has_a_light() -> None:
    plan = media_plan(given(IN_SESSION, hold(SCHOOL)).state)
    levels = {SCHOOL: 5, KITCHEN: 20, DESK: 90, OFFICE: 10}
    assert speaking_for(plan, levels, OFFICE) == {KITCHEN}
    assert speaking_for(plan, levels, SCHOOL) == frozenset()


def test_an_observer_has_no_light() -> None:
    story = given(IN_SESSION, join(OBSERVER), answer(OBSERVER), admit(OBSERVER))
    plan = media_plan(story.state)
    assert speaking_for(plan, {GALLERY: 0}, OFFICE) == frozenset()


# ---------------------------------------------------------------- the gate holds by itself


def forced(*legs: Leg) -> Conference:
    """A state that no command leads to."""
    return IN_SESSION.state.with_legs(legs)


def test_a_leg_inside_with_somebody_whom_the_section_is_not_for_is_dark() -> None:
    closed = replace(IN_SESSION.state, section_id=CLOSED_PART)
    assert ends_of(media_plan(closed)) == {OFFICE, DESK, SCHOOL}


def test_a_leg_inside_with_somebody_who_waits_is_dark() -> None:
    mother = replace(IN_SESSION.state.participant(MOTHER), standing=Standing.WAITING)
    assert KITCHEN not in ends_of(media_plan(IN_SESSION.state.with_participant(mother)))


def test_a_leg_inside_with_somebody_unknown_is_dark() -> None:
    kitchen = IN_SESSION.state.leg(KITCHEN)
    state = forced(replace(kitchen, present=kitchen.present | {STRANGER}))
    assert KITCHEN not in ends_of(media_plan(state))


def test_a_leg_inside_beside_a_room_that_states_its_person_is_dark() -> None:
    room = IN_SESSION.state.leg(CIVIC_CENTRE)
    plan = media_plan(forced(replace(room, present=frozenset({SOCIAL_WORKER, MOTHER}))))
    assert ends_of(plan) == {OFFICE, DESK, SCHOOL, CIVIC_CENTRE}


def test_a_room_inside_with_two_who_are_kept_apart_is_dark() -> None:
    """Even if both of them were let in there."""
    uncle = replace(IN_SESSION.state.participant(UNCLE), standing=Standing.ADMITTED)
    room = IN_SESSION.state.leg(CIVIC_CENTRE)
    both = forced(replace(room, present=frozenset({UNCLE, SOCIAL_WORKER})))
    assert CIVIC_CENTRE in ends_of(media_plan(both.with_participant(uncle)))
    both = forced(
        replace(room, present=frozenset({UNCLE, MOTHER})),
        replace(IN_SESSION.state.leg(KITCHEN), zone=LOBBY),
    )
    assert CIVIC_CENTRE not in ends_of(media_plan(both.with_participant(uncle)))


def test_a_companion_device_inside_is_dark() -> None:
    state = forced(replace(IN_SESSION.state.leg(KITCHEN), kind=LegKind.COMPANION))
    assert KITCHEN not in ends_of(media_plan(state))


@pytest.mark.parametrize("phase", sorted(set(Phase) - {Phase.IN_SECTION}))
def test_nothing_flows_in_any_other_phase(phase: Phase) -> None:
    assert media_plan(replace(IN_SESSION.state, phase=phase)) == frozenset()
