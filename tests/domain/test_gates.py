"""Supporters, observers and children: nobody leaves the lobby before it is agreed that they may."""

from dataclasses import replace

import pytest

from app.domain.asking.commands import PauseForCheck, PlanSafety
from app.domain.booked import Expected
from app.domain.booking import check_booking
from app.domain.commands import OpenLobby
from app.domain.errors import (
    ChildNotDecided,
    ConsentNeeded,
    Incomplete,
    KeptApart,
    NotAgreed,
    NotInAudience,
    NotPermitted,
    SupporterNotReady,
    UnknownChild,
    UnknownSection,
    WrongPhase,
    WrongStanding,
)
from app.domain.gates.commands import (
    ConsentToObserver,
    DecideChildAttendance,
    DescribeSupport,
    PrepareGates,
)
from app.domain.gates.events import (
    ChildAttendanceDecided,
    ConfidentialityAccepted,
    Consented,
    GatesPrepared,
    ObserverConsented,
    SupportDescribed,
    SupporterApproved,
    SupportKind,
)
from app.domain.halting.commands import MoveAside
from app.domain.ids import ChildId, ParticipantId, SectionId
from app.domain.people import LOBBY, Role, side_of
from app.domain.routing import FlowKind, media_plan
from tests.domain.gates_steps import (
    BOOKED,
    BOOKED_WITH_GATES,
    CLOSED,
    DAUGHTER,
    FIRST,
    FRIEND,
    GUEST,
    HOME,
    INTERPRETER,
    LAST,
    PREPARED,
    SOLICITOR,
    accept,
    accepted_by_phone,
    approve,
    as_,
    attends,
    chair_agrees,
    come,
    consent,
    describe,
    let_back,
    let_in,
    opening,
    put_out,
    running,
    say,
)
from tests.domain.people import (
    CHAIR,
    CLEAR,
    FATHER,
    MINUTE_TAKER,
    MOTHER,
    OFFICE_STAFF,
    REASON,
    SOCIAL_WORKER,
    named,
    words,
)
from tests.domain.scenario import given, is_dark, standing_of
from tests.domain.steps import begin, bring_back, confirm, hold, release, sealed

NOWHERE = SectionId(named(0x5_2000))


# ---------------------------------------------------------------- supporters


@pytest.mark.req("REQ-22")
@pytest.mark.parametrize("id", [FRIEND, SOLICITOR])
def test_a_supporter_leaves_the_lobby_when_described_approved_and_bound(id: ParticipantId) -> None:
    steps = [describe(id, MOTHER), approve(id), accept(id)]
    story = given(running(PREPARED), *come(id))
    story.when(let_in(id)).refuses(SupporterNotReady)
    for missing in range(1, 3):
        some = given(story, steps[0], steps[missing])
        some.when(let_in(id)).refuses(SupporterNotReady)
    story = given(story, *steps)
    assert not is_dark(
        given(story, *come(SOCIAL_WORKER), let_in(id), let_in(SOCIAL_WORKER)), HOME[id]
    )


@pytest.mark.req("REQ-22")
def test_no_other_way_leads_a_supporter_out_of_the_lobby() -> None:
    """Not the opening, nor the one tap, nor a private room, nor a return after an exclusion."""
    ready = given(PREPARED, *come(CHAIR), *come(FRIEND), confirm(FRIEND, HOME[FRIEND]))
    opened = given(ready, describe(FRIEND, MOTHER), accept(FRIEND), opening())
    assert standing_of(opened, FRIEND) == "waiting"
    approved = given(ready, describe(FRIEND, MOTHER), accept(FRIEND), approve(FRIEND), opening())
    assert standing_of(approved, FRIEND) == "admitted"
    aside = (MoveAside(HOME[FRIEND], MOTHER), as_(CHAIR))
    opened.when(aside).refuses(SupporterNotReady)
    other = given(approved, describe(FRIEND, FATHER), put_out(FRIEND), say(FRIEND))
    other.when(let_back(FRIEND)).refuses(SupporterNotReady)


def test_the_response_to_a_signal_moves_no_supporter_out_of_the_lobby() -> None:
    story = given(running(PREPARED, MOTHER), *come(FRIEND), confirm(FRIEND, HOME[FRIEND]))
    planned = given(story, (PlanSafety(MOTHER, FRIEND, None, None), OFFICE_STAFF))
    check = (PauseForCheck(MOTHER), as_(CHAIR))
    assert given(planned, check).state.leg(HOME[FRIEND]).zone == LOBBY
    ready = given(planned, describe(FRIEND, MOTHER), approve(FRIEND), accept(FRIEND), check)
    assert ready.state.leg(HOME[FRIEND]).zone == side_of(MOTHER)


def test_whoever_is_described_anew_is_approved_anew() -> None:
    ready = (describe(FRIEND, MOTHER), approve(FRIEND), accept(FRIEND))
    story = given(running(PREPARED), *come(FRIEND), *ready, describe(FRIEND, FATHER))
    story.when(let_in(FRIEND)).refuses(SupporterNotReady)
    held = given(running(PREPARED), *come(FRIEND), *ready, let_in(FRIEND), hold(HOME[FRIEND]))
    again = given(held, describe(FRIEND, FATHER))
    again.when(release(HOME[FRIEND])).refuses(SupporterNotReady)


def test_a_conference_that_was_not_prepared_has_no_gates() -> None:
    """Logs of before are read as they were written."""
    story = given(BOOKED, (OpenLobby(), OFFICE_STAFF))
    for id in (FRIEND, SOLICITOR, GUEST, DAUGHTER, INTERPRETER):
        assert standing_of(running(story, id), id) == "admitted"


def test_gates_are_prepared_once_before_the_conference_begins() -> None:
    prepare = PrepareGates(), OFFICE_STAFF
    given(BOOKED).when(prepare).then(GatesPrepared())
    given(PREPARED).when(prepare).then()
    running(PREPARED).when(prepare).refuses(WrongPhase)


def test_support_is_described_by_the_office_and_approved_by_the_chair() -> None:
    friend = SupportDescribed(FRIEND, SupportKind.FRIEND, frozenset({MOTHER}), frozenset())
    given(PREPARED).when(describe(FRIEND, MOTHER)).then(friend)
    given(PREPARED).when(describe(FRIEND, MOTHER), by=as_(MOTHER)).refuses(NotPermitted)
    described = given(PREPARED, describe(FRIEND, MOTHER))
    described.when(approve(FRIEND)).then(SupporterApproved(FRIEND))
    described.when(approve(FRIEND), by=OFFICE_STAFF).refuses(NotPermitted)
    given(PREPARED).when(approve(FRIEND)).refuses(WrongStanding)


def test_each_gives_their_own_word_or_it_is_noted_how_they_gave_it() -> None:
    story = given(PREPARED, describe(FRIEND, MOTHER))
    on_screen = ConfidentialityAccepted(FRIEND, Consented.ON_SCREEN)
    by_phone = ConfidentialityAccepted(FRIEND, Consented.BY_PHONE)
    story.when(accept(FRIEND)).then(on_screen)
    story.when(accepted_by_phone(FRIEND)).then(by_phone)
    story.when(accept(FRIEND), by=as_(CHAIR)).refuses(NotPermitted)
    story.when(accept(FRIEND), by=as_(MOTHER)).refuses(NotPermitted)
    story.when(accepted_by_phone(FRIEND), by=as_(FRIEND)).refuses(NotPermitted)
    story.when(accepted_by_phone(FRIEND), by=as_(SOCIAL_WORKER)).refuses(NotPermitted)
    given(PREPARED).when(accept(FRIEND)).refuses(WrongStanding)


@pytest.mark.parametrize("id", [MINUTE_TAKER, CHAIR, SOCIAL_WORKER, GUEST, MOTHER])
def test_whoever_has_another_part_supports_nobody(id: ParticipantId) -> None:
    given(PREPARED).when(describe(id, FATHER)).refuses(WrongStanding)


def test_the_family_and_the_children_of_the_case_are_supported() -> None:
    given(PREPARED).when(describe(FRIEND, SOCIAL_WORKER)).refuses(WrongStanding)
    child = DescribeSupport(
        FRIEND, SupportKind.ADVOCATE, frozenset(), frozenset({ChildId(named(7))})
    )
    given(PREPARED).when((child, OFFICE_STAFF)).refuses(UnknownChild)


def test_nobody_supports_whom_they_are_kept_apart_from() -> None:
    apart = frozenset({frozenset({FRIEND, MOTHER})})
    story = replace(PREPARED, state=replace(PREPARED.state, kept_apart=apart))
    story.when(describe(FRIEND, MOTHER)).refuses(KeptApart)


def test_a_supporter_is_agreed_company_of_whom_they_support() -> None:
    together = replace(CLEAR, alone=False)
    story = given(PREPARED, *come(MOTHER))
    story.when(say(MOTHER, together, FRIEND)).refuses(NotAgreed)
    assert given(story, describe(FRIEND, MOTHER), say(MOTHER, together, FRIEND))
    at_hers = given(story, describe(FRIEND, MOTHER), *come(FRIEND))
    assert given(at_hers, say(FRIEND, together, MOTHER))


# ---------------------------------------------------------------- observers


@pytest.mark.req("REQ-22")
def test_an_observer_waits_for_the_chair_and_for_everybody_of_the_family() -> None:
    steps = [chair_agrees(), consent(MOTHER), consent(FATHER, Consented.BY_PHONE)]
    story = given(running(PREPARED, SOCIAL_WORKER), *come(GUEST))
    for missing in range(3):
        some = given(story, *(step for n, step in enumerate(steps) if n != missing))
        some.when(let_in(GUEST)).refuses(ConsentNeeded)
    agreed = given(story, *steps, let_in(GUEST))
    plan = media_plan(agreed.state)
    assert HOME[GUEST] in {flow.sink for flow in plan if flow.kind is FlowKind.SOUND}
    assert HOME[GUEST] not in {flow.source for flow in plan}


@pytest.mark.req("REQ-22")
def test_there_is_no_second_observer() -> None:
    second = Expected(ParticipantId(named(0xB_2000)), Role.OBSERVER, words(470))
    booked = replace(BOOKED_WITH_GATES, people=(*BOOKED_WITH_GATES.people, second))
    with pytest.raises(Incomplete):
        check_booking(booked)


def test_each_of_the_family_agrees_for_themselves_or_the_chair_notes_it() -> None:
    by_mother = ObserverConsented(GUEST, MOTHER, Consented.ON_SCREEN)
    given(PREPARED).when(consent(MOTHER)).then(by_mother)
    given(PREPARED).when(consent(MOTHER), by=as_(FATHER)).refuses(NotPermitted)
    given(PREPARED).when(consent(MOTHER), by=as_(CHAIR)).refuses(NotPermitted)
    by_phone = consent(FATHER, Consented.BY_PHONE)
    given(PREPARED).when(by_phone, by=as_(MOTHER)).refuses(NotPermitted)
    wrong = ConsentToObserver(FRIEND, MOTHER, Consented.ON_SCREEN)
    given(PREPARED).when((wrong, as_(MOTHER))).refuses(WrongStanding)
    of_a_friend = ConsentToObserver(GUEST, FRIEND, Consented.BY_PHONE)
    given(PREPARED).when((of_a_friend, as_(CHAIR))).refuses(WrongStanding)


# ---------------------------------------------------------------- children


@pytest.mark.req("REQ-20")
def test_a_child_comes_into_the_parts_that_the_chair_has_decided_and_no_other() -> None:
    story = given(running(PREPARED), *come(DAUGHTER))
    story.when(let_in(DAUGHTER)).refuses(ChildNotDecided)
    given(story, attends()).when(let_in(DAUGHTER)).refuses(NotInAudience)
    given(story, attends(LAST)).when(let_in(DAUGHTER)).refuses(NotInAudience)
    assert standing_of(given(story, attends(FIRST), let_in(DAUGHTER)), DAUGHTER) == "admitted"


@pytest.mark.req("REQ-20")
def test_a_child_is_out_before_a_part_that_is_not_decided_for_them_opens() -> None:
    inside = given(
        running(PREPARED, SOCIAL_WORKER), attends(FIRST), *come(DAUGHTER), let_in(DAUGHTER)
    )
    assert not is_dark(inside, HOME[DAUGHTER])
    goes_on = given(inside, begin(LAST))
    assert goes_on.state.phase == "sealing"
    assert is_dark(given(goes_on, sealed(LAST)), HOME[DAUGHTER])


@pytest.mark.req("REQ-20")
def test_neither_the_opening_nor_the_one_tap_lets_a_child_in_elsewhere() -> None:
    here = given(PREPARED, *come(CHAIR), *come(DAUGHTER), confirm(DAUGHTER, HOME[DAUGHTER]))
    for decided in ([], [attends(LAST)]):
        opened = given(here, *decided, opening())
        assert standing_of(opened, DAUGHTER) == "waiting"
    opened = given(here, attends(FIRST), opening(), begin(LAST), sealed(LAST), say(DAUGHTER))
    assert standing_of(given(opened, bring_back()), DAUGHTER) == "waiting"


def test_a_decision_that_takes_a_part_away_darkens_the_child_at_once() -> None:
    inside = given(
        running(PREPARED, SOCIAL_WORKER), attends(FIRST), *come(DAUGHTER), let_in(DAUGHTER)
    )
    assert is_dark(given(inside, attends(LAST)), HOME[DAUGHTER])


def test_the_chair_decides_of_children_and_of_parts_that_there_are() -> None:
    decided = ChildAttendanceDecided(DAUGHTER, frozenset({FIRST, CLOSED}), REASON)
    given(PREPARED).when(attends(FIRST, CLOSED)).then(decided)
    given(PREPARED).when(attends(FIRST), by=OFFICE_STAFF).refuses(NotPermitted)
    given(PREPARED).when(attends(NOWHERE)).refuses(UnknownSection)
    of_mother = DecideChildAttendance(MOTHER, frozenset({FIRST}), REASON)
    given(PREPARED).when((of_mother, as_(CHAIR))).refuses(WrongStanding)
