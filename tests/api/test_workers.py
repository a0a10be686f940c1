"""Several media workers as one engine: a conference has one home, and finds another if it burns."""

import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from uuid import uuid4

import anyio
import pytest

from app.workers import WorkerPool
from media.api import CallKey, ConferenceKey, EngineLost, EngineRefusal, Fact, LegKey, Plan
from media.remote import RemoteEngine

WITHIN = 20.0


class Workers:
    """Real worker processes, each behind its control socket."""

    def __init__(self, folder: Path) -> None:
        self.paths = [folder / "0.sock", folder / "1.sock"]
        self.began = [self._begin(path) for path in self.paths]

    def _begin(self, path: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "media.worker", "--control", str(path)]
        return subprocess.Popen([*command, "--die-with-parent"])

    def kill(self, number: int) -> None:
        self.began[number].kill()
        self.began[number].wait(10)

    def begin_again(self, number: int) -> None:
        self.began[number] = self._begin(self.paths[number])

    def end(self) -> None:
        for number in range(len(self.began)):
            self.kill(number)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(tmp_path)
    yield workers
    workers.end()


def empty_plan(conference: ConferenceKey, epoch: int = 1) -> Plan:
    return Plan(conference, epoch, frozenset(), 0.0, private_levels=True)


async def until(is_so: Callable[[], bool]) -> None:
    with anyio.fail_after(WITHIN):
        while not is_so():
            with anyio.move_on_after(0.02):
                await anyio.Event().wait()


@asynccontextmanager
async def ready_pool(workers: Workers) -> AsyncGenerator[WorkerPool]:
    async with WorkerPool([RemoteEngine(path) for path in workers.paths]) as pool:
        await until(lambda: pool.is_ready)
        yield pool


async def next_lost(facts: AsyncIterator[Fact]) -> EngineLost:
    with anyio.fail_after(WITHIN):
        async for fact in facts:
            if isinstance(fact, EngineLost):
                return fact
    raise AssertionError("The facts ended.")


def homes(pool: WorkerPool, conferences: list[ConferenceKey]) -> list[int]:
    """Which worker each conference lives on."""
    places = [worker.conferences for worker in pool._workers]
    return [next(n for n, place in enumerate(places) if each in place) for each in conferences]


async def test_no_worker_is_ready_before_it_has_applied_an_empty_plan(tmp_path: Path) -> None:
    async with WorkerPool([RemoteEngine(tmp_path / "nobody.sock")]) as pool:
        assert not pool.is_ready
        with pytest.raises(EngineRefusal, match="not-running"):
            await pool.apply(empty_plan(ConferenceKey("a")))


async def test_conferences_are_spread_and_each_stays_where_it_is(workers: Workers) -> None:
    conferences = [ConferenceKey(str(uuid4())) for _ in range(4)]
    async with ready_pool(workers) as pool:
        for epoch in (1, 2):
            for each in conferences:
                assert (await pool.apply(empty_plan(each, epoch))).epoch == epoch
        assert sorted(homes(pool, conferences)) == [0, 0, 1, 1]
        offer = await pool.offer(conferences[0], LegKey("a"), "127.0.0.1")
        assert offer.sdp
        with pytest.raises(EngineRefusal, match="leg-exists"):
            await pool.offer(conferences[0], LegKey("a"), "127.0.0.1")


async def test_a_lost_worker_is_told_with_its_conferences_and_found_again(
    workers: Workers,
) -> None:
    conferences = [ConferenceKey(str(uuid4())) for _ in range(2)]
    async with ready_pool(workers) as pool, aclosing(pool.facts()) as facts:
        for each in conferences:
            await pool.apply(empty_plan(each))
        burnt = conferences[homes(pool, conferences).index(0)]
        workers.kill(0)
        assert (await next_lost(facts)).conferences == (burnt,)
        assert not pool.is_ready
        assert (await pool.apply(empty_plan(burnt))).epoch == 1
        assert homes(pool, [burnt]) == [1]
        workers.begin_again(0)
        await until(lambda: pool.is_ready)
        new = ConferenceKey(str(uuid4()))
        await pool.apply(empty_plan(new))
        assert homes(pool, [new]) == [0]


async def test_a_closed_conference_has_no_home_any_more(workers: Workers) -> None:
    conference = ConferenceKey(str(uuid4()))
    async with ready_pool(workers) as pool:
        await pool.apply(empty_plan(conference, 5))
        await pool.close(conference)
        assert not any(worker.conferences for worker in pool._workers)
        assert (await pool.apply(empty_plan(conference, 1))).epoch == 1


async def test_the_sound_of_a_conferences_calls_goes_to_the_worker_it_lives_on(
    workers: Workers,
) -> None:
    async with ready_pool(workers) as pool:
        conferences = [ConferenceKey(name) for name in ("one", "two")]
        lines = [pool.line_of(each) for each in conferences]
        assert sorted(lines) == [0, 1]
        assert homes(pool, conferences) == lines
        leg, call = LegKey("mother"), CallKey(str(uuid4()))
        await pool.attach(conferences[0], leg, call)
        with pytest.raises(EngineRefusal, match="leg-exists"):
            await pool.attach(conferences[0], leg, call)
        await pool.attach(conferences[1], leg, call)
        assert [pool.line_of(each) for each in conferences] == lines


async def test_no_line_is_told_while_no_worker_is_there() -> None:
    pool = WorkerPool([])
    with pytest.raises(EngineRefusal, match="not-running"):
        pool.line_of(ConferenceKey("one"))
    pool._told.close()
    pool._heard.close()
