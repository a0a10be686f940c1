"""What a phone call costs and how late its sound is: the real path beside the bare SIP stack.

The same calls are made to three in turn. `bare` is the stack in a process of its own, where what
comes in goes out. `echo` is the telephone process with a line that echoes. `real` is the telephone
process with a media worker: calls in one conference, through its gates and its mix.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

from bench.stage.child import Message
from bench.stage.machine import Machine
from bench.support.phone_load import Load, calls_per_core, load
from bench.support.phone_measures import delays_ms, exclusions, median, set_up_ms
from bench.support.phone_subjects import Real, Subject, bare, echo, real
from media.telephony.settings import TelephonySettings
from tests.callers.keys import How
from tests.telephony.pressing import Presses, Wrong, every_pair, parts, wrongly_counted
from tests.telephony.under_test import telephone

GOALS = {
    "delay_ms": 60.0,
    "delay_ms_with_jitter": 80.0,
    "last_audible_ms": 30.0,
    "audible_samples_after_applied": 0,
    "keys_doubled": 0,
}
"""At most."""
METHOD = {
    "delay_ms": (
        "from our clock as one caller's packet leaves to the kernel's stamp of the packet that"
        " brings the same sound to the other, plus the sound's place in that packet; median."
        " Bare and echo: to the same caller"
    ),
    "our_share_of_delay_ms": "delay_ms less that of the bare stack",
    "calls_per_core_mix": (
        "how many calls in one conference would take one whole core of telephone and worker"
        " together: a straight line through core_share of the sizes that were measured, so it is"
        " extrapolated; of bare and echo likewise"
    ),
    "cpu_ratio_to_bare": "core_share at the largest size, by that of the bare stack there",
    "holes_percent": (
        "packets in which a tone that one caller says all the time is missing at another; the"
        " callers are played on the same machine, and want a core of it themselves at 100 calls"
    ),
    "last_audible_ms": (
        "from Engine.apply without one of two callers to the kernel's taking of the packet that"
        " holds the last sample louder than 1 % of full scale, to either; median"
    ),
    "last_heard_ms": "the same, and the sample's place in its packet: at most 20 ms more",
    "audible_samples_after_applied": "in packets that the kernel took after `Applied`; all rounds",
    "set_up_per_second": (
        "the highest rate tried at which every call was answered and 99 of 100 within 500 ms, so"
        " that no INVITE was sent twice"
    ),
    "keys": "by RFC 4733 and INFO; half on good lines, half with 10 or 20 % lost, others late",
}
RESEND_MS = 500.0
JITTER_MS = 30.0
AT_ONCE = 30
"""Calls in which keys are pressed."""


@dataclass(frozen=True, slots=True)
class Size:
    mixes: tuple[int, ...]
    """Calls in one conference."""
    seconds: float
    bursts: int
    rounds: int
    rates: tuple[int, ...]
    presses: int


FULL = Size((10, 25, 50, 100), 15.0, 60, 200, (10, 15, 20, 25, 30, 40), 10_000)
QUICK = Size((5, 10, 20), 4.0, 12, 40, (10, 20), 2000)


def tell(name: str, doing: str) -> None:
    print(f"{name}: {doing}", file=sys.stderr, flush=True)


async def common(subject: Subject, size: Size) -> tuple[Message, list[Load]]:
    """What is measured at each."""
    tell(subject.name, "delay")
    plain = await delays_ms(subject, size.bursts)
    shaken = await delays_ms(subject, size.bursts, jitter_ms=JITTER_MS)
    tell(subject.name, "load")
    talking = await load(subject, size.mixes[-1] // 2, size.seconds, is_carried=False)
    mixes = list[Load]()
    for calls in size.mixes:
        tell(subject.name, f"{calls} calls in a mix")
        mixes.append(await load(subject, calls, size.seconds, is_carried=True))
    tell(subject.name, "set-up")
    found: Message = {
        "delay_ms": rounded(median(plain)),
        "delay_ms_with_jitter": rounded(median(shaken)),
        "calls_per_core_ivr": rounded(talking.calls / talking.core_share),
        "calls_per_core_mix": rounded(calls_per_core(mixes)),
        "core_share": {str(each.calls): rounded(each.core_share) for each in mixes},
        "holes_percent": {str(each.calls): rounded(each.holes_percent) for each in mixes},
        "largest_gap_ms": {str(each.calls): rounded(each.largest_gap_ms) for each in mixes},
        "kb_per_call": rounded(mixes[-1].kb_per_call),
        "set_up_per_second": await set_up_rate(subject, size.rates),
    }
    return found, mixes


async def set_up_rate(subject: Subject, rates: tuple[int, ...]) -> int:
    """0: not even the lowest."""
    reached = 0
    for rate in rates:
        took = sorted(await set_up_ms(subject, 3 * rate, rate))
        if took[int(0.99 * len(took))] > RESEND_MS:
            break
        reached = rate
    return reached


async def cutting(subject: Real, rounds: int) -> Message:
    tell(subject.name, "exclusions")
    cuts = await exclusions(subject, rounds)
    return {
        "last_audible_ms": rounded(median(cuts.left_ms)),
        "last_audible_ms_worst": rounded(max(cuts.left_ms)),
        "last_heard_ms": rounded(median(cuts.heard_ms)),
        "applied_ms": rounded(median(cuts.applied_ms)),
        "applied_ms_worst": rounded(max(cuts.applied_ms)),
        "audible_samples_after_applied": cuts.samples_after,
        "exclusions": len(cuts.left_ms),
    }


def parted(loads: Sequence[Load]) -> Message:
    """What each of the processes takes of a core."""
    return {
        f"core_share_of_{name}": {
            str(each.calls): rounded(each.core_shares[name]) for each in loads
        }
        for name in loads[0].core_shares
    }


async def keys(presses: int) -> Message:
    """Half on good lines, half on bad ones."""
    tell("telephone", "keys")
    wanted = list[Presses]()
    while sum(len(each.keys) for each in wanted) < presses:
        drop = (0.0, 0.1, 0.0, 0.2)[len(wanted) % 4]
        late = (0.0, 0.3)[len(wanted) // 4 % 2]
        how = (How.RFC4733, How.RFC4733, How.INFO_RELAY)[len(wanted) // 8 % 3]
        part = parts(every_pair(), 3)[len(wanted) % 3]
        wanted.append(Presses(part, how, drop=drop, late=late))
    wrong = await press_all(wanted)
    differences = [len(each.counted) - len(each.presses.keys) for each in wrong]
    return {
        "keys_pressed": sum(len(each.keys) for each in wanted),
        "keys_lost": -sum(min(0, each) for each in differences),
        "keys_doubled": sum(max(0, each) for each in differences),
    }


async def press_all(wanted: list[Presses]) -> list[Wrong]:
    wrong = list[Wrong]()
    with tempfile.TemporaryDirectory() as name:
        settings = TelephonySettings(port=0, calls_per_second=100_000)
        async with telephone(Path(name), settings) as phone:
            for at in range(0, len(wanted), AT_ONCE):
                wrong += await wrongly_counted(phone, wanted[at : at + AT_ONCE])
    return wrong


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


async def measure(size: Size) -> Message:
    async with bare() as subject:
        beside, bare_loads = await common(subject, size)
    async with echo() as subject:
        echoed, _ = await common(subject, size)
    async with real() as subject:
        found, loads = await common(subject, size)
        found |= parted(loads) | await cutting(subject, size.rounds)
    found |= await keys(size.presses)
    found |= {
        "our_share_of_delay_ms": rounded(found["delay_ms"] - beside["delay_ms"]),
        "our_share_of_delay_ms_with_jitter": rounded(
            found["delay_ms_with_jitter"] - beside["delay_ms_with_jitter"]
        ),
        "cpu_ratio_to_bare": rounded(loads[-1].core_share / bare_loads[-1].core_share),
    }
    return {**found, "echo": echoed, "bare": beside}


def show(found: Message) -> None:
    for name, value in found.items():
        goal = f"   goal <= {GOALS[name]:g}" if name in GOALS else ""
        print(f"  {name:<34} {value}{goal}", file=sys.stderr)


def told_to_end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter")
    size = QUICK if parser.parse_args().quick else FULL
    signal.signal(signal.SIGTERM, told_to_end)
    machine = Machine()
    found = asyncio.run(measure(size))
    machine.finish()
    show(found)
    conditions = {**machine.describe(), **asdict(size), "method": METHOD}
    print(json.dumps({**found, "conditions": conditions}))


if __name__ == "__main__":
    main()
