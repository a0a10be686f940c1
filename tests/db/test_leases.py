"""One node at a time, and never longer than it was given."""

from datetime import timedelta

import anyio
import pytest
from sqlalchemy import select

from app.db.database import Database
from app.db.leases import SqlLeases, now_micros
from app.service.clock import SystemClock
from app.service.ports import Leases
from tests.db.lines import CONFERENCE, OTHER
from tests.fakes import ManualClock, MemoryLeases

TTL = timedelta(seconds=60)
OVER = timedelta(0)
"""A lease that has run out the moment it is given."""


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def leases(kind: str, clock: ManualClock, request: pytest.FixtureRequest) -> Leases:
    if kind == "memory":
        return MemoryLeases(clock)
    return SqlLeases(request.getfixturevalue("database"))


async def test_what_is_free_is_given(leases: Leases) -> None:
    assert await leases.acquire(CONFERENCE, "one", TTL)
    assert await leases.acquire(OTHER, "two", TTL)


async def test_what_another_node_holds_is_not_given(leases: Leases) -> None:
    assert await leases.acquire(CONFERENCE, "one", TTL)
    assert not await leases.acquire(CONFERENCE, "two", TTL)


async def test_the_holder_renews_and_the_other_waits_on(leases: Leases) -> None:
    for _ in range(3):
        assert await leases.acquire(CONFERENCE, "one", TTL)
        assert not await leases.acquire(CONFERENCE, "two", TTL)


async def test_what_has_run_out_is_given_to_another(leases: Leases) -> None:
    assert await leases.acquire(CONFERENCE, "one", OVER)
    assert await leases.acquire(CONFERENCE, "two", TTL)
    assert not await leases.acquire(CONFERENCE, "one", TTL)


async def test_what_was_given_back_is_free_at_once(leases: Leases) -> None:
    assert await leases.acquire(CONFERENCE, "one", TTL)
    await leases.give_back(CONFERENCE, "one")
    assert await leases.acquire(CONFERENCE, "two", TTL)


async def test_nobody_gives_back_what_another_holds(leases: Leases) -> None:
    assert await leases.acquire(CONFERENCE, "one", TTL)
    await leases.give_back(CONFERENCE, "two")
    await leases.give_back(OTHER, "two")
    assert not await leases.acquire(CONFERENCE, "two", TTL)


@pytest.mark.parametrize("first", [None, OVER], ids=["free", "run out"])
async def test_of_many_nodes_that_ask_at_once_one_gets_it(
    leases: Leases, first: timedelta | None
) -> None:
    if first is not None:
        await leases.acquire(CONFERENCE, "zero", first)
    given: list[bool] = []

    async def ask(node: str) -> None:
        given.append(await leases.acquire(CONFERENCE, node, TTL))

    async with anyio.create_task_group() as tasks:
        for number in range(6):
            tasks.start_soon(ask, f"node {number}")
    assert sum(given) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
async def test_the_databases_clock_counts_microseconds(database: Database) -> None:
    async with database.reading() as session:
        first, second = [await session.scalar(select(now_micros())) for _ in range(2)]
    assert first is not None
    assert second is not None
    assert abs(SystemClock().now() - first) < 10_000_000
    assert first <= second
