"""Whose telephone rings: only where the plan allows it, only then, and only so often."""

import pytest

from app.domain.commands import SERVICE, Close
from app.domain.days import minute_of
from app.domain.errors import (
    Incomplete,
    NotPermitted,
    RingingForbidden,
    RungTooOften,
    UnknownParticipant,
    WrongPhase,
    WrongStanding,
)
from app.domain.ids import SECOND
from app.domain.noting.commands import ReleaseParticipant
from app.domain.noting.events import RingingAsked
from app.domain.telephones.commands import NoteCallPlaced, PlanCall
from app.domain.telephones.events import (
    CallPlaced,
    CallPlanned,
    CallProgressed,
    PinFailed,
    Progress,
)
from tests.domain.people import (
    CHAIR,
    FATHER,
    KITCHEN,
    MOTHER,
    OFFICE_STAFF,
    SOCIAL_WORKER,
    STRANGER,
)
from tests.domain.scenario import BOOKED, IN_SESSION, LOBBY_OPEN, given
from tests.domain.steps import admit, answer, connect, drop, join
from tests.domain.telephone_steps import (
    HER,
    NOBODY,
    NUMBER,
    allow,
    due,
    forbid,
    note,
    panel,
    phone,
    place,
    ring,
    stop,
    wrong_pins,
)

AWAY = given(IN_SESSION, allow(), drop(KITCHEN))
"""She is gone, and may be rung."""


# ---------------------------------------------------------------- the plan


def test_the_office_and_the_chair_say_who_may_be_rung_and_nobody_else_does() -> None:
    planned = CallPlanned(MOTHER, NUMBER, True, True, True, None, None)  # noqa: FBT003  as stored
    LOBBY_OPEN.when(allow()).then(planned)
    LOBBY_OPEN.when(allow(), by=CHAIR).then(planned)
    for other in (MOTHER, SOCIAL_WORKER, SERVICE):
        LOBBY_OPEN.when(allow(), by=other).refuses(NotPermitted)
    LOBBY_OPEN.when(allow(STRANGER)).refuses(UnknownParticipant)


@pytest.mark.parametrize(
    "plan",
    [
        PlanCall(MOTHER, None, may_ring=True, after_drop=False),
        PlanCall(MOTHER, NUMBER, may_ring=False, after_drop=True),
        PlanCall(MOTHER, NUMBER, may_ring=True, after_drop=True, from_minute=540),
        PlanCall(MOTHER, NUMBER, may_ring=True, after_drop=True, to_minute=540),
        PlanCall(MOTHER, NUMBER, may_ring=True, after_drop=True, from_minute=540, to_minute=540),
        PlanCall(MOTHER, NUMBER, may_ring=True, after_drop=True, from_minute=-1, to_minute=540),
        PlanCall(MOTHER, NUMBER, may_ring=True, after_drop=True, from_minute=0, to_minute=1441),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(plan: PlanCall) -> None:
    LOBBY_OPEN.when((plan, OFFICE_STAFF)).refuses(Incomplete)


def test_nothing_is_planned_when_the_conference_is_over() -> None:
    over = given(IN_SESSION, (Close(), CHAIR))
    over.when(allow()).refuses(WrongPhase)
    assert due(given(AWAY, ring(), (Close(), CHAIR))) == NOBODY


# ---------------------------------------------------------------- asked for by the chair


def test_where_the_plan_allows_it_a_call_is_due_at_once() -> None:
    rung = AWAY.when(ring()).then(RingingAsked(MOTHER))
    assert due(rung) == HER
    rung.when(place()).then(CallPlaced(MOTHER, 1))


def test_without_a_plan_somebody_rings_by_hand_and_nothing_is_placed() -> None:
    asked = given(IN_SESSION, drop(KITCHEN)).when(ring()).then(RingingAsked(MOTHER))
    assert due(asked) == NOBODY
    assert panel(asked).calls == ()
    asked.when(place()).refuses(RingingForbidden)


@pytest.mark.req("REQ-61", partial="phone")
def test_where_ringing_is_forbidden_the_chair_is_told_and_no_call_is_placed() -> None:
    story = given(IN_SESSION, forbid(), drop(KITCHEN))
    assert due(story.when(ring()).refuses(RingingForbidden)) == NOBODY
    story.when(place()).refuses(RingingForbidden)
    (told,) = panel(story).forbidden
    assert (told.participant_id, told.never) == (MOTHER, True)
    assert panel(story).may_ring == ()


@pytest.mark.req("REQ-61", partial="phone")
def test_nobody_is_rung_outside_the_hours_of_their_plan() -> None:
    now = minute_of(IN_SESSION.now)
    for begins, ends in ((now + 5, now + 60), (0, max(1, now - 1))):
        story = given(IN_SESSION, allow(begins=begins, ends=ends), drop(KITCHEN))
        story.when(ring()).refuses(RingingForbidden)
    story = given(IN_SESSION, allow(begins=now, ends=now + 2), drop(KITCHEN), ring())
    assert due(story) == HER
    assert due(story, after=180) == NOBODY
    story.later(180).when(place()).refuses(RingingForbidden)


def test_the_chair_alone_asks_and_stops_and_the_service_alone_notes() -> None:
    asked = given(AWAY, ring(), place())
    for other in (SOCIAL_WORKER, FATHER, OFFICE_STAFF):
        AWAY.when(ring(), by=other).refuses(NotPermitted)
        asked.when(stop(), by=other).refuses(NotPermitted)
    for step in (place(), note(Progress.BUSY), wrong_pins()):
        asked.when(step, by=CHAIR).refuses(NotPermitted)


def test_asking_again_while_it_rings_changes_nothing() -> None:
    asked = given(AWAY, ring())
    for story in (asked, given(asked, place()), given(asked, place(), note(Progress.BUSY))):
        story.when(ring()).then()


def test_nobody_is_rung_before_the_lobby_opens_or_after_the_end() -> None:
    given(BOOKED, allow()).when(ring()).refuses(WrongPhase)


# ---------------------------------------------------------------- how often


def test_three_attempts_are_spread_evenly_over_five_minutes() -> None:
    story = given(AWAY, ring(), place(), note(Progress.NO_ANSWER))
    begun = story.state.telephones.calls[MOTHER].asked_at
    passed = (story.now - begun) / SECOND
    assert due(story, after=99 - passed) == NOBODY
    assert due(story, after=100 - passed) == HER
    second = given(story.later(100), place(), note(Progress.BUSY))
    passed = (second.now - begun) / SECOND
    assert due(second, after=199 - passed) == NOBODY
    third = given(second.later(200 - passed), place(), note(Progress.FAILED))
    assert due(third, after=10) == due(third, after=1000) == NOBODY
    assert panel(third).calls[0].goes_on is False
    third.later(10).when(ring()).then(RingingAsked(MOTHER))


def test_a_call_that_is_asked_for_too_long_ago_is_not_placed_any_more() -> None:
    story = given(AWAY, ring())
    assert due(story, after=298) == HER
    assert due(story, after=301) == NOBODY


def test_while_a_call_goes_on_no_other_is_placed() -> None:
    placed = given(AWAY, ring(), place())
    for story in (placed, given(placed, note(Progress.RINGING))):
        assert due(story, after=110) == NOBODY
        assert due(story, after=130) == HER
    answered = given(placed, note(Progress.ANSWERED))
    assert due(answered, after=250) == NOBODY
    answered.later(110).when(place()).refuses(WrongStanding)


@pytest.mark.parametrize(
    "said", [Progress.DECLINED, Progress.LATER, Progress.NOT_ALLOWED, Progress.STOPPED]
)
def test_after_a_no_nobody_is_rung_until_it_is_asked_for_again(said: Progress) -> None:
    story = given(AWAY, ring(), place(), note(Progress.ANSWERED), note(said))
    assert due(story, after=150) == NOBODY
    assert due(given(story, ring())) == HER


def test_nobody_is_rung_more_than_five_times_in_an_hour() -> None:
    story = AWAY
    for _ in range(5):
        story = given(story, ring(), place(), note(Progress.DECLINED))
    story.when(ring()).refuses(RungTooOften)
    story.later(3_500).when(ring()).refuses(RungTooOften)
    assert due(given(story.later(3_600), ring())) == HER


def test_a_running_series_keeps_to_the_limit_of_the_hour() -> None:
    story = AWAY
    for _ in range(4):
        story = given(story, ring(), place(), note(Progress.DECLINED))
    story = given(story, ring(), place(), note(Progress.NO_ANSWER))
    assert due(story, after=150) == NOBODY


def test_a_call_that_nobody_waits_for_leaves_no_note() -> None:
    AWAY.when(note(Progress.RINGING)).then()
    given(AWAY, ring(), place(), note(Progress.BUSY)).when(note(Progress.RINGING)).then()
    given(AWAY, ring(), place(), note(Progress.RINGING)).when(note(Progress.RINGING)).then()


# ---------------------------------------------------------------- how it ends


def test_whoever_comes_in_by_telephone_is_rung_no_more() -> None:
    story = given(AWAY, ring(), place(), note(Progress.ANSWERED), *phone())
    assert story.state.telephones.calls == {}
    assert due(story, after=150) == NOBODY
    story.when(note(Progress.FAILED)).then()
    story.when(ring()).refuses(WrongStanding)
    assert panel(story).may_ring == ()


def test_the_chair_stops_a_call_and_it_is_not_tried_again() -> None:
    story = given(AWAY, ring(), place(), note(Progress.RINGING))
    stopped = story.when(stop()).then(CallProgressed(MOTHER, Progress.STOPPED))
    assert due(stopped, after=150) == NOBODY
    stopped.when(stop()).refuses(WrongStanding)
    AWAY.when(stop()).refuses(WrongStanding)


def test_a_new_plan_ends_what_was_asked_for_under_the_old_one() -> None:
    for plan in (forbid(), allow()):
        story = given(AWAY, ring(), place(), note(Progress.RINGING), plan)
        assert panel(story).calls[0].state == "stopped"
        assert due(story, after=150) == NOBODY


@pytest.mark.req("REQ-56", partial="phone")
def test_wrong_pins_on_a_call_of_ours_alert_the_chair_and_end_it() -> None:
    story = given(AWAY, ring(), place(), note(Progress.ANSWERED))
    failed = story.when(wrong_pins()).then(PinFailed(MOTHER))
    assert [each.participant_id for each in panel(failed).pin_failed] == [MOTHER]
    assert due(failed, after=150) == NOBODY
    assert MOTHER not in {leg.owner for leg in failed.state.legs.values()}
    assert panel(given(failed, ring())).pin_failed == ()


def test_whoever_is_let_in_another_way_or_let_go_is_rung_no_more() -> None:
    asked = given(AWAY, ring(), join(MOTHER), connect(KITCHEN), answer(MOTHER))
    for step in (admit(MOTHER), (ReleaseParticipant(MOTHER), CHAIR)):
        assert due(asked) == HER
        assert due(given(asked, step)) == NOBODY


def test_the_place_of_a_call_is_the_gate_for_it() -> None:
    command = NoteCallPlaced(MOTHER)
    given(IN_SESSION, allow()).when((command, SERVICE)).refuses(WrongStanding)
    given(IN_SESSION, allow(), drop(KITCHEN)).when((command, SERVICE)).refuses(WrongStanding)
