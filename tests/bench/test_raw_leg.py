"""A raw client is a true client: it connects, is heard and hears, and notices what is wrong."""

import anyio
import pytest

from bench.load import NotConnected, RawLeg, tone
from media.api import Gone, LegKey
from media.engine import EmbeddedEngine
from tests.bench.conference import CHAIR, CONFERENCE, FATHER, MOTHER, a_room

A_SECOND = 50
SETTLED = tone.FRAME * 10
NEXT_TONE_HZ = 900


async def test_a_tone_is_heard_and_no_other() -> None:
    async with a_room() as room:
        await room.join(MOTHER, FATHER)
        await room.allow([MOTHER, FATHER])
        room[MOTHER].send_tone(600)
        await room[FATHER].until_heard("a", packets=A_SECOND)
        heard = tone.decode(room[FATHER].heard("a").frames)[SETTLED:]
    assert tone.loudness_at(heard, 600) > -15
    assert tone.loudness_at(heard, NEXT_TONE_HZ) < -75


async def test_three_speakers_come_in_three_slots() -> None:
    async with a_room() as room:
        await room.join(MOTHER, FATHER, CHAIR)
        await room.allow([MOTHER, FATHER, CHAIR])
        room[MOTHER].send_tone(500)
        room[FATHER].send_tone(700)
        chair = room[CHAIR]
        await chair.until(lambda: len(chair.received) == 2)
        assert set(chair.received) <= set("abc")


async def test_a_picture_starts_with_a_key_frame_that_was_asked_for() -> None:
    async with a_room() as room:
        await room.join(MOTHER, FATHER)
        room[MOTHER].send_pictures()
        await room.allow([MOTHER, FATHER])
        await room[FATHER].until_heard("k", packets=20)
        assert room[MOTHER].sender.key_frames_asked >= 1


async def test_stamped_load_tells_its_delay() -> None:
    async with a_room() as room:
        await room.join(MOTHER, FATHER)
        await room.allow([MOTHER, FATHER])
        room[MOTHER].send_load()
        father = room[FATHER]
        await father.until(lambda: len(father.delays_ms) >= A_SECOND)
        assert 0 < min(father.delays_ms) < 1000
        assert father.bad_packets == 0


async def test_a_packet_that_does_not_verify_is_counted_as_bad() -> None:
    async with a_room() as room:
        await room.join(MOTHER)
        way = room[MOTHER].connection
        assert way is not None
        way.take(bytes([0x80, 111]) + bytes(60))
        assert room[MOTHER].bad_packets == 1
        assert room[MOTHER].received == {}


async def test_a_deaf_leg_reads_nothing_and_goes_on_sending() -> None:
    async with a_room() as room:
        await room.join(MOTHER, FATHER)
        mother, father = room[MOTHER], room[FATHER]
        mother.turn_deaf()
        await room.allow([MOTHER, FATHER])
        mother.send_tone(600)
        father.send_silence()
        await father.until_heard("a", packets=5)
        await mother.until(lambda: mother.arrived["rtp"] >= 5)
        assert mother.received == {}


async def test_who_is_not_let_in_does_not_come_up() -> None:
    async with a_room() as room:
        offer = await room.engine.offer(CONFERENCE, MOTHER, "127.0.0.1")
        unanswered = RawLeg(offer.sdp)
        unanswered.connect()
        with pytest.raises(TimeoutError):
            await unanswered.until_up(within=0.3)
        unanswered.close()


async def test_a_server_with_another_certificate_is_refused() -> None:
    async with a_room() as room:
        offer = await room.engine.offer(CONFERENCE, MOTHER, "127.0.0.1")
        line = next(row for row in offer.sdp.splitlines() if row.startswith("a=fingerprint"))
        forged = line[:-2] + ("00" if line[-2:] != "00" else "11")
        leg = RawLeg(offer.sdp.replace(line, forged))
        await room.engine.accept(CONFERENCE, MOTHER, leg.connect())
        with pytest.raises(NotConnected, match="fingerprint"):
            await leg.until_up()
        leg.close()


async def test_a_closed_leg_says_good_bye() -> None:
    async with a_room() as room:
        await room.join(MOTHER)
        room[MOTHER].close()
        with anyio.fail_after(2):
            assert await the_first_gone(room.engine) == MOTHER


async def the_first_gone(engine: EmbeddedEngine) -> LegKey | None:
    async for fact in engine.facts():
        if isinstance(fact, Gone):
            return fact.leg
    return None
