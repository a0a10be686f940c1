"""The keeper writes down each change of the quorum, once, without being asked."""

from datetime import date

from app.domain.case.codes import ConferenceKind, DecisionRule, Jurisdiction
from app.domain.case.commands import DescribeCase
from app.domain.case.events import CaseDescribed, Child, DecisionSettings, QuorumRule
from app.domain.commands import BookConference, OpenConference, OpenLobby
from app.domain.ids import MINUTE, ChildId, Micros
from tests.service.surroundings import (
    BOOKED,
    CHAIR,
    CONFERENCE,
    WORDS,
    Surroundings,
    actor,
)
from tests.service.test_keeper import kept, state_where

CASE = CaseDescribed(
    jurisdiction=Jurisdiction.WALES,
    kind=ConferenceKind.REVIEW,
    subkind=None,
    held_on=date(2026, 4, 14),
    children=(Child(ChildId(CHAIR), WORDS, unborn=False),),
    seats=(),
    quorum=QuorumRule("social_services", 2, "outline_plan", health_counts_as_one=True),
    settings=DecisionSettings(DecisionRule.CHAIR_DECIDES_AFTER_VIEWS, 10, 6, Micros(MINUTE)),
    bank_holidays=frozenset(),
)


async def test_a_conference_that_begins_without_its_quorum_has_that_on_record() -> None:
    around = Surroundings()
    for command in (BookConference(BOOKED), DescribeCase(CASE), OpenLobby()):
        await around.handler.handle(CONFERENCE, command, actor(CHAIR))
    async with kept(around):
        assert not (await around.state()).decisions.quorum
        await around.come_in(CHAIR)
        seen = (await around.state()).version
        await around.handler.handle(CONFERENCE, OpenConference(seen), actor(CHAIR))
        state = await state_where(around, lambda s: bool(s.decisions.quorum))
    assert [change.quorate for change in state.decisions.quorum] == [False]
