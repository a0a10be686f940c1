"""The load does what the profile says, whoever makes it, and a wrong key does not go unnoticed."""

import secrets
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from pylibsrtp import Policy

from bench.load.dtls import session
from bench.load.fleet import pump_for
from bench.load.native import compiler
from bench.load.plain import PlainPump
from bench.stage.child import ChildFailed
from bench.stage.rounds import LOOPBACK, PER_PERSON_OUT, Stretch, carry_engine, raw_limit_us
from tests.bench.conference import CHAIR, FATHER, MOTHER, Room, a_room

EVERYBODY = (MOTHER, FATHER, CHAIR)
LEVELS_DBOV = (15, 20, 60)
A_MOMENT = Stretch(conferences=1, warm_up_s=1.0, seconds=1.0, raw_seconds=0.2)


async def a_full_room(room: Room) -> None:
    await room.join(*EVERYBODY)
    await room.allow(EVERYBODY)


async def test_legs_in_python_make_load_and_check_all_of_it() -> None:
    async with a_room() as room:
        await a_full_room(room)
        pump = PlainPump(list(room.legs.values()), LEVELS_DBOV)
        await pump.run(0.2)
        count = await pump.run(0.5)
    assert count.received > 0
    assert (count.checked, count.bad) == (count.received, 0)


async def test_packets_that_do_not_verify_are_noticed(tmp_path: Path) -> None:
    async with a_room() as room:
        await a_full_room(room)
        way = room[CHAIR].connection
        assert way is not None
        assert way.keys is not None
        wrong = secrets.token_bytes(way.keys.profile.key + way.keys.profile.salt)
        receiving = session(way.keys.profile, wrong, Policy.SSRC_ANY_INBOUND)
        way.keys = replace(way.keys, receiving=receiving)
        pump = pump_for([room[CHAIR]], LEVELS_DBOV[2:], frozenset({0}), tmp_path)
        room[MOTHER].send_tone(600)
        await room[FATHER].until(lambda: room[FATHER].media_packets >= 10)
        count = await pump.run(0.1)
    assert count.bad > 0
    assert count.checked == 0


def test_one_conference_gets_the_packets_of_the_profile_and_all_verify() -> None:
    carried = carry_engine(LOOPBACK, A_MOMENT)
    assert 0.5 < carried.share_of_profile < 1.1
    assert carried.checked > PER_PERSON_OUT
    assert carried.bad_packets == 0
    assert carried.us_per_forward > 1


def test_the_bare_loop_costs_something_at_any_rate_or_says_what_it_needs() -> None:
    refused = nullcontext() if compiler() else pytest.raises(ChildFailed, match="gcc")
    for rate in (0, 1000):
        with refused:
            assert raw_limit_us(LOOPBACK, A_MOMENT, rate) > 0.1
