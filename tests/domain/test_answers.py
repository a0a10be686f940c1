"""Who is with you: asked on arrival, after every gap, and again when it is too long ago."""

from dataclasses import replace

import pytest

from app.domain.commands import ConfirmIdentity, GiveAnswers
from app.domain.errors import (
    AnswersNeeded,
    IdentityNeeded,
    NotPermitted,
    StaleCommand,
    UnknownParticipant,
)
from app.domain.events import AnswersAsked, AnswersGiven, IdentityConfirmed, LegHeld
from app.domain.people import Answers, IdentityMethod
from app.domain.views import InsideView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLEAR,
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
    device_of,
    room_device,
    who,
    words,
)
from tests.domain.scenario import (
    IN_SESSION,
    Story,
    as_seen,
    given,
    is_dark,
    standing_of,
)
from tests.domain.steps import (
    admit,
    answer,
    ask,
    bring_back,
    confirm,
    drop,
    exclude,
    join,
    pause,
    readmit,
    release,
    restate,
)

MOTHER_IS_BACK = given(IN_SESSION, drop(KITCHEN), join(MOTHER), answer(MOTHER))


@pytest.mark.req("REQ-32")
def test_without_answers_nobody_comes_in() -> None:
    given(IN_SESSION, drop(KITCHEN), join(MOTHER)).when(admit(MOTHER)).refuses(AnswersNeeded)


def test_with_clear_answers_the_chair_lets_them_in() -> None:
    after = given(MOTHER_IS_BACK, admit(MOTHER))
    assert not is_dark(after, KITCHEN)


@pytest.mark.parametrize(
    "said",
    [
        replace(CLEAR, alone=False),
        replace(CLEAR, others_can_hear=True),
        replace(CLEAR, child_can_hear=True),
        replace(CLEAR, safe_to_talk=False),
        replace(CLEAR, will_not_record=False),
    ],
)
def test_any_answer_that_is_not_clear_needs_a_reason(said: Answers) -> None:
    before = given(MOTHER_IS_BACK, answer(MOTHER, said))
    before.when(admit(MOTHER)).refuses(AnswersNeeded)
    assert not is_dark(before.and_then(admit(MOTHER, reason=REASON)), KITCHEN)


def test_headphones_are_advice() -> None:
    said = replace(CLEAR, headphones=False)
    assert not is_dark(given(MOTHER_IS_BACK, answer(MOTHER, said), admit(MOTHER)), KITCHEN)


def test_a_reason_does_not_replace_the_answers() -> None:
    before = given(IN_SESSION, drop(KITCHEN), join(MOTHER))
    before.when(admit(MOTHER, reason=REASON)).refuses(AnswersNeeded)


def test_the_chair_accepts_only_the_answers_that_she_has_seen() -> None:
    seen = given(MOTHER_IS_BACK, answer(MOTHER, replace(CLEAR, alone=False)))
    worse = seen.and_then(answer(MOTHER, OVERHEARD))
    worse.when(as_seen(seen, admit(MOTHER, reason=REASON))).refuses(StaleCommand)


def test_the_chair_sees_who_is_with_them() -> None:
    after = given(MOTHER_IS_BACK, answer(MOTHER, OVERHEARD, with_whom=words(9)))
    panel = after.view(OFFICE).panel
    assert panel is not None
    legs = {leg.leg_id: leg for person in panel.people for leg in person.legs}
    assert legs[KITCHEN].with_whom == words(9)


def test_answers_go_stale_and_admission_refuses_them() -> None:
    MOTHER_IS_BACK.later(45 * 60 - 5).when(admit(MOTHER)).then(
        IdentityConfirmed(MOTHER, device_of(KITCHEN), IdentityMethod.KNOWN_TO_CHAIR),
        *MOTHER_IS_BACK.when(admit(MOTHER)).happened[1:],
    )
    MOTHER_IS_BACK.later(45 * 60 + 5).when(admit(MOTHER)).refuses(AnswersNeeded)


def test_sound_goes_on_while_answers_are_stale() -> None:
    assert not is_dark(IN_SESSION.later(46 * 60).and_then(ask(KITCHEN)), KITCHEN)


def test_being_asked_again_makes_older_answers_worthless() -> None:
    asked = MOTHER_IS_BACK.when(ask(KITCHEN)).then(AnswersAsked(KITCHEN))
    asked.when(admit(MOTHER)).refuses(AnswersNeeded)
    assert not is_dark(asked.and_then(answer(MOTHER), admit(MOTHER)), KITCHEN)


def test_answers_from_before_a_pause_do_not_let_the_family_in() -> None:
    paused = given(MOTHER_IS_BACK, pause())
    paused.when(admit(MOTHER)).refuses(AnswersNeeded)
    assert standing_of(paused.and_then(answer(MOTHER), admit(MOTHER)), MOTHER) == "admitted"


def test_a_professional_need_not_answer_again_after_a_pause() -> None:
    story = given(IN_SESSION, drop(SCHOOL), join(TEACHER), answer(TEACHER), pause())
    assert standing_of(story.and_then(admit(TEACHER)), TEACHER) == "admitted"


def test_answers_from_before_an_exclusion_do_not_bring_anybody_back() -> None:
    out = given(IN_SESSION, exclude(MOTHER))
    out.when(readmit(MOTHER)).refuses(AnswersNeeded)
    assert not is_dark(out.and_then(answer(MOTHER), readmit(MOTHER)), KITCHEN)


@pytest.mark.req("REQ-32")
def test_an_older_answer_at_a_second_device_does_not_count_after_a_drop() -> None:
    story = given(IN_SESSION, join(MOTHER, WORKSHOP), answer(MOTHER, leg=WORKSHOP), drop(KITCHEN))
    story.when(admit(MOTHER, WORKSHOP)).refuses(AnswersNeeded)


def test_order_does_not_depend_on_the_clock() -> None:
    """A clock that is put back makes no old answer new."""
    asked = given(MOTHER_IS_BACK, ask(KITCHEN))
    early = Story(asked.log, asked.state, IN_SESSION.now)
    early.later(-600).when(admit(MOTHER)).refuses(AnswersNeeded)


def test_each_answers_for_their_own_place() -> None:
    given(IN_SESSION).when(answer(TEACHER, leg=KITCHEN)).refuses(NotPermitted)
    as_mother = GiveAnswers(KITCHEN, CLEAR, None)
    given(IN_SESSION).when((as_mother, who(TEACHER))).refuses(NotPermitted)
    for_the_room = GiveAnswers(CIVIC_CENTRE, CLEAR, None)
    given(IN_SESSION).when((for_the_room, room_device(CIVIC_CENTRE))).refuses(NotPermitted)
    given(IN_SESSION).when((for_the_room, who(SOCIAL_WORKER))).refuses(NotPermitted)


def test_somebody_who_can_suddenly_be_overheard_is_held_until_the_chair_has_looked() -> None:
    held = given(IN_SESSION).when(answer(MOTHER, OVERHEARD))
    held.then(AnswersGiven(KITCHEN, OVERHEARD, None), LegHeld(KITCHEN, None))
    assert is_dark(held, KITCHEN)
    assert not is_dark(held.and_then(release(KITCHEN)), KITCHEN)


def test_whom_the_chair_has_accepted_as_overheard_is_not_held_for_saying_so_again() -> None:
    accepted = given(IN_SESSION, answer(MOTHER, OVERHEARD), release(KITCHEN))
    accepted.when(answer(MOTHER, OVERHEARD)).then(AnswersGiven(KITCHEN, OVERHEARD, None))


def test_a_room_that_can_suddenly_be_overheard_is_held() -> None:
    room = (SOCIAL_WORKER, FATHER)
    held = given(IN_SESSION, restate(CIVIC_CENTRE, *room, answers=OVERHEARD))
    assert is_dark(held, CIVIC_CENTRE)


def test_the_chair_is_not_held_by_her_own_answers() -> None:
    given(IN_SESSION).when(answer(CHAIR, OVERHEARD)).then(AnswersGiven(OFFICE, OVERHEARD, None))


def test_whoever_waits_is_not_held_by_their_answers() -> None:
    MOTHER_IS_BACK.when(answer(MOTHER, OVERHEARD)).then(AnswersGiven(KITCHEN, OVERHEARD, None))


def test_a_family_member_inside_is_asked_by_their_screen_after_a_pause() -> None:
    def is_asked(story: Story) -> bool:
        screen = story.view(KITCHEN).screen
        return isinstance(screen, InsideView) and screen.answers_needed

    assert not is_asked(IN_SESSION)
    assert is_asked(given(IN_SESSION, pause()))
    assert not is_asked(given(IN_SESSION, pause(), answer(MOTHER)))


# ---------------------------------------------------------------- identity


def test_nobody_comes_in_whom_nobody_knows() -> None:
    before = given(IN_SESSION, drop(KITCHEN), join(UNCLE), answer(UNCLE))
    before.when(admit(UNCLE, identity=None)).refuses(IdentityNeeded)
    assert not is_dark(before.and_then(confirm(UNCLE, WORKSHOP), admit(UNCLE)), WORKSHOP)


def test_identity_belongs_to_a_device_and_not_to_a_link() -> None:
    before = given(IN_SESSION, drop(KITCHEN), join(MOTHER, WORKSHOP), answer(MOTHER, leg=WORKSHOP))
    before.when(admit(MOTHER, WORKSHOP, identity=None)).refuses(IdentityNeeded)
    back = given(before, bring_back())
    assert is_dark(back, WORKSHOP)


def test_identity_is_confirmed_of_somebody_who_is_there() -> None:
    given(IN_SESSION).when(confirm(TEACHER, KITCHEN)).refuses(UnknownParticipant)


def test_a_companion_device_can_be_known() -> None:
    before = given(IN_SESSION, drop(TABLET), join(SOCIAL_WORKER))
    before.when(confirm(SOCIAL_WORKER, TABLET)).then(
        IdentityConfirmed(SOCIAL_WORKER, device_of(TABLET), IdentityMethod.KNOWN_TO_CHAIR)
    )


def test_the_chair_cannot_say_that_somebody_has_signed_in() -> None:
    claim = ConfirmIdentity(MOTHER, KITCHEN, IdentityMethod.SIGN_IN)
    given(IN_SESSION).when((claim, CHAIR)).refuses(NotPermitted)
    claim_too = admit(UNCLE, identity=IdentityMethod.SIGN_IN)
    given(IN_SESSION, drop(KITCHEN), join(UNCLE)).when(claim_too).refuses(NotPermitted)
