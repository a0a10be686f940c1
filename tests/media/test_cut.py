"""Nothing flows that the newest plan does not name: before, after, in between, and when it ends."""

import time
from typing import cast

import pytest

from media.api import (
    EngineRefusal,
    Kind,
    Permission,
    Plan,
    Sending,
    SlotBound,
    WentDark,
    WhyDark,
)
from media.engine import EmbeddedEngine
from media.plane import rtcp
from tests.media.conftest import Wire
from tests.media.peer import DELTA_FRAME, KEY_FRAME, Peer
from tests.media.room import CONFERENCE, LONG, Room, without


async def test_a_waiting_leg_hears_nothing_and_is_heard_by_nobody(room: Room) -> None:
    async with Peer("mother") as mother, Peer("father") as father, Peer("chair") as chair:
        for peer in (mother, father, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(father, chair)
        waiting = mother.drain()
        mother.say(payload=b"let me in")
        father.say(payload=b"to the chair")
        father.show()
        await chair.until_heard(b"to the chair")
        assert mother.drain() == waiting
        assert b"let me in" not in chair.payloads() + father.payloads()


async def test_an_excluded_leg_hears_nothing_after_the_plan_is_applied(room: Room) -> None:
    async with Peer("mother") as mother, Peer("father") as father, Peer("chair") as chair:
        for peer in (mother, father, chair):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(mother, father, chair)
        mother.say(payload=b"before")
        await father.until_heard(b"before")
        await room.plan(without(father, permissions))
        excluded = father.drain()
        father.say(payload=b"still here")
        mother.say(payload=b"after")
        mother.show(KEY_FRAME)
        await chair.until_heard(b"after")
        assert father.drain() == excluded
        assert b"still here" not in mother.payloads() + chair.payloads()


async def test_an_excluded_leg_that_asks_for_anything_gets_nothing(near: Room, wire: Wire) -> None:
    """It may repeat lost packets, want key frames, report, speak DTLS: no datagram leaves to it."""
    async with Peer("father") as father, Peer("chair") as chair:
        for peer in (father, chair):
            await peer.join(near.engine, CONFERENCE)
        permissions = await near.admit(father, chair)
        chair.show(DELTA_FRAME)
        await near.until(SlotBound, lambda fact: fact.sink == father.key and fact.mid == "k")
        chair.show(KEY_FRAME + b"seen")
        seen = await father.until_heard(KEY_FRAME + b"seen")
        father.say(payload=b"heard")
        await chair.until_heard(b"heard")
        applied = await near.plan(without(father, permissions))
        since = int(applied.at_monotonic * 1e9)
        father.send_control(rtcp.repair_request(seen.ssrc, [seen.seq]))
        father.send_control(rtcp.key_frame_request(seen.ssrc))
        father.send_control(
            rtcp.sender_report(rtcp.SenderClock(father.sound.ssrc, 1, 1), 1, 1, "x")
        )
        father.send_raw(b"\x16\xfe\xfd" + bytes(40))
        clock = rtcp.SenderClock(chair.small.ssrc, 1 << 32, chair.small.timestamp)
        chair.send_control(rtcp.sender_report(clock, 1, 1, "x"))
        father.say()
        chair.show(KEY_FRAME)
        father.is_answered.clear()
        father.ask()
        await father.is_answered.wait()
        for _ in range(2):
            near.facts.clear()
            await near.until(Sending)
        assert wire.to(father.socket.getsockname(), since=since) == []


async def test_the_leg_of_a_person_put_out_in_the_middle_of_dtls_gets_nothing(
    near: Room, wire: Wire
) -> None:
    async with Peer("father") as father, Peer("chair") as chair:
        permissions = await near.admit(father, chair)
        await father.answer(near.engine, CONFERENCE)
        await father.prove_address()
        applied = await near.plan(without(father, permissions))
        with pytest.raises(TimeoutError):
            await father.shake_hands(seconds=0.5)
        since = int(applied.at_monotonic * 1e9)
        assert wire.to(father.socket.getsockname(), since=since) == []


async def test_what_a_leg_says_in_the_dark_is_not_even_decrypted(
    near: Room, embedded: EmbeddedEngine
) -> None:
    async with Peer("father") as father, Peer("chair") as chair:
        for peer in (father, chair):
            await peer.join(near.engine, CONFERENCE)
        permissions = await near.admit(father, chair)
        father.say(payload=b"heard")
        await chair.until_heard(b"heard")
        await near.plan(without(father, permissions))
        father.send_raw(b"\x80\x6f\x00\x01" + bytes(40))
        await father.round_trip()
        assert embedded.counters["srtp-refused"] == 0
        await near.plan(permissions)
        father.send_raw(b"\x80\x6f\x00\x01" + bytes(40))
        await father.round_trip()
        assert embedded.counters["srtp-refused"] == 1


async def test_a_leg_is_understood_after_a_long_time_in_the_dark(room: Room) -> None:
    """Its packets were counted on: sequence numbers have gone round more than once."""
    async with Peer("father") as father, Peer("chair") as chair:
        for peer in (father, chair):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(father, chair)
        father.say(payload=b"before")
        await chair.until_heard(b"before")
        await room.plan(without(father, permissions))
        for number in range(100_000):
            father.sound.seq += 1
            if father.sound.seq & 0xFF == 0 or number % 1000 == 0:
                father.sound.seq -= 1
                father.say()
            if number % 20_000 == 0:
                await father.round_trip()
        await father.round_trip()
        await room.plan(permissions)
        father.say(payload=b"after")
        await chair.until_heard(b"after")


async def test_a_leg_comes_back_without_a_word_of_sdp(room: Room) -> None:
    async with Peer("father") as father, Peer("chair") as chair:
        for peer in (father, chair):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(father, chair)
        await room.plan(without(father, permissions))
        await room.plan(permissions)
        chair.say(payload=b"welcome back")
        await father.until_heard(b"welcome back")
        father.say(payload=b"thank you")
        await chair.until_heard(b"thank you")


async def test_only_the_permitted_direction_and_kind_flows(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.plan({Permission(chair.key, mother.key, Kind.SOUND)})
        mother.say(payload=b"unheard")
        chair.show(KEY_FRAME + b"unseen")
        chair.say(payload=b"heard")
        await mother.until_heard(b"heard")
        assert mother.payloads() == [b"heard"]
        assert chair.payloads() == []


async def test_a_plan_applied_twice_changes_nothing(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(mother, chair)
        mother.say(payload=b"one")
        await chair.until_heard(b"one")
        await room.plan(permissions)
        mother.say(payload=b"two")
        await chair.until_heard(b"two")
        first, second = chair.heard_in("a")
        assert second.seq == first.seq + 1
        await room.until(Sending, lambda fact: fact.epoch == 2)
        assert {bound.epoch for bound in room.of(SlotBound)} == {1}


async def test_an_older_plan_is_refused_and_the_newer_one_stays(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        old = await room.admit(mother, chair)
        await room.plan({Permission(mother.key, chair.key, Kind.SOUND)})
        stale = Plan(CONFERENCE, 1, old, time.monotonic() + LONG, private_levels=False)
        with pytest.raises(EngineRefusal, match="stale-epoch"):
            await room.engine.apply(stale)
        chair.say(payload=b"not any more")
        mother.say(payload=b"this way")
        await chair.until_heard(b"this way")
        assert mother.payloads() == []


async def test_past_its_time_a_plan_permits_nothing(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(mother, chair)
        await room.plan(permissions, seconds=0.2)
        dark = await room.until(WentDark)
        assert dark.why is WhyDark.EXPIRED
        mother.say(payload=b"too late")
        await mother.round_trip()
        await room.plan({Permission(chair.key, mother.key, Kind.SOUND)})
        chair.say(payload=b"on again")
        await mother.until_heard(b"on again")
        assert b"too late" not in chair.payloads()


async def test_nothing_leaves_past_the_time_of_a_plan_however_busy_the_loop(
    near: Room, wire: Wire
) -> None:
    """The time is looked at for each packet, not only by a timer."""
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(near.engine, CONFERENCE)
        permissions = await near.admit(mother, chair)
        mother.say(payload=b"in time")
        await chair.until_heard(b"in time")
        end = time.monotonic() + 0.05
        applied = await near.plan(permissions, seconds=0.05)
        while time.monotonic() < end + 0.01:  # the loop is kept busy: no timer can run
            mother.say(payload=b"late")
        await near.until(WentDark)
        since = int((applied.at_monotonic + 0.051) * 1e9)
        assert wire.to(chair.socket.getsockname(), since=since) == []


async def test_a_plan_that_is_past_already_cuts_everything(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(mother, chair)
        await room.plan(permissions, seconds=-1.0)
        mother.say(payload=b"too late")
        await mother.round_trip()
        await room.plan({Permission(chair.key, mother.key, Kind.SOUND)})
        chair.say(payload=b"on again")
        await mother.until_heard(b"on again")
        assert chair.payloads() == []


async def test_if_a_plan_cannot_be_applied_everything_is_cut(near: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(near.engine, CONFERENCE)
        permissions = await near.admit(mother, chair)
        broken = permissions | {cast(Permission, "nonsense")}  # no permission: it must fail
        with pytest.raises(AttributeError):
            await near.plan(broken)
        mother.say(payload=b"unheard")
        await mother.round_trip()
        await near.plan({Permission(chair.key, mother.key, Kind.SOUND)})
        chair.say(payload=b"on again")
        await mother.until_heard(b"on again")
        assert chair.payloads() == []


async def test_a_dropped_leg_is_forgotten_at_once(room: Room) -> None:
    async with Peer("father") as father, Peer("chair") as chair:
        for peer in (father, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(father, chair)
        await room.engine.drop(CONFERENCE, father.key)
        await room.engine.drop(CONFERENCE, father.key)
        dropped = father.drain()
        chair.say()
        father.say(payload=b"still here")
        father.ask()
        with pytest.raises(EngineRefusal, match="unknown-leg"):
            await room.engine.accept(CONFERENCE, father.key, father.make_answer())
        await room.until(SlotBound, lambda f: f.sink == chair.key and f.source is None)
        assert father.drain() == dropped
        assert chair.payloads() == []


async def test_a_closed_conference_is_dark_and_its_legs_are_gone(room: Room) -> None:
    async with Peer("father") as father, Peer("chair") as chair:
        for peer in (father, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(father, chair)
        await room.engine.close(CONFERENCE)
        await room.engine.close(CONFERENCE)
        closed = father.drain()
        chair.say(payload=b"anybody?")
        await Peer("later").join_and_leave(room.engine, CONFERENCE)
        assert father.drain() == closed
        with pytest.raises(EngineRefusal, match="unknown-leg"):
            await room.engine.accept(CONFERENCE, chair.key, chair.make_answer())
