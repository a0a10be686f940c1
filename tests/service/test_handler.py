"""Cut first, then write, then say so."""

import pytest

from app.domain.commands import BeginSection, Pause
from app.domain.errors import NotPermitted
from app.domain.people import Standing
from app.service.handler import CutNotRecorded
from app.service.ports import NotConfirmed, StoreDown
from tests.service.surroundings import (
    CHAIR,
    CONFERENCE,
    FATHER,
    FATHER_LEG,
    MOTHER,
    WELCOME,
    Surroundings,
    actor,
    excluding_the_father,
)


async def test_what_an_exclusion_takes_away_is_cut_before_it_is_written() -> None:
    around = Surroundings()
    await around.begin()
    await around.handler.handle(CONFERENCE, excluding_the_father(), actor(CHAIR))
    assert around.happened == ["burnt", "applied", "written"]
    assert around.screens.burnt == {FATHER_LEG}
    version, plan = around.gate.plans[-1]
    assert version == (await around.state()).version
    assert plan
    assert FATHER_LEG not in {leg for flow in plan for leg in (flow.source, flow.sink)}


async def test_letting_somebody_in_cuts_nothing_and_is_left_to_the_keeper() -> None:
    around = Surroundings()
    await around.book()
    await around.come_in(MOTHER)
    assert "applied" not in around.happened
    assert "burnt" not in around.happened


async def test_a_refused_command_changes_nothing_at_all() -> None:
    around = Surroundings()
    await around.begin()
    before = await around.state()
    with pytest.raises(NotPermitted):
        await around.handler.handle(CONFERENCE, excluding_the_father(), actor(MOTHER))
    assert await around.state() == before
    assert around.happened == []


async def test_an_exclusion_that_cannot_be_stored_stays_cut_and_counts() -> None:
    around = Surroundings()
    await around.begin()
    around.store.is_down = True
    with pytest.raises(CutNotRecorded):
        await around.handler.handle(CONFERENCE, excluding_the_father(), actor(CHAIR))
    assert around.happened == ["burnt", "applied"]
    known = around.world.replica.last_known(CONFERENCE)
    assert known.participant(FATHER).standing is Standing.EXCLUDED


async def test_what_is_owed_is_stored_as_soon_as_the_store_is_back() -> None:
    around = Surroundings()
    await around.begin()
    around.store.is_down = True
    with pytest.raises(CutNotRecorded):
        await around.handler.handle(CONFERENCE, excluding_the_father(), actor(CHAIR))
    assert not await around.handler.write_owed(CONFERENCE)
    around.store.is_down = False
    assert await around.handler.write_owed(CONFERENCE)
    stored = Surroundings()
    stored.store.logs = around.store.logs
    assert (await stored.state()).participant(FATHER).standing is Standing.EXCLUDED


async def test_the_next_command_is_stored_together_with_what_is_owed() -> None:
    around = Surroundings()
    await around.begin()
    around.store.is_down = True
    with pytest.raises(CutNotRecorded):
        await around.handler.handle(CONFERENCE, excluding_the_father(), actor(CHAIR))
    around.store.is_down = False
    await around.handler.handle(CONFERENCE, Pause(), actor(CHAIR))
    versions = [recorded.version for recorded in around.store.logs[CONFERENCE]]
    assert versions == list(range(1, len(versions) + 1))


async def test_what_takes_nothing_away_is_simply_refused_while_the_store_is_down() -> None:
    around = Surroundings()
    await around.begin()
    before = await around.state()
    around.store.is_down = True
    with pytest.raises(StoreDown):
        await around.handler.handle(CONFERENCE, BeginSection(WELCOME, before.version), actor(CHAIR))
    around.store.is_down = False
    assert await around.state() == before


async def test_a_deaf_engine_is_reported_but_the_exclusion_is_recorded() -> None:
    around = Surroundings()
    await around.begin()
    around.gate.is_deaf = True
    with pytest.raises(NotConfirmed):
        await around.handler.handle(CONFERENCE, excluding_the_father(), actor(CHAIR))
    assert (await around.state()).participant(FATHER).standing is Standing.EXCLUDED
    assert around.screens.burnt == {FATHER_LEG}


async def test_the_recorded_actor_is_the_one_of_the_session() -> None:
    around = Surroundings()
    await around.begin()
    await around.handler.handle(CONFERENCE, excluding_the_father(), actor(CHAIR))
    assert around.store.logs[CONFERENCE][-1].actor == actor(CHAIR)
