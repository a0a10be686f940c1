"""A floor under how long an answer takes, so that its time does not say what was wrong."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import anyio

from app.service.ports import Clock


@asynccontextmanager
async def at_least(seconds: float, clock: Clock) -> AsyncGenerator[None]:
    begun = clock.monotonic()
    try:
        yield
    finally:
        await anyio.sleep(max(0.0, begun + seconds - clock.monotonic()))
