"""A media worker's end of a line as a child: gives every call its own sound back.

No gate and no mix: beside the bare stack it shows what the telephone process and the line add.
"""

import asyncio
import sys
from pathlib import Path

from bench.stage.child import answer
from media import line
from media.line import Entry, Frames, Mark, Reader, Type


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One telephone process."""
    cutter = Reader()
    while octets := await reader.read(1 << 16):
        for message in cutter.feed(octets):
            if isinstance(message, Mark):
                continue
            echoed = [Entry(each.call, 0, each.sound) for each in message.entries]
            writer.write(line.write(Frames(Type.MIX, message.tick, echoed)))


async def main(path: Path) -> None:
    """Until the parent closes our input."""
    async with await asyncio.start_unix_server(serve, path):
        answer(ready=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
