"""Edges of rules told elsewhere: each could be a little different and hardly be noticed."""

from dataclasses import replace

from app.domain.commands import SERVICE, BookConference, NotePlanApplied
from app.domain.errors import (
    Incomplete,
    NotInAudience,
)
from app.domain.events import SealBegun
from app.domain.halting.commands import SetOwnMute
from app.domain.hearing import could_hear
from app.domain.ids import MINUTE, SECOND, Micros
from app.domain.lights import speaking_for
from app.domain.people import HELD, Notice, Standing
from app.domain.reading import ordinary_reading
from app.domain.record.commands import SetRecordRules
from app.domain.record.events import RecordRulesSet
from app.domain.record.words import DraftsUntil
from app.domain.routing import media_plan, shown_when_stored
from app.domain.views import WaitingView
from tests.domain.people import (
    BOOKING,
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    DESK,
    FAMILY_TALK,
    FATHER,
    FLAT,
    KITCHEN,
    LIBRARY,
    MINUTE_TAKER,
    MOTHER,
    OFFICE,
    OFFICE_STAFF,
    POLICY,
    ROLES,
    SCHOOL,
    SOCIAL_WORKER,
    TABLET,
    TEACHER,
    USUAL,
    who,
)
from tests.domain.scenario import (
    BOOKED,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    given,
)
from tests.domain.signal_steps import (
    adjourn,
    check,
    mute,
    plan_safety,
    signal,
    stop,
)
from tests.domain.steps import (
    admit,
    answer,
    ask,
    begin,
    bring_back,
    connect,
    drop,
    exclude,
    hold,
    join,
    join_room,
    pause,
    refuse,
    restate,
    resume,
    write,
)

PLANNED = given(WITHOUT_HIM_THERE, plan_safety(MOTHER))


# ---------------------------------------------------------------- standing, screens, panels


def test_nobody_is_waited_for_when_a_conference_is_adjourned() -> None:
    assert given(WITHOUT_HIM_THERE, drop(KITCHEN)).state.was_in == {MOTHER}
    assert not given(WITHOUT_HIM_THERE, drop(KITCHEN), adjourn()).state.was_in


def test_what_a_held_person_was_told_is_over_when_a_closed_part_begins() -> None:
    sealed_out = given(WITHOUT_HIM_THERE, hold(FLAT, 5), begin(CLOSED_PART))
    assert sealed_out.view(FLAT).screen == WaitingView(None, answers_needed=True)


def test_whoever_was_turned_away_and_then_let_in_comes_back_with_the_others() -> None:
    let_in = given(WITHOUT_HIM_THERE, drop(KITCHEN), join(MOTHER), connect(KITCHEN), answer(MOTHER))
    known = given(let_in, refuse(MOTHER), admit(MOTHER))
    again = given(known, drop(KITCHEN), join(MOTHER), connect(KITCHEN), answer(MOTHER))
    after = given(again, bring_back())
    assert after.state.participant(MOTHER).standing is Standing.ADMITTED


def test_why_it_was_paused_is_over_when_it_goes_on() -> None:
    answered = [answer(id) for id in (CHAIR, MINUTE_TAKER, TEACHER, MOTHER, FATHER)]
    paused = given(WITHOUT_HIM_THERE, pause(), *answered, restate(CIVIC_CENTRE, SOCIAL_WORKER))
    assert paused.state.pause_reason == "chair"
    assert given(paused, resume()).state.pause_reason is None


def test_a_host_who_is_inside_elsewhere_sees_that_their_room_is_dark() -> None:
    beside = given(WITHOUT_HIM_THERE, join_room(LIBRARY), connect(LIBRARY))
    panel = beside.view(SCHOOL).room
    assert panel is not None
    assert panel.dark


def test_a_room_is_no_second_device_of_whoever_sits_in_it() -> None:
    both = given(IN_SESSION, join(FATHER))
    panel = both.view(OFFICE).panel
    assert panel is not None
    [father] = [each for each in panel.people if each.participant_id == FATHER]
    assert len(father.legs) == 2
    assert not any(leg.second_device for leg in father.legs)


def test_an_empty_room_is_asked_nothing_before_a_closed_part() -> None:
    empty = given(IN_SESSION, restate(CIVIC_CENTRE), ask(CIVIC_CENTRE))
    empty.when(begin(CLOSED_PART)).then(SealBegun(CLOSED_PART))


def test_the_light_of_somebody_who_is_muted_stays_off_though_they_are_seen() -> None:
    plan = media_plan(given(WITHOUT_HIM_THERE, mute(MOTHER)).state)
    loud = {KITCHEN: 10, FLAT: 10}
    assert KITCHEN in {flow.source for flow in plan if flow.sink == OFFICE}
    assert speaking_for(plan, loud, OFFICE) == {FLAT}


def test_the_one_tap_brings_nobody_from_a_hold() -> None:
    held = given(WITHOUT_HIM_THERE, pause(), answer(MOTHER), hold(KITCHEN), answer(CHAIR))
    after = held.when(bring_back())
    assert after.state.leg(KITCHEN).zone == HELD


def test_whoever_is_refused_is_waited_for_no_more() -> None:
    back = given(WITHOUT_HIM_THERE, drop(KITCHEN), join(MOTHER))
    assert back.state.was_in == {MOTHER}
    assert given(back, refuse(MOTHER)).state.was_in == frozenset()


def test_a_room_with_somebody_who_is_put_out_is_not_sealed() -> None:
    put_out = given(IN_SESSION, exclude(FATHER), answer(TEACHER))
    put_out.when(begin(FAMILY_TALK)).refuses(NotInAudience)


def test_while_everything_is_stopped_whoever_must_answer_is_asked() -> None:
    asked = given(WITHOUT_HIM_THERE, ask(KITCHEN), stop())
    assert asked.view(KITCHEN).screen == WaitingView(Notice("stopped", None), answers_needed=True)
    known = given(WITHOUT_HIM_THERE, stop())
    assert known.view(KITCHEN).screen == WaitingView(Notice("stopped", None), answers_needed=False)


def test_what_is_owed_to_the_log_shows_nobody_more_before_it_is_stored() -> None:
    """Only where it lets somebody in; the chair goes on leading."""
    waiting = given(WITHOUT_HIM_THERE, drop(KITCHEN), join(MOTHER), answer(MOTHER))
    let_in = given(waiting, admit(MOTHER))
    put_out = given(let_in, exclude(MOTHER))
    held_back = shown_when_stored(waiting.state, let_in.state)
    assert KITCHEN in held_back
    assert {SCHOOL, DESK, FLAT} <= held_back
    assert OFFICE not in held_back
    assert shown_when_stored(let_in.state, put_out.state) == frozenset()


# ---------------------------------------------------------------- the record


def test_whoever_only_sees_the_others_hears_nothing() -> None:
    """All the others have muted themselves: the mother's own voice reaches them, theirs not her."""
    silent = [
        (SetOwnMute(leg.id, muted=True), who(leg.owner, leg.id))
        for leg in WITHOUT_HIM_THERE.state.legs.values()
        if leg.owner is not None and leg.id not in {KITCHEN, TABLET}
    ]
    without_room = given(WITHOUT_HIM_THERE, drop(CIVIC_CENTRE), *silent)
    applied: Story = given(without_room, (NotePlanApplied(without_room.state.version), SERVICE))
    [line] = could_hear(given(applied.later(60), write(speaker=MOTHER, ago=5)).log)
    assert CHAIR in line.heard
    assert MOTHER not in line.heard | line.heard_in_part


def test_the_ordinary_reading_counts_without_a_gap_where_something_covert_was() -> None:
    covert = given(PLANNED, signal(MOTHER), check(MOTHER))
    applied = given(covert, (NotePlanApplied(covert.state.version), SERVICE))
    read = ordinary_reading(applied.log)
    assert [each.version for each in read] == list(range(1, len(read) + 1))
    assert len(read) < len(applied.log)


def test_there_is_a_day_at_least_to_ask_for_a_correction() -> None:
    rules = RecordRulesSet(frozenset(), DraftsUntil.APPROVAL, 1, frozenset())
    assert BOOKED.when((SetRecordRules(rules), OFFICE_STAFF)).refusal is None
    none = replace(rules, correction_days=0)
    BOOKED.when((SetRecordRules(none), OFFICE_STAFF)).refuses(Incomplete)


def test_one_connection_a_person_is_enough_and_the_narrowest_times_are_allowed() -> None:
    tight = replace(
        POLICY,
        legs_a_person=1,
        restricted_stale_after=Micros(10 * MINUTE),
        answers_stale_after=Micros(10 * MINUTE),
        shown_lost_after=Micros(SECOND),
        dropped_after=Micros(SECOND),
    )
    story = Story().when((BookConference(replace(BOOKING, policy=tight)), OFFICE_STAFF))
    assert story.refusal is None
    assert len(ROLES) == len(USUAL) == len(story.state.participants)
