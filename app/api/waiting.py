"""A floor under how long a refusal takes, so that its time does not say what was wrong."""

import anyio

from app.service.ports import Clock


async def wait_until(moment: float, clock: Clock) -> None:
    """`moment`: on the monotonic clock, seconds. Returns at once if it has passed."""
    await anyio.sleep(max(0.0, moment - clock.monotonic()))
