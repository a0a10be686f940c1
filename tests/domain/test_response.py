"""The response to a silent signal: a technical check for all, a private room for two."""

import pytest

from app.domain.asking.commands import PauseForCheck
from app.domain.asking.events import (
    Outcome,
    Question,
    ResponseBegun,
    SilentSignalled,
)
from app.domain.errors import (
    AnswersNeeded,
    NotPermitted,
    WrongStanding,
)
from app.domain.events import ConferencePaused, EventClass, event_class
from app.domain.people import Notice
from app.domain.reading import ordinary_reading
from app.domain.routing import media_plan
from app.domain.views import AsideView, InsideView, WaitingView
from tests.domain.people import (
    CHAIR,
    DESK,
    FATHER,
    KITCHEN,
    MOTHER,
    OFFICE,
    OVERHEARD,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
)
from tests.domain.scenario import (
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    ends_of,
    given,
    hears,
)
from tests.domain.signal_steps import (
    adjourn,
    bring,
    check,
    end,
    phrase,
    plan_safety,
    question,
    reply,
    signal,
    speak,
)
from tests.domain.steps import answer, bring_back, drop, join, restart, resume

PLANNED = given(WITHOUT_HIM_THERE, plan_safety(MOTHER))
"""The teacher answers the mother's signal."""

SIGNALLED = given(PLANNED, signal(MOTHER))
CHECKED = given(SIGNALLED, check(MOTHER))


@pytest.mark.req("REQ-37")
def test_one_action_pauses_everybody_and_brings_the_two_together() -> None:
    given(SIGNALLED).when(check(MOTHER)).then(
        ConferencePaused("technical_check"),
        ResponseBegun(MOTHER, TEACHER, frozenset({KITCHEN, SCHOOL})),
    )
    assert ends_of(media_plan(CHECKED.state)) == {KITCHEN, SCHOOL}
    assert hears(CHECKED, KITCHEN, SCHOOL)
    assert hears(CHECKED, SCHOOL, KITCHEN)


@pytest.mark.req("REQ-37")
def test_the_others_see_a_technical_check_whoever_has_signalled() -> None:
    fathers = given(PLANNED, plan_safety(FATHER), signal(FATHER), check(FATHER))
    for story in (CHECKED, fathers):
        assert story.view(DESK).screen == WaitingView(
            Notice("technical_check", None), answers_needed=False
        )
    assert CHECKED.view(DESK) == fathers.view(DESK)


def test_the_room_shows_who_is_in_it_and_nothing_else() -> None:
    screen = CHECKED.view(KITCHEN).screen
    assert isinstance(screen, AsideView)
    assert {person.participant_id for person in screen.people} == {MOTHER, TEACHER}


@pytest.mark.req("REQ-37")
def test_closed_questions_are_answered_by_codes_that_only_two_panels_show() -> None:
    asked = given(CHECKED, question(MOTHER, Question.SOMEONE_THERE))
    screen = asked.view(KITCHEN).screen
    assert isinstance(screen, AsideView)
    assert screen.reply_wanted
    after = asked.and_then(reply(MOTHER, yes=True))
    panel, responder = after.view(OFFICE).panel, after.view(SCHOOL).responder
    assert panel is not None
    assert panel.conduct.response is not None
    assert responder is not None
    assert panel.conduct.response.replies == ((Question.SOMEONE_THERE, True),)
    assert responder.response == panel.conduct.response
    assert "call_999_from_here" in panel.conduct.guidance
    assert after.view(DESK) == asked.view(DESK)


SAFE_AGAIN = given(CHECKED, phrase(MOTHER), answer(MOTHER))


@pytest.mark.req("REQ-37")
def test_it_goes_on_only_after_the_phrase_and_new_answers() -> None:
    CHECKED.and_then(answer(MOTHER), answer(FATHER)).when(resume()).refuses(AnswersNeeded)
    CHECKED.and_then(answer(MOTHER)).when(end(MOTHER)).refuses(AnswersNeeded)
    CHECKED.and_then(phrase(MOTHER)).when(end(MOTHER)).refuses(AnswersNeeded)
    overheard = CHECKED.and_then(phrase(MOTHER), answer(MOTHER, OVERHEARD))
    overheard.when(end(MOTHER)).refuses(AnswersNeeded)
    on = SAFE_AGAIN.and_then(end(MOTHER), answer(FATHER), resume())
    assert hears(on, KITCHEN, OFFICE)
    assert isinstance(on.view(KITCHEN).screen, InsideView)
    panel = on.view(OFFICE).panel
    assert panel is not None
    assert not panel.conduct.signals
    assert panel.conduct.response is None


def test_otherwise_all_that_is_left_is_another_day() -> None:
    other = CHECKED.and_then(end(MOTHER, Outcome.ANOTHER_DAY), answer(FATHER))
    other.when(resume()).refuses(AnswersNeeded)
    assert other.when(adjourn()).refusal is None


def test_the_one_tap_does_not_go_on_either() -> None:
    back = CHECKED.and_then(answer(MOTHER), answer(FATHER), bring_back())
    assert ends_of(media_plan(back.state)) == {KITCHEN, SCHOOL}


def test_the_chair_does_not_bring_the_sender_back_by_the_way_out_of_a_time_out() -> None:
    assert SAFE_AGAIN.when(bring(KITCHEN)).refusal is not None


def test_the_responder_triggers_the_pause_and_nobody_else_does() -> None:
    assert SIGNALLED.when(check(MOTHER, by=TEACHER)).refusal is None
    for id in (FATHER, SOCIAL_WORKER, MOTHER):
        SIGNALLED.when(check(MOTHER, by=id)).refuses(NotPermitted)
    away = SIGNALLED.and_then(drop(OFFICE))
    assert away.when(check(MOTHER, by=TEACHER)).refusal is None


def test_nobody_is_refused_more_loudly_because_there_is_a_signal() -> None:
    silent = PLANNED.when((PauseForCheck(MOTHER), FATHER)).refusal
    assert repr(SIGNALLED.when((PauseForCheck(MOTHER), FATHER)).refusal) == repr(silent)


def test_a_phrase_that_was_heard_counts_as_a_signal() -> None:
    after = given(PLANNED).when(check(MOTHER))
    assert SilentSignalled(MOTHER, KITCHEN) in after.happened


def test_whoever_shares_a_room_is_not_moved_out_of_it() -> None:
    there = given(IN_SESSION, plan_safety(FATHER), check(FATHER))
    assert media_plan(there.state) == frozenset()


def test_there_is_one_response_at_a_time() -> None:
    CHECKED.when(check(FATHER)).refuses(WrongStanding)


def lost(story: Story) -> list[bool]:
    panel = story.view(OFFICE).panel
    assert panel is not None
    return [each.lost for each in panel.conduct.signals]


def test_a_sender_who_drops_within_ten_minutes_is_a_signal_still_open() -> None:
    assert lost(SIGNALLED.and_then(drop(KITCHEN))) == [True]
    over = SAFE_AGAIN.and_then(end(MOTHER))
    assert lost(over) == []
    assert lost(over.later(500).and_then(drop(KITCHEN))) == [True]
    assert lost(over.later(700).and_then(drop(KITCHEN))) == []
    assert SIGNALLED.and_then(drop(KITCHEN)).view(DESK) == PLANNED.and_then(
        speak(MOTHER), drop(KITCHEN)
    ).view(DESK)


def test_a_restart_forgets_no_signal() -> None:
    after = CHECKED.and_then(restart(), join(CHAIR), answer(CHAIR), bring_back())
    assert lost(after) == [True]
    assert media_plan(after.state) == frozenset()


@pytest.mark.req("REQ-111", partial="copies")
def test_the_ordinary_reading_holds_a_technical_check_and_no_trace_of_why() -> None:
    whole = given(
        CHECKED,
        question(MOTHER, Question.IN_DANGER),
        reply(MOTHER, yes=False),
        phrase(MOTHER),
        answer(MOTHER),
        end(MOTHER),
        answer(FATHER),
        resume(),
    )
    read = ordinary_reading(whole.log)
    assert [each.version for each in read] == list(range(1, len(read) + 1))
    assert all(event_class(each.event) is EventClass.ORDINARY for each in read)
    assert ConferencePaused("technical_check") in [each.event for each in read]
    assert len(whole.log) - len(read) == 7
