"""Sound that is late by 40 ms is a hole: its threads go before all others of the machine.

    each tenth second    which threads has the stack made? those of sound are made urgent
    the beat             by itself, as it begins

The kernel allows it to root, and to whom its limit of real-time priority says so (docs/phone.md).
On two busy cores it lets a sending thread wait for its turn by 20 ms and more; an urgent one goes
at once. None of these threads ever has much to do.
"""

import asyncio
import os
from pathlib import Path

import structlog

SOUND_THREADS = frozenset({"Audio TX", "aumem_src", "aumem_play"})
"""As the stack names those that it makes for each call. None of them runs Python."""
LOOK_SECONDS = 0.1
THREADS = Path("/proc/self/task")


def make_urgent(thread: int) -> bool:
    """Whether the kernel allows it. The lowest priority above all ordinary ones; 0: our own."""
    try:
        os.sched_setscheduler(thread, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        return False
    except ProcessLookupError:  # its call is over
        return True
    return True


async def keep_sound_urgent() -> None:
    """For ever, or until the kernel says no."""
    before, seen = set[int](), set[int]()
    while True:
        threads = _threads()
        # Each is looked at twice: one that has only just begun has no name yet.
        sounding = [each for each in threads - before if _name(each) in SOUND_THREADS]
        if not all(make_urgent(each) for each in sounding):
            structlog.get_logger().info("sound-not-urgent", code="not-permitted")
            return
        before, seen = seen, threads
        await asyncio.sleep(LOOK_SECONDS)


def _threads() -> set[int]:
    return {int(each.name) for each in THREADS.iterdir()}


def _name(thread: int) -> str:
    try:
        return (THREADS / str(thread) / "comm").read_text().rstrip("\n")
    except OSError:  # it has just ended
        return ""
