"""The speaking queue, breaks that are asked for, and who has been asked back."""

from dataclasses import replace

import pytest

from app.domain.asking.events import BreakWithdrawn
from app.domain.conduct_panels import ConductPanel
from app.domain.errors import (
    AnswersNeeded,
    NotPermitted,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import ConferencePaused
from app.domain.halting.commands import AgreeToObserver
from app.domain.halting.events import (
    BreakBegun,
    ObserverAgreed,
)
from app.domain.ids import ParticipantId
from app.domain.people import Role
from app.domain.routing import media_plan
from app.domain.views import InsideView
from tests.domain.gates_steps import (
    FRIEND,
    HOME,
    PREPARED,
    accept,
    approve,
    come,
    describe,
    let_in,
    running,
)
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    GALLERY,
    KITCHEN,
    MOTHER,
    OBSERVER,
    OFFICE,
    PLAN,
    SCHOOL,
    SOCIAL_WORKER,
    TABLET,
    TEACHER,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    given,
    is_dark,
)
from tests.domain.signal_steps import (
    aside,
    ask_back,
    give_break,
    lower,
    signal,
    speak,
    speak_for,
    spoke,
    want_break,
    withdraw_break,
)
from tests.domain.steps import (
    admit,
    answer,
    begin,
    join,
    resume,
    write,
)


def panel(story: Story) -> ConductPanel:
    shown = story.view(OFFICE).panel
    assert shown is not None
    return shown.conduct


TIME_OUT = given(WITHOUT_HIM_THERE, aside(KITCHEN, MOTHER), aside(SCHOOL, MOTHER))


@pytest.mark.req("REQ-53", partial="phone")
def test_hands_from_browser_and_room_land_in_one_list_by_waiting_time() -> None:
    story = given(IN_SESSION, speak_for(FATHER, CIVIC_CENTRE, SOCIAL_WORKER))
    story = story.later(5).and_then(speak(MOTHER)).later(5).and_then(speak(TEACHER))
    assert [hand.participant_id for hand in panel(story).queue] == [FATHER, MOTHER, TEACHER]
    assert [hand.kind for hand in panel(story).queue] == ["room", "browser", "browser"]
    spoken = story.and_then(spoke(MOTHER), lower(TEACHER, by=TEACHER))
    assert [hand.participant_id for hand in panel(spoken).queue] == [FATHER]


@pytest.mark.req("REQ-53", partial="phone")
def test_the_chair_sees_who_in_the_family_has_not_spoken_in_this_part() -> None:
    assert panel(IN_SESSION).not_spoken == (MOTHER, FATHER)
    written = given(IN_SESSION, write(speaker=MOTHER))
    assert panel(written).not_spoken == (FATHER,)
    assert panel(written.and_then(spoke(FATHER))).not_spoken == ()
    assert panel(written.and_then(begin(PLAN))).not_spoken == (MOTHER, FATHER)


@pytest.mark.req("REQ-53", partial="phone")
def test_whoever_supports_the_family_is_not_family_who_has_not_spoken() -> None:
    supported = given(PREPARED, describe(FRIEND, MOTHER), approve(FRIEND), accept(FRIEND))
    story = given(running(supported, MOTHER), *come(FRIEND), let_in(FRIEND))
    panel = story.view(HOME[CHAIR]).panel
    assert not is_dark(story, HOME[FRIEND])
    assert panel is not None
    assert panel.conduct.not_spoken == (MOTHER,)


def test_nobody_takes_back_another_ones_hand() -> None:
    given(IN_SESSION, speak(MOTHER)).when(lower(MOTHER, by=FATHER)).refuses(NotPermitted)
    IN_SESSION.when(lower(MOTHER)).refuses(WrongStanding)


@pytest.mark.req("REQ-22", partial="pages")
def test_an_observer_has_no_way_to_speak_or_to_ask() -> None:
    seat = given(IN_SESSION, join(OBSERVER), answer(OBSERVER), admit(OBSERVER))
    seat.when(speak(OBSERVER)).refuses(NotPermitted)
    seat.when(signal(OBSERVER)).refuses(NotPermitted)
    seat.when(want_break(OBSERVER)).refuses(NotPermitted)
    shown, mothers = seat.view(GALLERY).own, seat.view(KITCHEN).own
    assert shown is not None
    assert mothers is not None
    assert (shown.may_ask, mothers.may_ask) == (False, True)
    agreed = (AgreeToObserver(OBSERVER), CHAIR)
    seat.when(agreed).then(ObserverAgreed(OBSERVER))
    seat.when((AgreeToObserver(TEACHER), CHAIR)).refuses(WrongStanding)


@pytest.mark.req("REQ-22", partial="pages")
def test_a_host_asks_for_no_observer_in_the_room() -> None:
    watches = replace(IN_SESSION.state.participant(FATHER), role=Role.OBSERVER)
    story = replace(IN_SESSION, state=IN_SESSION.state.with_participant(watches))
    rooms = [each.view(TABLET).room for each in (IN_SESSION, story)]
    assert [FATHER in room.may_ask for room in rooms if room is not None] == [True, False]
    story.when(speak_for(FATHER, CIVIC_CENTRE, SOCIAL_WORKER)).refuses(NotPermitted)


@pytest.mark.req("REQ-70", partial="phone")
def test_a_break_is_asked_for_and_given_to_all() -> None:
    asked = given(WITHOUT_HIM_THERE, want_break(MOTHER))
    assert [each.participant_id for each in panel(asked).breaks] == [MOTHER]
    given_to_all = asked.when(give_break(10)).then(BreakBegun(10), ConferencePaused("break"))
    assert panel(given_to_all).breaks == ()
    assert panel(given_to_all).break_minutes == 10
    assert media_plan(given_to_all.state) == frozenset()
    given_to_all.when(resume()).refuses(AnswersNeeded)
    on = given_to_all.and_then(answer(MOTHER), answer(FATHER), resume())
    assert panel(on).break_minutes is None


@pytest.mark.req("REQ-70", partial="phone")
def test_a_wish_for_a_break_is_taken_back_by_whoever_has_it_or_by_the_chair() -> None:
    asked = given(IN_SESSION, want_break(MOTHER))
    for by in (MOTHER, CHAIR):
        after = asked.when(withdraw_break(MOTHER, by)).then(BreakWithdrawn(MOTHER))
        assert panel(after).breaks == ()
        screen = after.view(KITCHEN).screen
        assert isinstance(screen, InsideView)
        assert not screen.asked_for_break
    asked.when(withdraw_break(MOTHER, FATHER)).refuses(NotPermitted)
    IN_SESSION.when(withdraw_break(MOTHER)).refuses(WrongStanding)


@pytest.mark.req("REQ-78", partial="pages")
def test_asked_and_answered_is_kept_for_each_family_member_of_a_part() -> None:
    asked = given(IN_SESSION, ask_back(MOTHER), ask_back(FATHER, answered=False))
    assert panel(asked).asked_back == ((MOTHER, True), (FATHER, False))
    assert panel(asked.and_then(begin(PLAN))).asked_back == ()
    IN_SESSION.when(ask_back(TEACHER)).refuses(WrongStanding)
    EVERYBODY_WAITS.when(ask_back(MOTHER)).refuses(WrongPhase)


def test_the_hosts_page_says_for_whom_they_asked_and_not_what_somebody_asked_alone() -> None:
    def asked(story: Story) -> frozenset[ParticipantId]:
        room = story.view(TABLET).room
        assert room is not None
        return room.asked

    by_host = given(IN_SESSION, speak_for(FATHER, CIVIC_CENTRE, SOCIAL_WORKER))
    assert asked(by_host) == {FATHER}
    assert asked(given(by_host, lower(FATHER))) == frozenset()
    assert asked(given(IN_SESSION, speak(SOCIAL_WORKER, TABLET), speak(MOTHER))) == frozenset()


def test_a_signal_by_the_host_looks_on_their_page_as_asking_does() -> None:
    asked = given(IN_SESSION, speak_for(FATHER, CIVIC_CENTRE, SOCIAL_WORKER))
    signalled = given(asked, speak_for(FATHER, CIVIC_CENTRE, SOCIAL_WORKER))
    assert signalled.state.asking.signals
    assert signalled.view(TABLET) == asked.view(TABLET)
