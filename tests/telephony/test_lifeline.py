"""Whoever loses whom, a call is silent at once, and nobody is left in it for ever."""

import asyncio
import json
import subprocess
import time
from pathlib import Path

import pytest

from media.telephony.api import Answered, Lost, TelephoneLost, TelephoneRefusal, Utterance, Why
from media.telephony.remote import RemoteTelephone
from tests.telephony.caller import DEADLINE, Caller, Refused
from tests.telephony.house import House, Humming, house_in, until


async def test_a_call_that_loses_its_controller_is_silent_at_once(house: House) -> None:
    async with house.worker() as worker, Caller(house.address) as caller:
        worker.mixes = Humming()
        call = await house.ring(caller)
        await house.telephone.carry(call, 0)
        await house.telephone.say(call, Utterance(1, ("en/tone",), is_inside=False))
        await caller.wait(0.4)
        await house.telephone.stop()
        lost = time.monotonic()
        await caller.wait(0.5)
        assert lost - 0.1 < caller.last_loud() < lost + 0.06
        assert not caller.is_over


async def test_a_new_controller_is_told_again_of_every_call_that_stands(house: House) -> None:
    async with Caller(house.address) as caller:
        call = await house.ring(caller)
        async with RemoteTelephone(house.control) as successor:
            fact = await anext(aiter(successor.facts()))
            assert isinstance(fact, Answered)
            assert (fact.call, fact.is_again, fact.line) == (call, True, "0300")
            await successor.hang_up(call)
            await until(lambda: caller.is_over)
        await house.until(TelephoneLost)


async def test_calls_are_ended_when_nobody_comes_to_steer_them(tmp_path: Path) -> None:
    async with house_in(tmp_path, controller_seconds=0.5) as house, Caller(house.address) as caller:
        await house.ring(caller)
        await house.telephone.stop()
        begun = time.monotonic()
        await until(lambda: caller.is_over)
        assert 0.4 < time.monotonic() - begun < 2.0


async def test_nobody_is_answered_while_nobody_steers(house: House) -> None:
    address = house.address
    await house.telephone.stop()
    async with Caller(address) as caller:
        with pytest.raises(Refused, match="503"):
            await caller.ring()


async def test_a_killed_telephone_is_told_and_every_verb_is_refused(house: House) -> None:
    async with Caller(house.address) as caller:
        call = await house.ring(caller)
        house.running.kill()
        await house.until(TelephoneLost)
        with pytest.raises(TelephoneRefusal, match="not-running"):
            await house.telephone.carry(call, 0)


async def test_a_telephone_that_is_told_to_end_says_so_to_its_callers(house: House) -> None:
    async with Caller(house.address) as caller:
        await house.ring(caller)
        house.running.terminate()
        await until(lambda: caller.is_over)
        assert await asyncio.to_thread(house.running.wait, DEADLINE) == 0


async def test_a_caller_who_is_gone_without_a_word_is_noticed(tmp_path: Path) -> None:
    async with house_in(tmp_path, no_sound_seconds=2) as house, Caller(house.address) as caller:
        await house.ring(caller)
        await caller.wait(0.5)
        caller.keeps_sending = False
        lost = await house.until(Lost)
        assert lost.why is Why.NO_SOUND


async def test_a_caller_who_hangs_up_and_one_who_is_hung_up_on_are_told_apart(
    house: House,
) -> None:
    async with Caller(house.address) as first, Caller(house.address) as second:
        await house.ring(first)
        first.hang_up()
        assert (await house.until(Lost)).why is Why.HUNG_UP
        call = await house.ring(second)
        await house.telephone.say(call, Utterance(7, ("en/tone",), is_inside=False))
        begun = time.monotonic()
        await house.telephone.hang_up(call, after=7)
        assert (await house.until(Lost, 2)).why is Why.TOLD
        assert time.monotonic() - begun > 0.9
        assert second.is_over


@pytest.mark.parametrize("nonsense", [b"hello\n", b"1 dance {}\n", b"1 say {\n", b"x" * 100])
async def test_a_controller_that_speaks_nonsense_is_hung_up_on(
    house: House, nonsense: bytes
) -> None:
    reader, writer = await asyncio.open_unix_connection(house.control)
    writer.write(nonsense)
    writer.write_eof()
    async with asyncio.timeout(DEADLINE):
        while await reader.read(65536):
            pass
    writer.close()
    async with RemoteTelephone(house.control) as again:
        assert again.addresses


async def test_a_call_cannot_be_carried_to_a_worker_that_is_not_there(house: House) -> None:
    async with Caller(house.address) as caller:
        call = await house.ring(caller)
        with pytest.raises(TelephoneRefusal, match="unknown-worker"):
            await house.telephone.carry(call, 9)


async def test_a_port_that_is_taken_ends_the_telephone_before_it_begins(house: House) -> None:
    command = [*house.command[:-2], str(house.folder / "d.sock")]
    settings = house.settings | {"port": house.address[1]}
    second = await asyncio.to_thread(
        subprocess.run, [*command, json.dumps(settings)], capture_output=True, timeout=DEADLINE
    )
    assert second.returncode != 0
    assert not (house.folder / "d.sock").exists()


async def test_only_its_owner_can_reach_the_control_socket(house: House) -> None:
    assert house.control.stat().st_mode & 0o777 == 0o600
