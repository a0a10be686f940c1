"""What is allowed arrives: at the right slot, under numbers of our own, with nothing beside it."""

from media.api import Connected, Kind, Levels, Sending, SlotBound
from media.plane import rtcp
from tests.media.peer import DELTA_FRAME, KEY_FRAME, Peer
from tests.media.room import CONFERENCE, Room


async def test_three_admitted_legs_hear_each_other(room: Room) -> None:
    async with Peer("mother") as mother, Peer("father") as father, Peer("chair") as chair:
        peers = (mother, father, chair)
        for peer in peers:
            await peer.join(room.engine, CONFERENCE)
        await room.admit(*peers)
        for peer in peers:
            peer.say(payload=peer.key.encode())
        for peer in peers:
            others = {other.key.encode() for other in peers if other is not peer}
            for other in others:
                await peer.until_heard(other)
            assert set(peer.payloads()) == others


async def test_the_header_of_the_sender_reaches_nobody(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.say(level=3, payload=b"quiet")
        heard = await chair.until_heard(b"quiet")
        assert not heard.has_extension
        assert heard.ssrc != mother.sound.ssrc
        assert chair.mid_of(heard) in "abc"


async def test_a_leg_that_comes_after_the_plan_gets_its_flows(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        await room.admit(mother, chair)
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.until(SlotBound, lambda fact: fact.sink == chair.key)
        mother.say(payload=b"late")
        await chair.until_heard(b"late")
        connected = await room.until(Connected, lambda fact: fact.leg == mother.key)
        assert connected.conference == CONFERENCE


async def test_a_picture_begins_with_a_key_frame(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.show(DELTA_FRAME + b"before")
        await room.until(SlotBound, lambda fact: fact.kind is Kind.PICTURE)
        mother.show(DELTA_FRAME + b"still before")
        mother.show(KEY_FRAME + b"key")
        mother.show(DELTA_FRAME + b"after")
        await chair.until_heard(DELTA_FRAME + b"after")
        assert [h.payload for h in chair.heard_in("k")] == [
            KEY_FRAME + b"key",
            DELTA_FRAME + b"after",
        ]


async def test_the_sender_is_asked_for_a_key_frame_when_somebody_is_to_see_it(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.show(DELTA_FRAME)
        await mother.ears.until(lambda: any(is_key_frame_request(c) for c in mother.ears.control))


def is_key_frame_request(compound: bytes) -> bool:
    view = memoryview(compound)
    return any(rtcp.wants_key_frame(part) for part in rtcp.parts(view, 0, len(view)))


async def test_numbers_and_times_go_on_when_a_slot_changes_its_source(room: Room) -> None:
    async with Peer("mother") as mother, Peer("father") as father, Peer("chair") as chair:
        for peer in (mother, father, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.say(payload=b"one")
        await chair.until_heard(b"one")
        await room.admit(father, chair)
        father.say(payload=b"two")
        await chair.until_heard(b"two")
        first, second = chair.heard_in("a")
        assert second.seq == first.seq + 1
        assert 0 < (second.timestamp - first.timestamp) % 2**32 < 48_000 * 5


async def test_nothing_said_before_a_leg_was_admitted_reaches_it_late(room: Room) -> None:
    """A packet that was overtaken by others belongs to the time before."""
    async with Peer("mother") as mother, Peer("father") as father, Peer("chair") as chair:
        for peer in (mother, father, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.say(payload=b"one")
        mother.sound.seq += 1
        mother.say(payload=b"three")
        await chair.until_heard(b"three")
        await room.admit(mother, father, chair)
        mother.sound.seq -= 2
        mother.say(payload=b"two")
        mother.sound.seq += 1
        mother.say(payload=b"four")
        for peer in (father, chair):
            await peer.until_heard(b"four")
        assert father.payloads() == [b"four"]
        assert chair.payloads() == [b"one", b"three", b"two", b"four"]


async def test_a_sender_report_arrives_with_its_clock_moved(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.say(payload=b"one")
        heard = await chair.until_heard(b"one")
        clock = rtcp.SenderClock(mother.sound.ssrc, 77 << 32, mother.sound.timestamp + 960)
        mother.send_control(rtcp.sender_report(clock, 1, 5, "cname-of-mother"))
        await chair.ears.until(lambda: bool(chair.ears.control))
        view = memoryview(chair.ears.control[0])
        told = rtcp.sender_clock(view, next(rtcp.parts(view, 0, len(view))))
        assert told == rtcp.SenderClock(heard.ssrc, 77 << 32, (heard.timestamp + 960) % 2**32)
        assert b"cname-of-mother" not in chair.ears.control[0]


async def test_a_sender_is_told_how_it_arrives_and_how_much_it_may_send(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.say()
        await mother.ears.until(lambda: any(b"REMB" in each for each in mother.ears.control))
        report = next(each for each in mother.ears.control if b"REMB" in each)
        assert report[1] == rtcp.RECEIVER_REPORT
        assert mother.sound.ssrc.to_bytes(4, "big") in report
        assert not chair.ears.control


async def test_the_only_other_picture_comes_in_the_large_layer(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        for layer in "lh":
            mother.show(DELTA_FRAME, layer=layer)
        await room.until(SlotBound, lambda fact: fact.kind is Kind.PICTURE)
        mother.show(KEY_FRAME + b"small", layer="l")
        mother.show(KEY_FRAME + b"large", layer="h")
        await chair.until_heard(KEY_FRAME + b"large")
        assert KEY_FRAME + b"small" not in chair.payloads()


async def test_each_second_tells_what_really_went_out(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        mother.say()
        sending = await room.until(Sending, lambda fact: bool(fact.pairs))
        assert sending.pairs == ((mother.key, chair.key, Kind.SOUND, 1),)
        assert sending.receiving_from == (mother.key,)


async def test_levels_are_told_in_the_open_and_not_in_a_restricted_part(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(mother, chair)
        mother.say(level=20)
        await room.until(Levels, lambda fact: (mother.key, 20) in fact.levels)
        await room.plan(permissions, private_levels=True)
        room.facts.clear()
        mother.say(level=5, payload=b"loud")
        await chair.until_heard(b"loud")
        await room.until(Sending, lambda fact: bool(fact.pairs))
        assert not room.of(Levels)


async def test_a_moved_leg_is_followed_when_its_new_address_is_signed(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        await chair.move()
        mother.say(payload=b"found you")
        await chair.until_heard(b"found you")
        assert not chair.ears.control
