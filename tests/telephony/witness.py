"""A process that only wakes every 20 ms, as urgent as our sound is: as late as it, is the machine.

What a call waits longer than the witness does is ours.
"""

import asyncio
import sys
import threading
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from media.telephony.urgency import make_urgent

EVERY = 0.02


@dataclass
class Witness:
    """`late`: seconds by which it woke too late at worst; known once it has been dismissed."""

    late: float = 0.0


@asynccontextmanager
async def witnessed() -> AsyncGenerator[Witness]:
    """From here to the end of the block."""
    command = (sys.executable, "-m", "tests.telephony.witness")
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert child.stdout is not None
    await child.stdout.readline()
    witness = Witness()
    try:
        yield witness
    finally:
        told, _ = await child.communicate(b"")
        witness.late = float(told)


def wake() -> None:
    """Until standard input ends; then tells, in seconds, the longest it was late."""
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    make_urgent(threading.get_native_id())
    tell("awake")
    late, due = 0.0, time.monotonic() + EVERY
    while not ended.wait(max(0.0, due - time.monotonic())):
        now = time.monotonic()
        late, due = max(late, now - due), max(due, now - EVERY) + EVERY
    tell(str(late))


def tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    wake()
