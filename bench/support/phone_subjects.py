"""What bench/phone.py rings: the stack alone, the telephone process with an echo, the real path."""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

from bench.stage.child import Child, python
from bench.stage.engine_host import APPLY_EVERY_S, VALID_S, everything, worker_process
from media.api import Applied, CallKey, ConferenceKey, LegKey, Permission, Plan
from media.remote import RemoteEngine
from media.telephony.settings import TelephonySettings
from tests.telephony.under_test import Telephone, telephone

HOST = "127.0.0.1"
START_S = 20.0
MOST = 200


_count = count()


def new_numbers(wanted: int) -> list[str]:
    """Never used before: who rings again from one is not told apart from who has just rung off."""
    return [f"+4416329{next(_count):05}" for _ in range(wanted)]


class Subject:
    """Something that answers, and whose callers hear what they are meant to while carried."""

    name: str
    pids: dict[str, int]
    uri: str
    is_echo = True
    """A caller hears itself; otherwise everybody else."""

    def carried(self, *numbers: str) -> AbstractAsyncContextManager[None]:
        """These callers, who are up, hear and are heard inside the block."""
        raise AssertionError(numbers)


class Bare(Subject):
    """Echoes every call from the start."""

    def __init__(self, child: Child) -> None:
        self.name, self.pids = "bare", {"stack": child.pid}
        self.uri = f"sip:100@{HOST}:{child.reply(START_S)['port']}"

    @asynccontextmanager
    async def carried(self, *numbers: str) -> AsyncGenerator[None]:
        del numbers
        yield


class Ours(Subject):
    """The telephone process: nothing is heard before it is carried to a line."""

    def __init__(self, name: str, phone: Telephone) -> None:
        self.name, self.uri = name, phone.uri
        self.pids = {"telephone": phone.pid}
        self.phone = phone

    async def calls(self, numbers: Sequence[str]) -> list[CallKey]:
        """When the controller has been told of them all."""
        for number in numbers:
            await self.phone.until(lambda number=number: self.phone.has_answered(number))
        return [self.phone.call_of(number) for number in numbers]


class Echo(Ours):
    """With a line that gives each call its own sound back."""

    @asynccontextmanager
    async def carried(self, *numbers: str) -> AsyncGenerator[None]:
        for call in await self.calls(numbers):
            await self.phone.control.carry(call, 0)
        yield


class Conference:
    """Calls in one conference of the real engine, in which everything may flow."""

    def __init__(self, engine: RemoteEngine, key: ConferenceKey) -> None:
        self._engine, self._key = engine, key
        self.legs = dict[str, LegKey]()
        """By the callers' numbers."""
        self._epoch = 0
        self._permissions = frozenset[Permission]()
        self._one_at_a_time = asyncio.Lock()

    async def attach(self, number: str, call: CallKey) -> None:
        self.legs[number] = LegKey(f"leg-{len(self.legs)}")
        await self._engine.attach(self._key, self.legs[number], call)

    async def admit_all(self, *, but: str = "") -> tuple[float, Applied]:
        """When it was asked for (monotonic seconds), and the engine's answer."""
        legs = [leg for number, leg in self.legs.items() if number != but]
        async with self._one_at_a_time:
            self._permissions = everything(legs)
            self._epoch += 1
            return time.monotonic(), await self._apply()

    async def keep_planned(self) -> None:
        """As the service does: a plan is confirmed again before it runs out."""
        while True:
            await asyncio.sleep(APPLY_EVERY_S)
            async with self._one_at_a_time:
                await self._apply()

    async def _apply(self) -> Applied:
        until = time.monotonic() + VALID_S
        plan = Plan(self._key, self._epoch, self._permissions, until, private_levels=False)
        return await self._engine.apply(plan)


class Real(Ours):
    """With a media worker, steered as the service steers it."""

    is_echo = False

    def __init__(self, phone: Telephone, engine: RemoteEngine, worker: int) -> None:
        super().__init__("real", phone)
        self.pids["worker"] = worker
        self._engine = engine

    @asynccontextmanager
    async def conference(self, *numbers: str) -> AsyncGenerator[Conference]:
        key = ConferenceKey(str(uuid4()))
        conference = Conference(self._engine, key)
        for number, call in zip(numbers, await self.calls(numbers), strict=True):
            await conference.attach(number, call)
            await self.phone.control.carry(call, 0)
        await conference.admit_all()
        async with asyncio.TaskGroup() as tasks:
            keeping = tasks.create_task(conference.keep_planned())
            yield conference
            keeping.cancel()
        await self._engine.close(key)

    @asynccontextmanager
    async def carried(self, *numbers: str) -> AsyncGenerator[None]:
        async with self.conference(*numbers):
            yield


@asynccontextmanager
async def bare() -> AsyncGenerator[Subject]:
    with Child("bare", python("bench.support.bare_stack", HOST, str(MOST))) as child:
        yield Bare(child)


@asynccontextmanager
async def echo() -> AsyncGenerator[Ours]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "0.line"
        with Child("line", python("bench.support.echo_line", str(path))) as line:
            line.reply(START_S)
            async with telephone(Path(name), _settings(path)) as phone:
                yield Echo("echo", phone)


@asynccontextmanager
async def real() -> AsyncGenerator[Real]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        control = folder / "worker"
        pid = stack.enter_context(worker_process(HOST, control))
        engine = await stack.enter_async_context(RemoteEngine(control))
        line = control.with_suffix(".line")
        phone = await stack.enter_async_context(telephone(folder, _settings(line)))
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        reading = tasks.create_task(_read_facts(engine))
        yield Real(phone, engine, pid)
        reading.cancel()


async def _read_facts(engine: RemoteEngine) -> None:
    async for _ in engine.facts():
        pass


def _settings(line: Path) -> TelephonySettings:
    return TelephonySettings(port=0, max_calls=MOST, calls_per_second=100_000, lines=(line,))
