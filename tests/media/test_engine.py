"""The engine's own limits: its ceiling, its self-check, its silence when nobody listens."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import AsyncExitStack, contextmanager

import pytest

from media.api import (
    EngineLost,
    EngineRefusal,
    Kind,
    LegKey,
    Permission,
    Plan,
    Sending,
    SlotBound,
    WentDark,
    WhyDark,
)
from media.engine import EmbeddedEngine
from media.facts import WAITING_AT_MOST
from media.plane.outlet import Gate
from media.plane.select import PICTURE_DWELL
from media.settings import EngineSettings
from media.transport.batch import Outbound, find_calls
from media.transport.mux import UdpPath
from media.transport.names import raw_name
from media.transport.outbox import Outbox
from tests.media.conftest import Wire
from tests.media.peer import KEY_FRAME, Peer
from tests.media.room import CONFERENCE, LONG, Room, each_with_each, room_of


async def test_above_its_ceiling_of_legs_an_engine_makes_no_offer() -> None:
    async with EmbeddedEngine(EngineSettings(max_legs=2)) as engine:
        for name in ("mother", "father"):
            await engine.offer(CONFERENCE, LegKey(name), "127.0.0.1")
        with pytest.raises(EngineRefusal, match="full"):
            await engine.offer(CONFERENCE, LegKey("chair"), "127.0.0.1")
        await engine.drop(CONFERENCE, LegKey("father"))
        await engine.offer(CONFERENCE, LegKey("chair"), "127.0.0.1")


async def test_above_its_ceiling_of_packets_an_engine_makes_no_offer() -> None:
    settings = EngineSettings(max_forwards_per_second=3)
    async with (
        EmbeddedEngine(settings) as engine,
        room_of(engine) as room,
        Peer("mother") as mother,
        Peer("chair") as chair,
    ):
        for peer in (mother, chair):
            await peer.join(engine, CONFERENCE)
        await room.admit(mother, chair)
        for _ in range(5):
            mother.say(payload=b"busy")
        await room.until(Sending, lambda fact: bool(fact.pairs))
        with pytest.raises(EngineRefusal, match="full"):
            await engine.offer(CONFERENCE, LegKey("father"), "127.0.0.1")


async def test_a_leg_has_one_offer_and_only_at_an_ip_address(room: Room) -> None:
    await room.engine.offer(CONFERENCE, LegKey("mother"), "127.0.0.1")
    with pytest.raises(EngineRefusal, match="leg-exists"):
        await room.engine.offer(CONFERENCE, LegKey("mother"), "127.0.0.1")
    with pytest.raises(EngineRefusal, match="bad-address"):
        await room.engine.offer(CONFERENCE, LegKey("father"), "somewhere\r\na=evil:1")
    await room.engine.offer(CONFERENCE, LegKey("father"), "127.0.0.1")


async def test_an_offer_names_every_address_by_udp_and_tcp() -> None:
    settings = EngineSettings(addresses=("192.0.2.1", "2001:db8::1"), pictures=2)
    async with EmbeddedEngine(settings) as engine:
        offer = await engine.offer(CONFERENCE, LegKey("mother"), "127.0.0.1")
        assert offer.slots == ("a", "b", "c", "k", "l")
        for host in ("127.0.0.1", "192.0.2.1", "2001:db8::1"):
            assert f" {host} {engine.udp_port} typ host\r\n" in offer.sdp
            assert f" {host} {engine.tcp_port} typ host tcptype passive\r\n" in offer.sdp


async def test_an_engine_that_is_not_running_refuses() -> None:
    engine = EmbeddedEngine(EngineSettings())
    with pytest.raises(EngineRefusal, match="not-running"):
        await engine.offer(CONFERENCE, LegKey("mother"), "127.0.0.1")
    async with engine:
        await engine.offer(CONFERENCE, LegKey("mother"), "127.0.0.1")
    with pytest.raises(EngineRefusal, match="not-running"):
        await engine.apply(Plan(CONFERENCE, 1, frozenset(), LONG, private_levels=False))


async def test_an_engine_that_sends_what_no_plan_allows_stops_itself(
    near: Room, embedded: EmbeddedEngine
) -> None:
    """The gate is broken on purpose: one that no plan knows stands open in a slot."""
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(near.engine, CONFERENCE)
        await near.admit(mother, chair)
        mother.say(payload=b"allowed")
        await chair.until_heard(b"allowed")
        await near.plan({p for p in each_with_each(mother, chair) if p.source == chair.key})
        await near.until(Sending, lambda fact: fact.epoch == 2)
        home = embedded._conferences[CONFERENCE]
        slot = home.legs[chair.key].peer.slots[0]
        upstream = home.legs[mother.key].peer.upstream
        slot.bind(mother.key, Gate(), time.monotonic())
        assert upstream.sound is not None
        slot.aim(upstream.sound)
        upstream.may_send = True
        mother.say(payload=b"a leak")
        await chair.until_heard(b"a leak")
        dark = await near.until(WentDark)
        assert dark.why is WhyDark.BREACH
        mother.say(payload=b"no more")
        chair.say(payload=b"no more either")
        await chair.round_trip()
        assert b"no more" not in chair.payloads()
        assert mother.payloads() == []


async def test_when_nobody_reads_the_facts_nothing_flows() -> None:
    """What cannot be written down may not happen."""
    async with (
        EmbeddedEngine(EngineSettings()) as engine,
        Peer("mother") as mother,
        Peer("chair") as chair,
    ):
        for peer in (mother, chair):
            await peer.join(engine, CONFERENCE)
        both, none = each_with_each(mother, chair), frozenset[Permission]()
        for epoch in range(WAITING_AT_MOST // 2 + 2):
            until = time.monotonic() + LONG
            wanted = none if epoch % 2 else both
            await engine.apply(Plan(CONFERENCE, epoch, wanted, until, private_levels=False))
        async with room_of(engine) as room:
            lost = await room.until(EngineLost)
            assert lost.conferences == (CONFERENCE,)


async def test_a_full_house_keeps_the_three_loudest(near: Room) -> None:
    """Four are as loud as each other and three of them are heard; one becomes louder."""
    async with AsyncExitStack() as stack:
        peers = [await stack.enter_async_context(Peer(name)) for name in "abcde"]
        for peer in peers:
            await peer.join(near.engine, CONFERENCE)
        listener, loud = peers[0], peers[4]
        await near.admit(*peers)
        for peer in peers:
            peer.say(level=60)
        await near.until(SlotBound, lambda fact: fact.sink == listener.key and fact.mid == "c")
        with again_and_again(lambda: loud.say(level=1, payload=b"loud")):
            await listener.until_heard(b"loud")


@contextmanager
def again_and_again(do: Callable[[], None]) -> Generator[None]:
    """Every 20 ms, as a browser sends."""
    loop = asyncio.get_running_loop()

    def turn() -> None:
        nonlocal next_turn
        do()
        next_turn = loop.call_later(0.02, turn)

    next_turn = loop.call_soon(turn)
    try:
        yield
    finally:
        next_turn.cancel()


async def test_a_picture_that_stops_leaves_its_slot(near: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(near.engine, CONFERENCE)
        await near.admit(mother, chair)
        mother.show(KEY_FRAME)
        bound = await near.until(SlotBound, lambda fact: fact.kind is Kind.PICTURE)
        assert bound.source == mother.key
        released = await near.until(
            SlotBound, lambda fact: fact.kind is Kind.PICTURE and fact.source is None
        )
        assert released.mid == bound.mid


async def test_a_picture_stays_for_a_while_even_if_another_becomes_louder() -> None:
    settings = EngineSettings(pictures=1)
    async with (
        EmbeddedEngine(settings) as engine,
        room_of(engine) as room,
        Peer("mother") as mother,
        Peer("father") as father,
        Peer("chair") as chair,
    ):
        for peer in (mother, father, chair):
            await peer.join(engine, CONFERENCE)
        await room.admit(mother, father, chair)
        mother.say(level=20)
        mother.show()
        first = await room.until(SlotBound, lambda f: (f.sink, f.mid) == (chair.key, "k"))
        room.facts.clear()

        def speak() -> None:
            father.say(level=1)
            for peer in (mother, father):
                peer.show()

        with again_and_again(speak):
            second = await room.until(SlotBound, lambda f: (f.sink, f.mid) == (chair.key, "k"))
        assert (first.source, second.source) == (mother.key, father.key)
        assert second.at_monotonic - first.at_monotonic >= PICTURE_DWELL


async def test_without_batches_the_same_packets_arrive(wire: Wire) -> None:
    settings = EngineSettings(in_batches=False)
    async with (
        EmbeddedEngine(settings, tap=wire.tap) as engine,
        room_of(engine) as room,
        Peer("mother") as mother,
        Peer("chair") as chair,
    ):
        for peer in (mother, chair):
            await peer.join(engine, CONFERENCE)
        await room.admit(mother, chair)
        for number in range(100):
            mother.say(payload=b"%d" % number)
        await chair.until_heard(b"99")
        assert chair.payloads() == [b"%d" % number for number in range(100)]
        assert len(wire.to(chair.socket.getsockname())) >= 100


async def test_an_engine_that_listens_everywhere_serves_both_families() -> None:
    async with (
        EmbeddedEngine(EngineSettings(host="::")) as engine,
        room_of(engine) as room,
        Peer("mother") as mother,
        Peer("father", by_tcp=True) as father,
    ):
        for peer in (mother, father):
            await peer.join(engine, CONFERENCE)
        await room.admit(mother, father)
        mother.say(payload=b"one")
        father.say(payload=b"two")
        await father.until_heard(b"one")
        await mother.until_heard(b"two")


async def test_one_that_cannot_be_reached_takes_no_packet_from_the_others() -> None:
    """The kernel refuses the second of three datagrams: the third leaves all the same."""
    with udp_socket() as sender, udp_socket() as receiver:
        outbound = Outbound(sender, find_calls())
        unreachable = ("255.255.255.255", 9)
        paths = [
            UdpPath(raw_name(socket.AF_INET, address), address)
            for address in (receiver.getsockname(), unreachable, receiver.getsockname())
        ]
        outbox = Outbox(outbound, socket.AF_INET, counters := Counter[str](), None)
        for number, path in enumerate(paths):
            outbox.put(b"%d" % number, path.at)
        outbox.flush()
        assert [receiver.recv(10) for _ in range(2)] == [b"0", b"2"]
        assert counters == {"send-dropped": 1}


@contextmanager
def udp_socket() -> Generator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(2)
        yield udp
