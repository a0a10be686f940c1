"""A worker and its controller: if either loses the other, everything is dark."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from media.api import EngineLost, EngineRefusal, Plan
from media.control import Line
from media.remote import RemoteEngine
from tests.media.conftest import worker_at
from tests.media.peer import DEADLINE, Peer
from tests.media.room import CONFERENCE, LONG, room_of


async def test_a_worker_that_loses_its_controller_cuts_everything(worker: Path) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        async with RemoteEngine(worker) as engine, room_of(engine) as room:
            for peer in (mother, chair):
                await peer.join(engine, CONFERENCE)
            await room.admit(mother, chair)
            mother.say(payload=b"before")
            await chair.until_heard(b"before")
        async with RemoteEngine(worker) as successor:
            heard = chair.drain()
            mother.say(payload=b"after")
            mother.show()
            with pytest.raises(EngineRefusal, match="unknown-leg"):
                await successor.accept(CONFERENCE, mother.key, mother.make_answer())
            await Peer("father").join_and_leave(successor, CONFERENCE)
            assert chair.drain() == heard


async def test_the_newest_controller_wins_and_finds_an_empty_engine(worker: Path) -> None:
    async with Peer("mother") as mother, RemoteEngine(worker) as first:
        await mother.join(first, CONFERENCE)
        async with RemoteEngine(worker) as second, room_of(first) as room:
            await room.until(EngineLost)
            with pytest.raises(EngineRefusal, match="not-running"):
                await room.admit(mother)
            await second.offer(CONFERENCE, mother.key, "127.0.0.1")


async def test_a_killed_worker_is_told_and_every_call_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "control"
    with worker_at(path) as process:
        async with RemoteEngine(path) as engine, room_of(engine) as room, Peer("mother") as mother:
            await mother.join(engine, CONFERENCE)
            process.kill()
            lost = await room.until(EngineLost)
            assert lost.conferences == (CONFERENCE,)
            with pytest.raises(EngineRefusal, match="not-running"):
                await room.admit(mother)


async def test_a_worker_that_does_not_answer_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "control"
    with worker_at(path) as process:
        async with RemoteEngine(path, call_seconds=0.2) as engine, room_of(engine) as room:
            os.kill(process.pid, signal.SIGSTOP)
            with pytest.raises(EngineRefusal, match="not-running"):
                await room.admit()
            await room.until(EngineLost)
            os.kill(process.pid, signal.SIGCONT)


async def test_a_plan_is_applied_across_the_process_in_a_few_milliseconds(worker: Path) -> None:
    async with RemoteEngine(worker) as engine, room_of(engine) as room:
        await room.admit()
        took: list[float] = []
        for _ in range(50):
            begun = time.monotonic()
            applied = await room.plan([])
            took.append(time.monotonic() - begun)
            assert begun <= applied.at_monotonic <= begun + took[-1]
        assert sorted(took)[25] < 0.01


@pytest.mark.parametrize("nonsense", [b"hello\n", b"1 dance {}\n", b"1 apply {\n", b"x" * 100])
async def test_a_controller_that_speaks_nonsense_is_hung_up_on(
    worker: Path, nonsense: bytes
) -> None:
    reader, writer = await asyncio.open_unix_connection(worker)
    writer.write(nonsense)
    writer.write_eof()
    async with asyncio.timeout(DEADLINE):
        while await reader.read(65536):
            pass
    writer.close()
    async with RemoteEngine(worker) as engine:
        assert engine.udp_port > 0


def test_only_its_owner_can_reach_the_control_socket(worker: Path) -> None:
    assert worker.stat().st_mode & 0o777 == 0o600


async def test_a_worker_ends_when_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "control"
    with worker_at(path) as process:
        async with RemoteEngine(path) as engine, room_of(engine) as room:
            process.terminate()
            await room.until(EngineLost)
        assert process.wait(DEADLINE) == 0


def test_a_line_is_read_as_it_was_written() -> None:
    plan = Plan(CONFERENCE, 3, frozenset(), LONG, private_levels=True)
    assert plan.epoch == 3
    line = Line(17, "apply", b'{"epoch": 3}')
    assert line.write() == b'17 apply {"epoch": 3}\n'
