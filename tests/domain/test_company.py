"""Several known people at one browser or phone: agreed before, named, and let in one by one."""

import pytest

from app.domain.errors import (
    AnswersNeeded,
    IdentityNeeded,
    KeptApart,
    NotAgreed,
    NotPermitted,
    WrongStanding,
    WrongZone,
)
from app.domain.events import AnswersGiven, CompanyStated, LegHeld, ParticipantAdmitted
from app.domain.gates.events import CompanyAgreed
from app.domain.ids import ParticipantId
from app.domain.people import LOBBY, LegKind, Notice
from app.domain.views import WaitingView
from tests.domain.company import AGREED, BOTH, SIT, TOGETHER, TOGETHER_IN, WAITING_TOGETHER
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    OBSERVER,
    OFFICE,
    OFFICE_STAFF,
    OVERHEARD,
    REASON,
    SCHOOL,
    SOCIAL_WORKER,
    STRANGER,
    TEACHER,
    UNCLE,
    WORKSHOP,
    words,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    given,
    hears,
    is_dark,
    standing_of,
)
from tests.domain.signal_steps import mute
from tests.domain.steps import (
    admit,
    agree,
    answer,
    begin,
    bring_back,
    confirm,
    connect,
    drop,
    exclude,
    hold,
    join,
    open_conference,
    release,
    restart,
    restate,
    sealed,
)


def test_company_is_agreed_by_the_chair_or_the_office() -> None:
    agreed = CompanyAgreed(FATHER, frozenset({UNCLE}))
    given(IN_SESSION).when(AGREED).then(agreed)
    given(IN_SESSION).when(AGREED, by=OFFICE_STAFF).then(agreed)
    for other in (SOCIAL_WORKER, FATHER, UNCLE, TEACHER):
        given(IN_SESSION).when(AGREED, by=other).refuses(NotPermitted)


def test_an_agreement_holds_both_ways_and_the_last_one_counts() -> None:
    story = given(EVERYBODY_WAITS, agree(UNCLE, FATHER), join(FATHER))
    story.when(SIT).then(CompanyStated(FLAT, BOTH), AnswersGiven(FLAT, TOGETHER, None))
    given(story, agree(UNCLE)).when(SIT).refuses(NotAgreed)


@pytest.mark.parametrize(
    ("pair", "refusal"),
    [
        ((MOTHER, UNCLE), KeptApart),
        ((MOTHER, OBSERVER), NotPermitted),
        ((OBSERVER, MOTHER), NotPermitted),
        ((MOTHER, MOTHER), NotPermitted),
    ],
)
def test_who_never_sits_together_is_not_agreed(
    pair: tuple[ParticipantId, ParticipantId], refusal: type[Exception]
) -> None:
    story = given(EVERYBODY_WAITS).when(agree(*pair))
    assert isinstance(story.refusal, refusal)


def test_only_who_was_agreed_is_named() -> None:
    story = given(EVERYBODY_WAITS, join(FATHER))
    story.when(SIT).refuses(NotAgreed)
    given(story, AGREED).when(answer(FATHER, TOGETHER, here=[UNCLE, TEACHER])).refuses(NotAgreed)
    given(story, AGREED).when(answer(FATHER, TOGETHER, here=[STRANGER])).refuses(NotAgreed)


def test_each_of_them_is_let_in_and_until_then_the_place_is_dark() -> None:
    one = given(WAITING_TOGETHER, admit(FATHER))
    assert is_dark(one, FLAT)
    both = given(one, admit(UNCLE, FLAT))
    assert hears(both, FLAT, OFFICE)
    assert hears(both, OFFICE, FLAT)


def test_each_of_them_is_identified_at_that_device() -> None:
    WAITING_TOGETHER.when(admit(UNCLE, FLAT, identity=None)).refuses(IdentityNeeded)
    one = given(WAITING_TOGETHER, admit(FATHER))
    one.when(admit(UNCLE, FLAT, identity=None)).refuses(IdentityNeeded)


def test_a_phone_is_shared_as_a_laptop_is() -> None:
    story = given(
        WAITING_TOGETHER, drop(FLAT), join(FATHER, kind=LegKind.PHONE), connect(FLAT), SIT
    )
    assert not is_dark(given(story, admit(FATHER), admit(UNCLE, FLAT)), FLAT)


def test_a_companion_device_names_nobody() -> None:
    story = given(IN_SESSION, agree(SOCIAL_WORKER, UNCLE))
    story.when(answer(SOCIAL_WORKER, TOGETHER, here=[UNCLE])).refuses(NotPermitted)


def test_not_alone_is_clear_while_all_who_are_there_are_named_and_agreed() -> None:
    WAITING_TOGETHER.when(admit(FATHER)).then(*given(WAITING_TOGETHER).when(admit(FATHER)).happened)
    alone_said = given(WAITING_TOGETHER, answer(FATHER, TOGETHER))
    alone_said.when(admit(FATHER)).refuses(AnswersNeeded)
    somebody_else = answer(FATHER, TOGETHER, with_whom=words(9), here=[UNCLE])
    given(WAITING_TOGETHER, somebody_else).when(admit(FATHER)).refuses(AnswersNeeded)
    no_more = given(WAITING_TOGETHER, agree(FATHER))
    no_more.when(admit(FATHER)).refuses(AnswersNeeded)


def test_company_makes_nothing_else_clear() -> None:
    overheard = given(WAITING_TOGETHER, answer(FATHER, OVERHEARD, here=[UNCLE]))
    overheard.when(admit(FATHER)).refuses(AnswersNeeded)
    assert not is_dark(
        given(overheard, admit(FATHER, reason=REASON), admit(UNCLE, FLAT, REASON)), FLAT
    )


def test_whoever_comes_to_a_place_inside_waits_there_and_the_place_is_dark() -> None:
    alone = given(WAITING_TOGETHER, answer(FATHER), admit(FATHER))
    assert not is_dark(alone, FLAT)
    came = given(alone).when(SIT)
    came.then(CompanyStated(FLAT, BOTH), AnswersGiven(FLAT, TOGETHER, None))
    assert is_dark(came, FLAT)
    assert not is_dark(given(came, admit(UNCLE, FLAT)), FLAT)


def test_whoever_is_not_alone_with_a_stranger_is_held() -> None:
    alone = given(WAITING_TOGETHER, answer(FATHER), admit(FATHER))
    somebody = answer(FATHER, TOGETHER, with_whom=words(9))
    alone.when(somebody).then(AnswersGiven(FLAT, TOGETHER, words(9)), LegHeld(FLAT, None))


def test_whoever_came_goes_out_at_their_own_device_and_brings_no_admission_along() -> None:
    apart = given(
        WAITING_TOGETHER,
        answer(FATHER),
        admit(FATHER),
        join(UNCLE),
        connect(WORKSHOP),
        answer(UNCLE),
        admit(UNCLE),
    )
    assert hears(apart, WORKSHOP, FLAT)
    came = given(apart, SIT)
    assert is_dark(came, WORKSHOP)
    assert is_dark(came, FLAT)
    assert (came.state.leg(WORKSHOP).zone, standing_of(came, UNCLE)) == (LOBBY, "waiting")
    came.when(admit(UNCLE)).refuses(WrongZone, AnswersNeeded)
    given(came, answer(UNCLE)).when(admit(UNCLE)).refuses(WrongZone)
    assert not is_dark(given(came, admit(UNCLE, FLAT)), FLAT)


def test_whoever_leaves_the_company_waits_again() -> None:
    left = given(TOGETHER_IN, answer(FATHER))
    assert not is_dark(left, FLAT)
    assert standing_of(left, UNCLE) == "waiting"
    back = given(left, SIT)
    assert is_dark(back, FLAT)
    assert not is_dark(given(back, bring_back()), FLAT)


def test_said_to_be_at_two_places_means_heard_at_neither() -> None:
    """I16: two laptops that each say that the other's owner is there as well."""
    both = given(TOGETHER_IN, join(UNCLE), connect(WORKSHOP))
    each = given(both, answer(UNCLE, TOGETHER, here=[FATHER]))
    assert is_dark(each, FLAT)
    assert is_dark(each, WORKSHOP)
    each.when(admit(UNCLE, WORKSHOP)).refuses(WrongZone)


def test_stated_in_a_room_and_at_a_laptop_means_heard_in_neither() -> None:
    story = given(TOGETHER_IN, restate(CIVIC_CENTRE, SOCIAL_WORKER, UNCLE))
    assert is_dark(story, FLAT)
    assert is_dark(story, CIVIC_CENTRE)
    gone = given(story, answer(FATHER))
    assert not is_dark(given(gone, admit(UNCLE, CIVIC_CENTRE)), CIVIC_CENTRE)


def test_the_owner_in_a_room_takes_everybody_at_the_laptop_out() -> None:
    story = given(TOGETHER_IN, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER))
    assert is_dark(story, FLAT)
    assert standing_of(story, UNCLE) == "waiting"


def test_the_owner_let_in_at_another_device_takes_their_company_out() -> None:
    moved = given(TOGETHER_IN, join(FATHER, WORKSHOP), answer(FATHER, leg=WORKSHOP))
    moved = given(moved, admit(FATHER, WORKSHOP))
    assert is_dark(moved, FLAT)
    assert standing_of(moved, UNCLE) == "waiting"


def test_kept_apart_counts_everybody_at_a_place() -> None:
    with_mother = given(TOGETHER_IN, join(MOTHER), connect(KITCHEN), answer(MOTHER))
    with_mother.when(admit(MOTHER)).refuses(KeptApart)
    without = given(with_mother, answer(FATHER), admit(MOTHER))
    came = given(without, SIT)
    came.when(admit(UNCLE, FLAT)).refuses(KeptApart)
    assert is_dark(came, FLAT)


def test_the_opening_lets_in_everybody_of_a_place_who_is_ready() -> None:
    at_the_door = given(
        EVERYBODY_WAITS,
        restate(CIVIC_CENTRE, SOCIAL_WORKER),
        drop(KITCHEN),
        AGREED,
        join(FATHER),
        SIT,
        confirm(FATHER, FLAT),
    )
    half = given(at_the_door, open_conference())
    assert is_dark(half, FLAT)
    both = given(at_the_door, confirm(UNCLE, FLAT), open_conference())
    assert ParticipantAdmitted(UNCLE, FLAT, None) in both.happened
    assert not is_dark(both, FLAT)


def test_after_a_restart_they_come_back_together_once_named_again() -> None:
    again = given(TOGETHER_IN, restart(), join(CHAIR), answer(CHAIR), join(FATHER), SIT)
    assert not is_dark(given(again, bring_back()), FLAT)


def test_excluding_one_of_them_darkens_the_place_until_its_owner_says_who_is_left() -> None:
    out = given(TOGETHER_IN, exclude(UNCLE))
    assert is_dark(out, FLAT)
    assert out.view(FLAT).screen == WaitingView(None, answers_needed=True)
    assert is_dark(given(out, SIT), FLAT)
    assert not is_dark(given(out, answer(FATHER)), FLAT)


def test_excluding_the_owner_puts_the_others_out_too_and_nobody_comes_in_by_that_place() -> None:
    out = given(TOGETHER_IN, exclude(FATHER))
    assert is_dark(out, FLAT)
    assert standing_of(out, UNCLE) == "waiting"
    assert out.state.leg(FLAT).notice == Notice("excluded", None)
    said = given(out, SIT)
    said.when(admit(UNCLE, FLAT)).refuses(WrongStanding)
    tapped = said.when(bring_back())
    assert standing_of(tapped, UNCLE) == "waiting"
    alone = given(said, answer(FATHER), join(UNCLE), connect(WORKSHOP), answer(UNCLE))
    assert not is_dark(given(alone, admit(UNCLE)), WORKSHOP)


def test_a_part_that_is_not_for_one_of_them_is_sealed_to_the_place() -> None:
    together = given(
        IN_SESSION,
        agree(TEACHER, MOTHER),
        answer(TEACHER, TOGETHER, here=[MOTHER]),
        admit(MOTHER, SCHOOL),
        restate(CIVIC_CENTRE, SOCIAL_WORKER),
    )
    assert not is_dark(together, SCHOOL)
    closed = given(together, begin(CLOSED_PART), sealed(CLOSED_PART))
    assert is_dark(closed, SCHOOL)
    closed.when(admit(TEACHER, SCHOOL)).refuses(AnswersNeeded)


def test_a_place_of_two_is_held_and_released_as_one() -> None:
    held = given(TOGETHER_IN, hold(FLAT))
    assert is_dark(held, FLAT)
    assert not is_dark(given(held, release(FLAT)), FLAT)


def test_a_mute_of_one_is_a_mute_of_the_place_and_no_company_lifts_it() -> None:
    assert not hears(given(TOGETHER_IN, mute(FATHER)), OFFICE, FLAT)
    alone = given(WAITING_TOGETHER, answer(FATHER), admit(FATHER), mute(FATHER))
    assert not hears(given(alone, SIT, admit(UNCLE, FLAT)), OFFICE, FLAT)
