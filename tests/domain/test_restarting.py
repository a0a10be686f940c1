"""After a restart everybody is in the lobby; one tap brings back who was in, and nobody else."""

from app.domain.commands import BringBackEveryone, Leave
from app.domain.errors import ChairAway, NotPermitted, StaleCommand, WrongPhase
from app.domain.events import (
    ConferencePaused,
    ConferenceResumed,
    LegDropped,
    ParticipantAdmitted,
)
from app.domain.routing import media_plan
from app.domain.views import InsideView, WaitingView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    DESK,
    FATHER,
    KITCHEN,
    MOTHER,
    OFFICE,
    OVERHEARD,
    REASON,
    SCHOOL,
    SOCIAL_WORKER,
    TABLET,
    TEACHER,
    UNCLE,
    WORKSHOP,
    who,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    given,
    is_dark,
    standing_of,
)
from tests.domain.steps import (
    Step,
    admit,
    answer,
    begin,
    bring_back,
    confirm,
    connect,
    drop,
    exclude,
    join,
    join_room,
    open_conference,
    pause,
    restart,
    restate,
    sealed,
)

ALONE = (CHAIR, TEACHER, MOTHER)
ALL_BACK: tuple[Step, ...] = (
    *(join(id) for id in ALONE),
    *(answer(id) for id in ALONE),
    join(SOCIAL_WORKER),
    join_room(CIVIC_CENTRE),
    connect(CIVIC_CENTRE),
    restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER),
)
RESTARTED = given(IN_SESSION, restart())
WAITING_AGAIN = given(RESTARTED, *ALL_BACK)


def test_a_restart_drops_every_leg_and_pauses() -> None:
    story = given(EVERYBODY_WAITS, open_conference()).when(restart())
    legs = EVERYBODY_WAITS.state.legs
    story.then(*(LegDropped(leg, "restart") for leg in legs), ConferencePaused("restart"))
    assert not story.state.legs


def test_a_restart_in_a_pause_leaves_it_a_pause_of_the_chairs() -> None:
    after = given(IN_SESSION, pause(), restart())
    assert after.state.pause_reason == "chair"


def test_a_restart_before_the_conference_only_drops() -> None:
    after = given(EVERYBODY_WAITS, restart())
    assert after.state.phase == "lobby_open"


def test_after_a_restart_everybody_is_in_the_lobby_the_chair_too() -> None:
    assert media_plan(WAITING_AGAIN.state) == frozenset()
    assert {leg.zone for leg in WAITING_AGAIN.state.legs.values()} == {"lobby"}


def test_one_tap_brings_back_everybody_who_has_answered_and_the_conference_goes_on() -> None:
    tapped = WAITING_AGAIN.when(bring_back())
    tapped.then(
        ParticipantAdmitted(CHAIR, OFFICE, None),
        ParticipantAdmitted(SOCIAL_WORKER, CIVIC_CENTRE, None),
        ParticipantAdmitted(TEACHER, SCHOOL, None),
        ParticipantAdmitted(MOTHER, KITCHEN, None),
        ParticipantAdmitted(FATHER, CIVIC_CENTRE, None),
        ConferenceResumed(),
    )
    assert media_plan(tapped.state) == media_plan(given(IN_SESSION, drop(DESK)).state)


def test_people_in_a_room_come_back_only_after_their_host_has_stated_them() -> None:
    unstated = given(RESTARTED, *ALL_BACK[:-1], bring_back())
    assert is_dark(unstated, CIVIC_CENTRE)
    late = unstated.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER))
    assert is_dark(late, CIVIC_CENTRE)
    assert not is_dark(late.and_then(bring_back()), CIVIC_CENTRE)


def test_whoever_came_to_sit_in_the_room_meanwhile_keeps_it_dark() -> None:
    more = restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, UNCLE)
    story = given(RESTARTED, *ALL_BACK[:-1], more, bring_back())
    assert is_dark(story, CIVIC_CENTRE)
    assert standing_of(story, UNCLE) == "waiting"


def test_whoever_has_not_answered_stays_outside_until_the_next_tap() -> None:
    story = given(RESTARTED, join(CHAIR), answer(CHAIR), join(MOTHER), bring_back())
    assert is_dark(story, KITCHEN)
    again = story.and_then(answer(MOTHER), bring_back())
    assert not is_dark(again, KITCHEN)


def test_whoever_can_be_overheard_stays_outside() -> None:
    story = given(RESTARTED, join(CHAIR), answer(CHAIR), join(MOTHER), answer(MOTHER, OVERHEARD))
    tapped = story.and_then(bring_back())
    assert is_dark(tapped, KITCHEN)
    assert not is_dark(tapped.and_then(admit(MOTHER, reason=REASON)), KITCHEN)


def test_whoever_was_never_in_stays_outside() -> None:
    story = given(WAITING_AGAIN, drop(KITCHEN), join(UNCLE), answer(UNCLE), bring_back())
    assert is_dark(story, WORKSHOP)


def test_whoever_was_excluded_stays_outside() -> None:
    story = given(IN_SESSION, exclude(MOTHER), restart(), *ALL_BACK, bring_back())
    assert standing_of(story, MOTHER) == "excluded"
    assert is_dark(story, KITCHEN)


def test_a_room_with_somebody_excluded_stays_dark() -> None:
    story = given(IN_SESSION, exclude(FATHER), restart(), *ALL_BACK, bring_back())
    assert is_dark(story, CIVIC_CENTRE)
    gone = story.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER))
    assert not is_dark(gone, CIVIC_CENTRE)


def test_nobody_comes_back_into_a_section_that_is_not_for_them() -> None:
    closed = given(WITHOUT_HIM_THERE, begin(CLOSED_PART), sealed(CLOSED_PART), restart())
    back = given(closed, *ALL_BACK[:-1], restate(CIVIC_CENTRE, SOCIAL_WORKER), bring_back())
    assert standing_of(back, MOTHER) == "waiting"
    assert not is_dark(back, CIVIC_CENTRE)
    assert not is_dark(back, SCHOOL)


def test_a_second_restart_forgets_nobody() -> None:
    story = given(RESTARTED, join(CHAIR), answer(CHAIR), restart(), *ALL_BACK, bring_back())
    assert not is_dark(story, KITCHEN)
    assert not is_dark(story, CIVIC_CENTRE)


def test_whoever_left_by_their_own_wish_comes_back_by_the_tap_too() -> None:
    left = given(IN_SESSION, (Leave(KITCHEN), who(MOTHER)), join(MOTHER), answer(MOTHER))
    assert not is_dark(left.and_then(bring_back()), KITCHEN)


def test_the_tap_needs_the_chair_with_answers_of_her_own() -> None:
    story = given(RESTARTED, *ALL_BACK[1:2], join(CHAIR))
    story.when(bring_back()).refuses(ChairAway)


def test_the_chair_comes_back_through_her_room_as_well() -> None:
    there = given(IN_SESSION, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, CHAIR), restart())
    back = there.and_then(join(SOCIAL_WORKER), join_room(CIVIC_CENTRE), join(CHAIR))
    back.when(bring_back()).refuses(ChairAway)
    said = (join(MOTHER), answer(MOTHER), restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, CHAIR))
    stated = back.and_then(*said, bring_back())
    assert stated.state.phase == "in_section"
    assert not is_dark(stated, CIVIC_CENTRE)


def test_the_chair_is_not_inside_because_somebody_says_that_she_is_in_a_room() -> None:
    """Nobody has confirmed who she is at that device, and she was never let in there."""
    down = given(IN_SESSION, restart())
    back = down.and_then(join(SOCIAL_WORKER), join_room(CIVIC_CENTRE), join(CHAIR))
    stated = back.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, CHAIR))
    stated.when(bring_back()).refuses(ChairAway)
    known = stated.and_then(confirm(CHAIR, CIVIC_CENTRE))
    assert known.and_then(bring_back()).state.phase == "in_section"


def test_the_tap_is_the_chairs_and_from_a_present_view() -> None:
    given(WAITING_AGAIN).when(bring_back(), by=MOTHER).refuses(NotPermitted)
    early = (BringBackEveryone(IN_SESSION.state.version), CHAIR)
    given(WAITING_AGAIN).when(early).refuses(StaleCommand)
    given(EVERYBODY_WAITS).when(bring_back()).refuses(WrongPhase)


def test_the_panel_says_how_many_the_tap_is_about() -> None:
    panel = WAITING_AGAIN.view(OFFICE).panel
    assert panel is not None
    assert panel.may_bring_back == len(WAITING_AGAIN.state.was_in)


def test_a_tap_with_nobody_to_bring_back_does_nothing() -> None:
    given(IN_SESSION).when(bring_back()).then()


def test_companions_show_nothing_until_their_owner_is_back() -> None:
    assert isinstance(WAITING_AGAIN.view(TABLET).screen, WaitingView)
    assert isinstance(WAITING_AGAIN.and_then(bring_back()).view(TABLET).screen, InsideView)
