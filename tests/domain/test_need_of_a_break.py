"""A wish for a break that nobody may see, and a held place that is moved aside."""

from app.domain.asking.commands import SilentSignal
from app.domain.asking.events import HandRaised, Level, SilentSignalled
from app.domain.people import HELD
from tests.domain.people import KITCHEN, MOTHER, OFFICE, who
from tests.domain.scenario import IN_SESSION, given, is_dark
from tests.domain.signal_steps import aside, bring, speak
from tests.domain.steps import Step, answer, hold, pause, release

NEED: Step = SilentSignal(KITCHEN, None, Level.NEED_BREAK), who(MOTHER, KITCHEN)


def test_it_reaches_the_chairs_list_of_breaks_and_is_no_signal_of_danger() -> None:
    asked = IN_SESSION.when(NEED)
    asked.then(HandRaised(MOTHER, KITCHEN), SilentSignalled(MOTHER, KITCHEN, Level.NEED_BREAK))
    panel = asked.view(OFFICE).panel
    assert panel is not None
    assert [each.participant_id for each in panel.conduct.breaks] == [MOTHER]
    assert panel.conduct.signals == ()


def test_its_sender_sees_what_asking_to_speak_shows() -> None:
    assert given(IN_SESSION, NEED).view(KITCHEN) == given(IN_SESSION, speak(MOTHER)).view(KITCHEN)


def test_asked_again_while_it_waits_changes_nothing() -> None:
    given(IN_SESSION, NEED).when(NEED).then()
    with_hand = given(IN_SESSION, speak(MOTHER)).later(60)
    with_hand.when(NEED).then(SilentSignalled(MOTHER, KITCHEN, Level.NEED_BREAK))


def test_a_held_place_moved_aside_comes_back_held() -> None:
    moved = given(IN_SESSION, hold(KITCHEN), pause(), aside(KITCHEN, MOTHER))
    assert moved.state.legs[KITCHEN].zone.startswith("side:")
    back = given(moved, answer(MOTHER), bring(KITCHEN))
    assert back.state.legs[KITCHEN].zone == HELD
    assert is_dark(back, KITCHEN)
    assert given(back, release(KITCHEN)).state.legs[KITCHEN].zone == "main"
