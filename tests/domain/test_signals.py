"""A silent signal: the chair and the named responder learn of it, and nobody else can tell."""

import pytest

from app.domain.asking.commands import PlanSafety
from app.domain.asking.events import (
    HandRaised,
    SafetyPlanned,
    SilentSignalled,
)
from app.domain.errors import (
    KeptApart,
    NotPermitted,
    UnknownParticipant,
)
from app.domain.ids import LegId
from app.domain.reading import ordinary_reading
from app.domain.routing import media_plan
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    KITCHEN,
    MOTHER,
    OFFICE,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    UNCLE,
)
from tests.domain.scenario import (
    IN_SESSION,
    LOBBY_OPEN,
    WITHOUT_HIM_THERE,
    Story,
    given,
)
from tests.domain.signal_steps import (
    check,
    lower,
    plan_safety,
    signal,
    speak,
    speak_for,
)
from tests.domain.steps import drop

PLANNED = given(WITHOUT_HIM_THERE, plan_safety(MOTHER))
"""The teacher answers the mother's signal."""

WAYS = {
    "asking": (speak(MOTHER),),
    "asking and a second press": (speak(MOTHER), speak(MOTHER)),
    "asking, then the signal": (speak(MOTHER), signal(MOTHER)),
    "the signal": (signal(MOTHER),),
    "the signal twice": (signal(MOTHER), signal(MOTHER)),
}
SIGNALLED = given(PLANNED, signal(MOTHER))
CHECKED = given(SIGNALLED, check(MOTHER))
every_way = pytest.mark.parametrize("way", WAYS)


def others(story: Story) -> list[LegId]:
    """Everybody's legs but those of the chair and of the responder."""
    return [leg for leg in story.state.legs if leg not in {OFFICE, SCHOOL}]


def ordinary(story: Story) -> list[tuple[int, object]]:
    return [(each.version, each.event) for each in ordinary_reading(story.log)]


@pytest.mark.req("REQ-35", partial="pages")
@every_way
def test_no_screen_tells_a_signal_from_asking_not_even_the_senders(way: str) -> None:
    asked, other = given(PLANNED, *WAYS["asking"]), given(PLANNED, *WAYS[way])
    assert KITCHEN in others(asked)
    for leg in others(asked):
        assert other.view(leg) == asked.view(leg)
    assert media_plan(other.state) == media_plan(asked.state)


@pytest.mark.req("REQ-35", partial="pages")
def test_asking_does_change_the_senders_own_screen_and_no_other() -> None:
    asked = given(PLANNED, speak(MOTHER))
    changed = {leg for leg in asked.state.legs if asked.view(leg) != PLANNED.view(leg)}
    assert changed == {KITCHEN, OFFICE}


@every_way
def test_the_ordinary_record_is_that_of_asking_to_speak(way: str) -> None:
    assert ordinary(given(PLANNED, *WAYS[way])) == ordinary(given(PLANNED, *WAYS["asking"]))


@every_way
def test_both_are_refused_alike(way: str) -> None:
    first, *_ = WAYS[way]
    for story in (LOBBY_OPEN, given(PLANNED, drop(KITCHEN))):
        assert repr(story.when(first).refusal) == repr(story.when(speak(MOTHER)).refusal)
    PLANNED.when(first, by=FATHER).refuses(NotPermitted)


def test_only_the_chair_and_the_named_responder_learn_of_it() -> None:
    for way in ("asking and a second press", "asking, then the signal", "the signal"):
        after = given(PLANNED, *WAYS[way])
        panel, responder = after.view(OFFICE).panel, after.view(SCHOOL).responder
        assert panel is not None
        assert responder is not None
        assert [each.participant_id for each in panel.conduct.signals] == [MOTHER]
        assert [each.participant_id for each in responder.signals] == [MOTHER]
        assert panel.conduct.queue == ()
        assert all(after.view(leg).responder is None for leg in others(after))


def test_a_second_press_that_comes_late_is_no_signal() -> None:
    given(PLANNED, speak(MOTHER)).later(3).when(speak(MOTHER)).then()


def test_the_window_is_a_setting() -> None:
    assert PLANNED.state.halting.signal_within == 2_000_000


def test_a_signal_raises_the_hand_that_asking_raises() -> None:
    given(PLANNED).when(signal(MOTHER)).then(
        HandRaised(MOTHER, KITCHEN), SilentSignalled(MOTHER, KITCHEN)
    )
    after = SIGNALLED.and_then(lower(MOTHER, by=CHAIR))
    panel = after.view(OFFICE).panel
    assert panel is not None
    assert panel.conduct.signals


def test_the_host_of_a_room_signals_for_somebody_in_it() -> None:
    there = given(IN_SESSION, speak_for(FATHER, CIVIC_CENTRE, SOCIAL_WORKER))
    assert [hand.participant_id for hand in there.state.asking.hands] == [FATHER]
    IN_SESSION.when(speak_for(MOTHER, CIVIC_CENTRE, SOCIAL_WORKER)).refuses(UnknownParticipant)
    IN_SESSION.when(speak_for(FATHER, CIVIC_CENTRE, TEACHER)).refuses(NotPermitted)


def test_the_responder_may_not_be_the_chair_nor_somebody_kept_apart() -> None:
    PLANNED.when((PlanSafety(MOTHER, CHAIR, None, None), CHAIR)).refuses(NotPermitted)
    PLANNED.when((PlanSafety(MOTHER, UNCLE, None, None), CHAIR)).refuses(KeptApart)
    PLANNED.when((PlanSafety(MOTHER, TEACHER, None, None), FATHER)).refuses(NotPermitted)


def test_no_relative_of_the_family_is_named_to_answer_a_signal() -> None:
    PLANNED.when((PlanSafety(FATHER, MOTHER, None, None), CHAIR)).refuses(NotPermitted)
    PLANNED.when((PlanSafety(FATHER, SOCIAL_WORKER, None, None), CHAIR)).then(
        SafetyPlanned(FATHER, SOCIAL_WORKER, None, None)
    )
