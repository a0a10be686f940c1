"""The threads that carry sound go before all others, wherever the kernel allows it."""

import os
import threading
from contextlib import suppress
from pathlib import Path

from media.telephony.urgency import make_urgent
from tests.telephony.caller import Caller
from tests.telephony.house import House, until

SENDING_AND_FEEDING = ("Audio TX", "aumem_src", "aumem_play")


def policy_we_may_have() -> int:
    """Tried out on a thread of its own."""
    found = list[int]()

    def run() -> None:
        found.append(os.SCHED_RR if make_urgent(0) else os.SCHED_OTHER)

    tried = threading.Thread(target=run)
    tried.start()
    tried.join()
    return found[0]


def policies(pid: int) -> dict[str, set[int]]:
    """By the names of the threads."""
    found: dict[str, set[int]] = {}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # it has just ended
            name = (thread / "comm").read_text().strip()
            found.setdefault(name, set()).add(os.sched_getscheduler(int(thread.name)))
    return found


async def test_the_sound_of_each_call_goes_before_other_work(house: House) -> None:
    allowed = policy_we_may_have()
    for _ in range(2):
        async with Caller(house.address) as caller:
            await house.ring(caller)

            def is_urgent() -> bool:
                return all(
                    policies(house.running.pid).get(name) == {allowed}
                    for name in SENDING_AND_FEEDING
                )

            await until(is_urgent)
            beat_and_others = {os.SCHED_OTHER, allowed}
            assert policies(house.running.pid)["python"] == beat_and_others
