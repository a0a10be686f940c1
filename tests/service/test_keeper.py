"""The keeper makes the world match the log: plans first, then screens."""

import itertools
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import anyio
import pytest

from app.domain.commands import SERVICE, BeginSection, BringBackEveryone, Close
from app.domain.conference import Conference, Phase
from app.domain.events import PlanApplied
from app.domain.ids import LegId
from app.domain.noting.commands import RingOut
from app.domain.routing import media_plan
from app.domain.telephones.commands import NoteCallPlaced, PlanCall
from app.service.keeper import ConferenceKeeper
from app.service.ports import NotConfirmed
from tests.service.surroundings import (
    CHAIR,
    CHAIR_LEG,
    CLOSED_PART,
    CONFERENCE,
    FATHER,
    MOTHER,
    MOTHER_LEG,
    WORDS,
    Surroundings,
    actor,
    excluding_the_father,
)


@asynccontextmanager
async def kept(around: Surroundings) -> AsyncGenerator[None]:
    """A keeper runs, as on a node that has just taken the lease."""
    keeper = ConferenceKeeper(CONFERENCE, around.handler, around.world)
    async with anyio.create_task_group() as tasks:
        started = anyio.Event()
        tasks.start_soon(keeper.run, started.set)
        with anyio.fail_after(2):
            await started.wait()
        yield
        tasks.cancel_scope.cancel()


async def state_where(around: Surroundings, is_so: Callable[[Conference], bool]) -> Conference:
    """The next state in which it is so; the keeper looks at least four times a second."""
    with anyio.fail_after(3):
        while True:
            state = await around.state()
            if is_so(state):
                return state
            await anyio.lowlevel.checkpoint()


async def test_a_keeper_that_starts_finds_everybody_in_the_lobby_and_pauses() -> None:
    around = Surroundings()
    await around.begin()
    async with kept(around):
        state = await around.state()
    assert not state.legs
    assert (state.phase, state.pause_reason) == (Phase.PAUSED, "restart")
    assert state.was_in == {CHAIR, MOTHER, FATHER}
    assert around.gate.plans[-1][1] == frozenset()


async def test_after_a_restart_one_tap_brings_back_who_has_answered_and_nobody_else() -> None:
    around = Surroundings()
    await around.begin()
    await around.handler.handle(CONFERENCE, excluding_the_father(), actor(CHAIR))
    async with kept(around):
        await around.come_in(CHAIR, LegId(CHAIR_LEG))
        await around.come_in(FATHER)
        seen = (await around.state()).version
        await around.handler.handle(CONFERENCE, BringBackEveryone(seen), actor(CHAIR))
        state = await state_where(around, lambda s: s.phase is Phase.IN_SECTION)
    inside = {id for leg in state.legs.values() if leg.zone == "main" for id in leg.present}
    assert inside == {CHAIR}
    assert MOTHER in state.was_in


async def test_a_view_is_shown_only_after_its_plan_is_in_force() -> None:
    around = Surroundings()
    await around.book()
    async with kept(around):
        await around.come_in(CHAIR)
        await state_where(around, lambda s: len(s.legs) == 1)
        await around.world.bus.nudge(CONFERENCE)
        with anyio.fail_after(2):
            while not around.screens.shown or not around.screens.shown[-1].legs:
                await anyio.lowlevel.checkpoint()
    shown = [name for name in around.happened if name in {"applied", "shown"}]
    assert shown[0] == "applied"
    assert all(before == "applied" for before, now in itertools.pairwise(shown) if now == "shown")


async def test_a_deaf_engine_shows_nothing_new_and_the_chair_is_told() -> None:
    around = Surroundings()
    await around.book()
    async with kept(around):
        shown = len(around.screens.shown)
        around.gate.is_deaf = True
        await around.come_in(MOTHER, MOTHER_LEG)
        with anyio.fail_after(2):
            while "not-yet-confirmed" not in around.screens.troubles:
                await anyio.lowlevel.checkpoint()
        assert all(not state.legs for state in around.screens.shown[shown:])


async def in_section(around: Surroundings) -> None:
    await around.come_in(CHAIR)
    await around.come_in(MOTHER)
    await around.come_in(FATHER)
    seen = (await around.state()).version
    await around.handler.handle(CONFERENCE, BringBackEveryone(seen), actor(CHAIR))
    await around.admit(MOTHER)
    await around.admit(FATHER)


@pytest.mark.req("REQ-44")
async def test_while_a_seal_is_not_confirmed_the_chair_is_told_whom_it_waits_for() -> None:
    around = Surroundings()
    await around.begin()
    async with kept(around):
        await in_section(around)
        admitted = (await around.state()).version
        state = await state_where(around, lambda s: s.applied_version >= admitted)
        around.gate.is_deaf = True
        begin = BeginSection(CLOSED_PART, state.version)
        with suppress(NotConfirmed):
            await around.handler.handle(CONFERENCE, begin, actor(CHAIR))
        with anyio.fail_after(2):
            while around.screens.waits_for != frozenset({MOTHER, FATHER}):
                await anyio.lowlevel.checkpoint()
        around.gate.is_deaf = False
        await state_where(around, lambda s: s.phase is Phase.IN_SECTION)
        with anyio.fail_after(2):
            while around.screens.waits_for:
                await anyio.lowlevel.checkpoint()


@pytest.mark.req("REQ-44")
@pytest.mark.parametrize(("deaf", "phase"), [(False, Phase.IN_SECTION), (True, Phase.SEALING)])
async def test_a_closed_part_opens_only_after_the_engine_has_cut_everyone(
    *, deaf: bool, phase: Phase
) -> None:
    around = Surroundings()
    await around.begin()
    async with kept(around):
        await in_section(around)
        seen = (await around.state()).version
        around.gate.is_deaf = deaf
        with anyio.move_on_after(1):
            with suppress(NotConfirmed):
                await around.handler.handle(
                    CONFERENCE, BeginSection(CLOSED_PART, seen), actor(CHAIR)
                )
            await state_where(
                around, lambda s: s.section_id == CLOSED_PART and s.phase is Phase.IN_SECTION
            )
        assert (await around.state()).phase is phase


async def test_every_plan_that_the_engine_confirms_is_in_the_ledger() -> None:
    around = Surroundings()
    await around.begin()
    async with kept(around):
        await in_section(around)
        plan = media_plan(await around.state())
        state = await state_where(around, lambda s: (s.applied_version, plan) in around.gate.plans)
    assert plan
    assert media_plan(state) == plan
    applied = [r.event for r in around.store.logs[CONFERENCE] if isinstance(r.event, PlanApplied)]
    assert applied[-1] == PlanApplied(state.applied_version)


async def test_a_leg_whose_socket_is_gone_is_shown_as_lost_and_then_dropped() -> None:
    around = Surroundings()
    await around.begin()
    async with kept(around):
        await in_section(around)
        around.screens.silent[MOTHER_LEG] = 2.5
        await state_where(around, lambda s: s.legs[MOTHER_LEG].lost_at is not None)
        around.clock.advance(timedelta(seconds=3))
        state = await state_where(around, lambda s: MOTHER_LEG not in s.legs)
    assert MOTHER in state.was_in


async def test_the_chair_lost_pauses_the_conference() -> None:
    around = Surroundings()
    await around.begin()
    async with kept(around):
        await in_section(around)
        around.screens.silent[CHAIR_LEG] = 2.5
        state = await state_where(around, lambda s: s.phase is Phase.PAUSED)
    assert state.pause_reason == "chair_lost"
    assert around.gate.plans[-1][1] == frozenset()


async def test_media_that_no_plan_explains_stops_the_media_not_the_display() -> None:
    around = Surroundings()
    await around.begin()
    async with kept(around):
        await in_section(around)
        around.gate.strayed = True
        state = await state_where(around, lambda s: s.phase is Phase.PAUSED)
        assert state.pause_reason == "media"
        await state_where(around, lambda s: not s.legs)


async def test_a_closed_conference_is_let_go_of() -> None:
    around = Surroundings()
    await around.begin()
    keeper = ConferenceKeeper(CONFERENCE, around.handler, around.world)
    async with anyio.create_task_group() as tasks:
        started = anyio.Event()
        tasks.start_soon(keeper.run, started.set)
        await started.wait()
        await in_section(around)
        await around.handler.handle(CONFERENCE, Close(), actor(CHAIR))
        with anyio.fail_after(2):
            while "closed" not in around.happened:
                await anyio.lowlevel.checkpoint()
    assert around.gate.plans[-1][1] == frozenset()


ALLOWED = PlanCall(MOTHER, WORDS, may_ring=True, after_drop=False)


async def test_whoever_is_to_be_rung_is_rung_and_nobody_before_it_is_asked_for() -> None:
    around = Surroundings()
    await around.begin()
    async with kept(around):
        await around.handler.handle(CONFERENCE, ALLOWED, actor(CHAIR))
        await state_where(around, lambda s: MOTHER in s.telephones.plans)
        shown = len(around.screens.shown)
        await until(lambda: len(around.screens.shown) > shown)
        assert around.telephones.asked == []
        await around.handler.handle(CONFERENCE, RingOut(MOTHER), actor(CHAIR))
        await until(lambda: around.telephones.asked != [])
        await around.handler.handle(CONFERENCE, NoteCallPlaced(MOTHER), SERVICE)
        shown = len(around.screens.shown)
        await until(lambda: len(around.screens.shown) > shown + 1)
    assert set(around.telephones.asked) == {(MOTHER,)}


async def test_a_telephone_that_takes_no_call_holds_up_no_plan() -> None:
    around = Surroundings()
    around.telephones.is_stuck = True
    await around.begin()
    async with kept(around):
        await around.handler.handle(CONFERENCE, ALLOWED, actor(CHAIR))
        await around.handler.handle(CONFERENCE, RingOut(MOTHER), actor(CHAIR))
        await until(lambda: around.telephones.asked != [])
        plans = len(around.gate.plans)
        around.clock.advance(timedelta(seconds=1))
        await until(lambda: len(around.gate.plans) > plans)


async def until(is_so: Callable[[], bool]) -> None:
    with anyio.fail_after(3):
        while not is_so():
            await anyio.lowlevel.checkpoint()
