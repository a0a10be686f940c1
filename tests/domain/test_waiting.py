"""What whoever waits is shown beside their notice: their own name, and what the chair tells all."""

import pytest

from app.domain.agenda.commands import TellWaiting
from app.domain.agenda.events import WaitingTold
from app.domain.errors import Incomplete, NotPermitted, WrongPhase
from app.domain.ids import LegId
from app.domain.own_view import Own
from app.domain.people import Role
from app.domain.views import WaitingView
from tests.domain.agenda_steps import agenda_of
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    FATHER,
    FLAT,
    GALLERY,
    KITCHEN,
    MOTHER,
    NAMES,
    OFFICE,
    SCHOOL,
    TABLET,
    UNCLE,
    WORKSHOP,
    words,
)
from tests.domain.scenario import (
    BOOKED,
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    WITHOUT_HIM_THERE,
    Story,
    given,
)
from tests.domain.steps import (
    Step,
    answer,
    begin,
    exclude,
    hold,
    join,
    open_conference,
    pause,
    refuse,
    sealed,
)

WORDS = words(0xC00)
RULE = "prior-permission"


def tell(minutes: int | None = 15, *, said: bool = True) -> Step:
    return TellWaiting(minutes, WORDS if said else None), CHAIR


def told(story: Story, leg: LegId) -> WaitingTold | None:
    screen = story.view(leg).screen
    return screen.told if isinstance(screen, WaitingView) else None


def elsewhere(story: Story, leg: LegId) -> bool:
    own = story.view(leg).own
    assert own is not None
    return own.opened_elsewhere


# ---------------------------------------------------------------- their own name


def test_everybody_is_shown_their_own_name_and_role_and_a_room_shows_nobodys() -> None:
    mine = Own(
        NAMES[MOTHER], Role.PARENT, opened_elsewhere=False, recording_rule=RULE, may_ask=True
    )
    assert EVERYBODY_WAITS.view(KITCHEN).own == IN_SESSION.view(KITCHEN).own == mine
    assert EVERYBODY_WAITS.view(CIVIC_CENTRE).own is None


@pytest.mark.req("REQ-29")
def test_who_was_here_first_is_told_of_a_second_device_and_the_second_learns_nothing() -> None:
    for story in (EVERYBODY_WAITS, IN_SESSION):
        assert not elsewhere(story, KITCHEN)
        twice = given(story, join(MOTHER, GALLERY))
        assert elsewhere(twice, KITCHEN)
        assert not elsewhere(twice, GALLERY)


def test_a_companion_is_no_second_device() -> None:
    assert not elsewhere(given(LOBBY_OPEN, join(MOTHER), join(MOTHER, TABLET)), KITCHEN)


# ---------------------------------------------------------------- what the chair tells


def test_everybody_who_waits_is_told_and_whoever_comes_later_too() -> None:
    said = EVERYBODY_WAITS.when(tell()).then(WaitingTold(15, WORDS))
    assert told(said, KITCHEN) == told(said, SCHOOL) == WaitingTold(15, WORDS)
    assert told(said, CIVIC_CENTRE) == WaitingTold(15, WORDS)
    later = given(said, join(UNCLE))
    assert told(later, WORKSHOP) == WaitingTold(15, WORDS)
    assert agenda_of(later).told == WaitingTold(15, WORDS)


def test_the_newest_word_counts_and_nothing_takes_it_back() -> None:
    again = given(EVERYBODY_WAITS, tell(), tell(5, said=False))
    assert told(again, KITCHEN) == WaitingTold(5, None)
    assert told(given(again, tell(None, said=False)), KITCHEN) is None


@pytest.mark.req("REQ-30", partial="pages")
def test_whoever_was_put_out_held_or_turned_away_is_told_nothing_more() -> None:
    out = given(WITHOUT_HIM_THERE, exclude(FATHER), hold(KITCHEN), tell())
    assert told(out, FLAT) is None
    assert told(out, KITCHEN) is None
    back = given(out, join(FATHER, GALLERY), answer(FATHER, leg=GALLERY))
    assert told(back, GALLERY) is None
    turned_away = given(IN_SESSION, join(UNCLE), answer(UNCLE), tell(), refuse(UNCLE))
    assert told(turned_away, WORKSHOP) is None


def test_a_room_in_which_somebody_is_excluded_shows_constants() -> None:
    dark = given(IN_SESSION, exclude(FATHER), tell())
    assert told(dark, CIVIC_CENTRE) is None


def test_it_is_over_when_the_next_part_opens() -> None:
    waits = given(EVERYBODY_WAITS, join(UNCLE), tell())
    assert told(given(waits, open_conference()), WORKSHOP) is None
    during = given(WITHOUT_HIM_THERE, join(UNCLE), tell(), begin(CLOSED_PART))
    assert told(during, WORKSHOP) == WaitingTold(15, WORDS)
    assert told(given(during, sealed(CLOSED_PART)), WORKSHOP) is None


def test_nobody_inside_is_shown_it() -> None:
    said = given(IN_SESSION, tell())
    for leg in (OFFICE, KITCHEN, SCHOOL):
        assert told(said, leg) is None
    assert told(given(said, pause()), KITCHEN) is None


def test_only_the_chair_tells_and_only_while_somebody_can_wait() -> None:
    EVERYBODY_WAITS.when(tell(), by=MOTHER).refuses(NotPermitted)
    EVERYBODY_WAITS.when(tell(0)).refuses(Incomplete)
    BOOKED.when(tell()).refuses(WrongPhase)
