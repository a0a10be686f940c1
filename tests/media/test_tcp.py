"""A leg by TCP: the same rights, and a queue that is emptied at a cut."""

import asyncio
import socket

from media.api import Kind, Permission, SlotBound
from media.engine import EmbeddedEngine
from media.transport.tcp import QUEUED_AT_MOST
from tests.media.ears import DEADLINE
from tests.media.peer import KEY_FRAME, Peer
from tests.media.room import CONFERENCE, Room, without

ENOUGH = 4000
"""Packets of 1 kB: more than all buffers between us and a browser that has stopped reading."""


async def test_a_leg_by_tcp_hears_and_is_heard(room: Room) -> None:
    async with Peer("mother", by_tcp=True) as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.say(payload=b"by tcp")
        await chair.until_heard(b"by tcp")
        chair.say(payload=b"by udp")
        await mother.until_heard(b"by udp")


async def test_an_excluded_leg_by_tcp_hears_nothing_more(room: Room) -> None:
    async with Peer("father", by_tcp=True) as father, Peer("chair") as chair, Peer("mother") as m:
        for peer in (father, chair, m):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(father, chair, m)
        chair.say(payload=b"before")
        await father.until_heard(b"before")
        await room.plan(without(father, permissions))
        excluded = father.drain()
        chair.say(payload=b"after")
        await m.until_heard(b"after")
        father.is_answered.clear()
        father.ask()
        await father.is_answered.wait()
        assert father.drain() == excluded


async def fill_up(room: Room, father: Peer, chair: Peer, engine: EmbeddedEngine) -> None:
    """The chair speaks until the father, who does not read, has a full queue."""
    asyncio.get_running_loop().remove_reader(father.socket)
    async with asyncio.timeout(DEADLINE):
        for number in range(ENOUGH):
            chair.say(payload=bytes(1000))
            if number % 50 == 0:
                await chair.round_trip()
    assert room.of(SlotBound)
    assert engine.counters["unknown-kind"] == 0


async def test_what_waits_for_a_slow_leg_is_bounded_and_destroyed_when_it_is_put_out(
    near: Room, embedded: EmbeddedEngine
) -> None:
    """Its connection is reset: what the kernel still held of the conference may not leave."""
    async with Peer("father", by_tcp=True) as father, Peer("chair") as chair:
        father.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for peer in (father, chair):
            await peer.join(near.engine, CONFERENCE)
        permissions = await near.admit(father, chair)
        await fill_up(near, father, chair, embedded)
        await near.plan(without(father, permissions))
        chair.show(KEY_FRAME)
        assert embedded.counters["tcp-dropped"] > ENOUGH // 2
        assert QUEUED_AT_MOST < ENOUGH // 2
        received = 0
        async with asyncio.timeout(DEADLINE):
            while not father.is_reset:
                received += await father.read_raw()
        assert received < ENOUGH * 1000 // 2


async def test_a_leg_by_tcp_that_is_not_concerned_keeps_its_connection(near: Room) -> None:
    async with Peer("mother", by_tcp=True) as mother, Peer("chair") as chair, Peer("x") as other:
        for peer in (mother, chair, other):
            await peer.join(near.engine, CONFERENCE)
        permissions = await near.admit(mother, chair, other)
        await near.plan(without(other, permissions))
        chair.say(payload=b"still with us")
        await mother.until_heard(b"still with us")
        assert not mother.is_reset


async def test_a_connection_that_speaks_nonsense_is_reset(near: Room) -> None:
    async with Peer("mother", by_tcp=True) as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(near.engine, CONFERENCE)
        await near.plan({Permission(mother.key, chair.key, Kind.SOUND)})
        mother.socket.send(b"\xff\xff" + bytes(100))
        async with asyncio.timeout(DEADLINE):
            while not mother.is_reset:
                await mother.read_raw()
