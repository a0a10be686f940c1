"""The chair lets people in, one by one, or says no."""

import pytest

from app.domain.commands import SERVICE, AdmitParticipant, NoteLost
from app.domain.errors import (
    AnswersNeeded,
    ChairAway,
    NotInAudience,
    StaleCommand,
    UnknownLeg,
    UnknownParticipant,
    WrongPhase,
    WrongStanding,
    WrongZone,
)
from app.domain.events import (
    AdmissionRefused,
    IdentityConfirmed,
    ParticipantAdmitted,
    SectionOpened,
)
from app.domain.people import IdentityMethod, LegKind, Notice
from app.domain.views import WaitingView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    DESK,
    FATHER,
    KITCHEN,
    MINUTE_TAKER,
    MOTHER,
    OFFICE,
    REASON,
    SCHOOL,
    SOCIAL_WORKER,
    STRANGER,
    TEACHER,
    UNCLE,
    WELCOME,
    WORKSHOP,
    device_of,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    as_seen,
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
    drop,
    exclude,
    hold,
    join,
    open_conference,
    pause,
    refuse,
    restate,
    sealed,
)

UNCLE_WAITS = given(IN_SESSION, drop(KITCHEN), join(UNCLE), answer(UNCLE))


def test_opening_admits_all_who_are_clear_and_known_and_nobody_else() -> None:
    opened = given(EVERYBODY_WAITS).when(open_conference())
    opened.then(
        SectionOpened(WELCOME),
        ParticipantAdmitted(CHAIR, OFFICE, None),
        ParticipantAdmitted(MINUTE_TAKER, DESK, None),
        ParticipantAdmitted(TEACHER, SCHOOL, None),
    )
    assert is_dark(opened, KITCHEN)
    assert is_dark(opened, CIVIC_CENTRE)


def test_opening_admits_people_in_a_room_whom_the_chair_knows() -> None:
    known = (confirm(id, CIVIC_CENTRE) for id in (SOCIAL_WORKER, FATHER))
    opened = given(EVERYBODY_WAITS, *known, open_conference())
    assert not is_dark(opened, CIVIC_CENTRE)


def test_the_chair_opens_from_inside() -> None:
    given(LOBBY_OPEN, join(CHAIR)).when(open_conference()).refuses(ChairAway)


def test_the_chair_opens_from_a_room_only_if_the_room_is_heard() -> None:
    there = (restate(CIVIC_CENTRE, SOCIAL_WORKER, CHAIR), confirm(CHAIR, CIVIC_CENTRE))
    dark = given(EVERYBODY_WAITS, *there)
    dark.when(open_conference()).refuses(ChairAway)
    heard = given(dark, confirm(SOCIAL_WORKER, CIVIC_CENTRE), open_conference())
    assert not is_dark(heard, CIVIC_CENTRE)


def test_a_conference_opens_once() -> None:
    given(IN_SESSION).when(open_conference()).refuses(WrongPhase)


def test_nobody_is_admitted_before_the_conference_is_open() -> None:
    given(EVERYBODY_WAITS).when(admit(MOTHER)).refuses(WrongPhase)


def test_an_admission_says_how_the_chair_knew_who_it_was() -> None:
    given(IN_SESSION, drop(SCHOOL), join(TEACHER), answer(TEACHER)).when(admit(TEACHER)).then(
        IdentityConfirmed(TEACHER, device_of(SCHOOL), IdentityMethod.KNOWN_TO_CHAIR),
        ParticipantAdmitted(TEACHER, SCHOOL, None),
    )


def test_an_admission_names_somebody_who_is_there() -> None:
    given(IN_SESSION).when(admit(TEACHER, KITCHEN)).refuses(UnknownParticipant)
    given(IN_SESSION).when(admit(STRANGER, KITCHEN)).refuses(UnknownParticipant)
    given(IN_SESSION).when(admit(UNCLE)).refuses(UnknownLeg)


def test_whoever_is_in_is_not_admitted_again() -> None:
    given(IN_SESSION).when(admit(MOTHER)).refuses(WrongZone)
    given(IN_SESSION, hold(KITCHEN)).when(admit(MOTHER)).refuses(WrongZone)


def test_an_excluded_person_is_brought_back_and_never_admitted() -> None:
    given(IN_SESSION, exclude(MOTHER), answer(MOTHER)).when(admit(MOTHER)).refuses(WrongStanding)


def test_nobody_is_let_in_while_the_chair_is_away() -> None:
    away = given(UNCLE_WAITS, (NoteLost(OFFICE), SERVICE))
    away.when(admit(UNCLE)).refuses(ChairAway)


def test_the_chair_may_let_herself_in() -> None:
    back = given(IN_SESSION, drop(OFFICE), join(CHAIR), answer(CHAIR), admit(CHAIR))
    assert standing_of(back, CHAIR) == "admitted"


def test_nobody_is_let_in_whom_the_section_is_not_for() -> None:
    away = given(IN_SESSION, drop(KITCHEN, CIVIC_CENTRE), join(MOTHER), answer(MOTHER))
    closed = given(away, begin(CLOSED_PART), sealed(CLOSED_PART))
    closed.when(admit(MOTHER)).refuses(NotInAudience)


def test_a_closed_part_asks_for_answers_of_the_last_minutes() -> None:
    away = given(IN_SESSION, drop(SCHOOL, KITCHEN, CIVIC_CENTRE))
    closed = given(away, begin(CLOSED_PART), sealed(CLOSED_PART), join(TEACHER), answer(TEACHER))
    assert not is_dark(closed.later(9 * 60).and_then(admit(TEACHER)), SCHOOL)
    closed.later(11 * 60).when(admit(TEACHER)).refuses(AnswersNeeded)


def test_a_companion_device_is_never_let_in() -> None:
    away = given(IN_SESSION, drop(SCHOOL), join(TEACHER, kind=LegKind.COMPANION), answer(TEACHER))
    away.when(admit(TEACHER)).refuses(WrongZone)


def test_a_lost_connection_is_not_let_in() -> None:
    given(UNCLE_WAITS, (NoteLost(WORKSHOP), SERVICE)).when(admit(UNCLE)).refuses(WrongZone)


def test_a_second_device_takes_the_place_of_the_first() -> None:
    two = given(IN_SESSION, join(MOTHER, WORKSHOP), answer(MOTHER, leg=WORKSHOP))
    after = two.and_then(admit(MOTHER, WORKSHOP))
    assert is_dark(after, KITCHEN)
    assert not is_dark(after, WORKSHOP)


# ---------------------------------------------------------------- saying no


def test_a_refusal_is_told_to_the_one_whom_it_is_about() -> None:
    after = UNCLE_WAITS.when(refuse(UNCLE)).then(AdmissionRefused(UNCLE, WORKSHOP, REASON))
    assert after.view(WORKSHOP).screen == WaitingView(
        Notice("not_admitted", None), answers_needed=False
    )


def test_the_notice_of_a_refusal_ends_with_the_admission() -> None:
    alone = given(UNCLE_WAITS, drop(CIVIC_CENTRE), refuse(UNCLE), admit(UNCLE))
    after = given(alone, begin(CLOSED_PART))
    assert after.state.leg(WORKSHOP).notice is None


def test_opening_passes_over_whom_the_chair_has_refused() -> None:
    known = given(EVERYBODY_WAITS, confirm(MOTHER, KITCHEN))
    assert not is_dark(given(known, open_conference()), KITCHEN)
    assert is_dark(given(known, refuse(MOTHER), open_conference()), KITCHEN)


def test_a_new_connection_is_no_way_round_a_refusal() -> None:
    known = given(EVERYBODY_WAITS, confirm(MOTHER, KITCHEN), refuse(MOTHER))
    again = given(known, drop(KITCHEN), join(MOTHER), answer(MOTHER))
    assert is_dark(given(again, open_conference()), KITCHEN)


def test_the_one_tap_passes_over_whom_the_chair_has_refused() -> None:
    back = given(IN_SESSION, drop(KITCHEN), join(MOTHER), answer(MOTHER))
    assert not is_dark(given(back, bring_back()), KITCHEN)
    assert is_dark(given(back, refuse(MOTHER), bring_back()), KITCHEN)


def test_after_a_refusal_the_chair_may_still_let_them_in_by_name() -> None:
    assert not is_dark(given(UNCLE_WAITS, refuse(UNCLE), admit(UNCLE)), WORKSHOP)


def test_refusing_a_second_device_leaves_the_first_inside() -> None:
    after = given(IN_SESSION, join(MOTHER, WORKSHOP), refuse(MOTHER, WORKSHOP))
    assert not is_dark(after, KITCHEN)


def test_a_refusal_is_not_shown_on_the_screen_of_a_room() -> None:
    after = given(EVERYBODY_WAITS, refuse(FATHER, CIVIC_CENTRE))
    assert after.state.leg(CIVIC_CENTRE).notice is None


def test_only_those_who_wait_are_refused() -> None:
    given(IN_SESSION).when(refuse(MOTHER)).refuses(WrongZone)
    given(IN_SESSION, exclude(MOTHER)).when(refuse(MOTHER)).refuses(WrongStanding)


# ---------------------------------------------------------------- commands from an older view


@pytest.mark.parametrize("narrowing", [refuse(UNCLE), pause()])
def test_an_admission_does_not_undo_what_its_sender_has_not_seen(narrowing: Step) -> None:
    after = given(UNCLE_WAITS, narrowing, answer(UNCLE))
    after.when(as_seen(UNCLE_WAITS, admit(UNCLE))).refuses(StaleCommand)


def test_an_admission_from_a_view_that_only_grew_is_good() -> None:
    after = given(UNCLE_WAITS, answer(TEACHER), as_seen(UNCLE_WAITS, admit(UNCLE)))
    assert standing_of(after, UNCLE) == "admitted"


def test_an_opening_from_before_a_refusal_does_not_let_them_in() -> None:
    known = given(EVERYBODY_WAITS, confirm(MOTHER, KITCHEN))
    after = given(known, refuse(MOTHER), as_seen(known, open_conference()))
    assert is_dark(after, KITCHEN)


def test_a_view_that_was_shown_to_nobody_grants_nothing() -> None:
    step = AdmitParticipant(
        UNCLE, WORKSHOP, IdentityMethod.VOUCHED_FOR, None, UNCLE_WAITS.state.version + 1
    )
    UNCLE_WAITS.when((step, CHAIR)).refuses(StaleCommand)
