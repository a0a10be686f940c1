"""Lost packets: asked for, sent again, and never more than the slot's present binding."""

import struct

from media.api import Kind, SlotBound
from media.plane import rtcp
from tests.media.ears import Heard
from tests.media.peer import DELTA_FRAME, KEY_FRAME, RTX, Peer
from tests.media.room import CONFERENCE, Room, without


async def seen(room: Room, sender: Peer, receiver: Peer, payload: bytes) -> Heard:
    """The sender's picture is on; this is how its first packet arrived."""
    sender.show(DELTA_FRAME)
    await room.until(
        SlotBound, lambda f: (f.sink, f.source, f.kind) == (receiver.key, sender.key, Kind.PICTURE)
    )
    sender.show(KEY_FRAME + payload)
    return await receiver.until_heard(KEY_FRAME + payload)


def repaired(peer: Peer) -> list[bytes]:
    """What was sent again, with the number it had."""
    return [heard.payload for heard in peer.ears.heard if heard.payload_type == RTX]


async def test_a_lost_packet_is_sent_again_when_its_receiver_asks(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        heard = await seen(room, mother, chair, b"one")
        chair.send_control(rtcp.repair_request(heard.ssrc, [heard.seq]))
        await chair.ears.until(lambda: bool(repaired(chair)))
        assert repaired(chair) == [struct.pack("!H", heard.seq) + KEY_FRAME + b"one"]


async def test_what_was_sent_before_an_exclusion_is_not_sent_again_after_the_return(
    room: Room,
) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        permissions = await room.admit(mother, chair)
        old = await seen(room, mother, chair, b"old")
        await room.plan(without(chair, permissions))
        room.facts.clear()
        mother.show(DELTA_FRAME + b"said meanwhile")
        await room.plan(permissions)
        new = await seen(room, mother, chair, b"new")
        every_number = [(new.seq - back) & 0xFFFF for back in range(20, 0, -1)]
        chair.send_control(rtcp.repair_request(new.ssrc, every_number))
        chair.send_control(rtcp.repair_request(new.ssrc, [new.seq]))
        await chair.ears.until(lambda: bool(repaired(chair)))
        assert old.ssrc == new.ssrc
        assert repaired(chair) == [struct.pack("!H", new.seq) + KEY_FRAME + b"new"]


async def test_nothing_of_the_source_before_is_sent_again(room: Room) -> None:
    async with Peer("mother") as mother, Peer("father") as father, Peer("chair") as chair:
        for peer in (mother, father, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        old = await seen(room, mother, chair, b"mother")
        await room.admit(father, chair)
        new = await seen(room, father, chair, b"father")
        chair.send_control(rtcp.repair_request(new.ssrc, [old.seq, new.seq]))
        await chair.ears.until(lambda: bool(repaired(chair)))
        assert [payload[2:] for payload in repaired(chair)] == [KEY_FRAME + b"father"]


async def test_a_gap_in_what_a_sender_sends_is_asked_for_and_filled(room: Room) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, chair)
        first = await seen(room, mother, chair, b"one")
        mother.small.seq += 1
        lost = mother.small.seq
        mother.show(DELTA_FRAME + b"three")
        await mother.ears.until(lambda: lost in asked_for(mother))
        mother.show_again(lost, DELTA_FRAME + b"two")
        mother.show_again(lost, DELTA_FRAME + b"two, again")
        mother.show(DELTA_FRAME + b"four")
        await chair.until_heard(DELTA_FRAME + b"four")
        arrived = {h.payload[2:]: (h.seq - first.seq) & 0xFFFF for h in chair.heard_in("k")}
        assert arrived == {b"one": 0, b"two": 1, b"three": 2, b"four": 3}


def asked_for(peer: Peer) -> list[int]:
    """The sequence numbers in every NACK that the peer got."""
    numbers: list[int] = []
    for compound in peer.ears.control:
        view = memoryview(compound)
        for part in rtcp.parts(view, 0, len(view)):
            if (part.kind, part.number) == (rtcp.TRANSPORT_FEEDBACK, rtcp.NACK):
                numbers += rtcp.wanted_again(view, part)
    return numbers
