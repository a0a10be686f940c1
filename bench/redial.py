"""What is noticed when the telephone process is killed, and how soon callers are back.

A whole service: four people in browsers, two callers among them, and `kill -9` of the process that
holds the calls. Told are the longest gap between two packets of one browser's sound at another,
beside the longest of as many seconds before; and, of each caller who rings again, the seconds from
the answer to the lobby, less the time for which they press keys.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from time import monotonic

import anyio

from bench.load import RawLeg
from bench.support.service import Quorate, running
from tests.callers.started import free_port
from tests.phone.company import PATIENCE, until_browser_hears
from tests.phone.ringing_again import (
    VOICES,
    comes_back,
    inside,
    kill,
    opened,
    rings_until_answered,
    slot_of,
)
from tests.phone.saltmarsh import ADVOCATE, CHAIR, CONFERENCE, HEALTH_VISITOR, MOTHER, write

LOOKED_AT = 3.0
"""Seconds before the kill, and after it."""
GOALS = {"in_lobby_s_worst": 5.0}


async def longest_gap_ms(raw: RawLeg, mid: str) -> float:
    """Between two packets in this slot, within the next seconds; read as they are taken here."""
    heard, last, longest = raw.heard(mid), monotonic(), 0.0
    count, until = heard.packets, last + LOOKED_AT

    def is_over() -> bool:
        nonlocal last, count, longest
        if heard.packets != count:
            longest = max(longest, heard.last_at - last)
            last, count = heard.last_at, heard.packets
        return monotonic() > until

    await raw.until(is_over, LOOKED_AT + PATIENCE)
    return longest * 1000


async def one_kill(service: Quorate) -> tuple[float, float, list[float]]:
    """The longest gap before it and after it, in ms, and each caller's seconds to the lobby."""
    async with opened(service) as (chair, others):
        health = others[HEALTH_VISITOR]
        async with inside(service, chair, MOTHER), inside(service, chair, ADVOCATE):
            await until_browser_hears(health, VOICES[CHAIR] or 0)
            if health.raw is None:
                raise AssertionError("no media")
            mid = slot_of(health, VOICES[CHAIR] or 0)
            before = await longest_gap_ms(health.raw, mid)
            kill(service, "phone")
            after = await longest_gap_ms(health.raw, mid)
        took = list[float]()
        for name in (MOTHER, ADVOCATE):
            caller = await rings_until_answered(service)
            took.append(await comes_back(service, chair, caller, name))
            await caller.hang_up()
            caller.close()
        return before, after, took


def measured(kills: int) -> dict[str, object]:
    os.environ["QUORATE_SIP_PORT"] = str(free_port("127.0.0.1"))
    gaps, took = list[tuple[float, float]](), list[float]()
    for number in range(kills):
        print(f"kill {number + 1}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="quorate-redial-") as name:
            folder = Path(name)
            with running(folder / "data", spec=write(folder, CONFERENCE)) as service:
                before, after, each = anyio.run(one_kill, service)
        gaps.append((before, after))
        took += each
    before, after = max(one for one, _ in gaps), max(other for _, other in gaps)
    return {
        "kills": kills,
        "longest_gap_before_ms": round(before, 1),
        "longest_gap_after_ms": round(after, 1),
        "gap_ratio": round(after / before, 2),
        "in_lobby_s_worst": round(max(took), 2),
        "in_lobby_s": [round(each, 2) for each in took],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1 kill instead of 5")
    found = measured(1 if parser.parse_args().quick else 5)
    for name, most in GOALS.items():
        print(f"goal: {name} at most {most:g}", file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
