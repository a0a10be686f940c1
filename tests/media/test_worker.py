"""A worker and its controller: if either loses the other, everything is dark."""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.api import EngineLost, EngineRefusal, Kind, LegKey, Permission, Plan
from media.control import PLAN, BadLine, Line, PackedPlan, pack, read_line, unpack
from media.remote import KNOCK_SECONDS, RemoteEngine
from tests.media.conftest import worker_at
from tests.media.ears import DEADLINE
from tests.media.peer import Peer
from tests.media.room import CONFERENCE, Room, room_of


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


async def test_a_worker_is_waited_for_whatever_stands_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "control"
    engine = RemoteEngine(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        other.bind(str(path))
        starting = asyncio.get_running_loop().create_task(engine.start())
        await asyncio.wait([starting], timeout=3 * KNOCK_SECONDS)
        assert not starting.done()
    path.unlink()
    with worker_at(path):
        await starting
        await engine.stop()


async def test_a_killed_worker_is_told_and_every_call_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "control"
    with worker_at(path) as running:
        async with RemoteEngine(path) as engine, room_of(engine) as room, Peer("mother") as mother:
            await mother.join(engine, CONFERENCE)
            running.kill()
            lost = await room.until(EngineLost)
            assert lost.conferences == (CONFERENCE,)
            with pytest.raises(EngineRefusal, match="not-running"):
                await room.admit(mother)


async def test_a_worker_that_does_not_answer_is_given_up_after_a_while(tmp_path: Path) -> None:
    path = tmp_path / "control"
    impatient = RemoteEngine(path, call_seconds=0.1, give_up_seconds=0.3)
    with worker_at(path) as running:
        async with impatient as engine, room_of(engine) as room:
            os.kill(running.pid, signal.SIGSTOP)
            await refuses(room, "no-answer")
            assert not room.of(EngineLost)
            for _ in range(4):
                await refuses(room, "no-answer|not-running")
            await room.until(EngineLost)
            os.kill(running.pid, signal.SIGCONT)


async def refuses(room: Room, code: str) -> None:
    with pytest.raises(EngineRefusal, match=code):
        await room.admit()


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
    with worker_at(path) as running:
        async with RemoteEngine(path) as engine, room_of(engine) as room:
            running.terminate()
            await room.until(EngineLost)
        assert running.wait(DEADLINE) == 0


legs = st.sampled_from([LegKey(name) for name in ("mother", "father", "chair", "room 1")])


@given(st.frozensets(st.builds(Permission, legs, legs, st.sampled_from(Kind))))
def test_a_plan_is_read_as_it_was_written(permissions: frozenset[Permission]) -> None:
    plan = Plan(CONFERENCE, 3, permissions, 1.5, private_levels=True)
    written = Line(17, "apply", PLAN.write(pack(plan))).write()
    line = read_line(written)
    assert (line.number, line.verb) == (17, "apply")
    assert unpack(PLAN.read(line.body)) == plan


@given(st.lists(st.integers(-5, 40), max_size=5))
def test_a_plan_that_names_legs_which_are_not_there_is_refused(flows: list[int]) -> None:
    packed = PackedPlan(CONFERENCE, 1, [LegKey("a"), LegKey("b")], flows, 1.0, private_levels=True)
    if any(not 0 <= flow < 8 for flow in flows):
        with pytest.raises(BadLine):
            unpack(packed)
    else:
        assert len(unpack(packed).permissions) == len(set(flows))
