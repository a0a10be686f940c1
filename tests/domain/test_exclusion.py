"""The chair puts somebody out, and alone brings them back."""

import pytest

from app.domain.commands import ReadmitParticipant
from app.domain.errors import (
    AnswersNeeded,
    ChairAway,
    IdentityNeeded,
    NotInAudience,
    NotPermitted,
    StaleCommand,
    UnknownParticipant,
    WrongPhase,
    WrongStanding,
    WrongZone,
)
from app.domain.events import (
    Ground,
    ParticipantExcluded,
    ParticipantReadmitted,
    Span,
    Told,
    ViewsRoute,
)
from app.domain.people import Notice
from app.domain.record.events import PartNamed
from app.domain.views import WaitingView
from tests.domain.agenda_steps import keep_out
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    OFFICE,
    REASON,
    SOCIAL_WORKER,
    STRANGER,
    WELCOME,
    WORKSHOP,
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
    ask,
    begin,
    bring_back,
    confirm,
    drop,
    exclude,
    hold,
    join,
    open_conference,
    pause,
    readmit,
    release,
    restart,
    restate,
    resume,
    sealed,
)

OUT = given(IN_SESSION, exclude(MOTHER, 10))


def test_an_exclusion_carries_all_that_the_record_needs() -> None:
    given(IN_SESSION).when(exclude(MOTHER, 10)).then(
        ParticipantExcluded(
            MOTHER,
            Ground.VIOLENCE_OR_DISRUPTION,
            REASON,
            Told.IN_PERSON,
            ViewsRoute.SOCIAL_WORKER,
            Span.THIS_PART,
            10,
            WELCOME,
        ),
        PartNamed(MOTHER, WELCOME),
    )


def test_an_excluded_person_hears_nothing_and_is_not_heard() -> None:
    assert is_dark(OUT, KITCHEN)


def test_an_excluded_person_is_told_what_the_chair_said_and_nothing_else() -> None:
    view = OUT.view(KITCHEN)
    assert view.screen == WaitingView(Notice("excluded", 10), answers_needed=True)
    assert view.panel is None
    assert view.room is None


def test_the_others_go_on_without_the_excluded_person() -> None:
    assert not is_dark(OUT, CIVIC_CENTRE)
    assert not is_dark(OUT, OFFICE)


@pytest.mark.parametrize(
    "attempt",
    [
        join(MOTHER, WORKSHOP),
        answer(MOTHER),
        admit(MOTHER),
        bring_back(),
        confirm(MOTHER, KITCHEN),
        ask(KITCHEN),
        pause(),
        restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER),
    ],
)
def test_nothing_but_bringing_them_back_lets_them_in(attempt: Step) -> None:
    after = OUT.when(attempt)
    assert standing_of(after, MOTHER) == "excluded"
    assert all(is_dark(after, leg.id) for leg in after.state.legs_of(MOTHER))


def test_an_excluded_person_is_out_at_every_device() -> None:
    two = given(IN_SESSION, join(MOTHER, WORKSHOP), answer(MOTHER, leg=WORKSHOP), exclude(MOTHER))
    two.when(admit(MOTHER, WORKSHOP)).refuses(WrongStanding)
    assert two.view(WORKSHOP).screen == WaitingView(Notice("excluded", None), answers_needed=False)


def test_whoever_waits_can_be_excluded_too() -> None:
    after = given(EVERYBODY_WAITS, exclude(MOTHER))
    assert standing_of(after, MOTHER) == "excluded"


def test_nobody_is_excluded_twice() -> None:
    OUT.when(exclude(MOTHER)).refuses(WrongStanding)


def test_the_chair_is_never_excluded() -> None:
    given(IN_SESSION).when(exclude(CHAIR)).refuses(NotPermitted)


def test_a_stranger_cannot_be_excluded() -> None:
    given(IN_SESSION).when(exclude(STRANGER)).refuses(UnknownParticipant)


def test_the_chair_brings_back_whom_she_put_out() -> None:
    back = OUT.and_then(answer(MOTHER)).when(readmit(MOTHER))
    back.then(ParticipantReadmitted(MOTHER, KITCHEN))
    assert not is_dark(back, KITCHEN)


def test_only_an_excluded_person_is_brought_back() -> None:
    given(IN_SESSION).when(readmit(MOTHER)).refuses(WrongStanding)


def test_nobody_is_brought_back_while_the_chair_is_away() -> None:
    OUT.and_then(answer(MOTHER), drop(OFFICE)).when(readmit(MOTHER)).refuses(ChairAway)


def test_nobody_is_brought_back_into_a_section_that_is_not_for_them() -> None:
    out = given(IN_SESSION, keep_out(MOTHER, span=Span.FROM_NOW_ON))
    alone = given(out, drop(CIVIC_CENTRE), begin(CLOSED_PART), sealed(CLOSED_PART))
    alone.and_then(answer(MOTHER)).when(readmit(MOTHER)).refuses(NotInAudience)


def test_nobody_is_brought_back_at_a_device_that_nobody_knows() -> None:
    stranger = given(OUT, join(MOTHER, WORKSHOP), answer(MOTHER, leg=WORKSHOP))
    stranger.when(readmit(MOTHER, WORKSHOP)).refuses(IdentityNeeded)


def test_nobody_is_brought_back_before_the_conference_is_open() -> None:
    story = given(EVERYBODY_WAITS, exclude(MOTHER), answer(MOTHER))
    story.when(readmit(MOTHER)).refuses(WrongPhase)


def test_a_late_order_to_bring_back_does_not_undo_a_second_exclusion() -> None:
    early = (ReadmitParticipant(MOTHER, KITCHEN, OUT.state.version), CHAIR)
    again = given(OUT, answer(MOTHER), readmit(MOTHER), exclude(MOTHER), answer(MOTHER))
    again.when(early).refuses(StaleCommand)


def test_an_exclusion_outlives_a_pause_and_a_restart() -> None:
    assert is_dark(given(OUT, pause()), KITCHEN)
    back = given(OUT, restart(), join(CHAIR), answer(CHAIR), join(MOTHER), answer(MOTHER))
    after = given(back, bring_back())
    assert standing_of(after, MOTHER) == "excluded"
    assert is_dark(after, KITCHEN)


def test_opening_passes_over_whoever_is_excluded() -> None:
    story = given(EVERYBODY_WAITS, confirm(MOTHER, KITCHEN), exclude(MOTHER), answer(MOTHER))
    assert standing_of(story.and_then(open_conference()), MOTHER) == "excluded"


def test_whoever_is_excluded_while_away_is_not_among_those_to_bring_back() -> None:
    away = given(IN_SESSION, drop(KITCHEN))
    assert MOTHER in away.state.was_in
    assert MOTHER not in away.and_then(exclude(MOTHER)).state.was_in


def test_a_held_person_who_is_excluded_is_not_released_any_more() -> None:
    story = given(IN_SESSION, hold(KITCHEN), exclude(MOTHER))
    story.when(release(KITCHEN)).refuses(WrongZone)


# ---------------------------------------------------------------- in a shared room


def test_excluding_a_parent_darkens_the_whole_room_he_shares() -> None:
    after = given(IN_SESSION, exclude(FATHER))
    assert is_dark(after, CIVIC_CENTRE)
    assert not is_dark(after, KITCHEN)


def test_the_screen_of_a_dark_room_names_nobody() -> None:
    after = given(IN_SESSION, exclude(FATHER))
    assert after.view(CIVIC_CENTRE).screen == WaitingView(None, answers_needed=False)


def test_the_room_comes_back_when_its_host_states_that_he_has_gone() -> None:
    after = given(IN_SESSION, exclude(FATHER), restate(CIVIC_CENTRE, SOCIAL_WORKER))
    assert not is_dark(after, CIVIC_CENTRE)


def test_the_room_stays_dark_while_he_is_stated_there() -> None:
    after = given(IN_SESSION, exclude(FATHER), restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER))
    assert is_dark(after, CIVIC_CENTRE)


def test_a_room_goes_dark_when_an_excluded_person_walks_in() -> None:
    story = given(WITHOUT_HIM_THERE, exclude(FATHER))
    assert not is_dark(story, CIVIC_CENTRE)
    assert is_dark(story.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER)), CIVIC_CENTRE)


def test_he_comes_back_into_the_room_after_a_new_statement() -> None:
    out = given(IN_SESSION, exclude(FATHER))
    out.when(readmit(FATHER, CIVIC_CENTRE)).refuses(AnswersNeeded)
    back = given(out, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER), readmit(FATHER, CIVIC_CENTRE))
    assert not is_dark(back, CIVIC_CENTRE)


def test_bringing_him_back_does_not_release_a_room_that_is_held() -> None:
    held = given(IN_SESSION, hold(CIVIC_CENTRE), exclude(FATHER))
    stated = given(held, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER))
    stated.when(readmit(FATHER, CIVIC_CENTRE)).refuses(WrongZone)


def test_an_excluded_person_does_not_listen_at_somebody_elses_device_in_the_room() -> None:
    """The social worker's own microphone would carry to whoever sits beside her."""
    story = given(IN_SESSION, exclude(FATHER), join(SOCIAL_WORKER, FLAT))
    story.and_then(answer(SOCIAL_WORKER, leg=FLAT)).when(admit(SOCIAL_WORKER, FLAT)).refuses(
        WrongZone
    )


def test_the_chair_in_a_room_that_goes_dark_pauses_the_conference() -> None:
    there = given(IN_SESSION, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, CHAIR))
    assert not is_dark(there, CIVIC_CENTRE)
    out = given(there, exclude(FATHER))
    assert out.state.phase == "paused"
    assert out.state.pause_reason == "chair_lost"
    out.when(resume()).refuses(ChairAway)
    gone = given(out, restate(CIVIC_CENTRE, SOCIAL_WORKER, CHAIR), answer(MOTHER), resume())
    assert not is_dark(gone, CIVIC_CENTRE)
