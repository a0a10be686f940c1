"""The telephone process as real callers find it, and what it tells about them."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import TypeAdapter

from media.telephony.api import Answered, CallFact, CallKey, Digit, Lost
from media.telephony.remote import RemoteTelephone
from media.telephony.settings import TelephonySettings
from tests.callers import sip
from tests.callers.sip import Address
from tests.callers.started import started

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
SOON = 5.0


class Telephone:
    """One controller's view of the process, kept from its facts."""

    def __init__(self, control: RemoteTelephone, pid: int) -> None:
        self.control, self.pid = control, pid
        self.facts = list[CallFact]()
        self.up = dict[CallKey, Answered]()
        """Calls that have been answered and are not over."""
        self._digits = dict[CallKey, str]()
        self._numbers = dict[str, CallKey]()
        self._changed = asyncio.Event()

    @property
    def address(self) -> Address:
        """Where it listens for UDP and TCP."""
        return sip.address_of(self.control.addresses[0])

    @property
    def uri(self) -> str:
        host, port = self.address
        return f"sip:100@{host}:{port}"

    def digits(self, number: str) -> str:
        """Every key of the newest call from that number, in order."""
        return self._digits.get(self._numbers.get(number, CallKey("")), "")

    def has_answered(self, number: str) -> bool:
        return self._numbers.get(number) in self.up

    def call_of(self, number: str) -> CallKey:
        return self._numbers[number]

    async def until(self, is_so: Callable[[], bool], within: float = SOON) -> None:
        """Asked again with every fact. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not is_so():
                self._changed.clear()
                await self._changed.wait()

    async def listen(self) -> None:
        async for fact in self.control.facts():
            self.facts.append(fact)
            self._take(fact)
            self._changed.set()

    def _take(self, fact: CallFact) -> None:
        if isinstance(fact, Answered):
            self.up[fact.call] = fact
            self._numbers[fact.caller] = fact.call
        elif isinstance(fact, Digit):
            self._digits[fact.call] = self._digits.get(fact.call, "") + fact.digit
        elif isinstance(fact, Lost):
            self.up.pop(fact.call, None)


@asynccontextmanager
async def telephone(folder: Path, settings: TelephonySettings) -> AsyncGenerator[Telephone]:
    """A process of its own, told about by one controller, ended at the end."""
    path = folder / "phone"
    told = TypeAdapter(TelephonySettings).dump_json(settings).decode()
    command = [sys.executable, "-m", "tests.telephony.phone", str(path), told]
    async with (
        started(command, ROOT) as program,
        RemoteTelephone(path) as control,
        asyncio.TaskGroup() as tasks,
    ):
        phone = Telephone(control, program.pid)
        listening = tasks.create_task(phone.listen())
        try:
            yield phone
        finally:
            listening.cancel()
