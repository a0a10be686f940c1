"""Too many, too fast, too odd: what a limit turns away is told, and nobody is in the log."""

import asyncio
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from media.telephony.api import Digit, Lost, TurnedAway, Utterance
from tests.telephony.caller import Caller, Refused
from tests.telephony.house import STOP_SECONDS, House, house_in, until


async def test_a_caller_above_the_cap_is_busy_and_the_others_stay(tmp_path: Path) -> None:
    async with (
        house_in(tmp_path, max_calls=2) as house,
        Caller(house.address) as one,
        Caller(house.address) as two,
        Caller(house.address) as three,
        Caller(house.address) as four,
    ):
        await house.ring(one)
        await house.ring(two)
        with pytest.raises(Refused, match="486"):
            await three.ring()
        turned = await house.until(TurnedAway)
        assert (turned.code, turned.line) == ("full", "0300")
        two.hang_up()
        await house.until(Lost)
        await house.ring(four)
        assert not one.is_over


async def answer_to_ringing(house: House) -> int:
    """0: the call was answered."""
    async with Caller(house.address) as caller:
        try:
            await house.ring(caller)
        except Refused as refused:
            return refused.code
    return 0


async def test_one_address_that_rings_too_often_is_turned_away(tmp_path: Path) -> None:
    async with house_in(tmp_path, calls_per_second=3) as house:
        codes = [code for code in [await answer_to_ringing(house) for _ in range(12)] if code]
        assert set(codes) == {503}
        turned = await house.until(TurnedAway)
        assert turned.code == "flood"
        assert len(house.of(TurnedAway)) < len(codes)


async def test_what_nobody_can_read_neither_ends_a_call_nor_reaches_the_log(
    house: House,
) -> None:
    async with Caller(house.address) as caller:
        call = await house.ring(caller)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for _ in range(50):
                stranger.sendto(
                    b"INVITE sip:07700900123@x SIP/2.0\r\nVia: nonsense\r\n\r\n", house.address
                )
                stranger.sendto(b"\x00\xff07700900123", house.address)
        await house.telephone.say(call, Utterance(1, ("en/tone",), is_inside=False))
        await until(lambda: caller.last_loud() > 0)
        assert "07700900123" not in house.log()


def test_what_a_library_prints_is_counted_and_thrown_away() -> None:
    program = (
        "import os, sys, time\n"
        "from app.telemetry import configure\n"
        "from media.telephony import quiet\n"
        "configure(os.fdopen(quiet.keep_quiet(), 'w', buffering=1))\n"
        "os.write(1, b'07700900123\\n'); os.write(2, b'07700900456\\n')\n"
        "sys.stdin.readline()\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        said = running.stderr.readline()
        out, more = running.communicate("\n", timeout=STOP_SECONDS)
    assert '"native-words"' in said
    assert "07700900" not in said + more + out


async def test_no_number_and_no_key_is_ever_in_the_log(house: House) -> None:
    async with Caller(house.address, number="+441632960987", line="0300123987") as caller:
        call = await house.ring(caller)
        for key in "8642086420":
            await caller.press(key)
        await house.until(Digit, 10)
        await house.telephone.hang_up(call)
        await house.until(Lost)
    house.running.terminate()
    await asyncio.to_thread(house.running.wait)
    log = house.log()
    assert "phone-up" in log
    for secret in ("960987", "123987", "86420", call, "127.0.0.1"):
        assert secret not in log
    assert not re.search(r'"digit"|INVITE|sip:', log)
