"""Whatever comes from the network: calls that are up go on as if nothing had been."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from media.telephony.settings import TelephonySettings
from tests.callers import sipp, sipp_scenarios, sounds
from tests.callers.call import Refused
from tests.callers.caller import Caller
from tests.callers.mutate import mutated
from tests.callers.tortures import tortures
from tests.telephony.strangers import options, send_by_tcp, send_by_udp, until
from tests.telephony.under_test import Telephone, telephone

LARGEST_GAP = 0.060
"""Seconds between two packets of a live call."""
FORGOTTEN_WITHIN = 35.0
"""32 s after which SIP gives up an unacknowledged answer, and some to ring again in."""
MUTATED = 10_000
PER_SECOND = 1500
pytestmark = pytest.mark.alone
SETTINGS = TelephonySettings(port=0, max_calls=30, calls_per_second=100_000)
"""No flood guard: what is spoilt shall get as far as it can."""


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Telephone]:
    async with telephone(tmp_path, SETTINGS) as phone:
        yield phone


@dataclass
class Live:
    """Two calls that go on meanwhile, a tone and a key each second."""

    calls: tuple[Caller, Caller]
    pressed: int = 0

    async def talk(self) -> None:
        while True:
            for call in self.calls:
                call.say(sounds.tone(1033))
            await self.calls[0].pause(200)
            for call in self.calls:
                call.say(sounds.silence())
            async with asyncio.TaskGroup() as both:
                for call in self.calls:
                    both.create_task(call.press("5"))
            self.pressed += 1
            await self.calls[0].pause(600)


@asynccontextmanager
async def two_calls(phone: Telephone) -> AsyncGenerator[Live]:
    """At the end: unharmed."""
    numbers = ("+441632960101", "+441632960102")
    async with (
        Caller(phone.uri, from_number=numbers[0]) as first,
        Caller(phone.uri, from_number=numbers[1]) as second,
        asyncio.TaskGroup() as tasks,
    ):
        await phone.until(lambda: all(phone.has_answered(each) for each in numbers))
        await first.pause(400)
        live, began = Live((first, second)), monotonic()
        await first.pause(100)
        talking = tasks.create_task(live.talk())
        yield live
        talking.cancel()
        await first.pause(400)
        gaps = [call.ears.largest_gap(since=began) for call in live.calls]
        assert max(gaps) <= LARGEST_GAP, gaps
        assert not first.ended.is_set()
        assert not second.ended.is_set()
        counted = [len(phone.digits(each)) for each in numbers]
        assert all(live.pressed <= each <= live.pressed + 1 for each in counted), counted


async def test_the_49_messages_of_rfc_4475_harm_no_call(phone: Telephone) -> None:
    messages = list(tortures().values())
    assert len(messages) == 49
    async with two_calls(phone):
        assert await send_by_udp(messages, phone.address, per_second=20) == 49
        assert await send_by_tcp(messages, phone.address, per_connection=1) == 49
        assert await options(phone.address) == 200


async def test_ten_thousand_spoilt_messages_harm_no_call_and_leave_nothing(
    phone: Telephone,
) -> None:
    before = resident_bytes(phone.pid)
    async with two_calls(phone) as live:
        by_udp = send_by_udp(mutated(MUTATED, phone.address), phone.address, PER_SECOND)
        assert await by_udp == MUTATED
        others = mutated(MUTATED, phone.address, seed=2)
        assert await send_by_tcp(others, phone.address, per_connection=20) == MUTATED
        assert await options(phone.address) == 200
        assert len(phone.up) == len(live.calls)
    await every_place_is_free(phone)
    assert resident_bytes(phone.pid) < before + (40 << 20)


async def every_place_is_free(phone: Telephone) -> None:
    """Ring until as many are up at once as may be. Raises TimeoutError."""
    async with asyncio.timeout(FORGOTTEN_WITHIN), AsyncExitStack() as calls:
        for at in range(SETTINGS.max_calls):
            await calls.enter_async_context(patient(phone.uri, f"+44163296{at:04}"))
        await phone.until(lambda: len(phone.up) == SETTINGS.max_calls)


@asynccontextmanager
async def patient(uri: str, number: str) -> AsyncGenerator[None]:
    """A call of somebody who rings again each second as long as it is busy."""
    again = asyncio.get_running_loop().time()
    while True:
        again += 1.0
        async with AsyncExitStack() as call:
            with suppress(Refused):
                await call.enter_async_context(Caller(uri, from_number=number))
                yield
                return
        await until(again)


@pytest.mark.parametrize("calls_per_second", [20, 100_000], ids=["guarded", "up to the cap"])
async def test_two_hundred_calls_a_second_above_the_cap_harm_no_call(
    tmp_path: Path, calls_per_second: int
) -> None:
    settings = TelephonySettings(port=0, max_calls=10, calls_per_second=calls_per_second)
    async with telephone(tmp_path, settings) as phone, two_calls(phone):
        flood = sipp_scenarios.flood()
        out_of_our_way = ("nice", "-n", "10")
        count = await sipp.run(
            flood, phone.address, tmp_path, calls=2000, rate=200, inside=out_of_our_way
        )
        assert count.calls == 2000
        assert len(phone.up) <= settings.max_calls
        assert await options(phone.address) == 200


def resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
