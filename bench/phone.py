"""What a phone call costs and how late its sound is: the telephone process beside the bare stack.

The same calls are made to both in turn. `ours` is the telephone process with a line that echoes;
`bare` is the SIP stack in a process of its own, where what comes in goes out.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.stage.child import Message
from bench.stage.machine import Machine
from bench.support.phone_measures import (
    delays_ms,
    last_audible_ms,
    load,
    median,
    set_up_ms,
)
from bench.support.phone_subjects import Ours, Subject, bare, ours
from media.telephony.settings import TelephonySettings
from tests.callers.keys import How
from tests.telephony.pressing import Presses, every_pair, parts, wrongly_counted
from tests.telephony.under_test import telephone

GOALS = {"delay_ms": 60.0, "delay_ms_with_jitter": 80.0, "last_audible_ms": 30.0}
"""At most; median."""
METHOD = {
    "delay_ms": (
        "from our clock as a caller's packet leaves to the kernel's stamp of the packet that"
        " brings the same sound back, plus the sound's place in that packet; median"
    ),
    "calls_per_core": "calls up, divided by the share of one core that the process took",
    "last_audible_ms": (
        "from a line's FLUSH to the last sample louder than 1 % of full scale at the caller"
    ),
    "set_up_per_second": (
        "the highest rate tried at which every call was answered and 99 of 100 within 500 ms, so"
        " that no INVITE was sent twice"
    ),
}
RESEND_MS = 500.0
JITTER_MS = 30.0


@dataclass(frozen=True, slots=True)
class Size:
    calls: int
    seconds: float
    bursts: int
    rounds: int
    rates: tuple[int, ...]
    presses: int


FULL = Size(60, 15.0, 60, 200, (10, 15, 20, 25, 30, 40), 10_000)
QUICK = Size(20, 4.0, 12, 10, (10, 20), 500)


async def common(subject: Subject, size: Size) -> Message:
    """What is measured at both."""
    print(f"{subject.name}: delay", flush=True)
    plain = await delays_ms(subject, size.bursts)
    shaken = await delays_ms(subject, size.bursts, jitter_ms=JITTER_MS)
    print(f"{subject.name}: load", flush=True)
    talking = await load(subject, size.calls, size.seconds, is_carried=False)
    mixed = await load(subject, size.calls, size.seconds, is_carried=True)
    print(f"{subject.name}: set-up", flush=True)
    return {
        "delay_ms": rounded(median(plain)),
        "delay_ms_with_jitter": rounded(median(shaken)),
        "calls_per_core_ivr": rounded(talking.calls_per_core),
        "calls_per_core_mix": rounded(mixed.calls_per_core),
        "kb_per_call": rounded(mixed.kb_per_call),
        "largest_gap_ms": rounded(mixed.largest_gap_ms),
        "set_up_per_second": await set_up_rate(subject, size.rates),
    }


async def set_up_rate(subject: Subject, rates: tuple[int, ...]) -> int:
    """0: not even the lowest."""
    reached = 0
    for rate in rates:
        took = sorted(await set_up_ms(subject, 3 * rate, rate))
        if took[int(0.99 * len(took))] > RESEND_MS:
            break
        reached = rate
    return reached


async def cutting(subject: Ours, size: Size) -> Message:
    print("ours: cutting", flush=True)
    found, after = await last_audible_ms(subject, size.rounds)
    return {
        "last_audible_ms": rounded(median(found)),
        "last_audible_ms_worst": rounded(max(found)),
        "audible_packets_after_done": after,
        "cuts": len(found),
    }


async def keys(presses: int) -> Message:
    """Half on good lines, half on bad ones."""
    print("ours: keys", flush=True)
    wanted = list[Presses]()
    while sum(len(each.keys) for each in wanted) < presses:
        drop = (0.0, 0.1, 0.0, 0.2)[len(wanted) % 4]
        late = (0.0, 0.3)[len(wanted) // 4 % 2]
        how = (How.RFC4733, How.RFC4733, How.INFO_RELAY)[len(wanted) // 8 % 3]
        part = parts(every_pair(), 3)[len(wanted) % 3]
        wanted.append(Presses(part, how, drop=drop, late=late))
    lost = doubled = 0
    with tempfile.TemporaryDirectory() as name:
        settings = TelephonySettings(port=0, calls_per_second=100_000)
        async with telephone(Path(name), settings) as phone:
            for at in range(0, len(wanted), 30):
                for wrong in await wrongly_counted(phone, wanted[at : at + 30]):
                    difference = len(wrong.counted) - len(wrong.presses.keys)
                    lost += max(0, -difference)
                    doubled += max(0, difference)
    return {
        "keys_pressed": sum(len(each.keys) for each in wanted),
        "keys_lost": lost,
        "keys_doubled": doubled,
    }


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


async def measure(size: Size) -> Message:
    async with bare() as subject:
        beside = await common(subject, size)
    async with ours() as subject:
        found = await common(subject, size) | await cutting(subject, size)
    found |= await keys(size.presses)
    ratios = {
        f"{name}_to_bare": rounded(found[name] / beside[name])
        for name in beside
        if found[name] and beside[name]
    }
    return {**found, **ratios, "bare": beside}


def show(found: Message) -> None:
    for name, value in found.items():
        goal = f"   goal <= {GOALS[name]:g}" if name in GOALS else ""
        print(f"  {name:<32} {value}{goal}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter")
    size = QUICK if parser.parse_args().quick else FULL
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    machine = Machine()
    found = asyncio.run(measure(size))
    machine.finish()
    show(found)
    conditions = {**machine.describe(), **asdict(size), "method": METHOD}
    print(json.dumps({**found, "conditions": conditions}))


if __name__ == "__main__":
    main()
