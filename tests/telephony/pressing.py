"""Every key and every pair of keys, pressed in many calls beside each other over bad lines."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.callers.caller import Caller
from tests.callers.keys import Faults, How
from tests.telephony.under_test import Telephone

KEYS = "0123456789*#"
EVENTS_TYPE = 101


def every_pair() -> str:
    """A string in which each key follows each key exactly once, itself too: 145 presses."""
    rest = {key: list(KEYS) for key in KEYS}
    path, done = ["0"], list[str]()
    while path:
        if rest[path[-1]]:
            path.append(rest[path[-1]].pop())
        else:
            done.append(path.pop())
    return "".join(reversed(done))


def parts(keys: str, count: int) -> list[str]:
    """Cut so that no pair is lost: each part begins with the key that the last one ended with."""
    length = -(-(len(keys) - 1) // count)
    return [keys[at : at + length + 1] for at in range(0, len(keys) - 1, length)]


@dataclass(frozen=True)
class Presses:
    """What one call does."""

    keys: str
    how: How = How.RFC4733
    ms: int = 80
    gap_ms: int = 120
    drop: float = 0.0
    double: float = 0.0
    late: float = 0.0
    loses_ends: bool = False


@dataclass(frozen=True)
class Wrong:
    """A call whose keys did not arrive as they were pressed."""

    presses: Presses
    counted: str


async def wrongly_counted(phone: Telephone, all_presses: Sequence[Presses]) -> list[Wrong]:
    """Make all these calls at once."""
    wrong = list[Wrong]()

    async def press(number: str, presses: Presses) -> None:
        counted = await _call(phone, number, presses)
        if counted != presses.keys:
            wrong.append(Wrong(presses, counted))

    async with asyncio.TaskGroup() as calls:
        for at, presses in enumerate(all_presses):
            calls.create_task(press(f"+44163296{at:04}", presses))
    return wrong


async def _call(phone: Telephone, number: str, presses: Presses) -> str:
    events = None if presses.how is How.INBAND else EVENTS_TYPE
    async with Caller(phone.uri, from_number=number, events=events) as call:
        await phone.until(lambda: phone.has_answered(number), 10.0)
        await call.pause(400)
        call.handset.faults = Faults(
            presses.drop,
            presses.double,
            presses.late,
            loses_ends=presses.loses_ends,
            chance=Random(number),  # noqa: S311  not for secrets
        )
        for key in presses.keys:
            await call.press(key, presses.how, ms=presses.ms, gap_ms=presses.gap_ms)
        await call.pause(400)
        return phone.digits(number)
