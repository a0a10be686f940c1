"""A case is described before the lobby opens, and holds together."""

from dataclasses import replace

import pytest

from app.domain.case.codes import ConferenceKind, Subkind
from app.domain.case.events import CaseDescribed, Seat
from app.domain.commands import BookConference, OpenLobby
from app.domain.errors import Incomplete, NotPermitted, UnknownChild, WrongPhase
from app.domain.ids import Micros
from tests.domain.case import (
    BOOKED_CASE,
    CASE_ROLES,
    INITIAL,
    ISLA,
    QUORUM,
    REVIEW,
    SETTINGS,
    SOCIAL_WORKER,
)
from tests.domain.case_steps import (
    as_,
    consider,
    describe,
    in_session,
)
from tests.domain.people import CHAIR, OFFICE_STAFF, STRANGER
from tests.domain.scenario import Story, given

BOOKED = given(Story(), (BookConference(BOOKED_CASE), OFFICE_STAFF))
VOTE = {"lead_social_worker", "team_manager", "police", "health", "education", "agency"}


def test_a_case_is_recorded_as_it_is_described() -> None:
    BOOKED.when(describe(INITIAL)).then(INITIAL)
    BOOKED.when(describe(INITIAL), by=as_(CHAIR)).then(INITIAL)
    BOOKED.when(describe(INITIAL), by=as_(SOCIAL_WORKER)).refuses(NotPermitted)


def test_it_is_described_again_until_the_lobby_opens_and_the_last_counts() -> None:
    again = given(BOOKED, describe(INITIAL), describe(REVIEW))
    assert again.state.decisions.case == REVIEW
    given(BOOKED, (OpenLobby(), OFFICE_STAFF)).when(describe(INITIAL)).refuses(WrongPhase)
    Story().when(describe(INITIAL)).refuses(WrongPhase)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(INITIAL, children=()),
        replace(INITIAL, children=INITIAL.children * 2),
        replace(INITIAL, subkind=Subkind.RECONVENED),
        replace(REVIEW, subkind=Subkind.PRE_BIRTH),
        replace(REVIEW, subkind=Subkind.TRANSFER_IN),
        replace(INITIAL, seats=INITIAL.seats * 2),
        replace(INITIAL, seats=(Seat(STRANGER, "police", "police"),)),
        replace(INITIAL, seats=(Seat(SOCIAL_WORKER, "", None),)),
        replace(INITIAL, seats=(Seat(SOCIAL_WORKER, "police", ""),)),
        replace(INITIAL, quorum=replace(QUORUM, other_agencies_min=-1)),
        replace(INITIAL, quorum=replace(QUORUM, required_agency="")),
        replace(INITIAL, settings=replace(SETTINGS, core_group_working_days=0)),
        replace(INITIAL, settings=replace(SETTINGS, review_months=0)),
        replace(INITIAL, settings=replace(SETTINGS, escalation_time=Micros(0))),
    ],
)
def test_a_case_that_does_not_hold_together_is_refused(wrong: CaseDescribed) -> None:
    BOOKED.when(describe(wrong)).refuses(Incomplete)


@pytest.mark.parametrize("subkind", [Subkind.TRANSFER_IN, Subkind.PRE_BIRTH])
def test_an_initial_conference_has_its_forms(subkind: Subkind) -> None:
    assert INITIAL.kind is ConferenceKind.INITIAL
    described = replace(INITIAL, subkind=subkind)
    BOOKED.when(describe(described)).then(described)


@pytest.mark.req("REQ-72")
def test_only_professionals_ever_count_for_the_quorum() -> None:
    for id, role in CASE_ROLES.items():
        story = BOOKED.when(describe(replace(INITIAL, seats=(Seat(id, "health", "health"),))))
        assert (story.refusal is None) is (role in VOTE)


def test_without_a_description_nothing_is_decided() -> None:
    in_session(None).when(consider(ISLA)).refuses(WrongPhase)
    other = replace(INITIAL, children=INITIAL.children[1:])
    in_session(other).when(consider(ISLA)).refuses(UnknownChild)
