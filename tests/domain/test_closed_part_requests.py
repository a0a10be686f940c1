"""A closed part that a professional asks the chair for, privately."""

from dataclasses import replace

import pytest

from app.domain.agenda.codes import ClosedKind
from app.domain.agenda.events import (
    ClosedPartAnswered,
    ClosedPartAsked,
    SectionAdded,
)
from app.domain.errors import (
    AlreadyHere,
    NotInAudience,
    NotOffered,
    NotPermitted,
    UnknownRequest,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import SealBegun
from tests.domain.agenda_steps import (
    ADVICE,
    EXTRA,
    REQUEST,
    agenda_of,
    answer_closed,
    want_closed,
)
from tests.domain.people import (
    CLOSED_PART,
    LIBRARY,
    OFFICE,
    PLAN,
    ROLES,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    WELCOME,
    who,
)
from tests.domain.scenario import LOBBY_OPEN, WITHOUT_HIM_THERE, given
from tests.domain.steps import begin, exclude, hold

# ---------------------------------------------------------------- a closed part


WANTED = given(WITHOUT_HIM_THERE, want_closed())


@pytest.mark.req("REQ-75")
@pytest.mark.parametrize("kind", ClosedKind)
def test_a_professional_asks_for_a_closed_part_and_nobody_but_the_chair_sees_it(
    kind: ClosedKind,
) -> None:
    story = WITHOUT_HIM_THERE.when(want_closed(kind)).then(ClosedPartAsked(REQUEST, TEACHER, kind))
    [shown] = agenda_of(story).closed_requests
    assert (shown.asked_by, shown.kind) == (TEACHER, kind)
    for leg in story.state.legs:
        before, after = WITHOUT_HIM_THERE.view(leg), story.view(leg)
        if leg == OFFICE:
            assert before.panel != after.panel
            assert replace(before, panel=None) == replace(after, panel=None)
        else:
            assert before == after
    answered = given(story, answer_closed(None))
    for leg in set(story.state.legs) - {OFFICE}:
        assert WITHOUT_HIM_THERE.view(leg) == answered.view(leg)


@pytest.mark.req("REQ-75")
def test_accepted_it_comes_next_and_opens_through_a_seal() -> None:
    closed = replace(ADVICE, restricted=True)
    accepted = WANTED.when(answer_closed()).then(
        ClosedPartAnswered(REQUEST, accepted=True), SectionAdded(closed, CLOSED_PART)
    )
    ids = [section.id for section in accepted.state.sections]
    assert ids[:3] == [WELCOME, EXTRA, CLOSED_PART]
    assert agenda_of(accepted).closed_requests == ()
    accepted.when(begin(EXTRA)).then(SealBegun(EXTRA))


def test_accepted_in_the_last_part_it_comes_at_the_end() -> None:
    last = given(WITHOUT_HIM_THERE, begin(PLAN), want_closed(), answer_closed())
    assert last.state.sections[-1].id == EXTRA


def test_declined_the_running_order_stays() -> None:
    declined = WANTED.when(answer_closed(None)).then(ClosedPartAnswered(REQUEST, accepted=False))
    assert declined.state.sections == WANTED.state.sections
    declined.when(answer_closed(None)).refuses(UnknownRequest)


def test_the_part_is_of_the_kind_that_was_asked_for_and_for_the_chair_too() -> None:
    other = replace(ADVICE, kind="restricted_information")
    WANTED.when(answer_closed(other)).refuses(NotOffered)
    without_her = replace(ADVICE, audience=frozenset({TEACHER}))
    WANTED.when(answer_closed(without_her)).refuses(NotInAudience)
    WANTED.when(answer_closed(), by=TEACHER).refuses(NotPermitted)


def test_only_a_professional_who_takes_part_asks_once_on_a_device_of_their_own() -> None:
    for by in set(ROLES) - {SOCIAL_WORKER, TEACHER}:
        WITHOUT_HIM_THERE.when(want_closed(by=by)).refuses(NotPermitted)
    WITHOUT_HIM_THERE.when(want_closed(), by=replace(who(TEACHER), leg_id=None)).refuses(
        NotPermitted
    )
    WITHOUT_HIM_THERE.when(want_closed(), by=who(TEACHER, LIBRARY)).refuses(NotPermitted)
    for out in (exclude(TEACHER), hold(SCHOOL)):
        given(WITHOUT_HIM_THERE, out).when(want_closed()).refuses(WrongStanding)
    WANTED.when(want_closed()).refuses(AlreadyHere)
    assert WITHOUT_HIM_THERE.when(want_closed(by=SOCIAL_WORKER)).refusal is None
    LOBBY_OPEN.when(want_closed()).refuses(WrongPhase)
