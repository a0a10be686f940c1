"""Edges of the rules of asking and of answering a signal that are told elsewhere."""

from dataclasses import replace

import pytest

from app.domain.asking.commands import AskQuestion, AskToSpeak, PauseForCheck
from app.domain.asking.events import Outcome, Question, ResponseBegun, SilentSignalled
from app.domain.commands import Join, Leave
from app.domain.errors import (
    Incomplete,
    NotPermitted,
    UnknownParticipant,
    WrongPhase,
    WrongStanding,
)
from app.domain.halting.commands import PrepareConduct
from app.domain.halting.events import ConductPrepared
from app.domain.ids import Micros
from app.domain.people import LegKind
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    DESK,
    FATHER,
    KITCHEN,
    MINUTE_TAKER,
    MOTHER,
    OFFICE_STAFF,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    WORKSHOP,
    device_of,
    who,
)
from tests.domain.scenario import (
    BOOKED,
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    given,
)
from tests.domain.signal_steps import (
    check,
    end,
    phrase,
    plan_safety,
    question,
    reply,
    signal,
    spoke,
    stop,
    want_break,
)
from tests.domain.steps import (
    answer,
    drop,
    join,
    pause,
)

PLANNED = given(WITHOUT_HIM_THERE, plan_safety(MOTHER))


def test_a_break_that_was_asked_for_goes_with_the_connection() -> None:
    after = given(WITHOUT_HIM_THERE, want_break(MOTHER), want_break(TEACHER), drop(KITCHEN))
    assert [each.participant_id for each in after.state.asking.breaks] == [TEACHER]


def test_whoever_leaves_by_their_own_wish_misses_nothing() -> None:
    left = given(WITHOUT_HIM_THERE, (Leave(KITCHEN), who(MOTHER)))
    dropped = given(WITHOUT_HIM_THERE, drop(KITCHEN))
    assert not left.state.halting.missing
    assert dropped.state.halting.missing.keys() == {MOTHER}


def test_nobody_is_asked_a_closed_question_without_a_response() -> None:
    PLANNED.when((AskQuestion(MOTHER, Question.IN_DANGER), CHAIR)).refuses(WrongStanding)


def test_after_one_response_has_ended_well_another_may_begin() -> None:
    ended = given(
        PLANNED, signal(MOTHER), check(MOTHER), phrase(MOTHER), answer(MOTHER), end(MOTHER)
    )
    assert ended.state.asking.response is not None
    assert ended.state.asking.response.outcome is Outcome.SAFE
    assert ended.when((PauseForCheck(MOTHER), CHAIR)).refusal is None


def test_a_second_device_that_has_not_answered_does_not_keep_a_response_open() -> None:
    second = given(PLANNED, signal(MOTHER), check(MOTHER), join(MOTHER, WORKSHOP))
    ready = given(second, phrase(MOTHER), answer(MOTHER))
    assert ready.when(end(MOTHER)).refusal is None


@pytest.mark.parametrize(("seconds", "counts"), [(0, False), (1, False), (1.5, True)])
def test_a_signal_counts_again_when_the_window_of_the_last_is_over(
    seconds: float, *, counts: bool
) -> None:
    """A step takes a second; the window is two, both ends in it."""
    again = given(PLANNED, signal(MOTHER)).later(seconds).when(signal(MOTHER))
    again.then(*([SilentSignalled(MOTHER, KITCHEN)] if counts else []))


def test_before_a_part_is_open_nobody_has_spoken_in_it() -> None:
    stopped = given(EVERYBODY_WAITS, stop(), pause())
    stopped.when(spoke(MOTHER)).refuses(WrongPhase)


def test_a_responder_is_shown_the_response_to_those_they_answer_for() -> None:
    both = given(PLANNED, plan_safety(FATHER, MINUTE_TAKER), signal(MOTHER), check(MOTHER))
    asked = given(both, question(MOTHER, Question.IN_DANGER))
    theirs, not_theirs = asked.view(SCHOOL).responder, asked.view(DESK).responder
    assert theirs is not None
    assert theirs.response is not None
    assert not_theirs is not None
    assert not_theirs.response is None
    assert not_theirs.guidance == ()


def test_the_figures_of_a_signal_are_at_least_one() -> None:
    prepared = ConductPrepared(
        initial=False,
        bank_holidays=frozenset(),
        redate_within=1,
        signal_within=Micros(1),
        signal_lasts=Micros(1),
    )
    wrong = [
        replace(prepared, redate_within=0),
        replace(prepared, signal_within=Micros(0)),
        replace(prepared, signal_lasts=Micros(0)),
    ]
    assert BOOKED.when((PrepareConduct(prepared), OFFICE_STAFF)).refusal is None
    for each in wrong:
        BOOKED.when((PrepareConduct(each), OFFICE_STAFF)).refuses(Incomplete)


def test_only_the_chair_and_the_named_responder_answer_a_signal() -> None:
    checked = given(PLANNED, signal(MOTHER), check(MOTHER))
    checked.when(question(MOTHER, Question.IN_DANGER, by=FATHER)).refuses(NotPermitted)
    checked.when(phrase(MOTHER, by=SOCIAL_WORKER)).refuses(NotPermitted)
    heard = given(checked, phrase(MOTHER), answer(MOTHER))
    heard.when(end(MOTHER, by=FATHER)).refuses(NotPermitted)
    assert heard.when(end(MOTHER, by=CHAIR)).refusal is None


def test_a_reply_needs_a_question_and_a_question_ends_with_the_response() -> None:
    checked = given(PLANNED, signal(MOTHER), check(MOTHER))
    checked.when(reply(MOTHER, yes=True)).refuses(WrongPhase)
    over = given(checked, question(MOTHER, Question.IN_DANGER), phrase(MOTHER), answer(MOTHER))
    ended = given(over, end(MOTHER))
    assert ended.state.asking.response is not None
    assert ended.state.asking.response.question is None


def test_somebody_whose_responder_is_away_is_paused_for_all_the_same() -> None:
    alone = given(PLANNED, signal(MOTHER), drop(SCHOOL))
    begun = alone.when(check(MOTHER))
    assert begun.happened[-1] == ResponseBegun(MOTHER, TEACHER, frozenset())
    nobody = given(WITHOUT_HIM_THERE, signal(MOTHER)).when(check(MOTHER))
    assert nobody.happened[-1] == ResponseBegun(MOTHER, None, frozenset())


def test_a_new_signal_takes_the_place_of_the_last_one() -> None:
    again = given(given(PLANNED, signal(MOTHER)).later(30), signal(MOTHER))
    assert len(again.state.asking.signals) == 1


def test_one_asks_for_oneself_and_in_a_room_for_somebody_there() -> None:
    asks_for_another = AskToSpeak(KITCHEN, FATHER)
    WITHOUT_HIM_THERE.when((asks_for_another, who(MOTHER))).refuses(NotPermitted)
    for_nobody = AskToSpeak(CIVIC_CENTRE, None)
    IN_SESSION.when((for_nobody, SOCIAL_WORKER)).refuses(UnknownParticipant)


def test_a_responder_learns_of_a_signal_only_on_a_device_that_is_known() -> None:
    unknown = (Join(WORKSHOP, LegKind.BROWSER, device_of(WORKSHOP), signed_in=False), who(TEACHER))
    beside = given(PLANNED, (unknown[0], who(TEACHER, WORKSHOP)), signal(MOTHER))
    assert beside.view(SCHOOL).responder is not None
    assert beside.view(WORKSHOP).responder is None
