"""A pause cuts everything; going on asks the family first; the end is the end."""

import pytest

from app.domain.commands import (
    SERVICE,
    Close,
    DropLegs,
    Leave,
    NoteLost,
    NoteMediaFault,
    NoteReturned,
)
from app.domain.errors import (
    AnswersNeeded,
    ChairAway,
    NotPermitted,
    StaleCommand,
    WrongPhase,
)
from app.domain.events import (
    ConferenceClosed,
    ConferencePaused,
    ConferenceResumed,
    LegDropped,
    LegLost,
)
from app.domain.routing import media_plan
from app.domain.views import EndedView, InsideView, WaitingView
from tests.domain.agenda_steps import note_views
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    OFFICE,
    SCHOOL,
    SOCIAL_WORKER,
    TABLET,
    TEACHER,
    UNCLE,
    WORKSHOP,
)
from tests.domain.scenario import (
    BOOKED,
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    WITHOUT_HIM_THERE,
    Story,
    as_seen,
    given,
    is_dark,
)
from tests.domain.steps import (
    Step,
    admit,
    answer,
    ask,
    begin,
    bring_back,
    confirm,
    drop,
    exclude,
    hold,
    join,
    open_conference,
    pause,
    readmit,
    refuse,
    release,
    restart,
    restate,
    resume,
    write,
)

PAUSED = given(WITHOUT_HIM_THERE, pause())
FAMILY_ANSWERS = (answer(MOTHER), answer(FATHER))


def test_nothing_flows_in_a_pause() -> None:
    given(IN_SESSION).when(pause()).then(ConferencePaused("chair"))
    assert media_plan(PAUSED.state) == frozenset()


def test_who_is_inside_still_sees_who_is_there_and_that_it_rests() -> None:
    screen = PAUSED.view(SCHOOL).screen
    assert isinstance(screen, InsideView)
    assert screen.paused


@pytest.mark.req("REQ-39")
def test_the_conference_goes_on_only_when_the_family_has_answered() -> None:
    PAUSED.when(resume()).refuses(AnswersNeeded)
    PAUSED.and_then(answer(MOTHER)).when(resume()).refuses(AnswersNeeded)
    PAUSED.and_then(*FAMILY_ANSWERS).when(resume()).then(ConferenceResumed())


def test_a_family_member_in_a_room_is_answered_for_by_the_host() -> None:
    paused = given(IN_SESSION, pause(), answer(MOTHER))
    paused.when(resume()).refuses(AnswersNeeded)
    stated = paused.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER))
    stated.when(resume()).then(ConferenceResumed())


def test_a_family_member_who_is_held_need_not_answer_first() -> None:
    story = given(WITHOUT_HIM_THERE, hold(KITCHEN), hold(FLAT), pause())
    story.when(resume()).then(ConferenceResumed())


def test_a_dark_room_answers_too_or_is_held() -> None:
    """It would light up by a word about another room, with answers from before the pause."""
    dark = given(IN_SESSION, exclude(FATHER), pause(), answer(MOTHER))
    dark.when(resume()).refuses(AnswersNeeded)
    dark.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER)).when(resume()).then(ConferenceResumed())
    dark.and_then(hold(CIVIC_CENTRE)).when(resume()).then(ConferenceResumed())


def test_the_conference_does_not_go_on_with_anybodys_stale_answers() -> None:
    PAUSED.later(46 * 60).and_then(*FAMILY_ANSWERS).when(resume()).refuses(AnswersNeeded)


def test_a_pause_in_a_pause_and_a_resume_without_one_are_refused() -> None:
    PAUSED.when(pause()).refuses(WrongPhase)
    given(IN_SESSION).when(resume()).refuses(WrongPhase)


def test_nothing_pauses_before_it_has_begun() -> None:
    given(EVERYBODY_WAITS).when(pause()).refuses(WrongPhase)


def test_a_resume_from_an_older_view_is_refused() -> None:
    again = PAUSED.and_then(*FAMILY_ANSWERS, resume(), pause(), *FAMILY_ANSWERS)
    again.when(as_seen(PAUSED, resume())).refuses(StaleCommand)


def test_the_chair_is_there_when_it_goes_on() -> None:
    PAUSED.and_then(*FAMILY_ANSWERS, drop(OFFICE)).when(resume()).refuses(ChairAway)


# ---------------------------------------------------------------- the chair is lost


def test_a_chair_whose_connection_is_lost_pauses_the_conference() -> None:
    given(IN_SESSION).when((NoteLost(OFFICE), SERVICE)).then(
        LegLost(OFFICE), ConferencePaused("chair_lost")
    )


def test_somebody_else_lost_pauses_nothing() -> None:
    given(IN_SESSION).when((NoteLost(KITCHEN), SERVICE)).then(LegLost(KITCHEN))


def test_a_chair_lost_in_a_pause_pauses_nothing_more() -> None:
    PAUSED.when((NoteLost(OFFICE), SERVICE)).then(LegLost(OFFICE))


def test_a_chair_lost_while_the_lobby_is_open_pauses_nothing() -> None:
    given(EVERYBODY_WAITS).when((NoteLost(OFFICE), SERVICE)).then(LegLost(OFFICE))
    lost = given(EVERYBODY_WAITS, (NoteLost(OFFICE), SERVICE))
    lost.when(open_conference()).refuses(ChairAway)


def test_a_chair_who_returns_goes_on_with_one_tap_once_the_family_has_answered() -> None:
    gone = given(WITHOUT_HIM_THERE, (NoteLost(OFFICE), SERVICE))
    gone.when(bring_back()).refuses(ChairAway)
    back = gone.and_then((NoteReturned(OFFICE), SERVICE))
    tapped = back.when(bring_back())
    tapped.then()  # the family inside has not answered since
    assert tapped.state.phase == "paused"
    back.and_then(*FAMILY_ANSWERS).when(bring_back()).then(ConferenceResumed())


def test_the_one_tap_does_not_end_a_pause_of_the_chairs_own() -> None:
    PAUSED.and_then(*FAMILY_ANSWERS).when(bring_back()).then()


def test_a_chair_who_lost_her_leg_in_her_own_pause_resumes_herself() -> None:
    story = PAUSED.and_then(drop(OFFICE), join(CHAIR), answer(CHAIR), *FAMILY_ANSWERS)
    tapped = story.and_then(bring_back())
    assert tapped.state.phase == "paused"
    assert tapped.and_then(resume()).state.phase == "in_section"


def test_while_the_chair_is_away_a_room_that_lights_up_hears_nothing() -> None:
    dark = given(IN_SESSION, exclude(FATHER), drop(OFFICE))
    after = dark.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER))
    assert is_dark(after, CIVIC_CENTRE)


# ---------------------------------------------------------------- the engine does what it may not


def test_media_that_strays_pauses_the_conference() -> None:
    given(IN_SESSION).when((NoteMediaFault(), SERVICE)).then(ConferencePaused("media"))
    PAUSED.when((NoteMediaFault(), SERVICE)).then()
    given(EVERYBODY_WAITS).when((NoteMediaFault(), SERVICE)).then()


def test_after_a_fault_that_took_everybody_out_one_tap_brings_them_back() -> None:
    legs = frozenset(WITHOUT_HIM_THERE.state.legs)
    fault = (NoteMediaFault(), SERVICE)
    down = given(WITHOUT_HIM_THERE, fault, (DropLegs(legs, "media"), SERVICE))
    back = down.and_then(join(CHAIR), answer(CHAIR), join(MOTHER), answer(MOTHER), bring_back())
    assert not is_dark(back, KITCHEN)


# ---------------------------------------------------------------- the end

CLOSED = given(
    WITHOUT_HIM_THERE, join(UNCLE), exclude(FATHER), note_views(FATHER), (Close(), CHAIR)
)


def test_the_chair_ends_it() -> None:
    given(IN_SESSION).when((Close(), CHAIR)).then(ConferenceClosed())
    assert media_plan(CLOSED.state) == frozenset()


def test_a_conference_to_which_nobody_came_can_be_ended() -> None:
    given(LOBBY_OPEN).when((Close(), CHAIR)).then(ConferenceClosed())
    given(BOOKED).when((Close(), CHAIR)).refuses(WrongPhase)


def test_whoever_was_inside_is_told_that_it_is_over() -> None:
    assert isinstance(CLOSED.view(KITCHEN).screen, EndedView)
    assert isinstance(CLOSED.view(CIVIC_CENTRE).screen, EndedView)
    assert isinstance(CLOSED.view(TABLET).screen, EndedView)


def test_whoever_was_outside_is_not_told_even_that() -> None:
    before = given(WITHOUT_HIM_THERE, join(UNCLE), exclude(FATHER))
    for leg in (FLAT, WORKSHOP):
        assert isinstance(CLOSED.view(leg).screen, WaitingView)
        assert CLOSED.view(leg) == before.view(leg)


@pytest.mark.parametrize(
    "step",
    [
        open_conference(),
        begin(next(iter(IN_SESSION.state.sections)).id),
        pause(),
        resume(),
        bring_back(),
        (Close(), CHAIR),
        join(TEACHER, FLAT),
        confirm(MOTHER, KITCHEN),
        answer(MOTHER),
        ask(KITCHEN),
        restate(CIVIC_CENTRE, SOCIAL_WORKER),
        admit(UNCLE),
        refuse(UNCLE),
        exclude(MOTHER),
        readmit(FATHER),
        hold(KITCHEN),
        release(KITCHEN),
        write(),
    ],
)
def test_after_the_end_nobody_does_anything(step: Step) -> None:
    CLOSED.when(step).refuses(WrongPhase)


def test_after_the_end_everybody_may_leave() -> None:
    CLOSED.when((Leave(KITCHEN), MOTHER)).then(LegDropped(KITCHEN, "left"))


def test_after_the_end_the_service_still_records_what_happens() -> None:
    after = CLOSED.when(restart())
    assert after.refusal is None
    assert not after.state.legs
    assert all(is_dark(CLOSED, leg) for leg in CLOSED.state.legs)


def test_only_the_chair_pauses_resumes_and_ends() -> None:
    for step in (pause(), resume(), (Close(), CHAIR), bring_back(), open_conference()):
        for id in (MOTHER, TEACHER):
            given(IN_SESSION).when(step, by=id).refuses(NotPermitted)


def test_an_unbooked_conference_can_do_nothing() -> None:
    for step in (pause(), resume(), join(CHAIR), answer(MOTHER), (Close(), CHAIR), restart()):
        after = Story().when(step)
        assert after.state.version == 0
