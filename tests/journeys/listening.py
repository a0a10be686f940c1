"""What a page plays, tone by tone: exactly the people that it may hear, and nobody else."""

from collections.abc import Iterable

import anyio

from tests.journeys.people import Person

LOUD_DB = -40.0
"""A tone of somebody who may be heard is louder than this; most arrive at about -15 dB."""

BELOW_DB = 60.0
"""A tone this many dB below the loudest one heard is not there."""

SILENCE_DB = -80.0
"""Where nothing may be heard, every tone is below this."""

PATIENCE_S = 15.0


async def hear_exactly(listener: Person, talkers: Iterable[Person]) -> None:
    """Waits until it is so, then requires that every other tone is 60 dB below."""
    wanted = {person.hertz for person in talkers}
    heard: dict[float, float] = {}
    with anyio.move_on_after(PATIENCE_S):
        while True:
            heard = await listener.hears()
            if is_exactly(heard, wanted):
                return
            await listener.page.wait_for_timeout(200)
    raise AssertionError(f"{listener.name} hears {heard}, not exactly {wanted}")


def is_exactly(heard: dict[float, float], wanted: set[float]) -> bool:
    loud = [heard[hertz] for hertz in wanted]
    rest = [level for hertz, level in heard.items() if hertz not in wanted]
    if not wanted:
        return max(rest) < SILENCE_DB
    return min(loud) > LOUD_DB and max(rest) < max(loud) - BELOW_DB
