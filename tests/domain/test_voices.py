"""Voices taken for a while: reminded, muted, mute by oneself."""

from dataclasses import replace

import pytest

from app.domain.conduct_panels import ConductPanel
from app.domain.errors import (
    NotPermitted,
    WrongStanding,
    WrongZone,
)
from app.domain.halting.commands import RemindOfRole
from app.domain.people import Role
from app.domain.routing import Flow, FlowKind, media_plan
from app.domain.views import InsideView
from tests.domain.people import (
    CHAIR,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    OFFICE,
    SCHOOL,
    TEACHER,
)
from tests.domain.scenario import (
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    given,
    hears,
)
from tests.domain.signal_steps import (
    mute,
    mute_self,
    unmute,
)


def panel(story: Story) -> ConductPanel:
    shown = story.view(OFFICE).panel
    assert shown is not None
    return shown.conduct


@pytest.mark.req("REQ-74", partial="pages")
def test_whoever_is_muted_hears_and_is_seen_and_is_not_heard() -> None:
    muted = given(WITHOUT_HIM_THERE, mute(TEACHER))
    assert hears(muted, SCHOOL, OFFICE)
    assert not hears(muted, OFFICE, SCHOOL)
    assert Flow(SCHOOL, OFFICE, FlowKind.PICTURE) in media_plan(muted.state)
    screen = muted.view(SCHOOL).screen
    assert isinstance(screen, InsideView)
    assert screen.muted
    assert panel(muted).muted == (TEACHER,)
    assert hears(muted.and_then(unmute(TEACHER)), OFFICE, SCHOOL)
    muted.when(mute(TEACHER)).refuses(WrongStanding)
    WITHOUT_HIM_THERE.when(unmute(TEACHER)).refuses(WrongStanding)


@pytest.mark.req("REQ-74", partial="pages")
def test_whoever_shares_a_microphone_is_not_muted_and_the_chair_never_is() -> None:
    IN_SESSION.when(mute(FATHER)).refuses(WrongZone)
    IN_SESSION.when(mute(CHAIR)).refuses(NotPermitted)


@pytest.mark.req("REQ-74", partial="pages")
def test_only_whoever_supports_is_reminded_of_their_role() -> None:
    WITHOUT_HIM_THERE.when((RemindOfRole(TEACHER), CHAIR)).refuses(WrongStanding)
    people = {**WITHOUT_HIM_THERE.state.participants}
    people[TEACHER] = replace(people[TEACHER], role=Role.SOLICITOR)
    state = replace(WITHOUT_HIM_THERE.state, participants=people)
    story = replace(WITHOUT_HIM_THERE, state=state)
    twice = story.and_then((RemindOfRole(TEACHER), CHAIR), (RemindOfRole(TEACHER), CHAIR))
    assert panel(twice).reminders == ((TEACHER, 2),)
    screen = twice.view(SCHOOL).screen
    assert isinstance(screen, InsideView)
    assert screen.reminders == 2


def test_one_mutes_oneself_and_everybody_sees_it() -> None:
    muted = given(WITHOUT_HIM_THERE, mute_self(MOTHER))
    assert not hears(muted, OFFICE, KITCHEN)
    screen = muted.view(FLAT).screen
    assert isinstance(screen, InsideView)
    assert {p.participant_id for p in screen.people if p.muted} == {MOTHER}
    assert hears(muted.and_then(mute_self(MOTHER, muted=False)), OFFICE, KITCHEN)
    WITHOUT_HIM_THERE.when(mute_self(MOTHER), by=FATHER).refuses(NotPermitted)
