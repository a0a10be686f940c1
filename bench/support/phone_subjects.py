"""What bench/phone.py rings: the stack alone, or the telephone process with an echoing line."""

import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.stage.child import Child, python
from media.telephony.api import CallKey
from media.telephony.settings import TelephonySettings
from tests.telephony.under_test import Telephone, telephone

HOST = "127.0.0.1"
START_S = 20.0
MOST = 200


class Subject:
    """Something that answers; its sound goes back to where it came from once it is carried."""

    name: str
    pid: int
    uri: str

    async def carry(self, number: str) -> None:
        """From now on this caller hears itself."""
        raise AssertionError(number)


class Bare(Subject):
    """Echoes every call from the start."""

    def __init__(self, child: Child) -> None:
        self.name, self.pid = "bare", child.pid
        self.uri = f"sip:100@{HOST}:{child.reply(START_S)['port']}"

    async def carry(self, number: str) -> None:
        del number


class Ours(Subject):
    """The telephone process: nothing is heard before `carry`."""

    def __init__(self, phone: Telephone, line: Child) -> None:
        self.name, self.pid, self.uri = "ours", phone.pid, phone.uri
        self.phone, self.line = phone, line

    async def carry(self, number: str) -> None:
        await self.phone.until(lambda: self.phone.has_answered(number))
        await self.phone.control.carry(self.call(number), 0)

    def call(self, number: str) -> CallKey:
        return self.phone.call_of(number)


@asynccontextmanager
async def bare() -> AsyncGenerator[Subject]:
    with Child("bare", python("bench.support.bare_stack", HOST, str(MOST))) as child:
        yield Bare(child)


@asynccontextmanager
async def ours() -> AsyncGenerator[Ours]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "0.line"
        settings = TelephonySettings(
            port=0, max_calls=MOST, calls_per_second=100_000, lines=(path,)
        )
        with Child("line", python("bench.support.echo_line", str(path))) as line:
            line.reply(START_S)
            async with telephone(folder, settings) as phone:
                yield Ours(phone, line)
