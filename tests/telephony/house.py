"""A telephone process, who steers it, and a media worker's end of a line."""

import asyncio
import json
import subprocess
import sys
import wave
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeVar

import numpy as np

from media.line import FRAME_BYTES, RATE, Entry, Frames, Mark, Message, Reader, Type, write
from media.telephony.api import Answered, CallFact, CallKey
from media.telephony.remote import RemoteTelephone
from tests.telephony.caller import DEADLINE, Caller, tone

STOP_SECONDS = 5
CLIP_HERTZ, INSIDE_HERTZ, MIX_HERTZ = 440.0, 560.0, 1000.0
Sought = TypeVar("Sought", bound=CallFact)


class Worker:
    """A peer that speaks the protocol of lines, as a media worker does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mixes: Callable[[Entry], bytes] = lambda _: b""
        """What a call is to hear in answer to a beat."""
        self.heard: dict[CallKey, list[bytes]] = {}
        self.beats = 0
        self.is_late = False
        self.epochs: dict[CallKey, int] = {}
        self.meddles_with: list[CallKey] = []
        """Calls of others, for which it sends mixes as well."""
        self.done: asyncio.Queue[Mark] = asyncio.Queue()
        self._writers = list[asyncio.StreamWriter]()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._serve, self.path)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.cut()

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        cutter = Reader()
        with suppress(ConnectionError):
            while octets := await reader.read(1 << 16):
                for message in cutter.feed(octets):
                    self._take(message, writer)

    def _take(self, message: Message, writer: asyncio.StreamWriter) -> None:
        if isinstance(message, Mark):
            self.done.put_nowait(message)
            return
        self.beats += 1
        for entry in message.entries:
            self.heard.setdefault(entry.call, []).append(entry.sound)
        entries = [*message.entries, *(Entry(call, 0, b"") for call in self.meddles_with)]
        mixed = [Entry(e.call, self.epochs.get(e.call, 0), self.mixes(e)) for e in entries]
        answer = write(Frames(Type.MIX, message.tick, mixed))
        if self.is_late:
            asyncio.get_running_loop().call_later(0.013, writer.write, answer)
        else:
            writer.write(answer)

    def flush(self, call: CallKey) -> None:
        epoch = self.epochs[call] = self.epochs.get(call, 0) + 1
        self._writers[-1].write(write(Mark(Type.FLUSH, call, epoch)))

    def heard_of(self, call: CallKey) -> np.ndarray:
        silence = bytes(FRAME_BYTES)
        frames = [frame or silence for frame in self.heard.get(call, [])]
        return np.frombuffer(b"".join(frames), "<i2")


class Humming:
    """A mix of one tone that goes on from frame to frame."""

    def __init__(self, hertz: float = MIX_HERTZ) -> None:
        self._sound = tone(hertz, 1.0, rate=RATE).astype("<i2").tobytes()
        self._at = 0

    def __call__(self, _: Entry) -> bytes:
        frame = self._sound[self._at : self._at + FRAME_BYTES]
        self._at = (self._at + FRAME_BYTES) % len(self._sound)
        return frame


@dataclass
class House:
    folder: Path
    settings: dict[str, object]
    telephone: RemoteTelephone
    running: subprocess.Popen[bytes]
    command: list[str]
    facts: list[CallFact] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def address(self) -> tuple[str, int]:
        return self.address_of("udp")

    def address_of(self, transport: str) -> tuple[str, int]:
        for address in self.telephone.addresses:
            where, _, by = address.removeprefix("sip:").partition(";transport=")
            if by == transport:
                host, _, port = where.rpartition(":")
                return host, int(port)
        raise AssertionError(transport)

    @property
    def control(self) -> Path:
        return self.folder / "c.sock"

    def worker(self, number: int = 0) -> Worker:
        return Worker(self.folder / f"{number}.line")

    def log(self) -> str:
        return (self.folder / "phone.log").read_text()

    async def listen(self) -> None:
        async for fact in self.telephone.facts():
            self.facts.append(fact)
            self._news.set()

    def of(self, kind: type[Sought]) -> list[Sought]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    async def until(self, kind: type[Sought], count: int = 1) -> Sought:
        """The newest of so many facts of this kind."""
        async with asyncio.timeout(DEADLINE):
            while len(found := self.of(kind)) < count:
                self._news.clear()
                await self._news.wait()
        return found[-1]

    async def ring(self, caller: Caller) -> CallKey:
        """Until it is answered, and we are told of it."""
        count = len(self.of(Answered)) + 1
        await caller.ring()
        return (await self.until(Answered, count)).call


async def until(is_so: Callable[[], bool]) -> None:
    """Look again every 5 ms."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(DEADLINE):
        while not is_so():
            looked = asyncio.Event()
            loop.call_later(0.005, looked.set)
            await looked.wait()


def write_clip(path: Path, samples: np.ndarray, rate: int = RATE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())


def write_clips(folder: Path) -> None:
    for name, hertz in (("tone", CLIP_HERTZ), ("inside", INSIDE_HERTZ)):
        write_clip(folder / "en" / f"{name}.wav", tone(hertz, 1.0, rate=RATE))


def start(folder: Path, command: list[str]) -> subprocess.Popen[bytes]:
    with (folder / "phone.log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log)


@asynccontextmanager
async def house_in(folder: Path, **settings: object) -> AsyncGenerator[House]:
    """A telephone process, and a controller that listens to it."""
    write_clips(folder / "clips")
    lines = [str(folder / f"{number}.line") for number in range(2)]
    given = {"port": 0, "clips": [str(folder / "clips")], "lines": lines} | settings
    command = [sys.executable, "-m", "tests.telephony.phone", str(folder / "c.sock")]
    command.append(json.dumps(given))
    running = start(folder, command)
    telephone = RemoteTelephone(folder / "c.sock")
    house = House(folder, given, telephone, running, command)
    try:
        async with telephone:
            listener = asyncio.get_running_loop().create_task(house.listen())
            yield house
            listener.cancel()
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(STOP_SECONDS)
        running.kill()
