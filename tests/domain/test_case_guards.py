"""No part for the plan without decisions, no end without a plan that is whole."""

from dataclasses import replace

import pytest

from app.domain.case.codes import (
    Category,
    EndReason,
    NextStep,
    Outcome,
    ProfessionalView,
    Threshold,
)
from app.domain.commands import BookConference, Close, OpenLobby
from app.domain.errors import (
    Incomplete,
)
from app.domain.events import ConferenceClosed
from tests.domain.case import (
    BOOKED_CASE,
    BUMP,
    ENDING,
    INITIAL,
    ISLA,
    OUTLINE_PLAN,
    REVIEW,
)
from tests.domain.case_steps import (
    PLAN_MADE,
    act,
    as_,
    consider,
    decided,
    deciding,
    describe,
    in_session,
    outline,
    settle,
    turn_to,
)
from tests.domain.people import (
    CHAIR,
    OFFICE_STAFF,
)
from tests.domain.scenario import Story, given
from tests.domain.steps import Step

PLANNING = given(decided(), turn_to(OUTLINE_PLAN))
CLOSE: Step = (Close(), as_(CHAIR))


@pytest.mark.req("REQ-08")
def test_close_is_refused_while_a_child_has_neither_an_outcome_nor_a_note() -> None:
    in_session(INITIAL).when(CLOSE).refuses(Incomplete)
    given(in_session(INITIAL), consider(ISLA)).when(CLOSE).refuses(Incomplete)
    given(in_session(INITIAL), consider(ISLA), consider(BUMP)).when(CLOSE).then(ConferenceClosed())


@pytest.mark.req("REQ-99")
def test_close_is_refused_while_a_plan_has_no_outline_or_no_action() -> None:
    PLANNING.when(CLOSE).refuses(Incomplete)
    given(PLANNING, act()).when(CLOSE).refuses(Incomplete)
    given(PLANNING, outline()).when(CLOSE).refuses(Incomplete)
    given(PLANNING, act(), outline()).when(CLOSE).then(ConferenceClosed())


@pytest.mark.req("REQ-99")
@pytest.mark.parametrize(
    "outcome", [Outcome.PLAN_CONTINUED, Outcome.PLAN_AMENDED, Outcome.PLAN_ENDED]
)
def test_a_plan_that_goes_on_needs_them_too_and_one_that_ends_does_not(outcome: Outcome) -> None:
    ends = outcome is Outcome.PLAN_ENDED
    asked = replace(
        PLAN_MADE,
        outcome=outcome,
        threshold=Threshold.NOT_MET if ends else Threshold.LIKELY_TO_SUFFER,
        categories=frozenset[Category]() if ends else PLAN_MADE.categories,
        end_reason=EndReason.THRESHOLD_NOT_MET if ends else None,
        next_step=NextStep.EARLY_HELP if ends else None,
    )
    story = given(deciding(REVIEW, ProfessionalView.NO_VIEW), settle(asked), consider(BUMP))
    assert (story.when(CLOSE).refusal is None) is ends


@pytest.mark.req("REQ-99")
def test_the_part_for_the_plan_follows_the_decisions_and_the_end_follows_the_plan() -> None:
    undecided = deciding(INITIAL)
    for section in (OUTLINE_PLAN, ENDING):
        undecided.when(turn_to(section)).refuses(Incomplete)
    assert decided().when(turn_to(OUTLINE_PLAN)).happened
    decided().when(turn_to(ENDING)).refuses(Incomplete)
    assert given(PLANNING, act(), outline()).when(turn_to(ENDING)).happened


def test_without_a_case_sections_and_close_are_as_before() -> None:
    story = in_session(None)
    assert story.when(CLOSE).happened
    assert story.when(turn_to(ENDING)).happened


def test_a_conference_that_never_began_is_closed_as_it_is() -> None:
    booked = given(Story(), (BookConference(BOOKED_CASE), OFFICE_STAFF), describe(INITIAL))
    given(booked, (OpenLobby(), OFFICE_STAFF)).when(CLOSE).then(ConferenceClosed())
