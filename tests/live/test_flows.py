"""What the engine is asked for, and what it says it did."""

from uuid import UUID

import pytest

from app.domain.ids import ConferenceId, LegId
from app.domain.routing import Flow, FlowKind
from app.live.flows import EngineGate, conference_key, leg_key
from app.service.ports import NotConfirmed
from media.api import Kind, Permission, Sending
from tests.fakes import ManualClock
from tests.live.fake_engine import FakeEngine

CONFERENCE = ConferenceId(UUID(int=1))
MOTHER, CHAIR, FATHER = (LegId(UUID(int=n)) for n in (2, 3, 4))
TO_CHAIR = Flow(MOTHER, CHAIR, FlowKind.SOUND)


def gate_over(engine: FakeEngine) -> EngineGate:
    return EngineGate(engine, ManualClock().monotonic)


def sending(source: LegId, sink: LegId, kind: Kind) -> Sending:
    pair = (leg_key(source), leg_key(sink), kind, 50)
    return Sending(conference_key(CONFERENCE), 5, (pair,), (), 0.0)


async def test_a_plan_reaches_the_engine_with_its_version_and_its_end() -> None:
    engine = FakeEngine()
    gate = gate_over(engine)
    gate.renew(CONFERENCE, 12.5)
    await gate.apply(CONFERENCE, 7, frozenset({TO_CHAIR}), private_levels=True)
    (plan,) = engine.plans
    assert (plan.epoch, plan.valid_until, plan.private_levels) == (7, 12.5, True)
    assert plan.permissions == {Permission(leg_key(MOTHER), leg_key(CHAIR), Kind.SOUND)}


async def test_without_a_lease_a_plan_is_over_before_it_begins() -> None:
    engine = FakeEngine()
    await gate_over(engine).apply(CONFERENCE, 7, frozenset({TO_CHAIR}), private_levels=False)
    assert engine.plans[0].valid_until == 0.0


async def test_an_older_plan_than_the_one_in_force_is_not_confirmed() -> None:
    gate = gate_over(FakeEngine())
    await gate.apply(CONFERENCE, 7, frozenset(), private_levels=False)
    with pytest.raises(NotConfirmed):
        await gate.apply(CONFERENCE, 6, frozenset({TO_CHAIR}), private_levels=False)


async def test_what_the_plan_explains_is_no_reason_to_stop() -> None:
    gate = gate_over(FakeEngine())
    await gate.apply(CONFERENCE, 7, frozenset({TO_CHAIR}), private_levels=False)
    gate.check_sending(sending(MOTHER, CHAIR, Kind.SOUND))
    assert not gate.has_strayed(CONFERENCE)


@pytest.mark.parametrize(
    ("source", "sink", "kind"),
    [
        (MOTHER, CHAIR, Kind.PICTURE),
        (CHAIR, MOTHER, Kind.SOUND),
        (FATHER, CHAIR, Kind.SOUND),
    ],
)
async def test_what_no_recent_plan_explains_is_reported_once(
    source: LegId, sink: LegId, kind: Kind
) -> None:
    gate = gate_over(FakeEngine())
    await gate.apply(CONFERENCE, 7, frozenset({TO_CHAIR}), private_levels=False)
    gate.check_sending(sending(source, sink, kind))
    assert gate.has_strayed(CONFERENCE)
    assert not gate.has_strayed(CONFERENCE)


async def test_the_media_of_a_leg_that_the_conference_forgot_is_dropped() -> None:
    engine = FakeEngine()
    gate = gate_over(engine)
    gate.offered(CONFERENCE, MOTHER)
    gate.offered(CONFERENCE, FATHER)
    await gate.keep_only(CONFERENCE, frozenset({MOTHER}))
    assert engine.dropped == [leg_key(FATHER)]
