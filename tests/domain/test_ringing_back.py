"""After a lost call: rung back by itself where the plan says so, and nowhere else."""

import pytest

from app.domain.days import minute_of
from app.domain.events import LegDropped
from app.domain.noting.commands import ReleaseParticipant
from app.domain.people import LegKind
from tests.domain.people import (
    CHAIR,
    KITCHEN,
    LIBRARY,
    MOTHER,
)
from tests.domain.scenario import IN_SESSION, LOBBY_OPEN, given
from tests.domain.steps import drop, exclude, hold, join, refuse
from tests.domain.telephone_steps import (
    BY_PHONE,
    HER,
    NOBODY,
    allow,
    allow_but_not_after_a_drop,
    due,
    forbid,
    lose,
    panel,
    phone,
    ring,
)


@pytest.mark.req("REQ-61", partial="phone")
def test_a_lost_call_is_rung_back_by_itself_where_the_plan_says_so() -> None:
    story = given(BY_PHONE, allow()).when(lose()).then(LegDropped(KITCHEN, "call-lost"))
    assert due(story) == HER
    assert panel(story).forbidden == ()


@pytest.mark.req("REQ-61", partial="phone")
def test_a_lost_call_is_not_rung_back_where_the_plan_forbids_it_and_the_chair_is_told() -> None:
    now = minute_of(BY_PHONE.now)
    for plan, never in (
        (allow_but_not_after_a_drop(), False),
        (forbid(), True),
        (allow(begins=now + 60, ends=now + 90), False),
    ):
        story = given(BY_PHONE, plan, lose())
        assert due(story) == NOBODY
        (told,) = panel(story).forbidden
        assert (told.participant_id, told.never) == (MOTHER, never)
        assert told.lost_at == story.now
        back = given(story, *phone())
        assert [each.lost_at for each in panel(back).forbidden] == ([None] if never else [])


def test_without_a_plan_a_lost_call_is_not_rung_back() -> None:
    assert due(given(BY_PHONE, lose())) == NOBODY


def test_whoever_was_let_go_dropped_or_has_another_call_is_not_rung_back() -> None:
    story = given(BY_PHONE, allow())
    assert due(given(story, (ReleaseParticipant(MOTHER), CHAIR))) == NOBODY
    assert due(given(story, drop(KITCHEN))) == NOBODY
    assert due(given(story, join(MOTHER, LIBRARY, kind=LegKind.PHONE), lose())) == NOBODY


def test_whoever_is_put_out_or_refused_is_not_rung_by_itself_and_the_chair_still_may() -> None:
    waiting = given(BY_PHONE, allow(), exclude(MOTHER), lose())
    assert due(waiting) == NOBODY
    assert panel(waiting).forbidden == ()
    assert due(given(waiting, ring())) == HER
    refused = given(LOBBY_OPEN, join(CHAIR), *phone(), allow(), refuse(MOTHER), lose())
    assert due(refused) == NOBODY
    later = given(BY_PHONE, allow(), lose(), *phone(), exclude(MOTHER))
    assert due(given(later, lose())) == NOBODY


def test_whoever_is_put_out_before_their_phone_rings_again_is_not_rung() -> None:
    story = given(BY_PHONE, allow(), lose())
    assert due(story) == HER
    assert due(given(story, exclude(MOTHER))) == NOBODY


def test_whoever_was_held_is_rung_back_like_anybody() -> None:
    assert due(given(BY_PHONE, allow(), hold(KITCHEN), lose())) == HER


def test_a_lost_browser_rings_nobody() -> None:
    story = given(IN_SESSION, allow(), lose(KITCHEN))
    assert due(story) == NOBODY


def test_whoever_is_still_in_by_another_way_is_not_rung() -> None:
    story = given(
        IN_SESSION,
        allow(),
        join(MOTHER, LIBRARY, kind=LegKind.PHONE),
        lose(LIBRARY),
    )
    assert due(story) == NOBODY
