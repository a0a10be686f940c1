"""A shared room is one acoustic space: its host says who is there, and all of them may, or none."""

from dataclasses import replace

import pytest

from app.domain.commands import Join, StateRoom
from app.domain.errors import (
    KeptApart,
    NotPermitted,
    UnknownLeg,
    UnknownParticipant,
    WrongZone,
)
from app.domain.events import RoomStated
from app.domain.ids import ParticipantId
from app.domain.people import LOBBY, LegKind
from app.domain.views import InsideView, RoomPanel, WaitingView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLEAR,
    FATHER,
    FLAT,
    KITCHEN,
    LIBRARY,
    MINUTE_TAKER,
    MOTHER,
    NAMES,
    SCHOOL,
    SOCIAL_WORKER,
    STRANGER,
    TABLET,
    TEACHER,
    UNCLE,
    WORKSHOP,
    device_of,
    room_device,
    who,
    words,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    WITHOUT_HIM_THERE,
    Story,
    given,
    is_dark,
    standing_of,
)
from tests.domain.steps import (
    admit,
    answer,
    ask,
    bring_back,
    connect,
    drop,
    exclude,
    hold,
    join,
    join_room,
    pause,
    release,
    restate,
    resume,
)

BOTH = frozenset({SOCIAL_WORKER, FATHER})


def test_the_host_states_who_is_there() -> None:
    given(IN_SESSION).when(restate(CIVIC_CENTRE, *BOTH)).then(RoomStated(CIVIC_CENTRE, BOTH, CLEAR))


@pytest.mark.parametrize("other", [CHAIR, FATHER, TEACHER, MOTHER, MINUTE_TAKER])
def test_nobody_but_the_host_states_who_is_there(other: ParticipantId) -> None:
    story = given(IN_SESSION, join(FATHER)) if other == FATHER else IN_SESSION
    story.when(restate(CIVIC_CENTRE, SOCIAL_WORKER), by=other).refuses(NotPermitted)


def test_the_device_of_the_room_states_nothing() -> None:
    step = restate(CIVIC_CENTRE, SOCIAL_WORKER)
    given(IN_SESSION).when(step, by=room_device(CIVIC_CENTRE)).refuses(NotPermitted)


def test_an_excluded_host_states_nothing() -> None:
    story = given(IN_SESSION, exclude(SOCIAL_WORKER))
    story.when(restate(CIVIC_CENTRE, FATHER)).refuses(NotPermitted)


def test_only_people_of_the_conference_are_stated() -> None:
    given(IN_SESSION).when(restate(CIVIC_CENTRE, STRANGER)).refuses(UnknownParticipant)


def test_only_a_room_is_stated() -> None:
    step = StateRoom(KITCHEN, frozenset({MOTHER}), CLEAR)
    given(IN_SESSION).when((step, SOCIAL_WORKER)).refuses(NotPermitted)
    gone = StateRoom(LIBRARY, frozenset({TEACHER}), CLEAR)
    given(IN_SESSION).when((gone, TEACHER)).refuses(UnknownLeg)


def test_until_somebody_is_stated_a_room_is_dark() -> None:
    story = given(IN_SESSION, drop(CIVIC_CENTRE), join_room(CIVIC_CENTRE), connect(CIVIC_CENTRE))
    assert is_dark(story, CIVIC_CENTRE)
    story.when(admit(SOCIAL_WORKER, CIVIC_CENTRE)).refuses(UnknownParticipant)


def test_a_room_is_heard_once_all_who_are_there_are_admitted() -> None:
    story = given(IN_SESSION, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, UNCLE))
    assert is_dark(story, CIVIC_CENTRE)


def test_an_empty_room_is_dark() -> None:
    assert is_dark(given(IN_SESSION, restate(CIVIC_CENTRE)), CIVIC_CENTRE)


def test_whoever_walks_in_waits_for_the_chair() -> None:
    story = given(WITHOUT_HIM_THERE, drop(FLAT), restate(CIVIC_CENTRE, *BOTH))
    assert is_dark(story, CIVIC_CENTRE)
    assert not is_dark(story.and_then(admit(FATHER, CIVIC_CENTRE)), CIVIC_CENTRE)


def test_whoever_was_heard_until_now_brings_their_admission_along() -> None:
    story = given(WITHOUT_HIM_THERE, restate(CIVIC_CENTRE, *BOTH))
    assert not is_dark(story, CIVIC_CENTRE)
    assert is_dark(story, FLAT)
    assert story.state.leg(FLAT).zone == LOBBY


def test_a_held_person_does_not_hear_by_walking_into_the_room() -> None:
    story = given(WITHOUT_HIM_THERE, hold(FLAT), restate(CIVIC_CENTRE, *BOTH))
    assert is_dark(story, CIVIC_CENTRE)
    assert standing_of(story, FATHER) == "waiting"


def test_whoever_leaves_the_room_waits_again() -> None:
    left = given(IN_SESSION, restate(CIVIC_CENTRE, SOCIAL_WORKER))
    assert not is_dark(left, CIVIC_CENTRE)
    assert standing_of(left, FATHER) == "waiting"
    back = left.and_then(restate(CIVIC_CENTRE, *BOTH))
    assert is_dark(back, CIVIC_CENTRE)
    assert not is_dark(back.and_then(bring_back()), CIVIC_CENTRE)


def test_stating_somebody_in_a_room_that_waits_takes_them_out() -> None:
    story = given(WITHOUT_HIM_THERE, drop(CIVIC_CENTRE), join_room(CIVIC_CENTRE))
    after = story.and_then(restate(CIVIC_CENTRE, *BOTH))
    assert is_dark(after, FLAT)
    assert standing_of(after, FATHER) == "waiting"


@pytest.mark.req("REQ-45")
def test_a_personal_device_in_the_room_is_never_let_in_with_sound() -> None:
    story = given(IN_SESSION, join(FATHER), answer(FATHER))
    story.when(admit(FATHER)).refuses(WrongZone)


def test_stated_in_two_rooms_means_heard_in_neither() -> None:
    library = (join_room(LIBRARY), restate(LIBRARY, TEACHER, FATHER))
    story = given(IN_SESSION, *library)
    assert is_dark(story, CIVIC_CENTRE)
    story.when(admit(FATHER, LIBRARY)).refuses(WrongZone)
    moved = story.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER))
    assert not is_dark(moved, CIVIC_CENTRE)
    both = moved.and_then(admit(FATHER, LIBRARY), admit(TEACHER, LIBRARY))
    assert not is_dark(both, LIBRARY)


def test_two_who_are_kept_apart_in_one_room_darken_it() -> None:
    alone = given(IN_SESSION, drop(KITCHEN), restate(CIVIC_CENTRE, SOCIAL_WORKER, MOTHER))
    assert not is_dark(alone.and_then(admit(MOTHER, CIVIC_CENTRE)), CIVIC_CENTRE)
    both = given(alone, restate(CIVIC_CENTRE, SOCIAL_WORKER, MOTHER, UNCLE))
    assert is_dark(both, CIVIC_CENTRE)
    both.when(admit(MOTHER, CIVIC_CENTRE)).refuses(KeptApart)


def test_the_truth_about_a_room_is_recorded_even_when_it_must_not_be_so() -> None:
    """A refusal would leave the room open with yesterday's list."""
    story = given(IN_SESSION, drop(KITCHEN))
    story.when(restate(CIVIC_CENTRE, MOTHER, UNCLE)).then(
        RoomStated(CIVIC_CENTRE, frozenset({MOTHER, UNCLE}), CLEAR)
    )


def test_the_chair_stated_out_of_her_room_pauses_the_conference() -> None:
    there = given(IN_SESSION, restate(CIVIC_CENTRE, *BOTH, CHAIR))
    out = there.and_then(restate(CIVIC_CENTRE, *BOTH))
    assert (out.state.phase, out.state.pause_reason) == ("paused", "chair_lost")


def test_the_chair_lets_a_newcomer_into_her_own_room() -> None:
    there = given(IN_SESSION, restate(CIVIC_CENTRE, *BOTH, CHAIR))
    came = there.and_then(restate(CIVIC_CENTRE, *BOTH, CHAIR, MINUTE_TAKER))
    assert not is_dark(came, CIVIC_CENTRE)  # the minute taker was heard at her own desk
    guest = there.and_then(drop(SCHOOL), restate(CIVIC_CENTRE, *BOTH, CHAIR, TEACHER))
    assert guest.state.phase == "paused"
    again = restate(CIVIC_CENTRE, *BOTH, CHAIR, TEACHER)
    after = guest.and_then(again, admit(TEACHER, CIVIC_CENTRE), answer(MOTHER), resume())
    assert not is_dark(after, CIVIC_CENTRE)


# ---------------------------------------------------------------- what its screens show


def room_panel_of(story: Story) -> RoomPanel | None:
    return story.view(TABLET).room


def test_the_host_sees_who_is_expected_and_who_was_stated() -> None:
    panel = room_panel_of(EVERYBODY_WAITS)
    assert panel is not None
    assert panel.place == words(300)
    assert panel.leg_id == CIVIC_CENTRE
    assert panel.present == BOTH
    assert dict(panel.expected)[FATHER] == NAMES[FATHER]
    assert (panel.host, panel.may_ask) == (SOCIAL_WORKER, dict(panel.expected).keys())


def test_the_host_sees_whether_the_room_is_heard() -> None:
    waits, inside = room_panel_of(EVERYBODY_WAITS), room_panel_of(IN_SESSION)
    assert waits is not None
    assert inside is not None
    assert waits.dark
    assert not inside.dark


def test_the_host_is_asked_again_after_a_pause_and_by_the_chair() -> None:
    def is_asked(story: Story) -> bool:
        panel = room_panel_of(story)
        return panel is not None and panel.statement_needed

    assert not is_asked(IN_SESSION)
    assert is_asked(given(IN_SESSION, pause()))
    assert is_asked(given(IN_SESSION, ask(CIVIC_CENTRE)))
    assert not is_asked(given(IN_SESSION, pause(), restate(CIVIC_CENTRE, *BOTH)))


def test_the_host_is_told_that_the_device_of_the_room_is_gone() -> None:
    panel = room_panel_of(given(LOBBY_OPEN, join(SOCIAL_WORKER)))
    assert panel is not None
    assert panel.leg_id is None
    assert panel.dark


def test_an_excluded_host_sees_no_panel() -> None:
    assert room_panel_of(given(IN_SESSION, exclude(SOCIAL_WORKER))) is None


def test_a_stranger_with_the_hosts_link_sees_no_panel() -> None:
    """A device becomes known by a sign-in, or by the chair."""
    unknown = Join(WORKSHOP, LegKind.COMPANION, device_of(WORKSHOP), signed_in=False)
    story = given(IN_SESSION, (unknown, who(SOCIAL_WORKER, WORKSHOP)))
    assert story.view(WORKSHOP).room is None
    assert isinstance(story.view(WORKSHOP).screen, WaitingView)
    step = restate(CIVIC_CENTRE, SOCIAL_WORKER)
    story.when(step, by=who(SOCIAL_WORKER, WORKSHOP)).refuses(NotPermitted)


def test_a_companion_shows_what_its_owner_may_see() -> None:
    assert isinstance(IN_SESSION.view(TABLET).screen, InsideView)
    assert isinstance(EVERYBODY_WAITS.view(TABLET).screen, WaitingView)
    dark = given(IN_SESSION, exclude(FATHER))
    assert isinstance(dark.view(TABLET).screen, WaitingView)


@pytest.mark.req("REQ-45")
def test_a_companion_has_no_sound_path() -> None:
    assert is_dark(IN_SESSION, TABLET)


def test_a_room_never_shows_the_chairs_panel() -> None:
    there = given(IN_SESSION, restate(CIVIC_CENTRE, *BOTH, CHAIR))
    assert there.view(CIVIC_CENTRE).panel is None
    assert there.view(CIVIC_CENTRE).room is None


def test_everybody_in_a_room_is_named_with_it() -> None:
    screen = IN_SESSION.view(KITCHEN).screen
    assert isinstance(screen, InsideView)
    rooms = {person.participant_id: person.place for person in screen.people}
    assert rooms[FATHER] == rooms[SOCIAL_WORKER] == words(300)
    assert rooms[MOTHER] is None


def test_a_held_room_stays_held_whatever_its_host_states() -> None:
    held = given(IN_SESSION, hold(CIVIC_CENTRE))
    stated = held.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER))
    assert is_dark(stated, CIVIC_CENTRE)
    assert not is_dark(stated.and_then(release(CIVIC_CENTRE)), CIVIC_CENTRE)


def test_a_host_whose_leg_is_not_named_needs_some_known_device() -> None:
    anywhere = replace(who(SOCIAL_WORKER), leg_id=None)
    step = restate(CIVIC_CENTRE, SOCIAL_WORKER)
    given(IN_SESSION).when(step, by=anywhere).then(*IN_SESSION.when(step).happened)
    given(IN_SESSION, drop(TABLET)).when(step, by=anywhere).refuses(NotPermitted)
