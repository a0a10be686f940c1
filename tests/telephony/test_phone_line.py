"""The telephone as the service sees it, found again after each of its lives."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from app.phone_line import PhoneLine
from media.control import Line, read_line
from media.telephony.api import CallFact, TelephoneLost, TurnedAway
from media.telephony.control import PORTS, Ports, write_fact
from media.telephony.remote import KNOCK_SECONDS, RemoteTelephone

NEWS = TurnedAway("too-many", "0300")
PATIENCE = 10.0


class Doors:
    """A process that dies as it is reached, as often as it is told to; the next one stays."""

    def __init__(self, dying: int) -> None:
        self.visits = 0
        self._dying = dying
        self._visitor: asyncio.StreamWriter | None = None

    async def receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        if self.visits > self._dying:
            asked = read_line(await reader.readline())
            writer.write(Line(asked.number, "ok", PORTS.write(Ports([]))).write())
            writer.write(write_fact(NEWS))
            self._visitor = writer
            await reader.read()
        writer.close()

    def die(self) -> None:
        """And the process after it dies once as it is reached."""
        self._dying = self.visits + 1
        if self._visitor is not None:
            self._visitor.close()


@asynccontextmanager
async def at(path: Path, doors: Doors) -> AsyncGenerator[None]:
    server = await asyncio.start_unix_server(doors.receive, path)
    try:
        yield
    finally:
        server.close()


async def first_of(facts: AsyncGenerator[CallFact]) -> CallFact:
    return await anext(facts)


async def test_a_telephone_that_dies_as_it_is_reached_is_lost_once_and_found_once(
    tmp_path: Path,
) -> None:
    path, doors = tmp_path / "phone.sock", Doors(dying=1)
    async with at(path, doors), aclosing(PhoneLine(RemoteTelephone(path)).facts()) as facts:
        async with asyncio.timeout(PATIENCE):
            assert await anext(facts) == NEWS
            assert doors.visits == 2
            doors.die()
            assert isinstance(await anext(facts), TelephoneLost)
            assert await anext(facts) == NEWS
            assert doors.visits == 4


async def test_whatever_stands_in_its_place_a_telephone_is_found_once_it_is_there(
    tmp_path: Path,
) -> None:
    path, doors = tmp_path / "phone.sock", Doors(dying=0)
    loop = asyncio.get_running_loop()
    async with aclosing(PhoneLine(RemoteTelephone(path)).facts()) as facts:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
            other.bind(str(path))
            news = loop.create_task(first_of(facts))
            await asyncio.wait([news], timeout=3 * KNOCK_SECONDS)
            assert not news.done()
        path.unlink()
        async with at(path, doors), asyncio.timeout(PATIENCE):
            assert await news == NEWS
