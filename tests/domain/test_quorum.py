"""The quorum is counted from who takes part, recorded at each change, and needed to decide."""

from dataclasses import replace

import pytest

from app.domain.case.codes import ProfessionalView
from app.domain.case.events import QuorumLost, QuorumOverridden, QuorumRegained, QuorumRule, Seat
from app.domain.commands import SERVICE, HoldLeg, NoteLost
from app.domain.decisions.agency_views import views_owed
from app.domain.decisions.quorum import is_quorate, quorum_now
from app.domain.decisions.record import decision_record
from app.domain.errors import Incomplete, NotPermitted, NotQuorate, WrongPhase
from tests.domain.case import (
    AGENCIES,
    BUMP,
    CLOSED_PART,
    DECISION,
    EDUCATION,
    ENDING,
    HEALTH,
    HEALTH_VISITOR,
    INITIAL,
    ISLA,
    LEGS,
    NURSE,
    OFFICER,
    OUTLINE_PLAN,
    POLICE,
    QUORUM,
    SOCIAL_CARE,
)
from tests.domain.case_steps import (
    HERE,
    PLAN_MADE,
    VOICES,
    all_say,
    as_,
    come,
    consider,
    deciding,
    go,
    in_session,
    let_in,
    note,
    override,
    pause,
    resume,
    says,
    settle,
    turn_to,
)
from tests.domain.people import CHAIR, MINUTE_TAKER, MOTHER, REASON, SOCIAL_WORKER, TEACHER
from tests.domain.scenario import given

ALL_THREE = frozenset({SOCIAL_CARE, HEALTH, EDUCATION})
PLAN = ProfessionalView.PLAN

HELD = given(in_session(INITIAL), note())
LOST = given(HELD, go(TEACHER), note())


def test_the_first_count_of_a_conference_is_recorded() -> None:
    in_session(INITIAL).when(note()).then(QuorumRegained(ALL_THREE))
    without = in_session(INITIAL, (CHAIR, SOCIAL_WORKER, MOTHER))
    without.when(note()).then(QuorumLost(frozenset({SOCIAL_CARE}), frozenset()))


@pytest.mark.req("REQ-72")
def test_losing_an_agency_and_having_it_back_are_recorded_with_their_times() -> None:
    lost = HELD.later(60).and_then(go(TEACHER)).when(note())
    lost.then(QuorumLost(ALL_THREE - {EDUCATION}, frozenset({EDUCATION})))
    back = lost.later(300).and_then(*come(TEACHER), let_in(TEACHER)).when(note())
    back.then(QuorumRegained(ALL_THREE))
    rows = decision_record(back.state).quorum
    assert [row.quorate for row in rows] == [True, False, True]
    assert [row.at for row in rows[1:]] == [lost.now, back.now]


def test_nothing_is_recorded_while_nothing_changes() -> None:
    given(HELD).when(note()).then()
    given(LOST).when(note()).then()
    given(HELD, *come(OFFICER), let_in(OFFICER)).when(note()).then()


def test_another_agency_makes_up_for_one_that_left() -> None:
    given(LOST, *come(OFFICER), let_in(OFFICER)).when(note()).then(
        QuorumRegained(frozenset({SOCIAL_CARE, HEALTH, POLICE}))
    )


@pytest.mark.req("REQ-72")
def test_only_who_takes_part_over_a_live_connection_counts() -> None:
    for step in ((HoldLeg(LEGS[TEACHER], None), as_(CHAIR)), (NoteLost(LEGS[TEACHER]), SERVICE)):
        given(HELD, step).when(note()).then(
            QuorumLost(ALL_THREE - {EDUCATION}, frozenset({EDUCATION}))
        )
    waiting = given(in_session(INITIAL), *come(OFFICER))
    counted = quorum_now(waiting.state)
    assert counted is not None
    assert POLICE not in counted.present


def test_a_pause_is_not_counted_and_what_it_took_is_found_afterwards() -> None:
    story = given(HELD, pause(), go(TEACHER))
    story.when(note()).then()
    given(story, *come(MOTHER)[2:], resume()).when(note()).then(
        QuorumLost(ALL_THREE - {EDUCATION}, frozenset({EDUCATION}))
    )


def test_nothing_is_counted_before_the_conference_or_after_the_last_part_that_needs_it() -> None:
    ending = given(HELD, consider(ISLA), consider(BUMP), turn_to(ENDING))
    given(ending, go(TEACHER)).when(note()).then()
    assert quorum_now(in_session(None).state) is None


def test_without_that_part_in_the_running_order_it_is_needed_to_the_end() -> None:
    through = replace(INITIAL, quorum=replace(QUORUM, required_through="summary"))
    ending = given(in_session(through), note(), consider(ISLA), consider(BUMP), turn_to(ENDING))
    assert given(ending, go(TEACHER)).when(note()).happened


def test_the_last_part_that_needs_it_counts_and_so_does_a_seal() -> None:
    planning = given(HELD, consider(ISLA), consider(BUMP), turn_to(OUTLINE_PLAN))
    sealing = given(HELD, turn_to(CLOSED_PART))
    assert sealing.state.phase == "sealing"
    for story in (planning, sealing):
        given(story, go(TEACHER)).when(note()).then(
            QuorumLost(ALL_THREE - {EDUCATION}, frozenset({EDUCATION}))
        )


def test_a_connection_without_sound_makes_no_quorum() -> None:
    arrives, _, answers = come(OFFICER)
    given(LOST, arrives, answers, let_in(OFFICER)).when(note()).then()


def test_a_loss_does_not_pause_the_conference() -> None:
    assert LOST.state.phase == "in_section"


# ---------------------------------------------------------------- the rule, by setting


def seats(*people: object) -> list[Seat]:
    return [Seat(id, agency, agency) for id, agency in AGENCIES.items() if id in people]


@pytest.mark.req("REQ-72")
@pytest.mark.parametrize(
    ("people", "rule", "quorate"),
    [
        ((SOCIAL_WORKER, HEALTH_VISITOR, TEACHER), QUORUM, True),
        ((SOCIAL_WORKER, HEALTH_VISITOR), QUORUM, False),
        ((OFFICER, HEALTH_VISITOR, TEACHER), QUORUM, False),
        ((SOCIAL_WORKER, HEALTH_VISITOR, NURSE), QUORUM, False),
        (
            (SOCIAL_WORKER, HEALTH_VISITOR, NURSE),
            replace(QUORUM, health_counts_as_one=False),
            True,
        ),
        ((SOCIAL_WORKER, HEALTH_VISITOR), replace(QUORUM, other_agencies_min=1), True),
        ((SOCIAL_WORKER,), replace(QUORUM, other_agencies_min=0), True),
        ((HEALTH_VISITOR, TEACHER, OFFICER), replace(QUORUM, required_agency=POLICE), True),
    ],
)
def test_the_local_rule_says_who_is_enough(
    people: tuple[object, ...], rule: QuorumRule, *, quorate: bool
) -> None:
    assert is_quorate(rule, seats(*people)) is quorate


def test_who_counts_for_nobody_makes_no_quorum() -> None:
    nobody = [replace(seat, counts_as=None) for seat in seats(TEACHER)]
    assert not is_quorate(QUORUM, [*seats(SOCIAL_WORKER, HEALTH_VISITOR), *nobody])


# ---------------------------------------------------------------- deciding without it

INQUORATE = given(deciding(INITIAL), note(), go(TEACHER))


@pytest.mark.req("REQ-72")
def test_no_decision_is_made_without_a_quorum() -> None:
    given(INQUORATE).when(settle()).refuses(NotQuorate)
    given(INQUORATE, note()).when(settle()).refuses(NotQuorate)


@pytest.mark.req("REQ-72")
def test_the_chair_goes_on_with_a_reason_on_record() -> None:
    given(INQUORATE).when(override(None)).refuses(Incomplete)
    story = given(INQUORATE, note()).when(override()).then(QuorumOverridden(REASON))
    record = decision_record(given(story, settle()).state)
    assert [each.reason for each in record.overrides] == [REASON]
    assert [each.child_id for each in record.decisions] == [ISLA]


def test_a_loss_that_nobody_has_noted_is_recorded_with_its_override() -> None:
    story = given(INQUORATE).when(override())
    assert [type(event) for event in story.happened] == [QuorumLost, QuorumOverridden]


def test_a_regained_quorum_ends_the_override() -> None:
    again = given(INQUORATE, note(), override(), *come(TEACHER), let_in(TEACHER), note())
    given(again, go(TEACHER)).when(settle()).refuses(NotQuorate)


def test_a_quorum_that_is_held_is_not_overridden_and_nobody_else_overrides() -> None:
    deciding(INITIAL).when(override()).refuses(WrongPhase)
    for id in set(HERE) - {CHAIR}:
        given(INQUORATE).when(override(), by=as_(id)).refuses(NotPermitted)
    for id in (CHAIR, MINUTE_TAKER):
        given(INQUORATE).when(note(), by=as_(id)).refuses(NotPermitted)


# ---------------------------------------------------------------- leaving early


@pytest.mark.req("REQ-73", partial="pages")
def test_a_written_view_counts_when_its_writer_has_gone_and_the_going_is_timed() -> None:
    story = given(
        in_session(INITIAL, (*HERE, OFFICER)),
        note(),
        *(says(TEACHER, PLAN, child, written=True) for child in (ISLA, BUMP)),
    ).later(10)
    gone = given(story, go(TEACHER))
    assert gone.log[-1].at == gone.now
    assert quorum_now(gone.state) == quorum_now(gone.and_then(note()).state)
    told = given(gone, turn_to(DECISION), *all_say(PLAN, SOCIAL_WORKER, HEALTH_VISITOR, OFFICER))
    (row,) = (row for row in decision_record(told.state).views if row.participant_id == TEACHER)
    assert row.written
    assert row.views == ((ISLA, PLAN), (BUMP, PLAN))
    assert given(told, settle()).state.decisions.decided[ISLA].outcome == PLAN_MADE.outcome


@pytest.mark.req("REQ-73", partial="pages")
def test_a_written_view_is_asked_of_who_has_given_none_and_of_nobody_else() -> None:
    story = in_session(INITIAL)
    assert views_owed(story.state, TEACHER) == {ISLA, BUMP}
    half = given(story, says(TEACHER, PLAN, ISLA, written=True))
    assert views_owed(half.state, TEACHER) == {BUMP}
    assert not views_owed(story.state, MOTHER)
    done = given(deciding(INITIAL), settle())
    assert views_owed(done.state, VOICES[0]) == frozenset()


@pytest.mark.req("REQ-73", partial="pages")
def test_a_written_view_stands_for_nobody_being_there() -> None:
    written = [says(TEACHER, PLAN, child, written=True) for child in (ISLA, BUMP)]
    given(HELD, *written, go(TEACHER)).when(note()).then(
        QuorumLost(ALL_THREE - {EDUCATION}, frozenset({EDUCATION}))
    )
