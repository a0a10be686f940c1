"""A media worker's end of a line as a child: gives every call its own sound back, or flushes it.

No gate and no mix: beside the bare stack it shows what the telephone process and the line add.
Asked for by the parent: flush (of the one call, and echo no more), resume.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from bench.stage.child import answer
from media import line
from media.line import Entry, Frames, Mark, Message, Reader, Type
from media.telephony.api import CallKey


class EchoLine:
    """One telephone process at a time."""

    def __init__(self) -> None:
        self.epochs = dict[CallKey, int]()
        self.is_echoing = True
        self.done = asyncio.Event()
        self._writer: asyncio.StreamWriter | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer, cutter = writer, Reader()
        while octets := await reader.read(1 << 16):
            for message in cutter.feed(octets):
                self._take(message, writer)

    def _take(self, message: Message, writer: asyncio.StreamWriter) -> None:
        if isinstance(message, Mark):
            self.done.set()
            return
        for entry in message.entries:
            self.epochs.setdefault(entry.call, 0)
        mixed = [
            Entry(each.call, self.epochs[each.call], each.sound if self.is_echoing else b"")
            for each in message.entries
        ]
        writer.write(line.write(Frames(Type.MIX, message.tick, mixed)))

    async def flush(self, call: CallKey) -> tuple[float, float]:
        """When it was asked for, and when it was confirmed."""
        assert self._writer is not None
        self.is_echoing = False
        self.done.clear()
        self.epochs[call] += 1
        asked = time.monotonic()
        self._writer.write(line.write(Mark(Type.FLUSH, call, self.epochs[call])))
        async with asyncio.timeout(2.0):
            await self.done.wait()
        return asked, time.monotonic()


async def main(path: Path) -> None:
    echo, asked = EchoLine(), asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(asked), sys.stdin
    )
    async with await asyncio.start_unix_server(echo.serve, path):
        answer(ready=True)
        while question := await asked.readline():
            wanted = json.loads(question)
            if wanted["do"] == "flush":
                began, done = await echo.flush(CallKey(wanted["call"]))
                answer(asked=began, done=done)
            else:
                echo.is_echoing = True
                answer(calls=len(echo.epochs))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
