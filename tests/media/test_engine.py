"""The engine's own limits: its ceiling, its self-check, its silence when nobody listens."""

import time

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
from media.settings import EngineSettings
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
    """Five speak; the two loudest get through to everybody, and a louder one takes a seat."""
    names = ("a1", "b2", "c3", "d4", "e5")
    peers = [Peer(name) for name in names]
    for peer in peers:
        await peer.join(near.engine, CONFERENCE)
    listener = peers[0]
    for quiet in peers[1:4]:
        quiet.say(level=60)
    await near.admit(*peers)
    for peer in peers:
        peer.say(level=60)
    await near.until(SlotBound, lambda fact: fact.sink == listener.key and fact.mid == "c")
    loud = peers[4]
    await until_bound(near, listener, loud)
    await listener.until_heard(b"loud")
    for peer in peers:
        await peer.__aexit__()


async def until_bound(room: Room, listener: Peer, loud: Peer) -> None:
    """The loud one speaks until the listener hears it."""
    for _ in range(200):
        loud.say(level=1, payload=b"loud")
        await loud.round_trip()
        await listener.round_trip()
        if b"loud" in listener.payloads():
            return
    assert room.of(SlotBound)


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
