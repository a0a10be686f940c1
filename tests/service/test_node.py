"""A conference lives inside its lease: silent without it, elsewhere only after it."""

from collections.abc import Callable
from datetime import timedelta

import anyio

from app.domain.ids import ConferenceId
from app.service.node import Node
from tests.service.surroundings import CONFERENCE, Surroundings

TTL = timedelta(seconds=0.2)


class Keeping:
    """Counts how often a keeper was started, and by which node."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.started: list[str] = []
        self.failures: list[str] = []
        self.breaks = 0

    def node(self, name: str) -> Node:
        async def keep(_: ConferenceId, started: Callable[[], None]) -> None:
            self.started.append(name)
            started()
            if self.breaks:
                self.breaks -= 1
                raise RuntimeError(name)
            await anyio.sleep_forever()

        def failed(_: ConferenceId, error: Exception) -> None:
            self.failures.append(type(error).__name__)

        return Node(name, self.around.world, keep, failed, TTL)


async def until(is_so: Callable[[], bool]) -> None:
    with anyio.fail_after(5):
        while not is_so():
            await anyio.lowlevel.checkpoint()


async def test_an_open_conference_is_kept_and_then_the_node_is_ready() -> None:
    around = Surroundings()
    await around.book()
    keeping = Keeping(around)
    node = keeping.node("one")
    assert not node.is_ready
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(node.run)
        await until(lambda: node.is_ready)
        tasks.cancel_scope.cancel()
    assert keeping.started == ["one"]


async def test_what_another_node_holds_is_left_alone() -> None:
    around = Surroundings()
    await around.book()
    await around.world.leases.acquire(CONFERENCE, "another", timedelta(hours=1))
    keeping = Keeping(around)
    with anyio.move_on_after(0.5):
        await keeping.node("one").run()
    assert keeping.started == []


async def test_media_are_never_allowed_for_longer_than_the_lease() -> None:
    around = Surroundings()
    await around.book()
    keeping = Keeping(around)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(keeping.node("one").run)
        await until(lambda: keeping.started == ["one"])
        assert around.gate.valid_until <= around.clock.monotonic() + TTL.total_seconds()
        tasks.cancel_scope.cancel()


async def test_a_keeper_that_breaks_is_started_again() -> None:
    around = Surroundings()
    await around.book()
    keeping = Keeping(around)
    keeping.breaks = 1
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(keeping.node("one").run)
        await until(lambda: len(keeping.started) == 2)
        tasks.cancel_scope.cancel()
    assert keeping.failures == ["ExceptionGroup"]


async def test_a_node_that_lost_its_lease_to_another_stops_keeping() -> None:
    around = Surroundings()
    await around.book()
    keeping = Keeping(around)
    node = keeping.node("one")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(node.run)
        await until(lambda: node.is_ready)
        around.clock.advance(timedelta(seconds=10))
        assert await around.world.leases.acquire(CONFERENCE, "another", timedelta(hours=1))
        await until(lambda: not node.keeps(CONFERENCE))
        tasks.cancel_scope.cancel()
    assert keeping.started == ["one"]
