"""One scenario from its file to its checks."""

from dataclasses import dataclass
from pathlib import Path

import anyio

from app.domain.ids import MINUTE, Micros
from app.play.booked import OFFICE, before_the_day
from app.play.cast import Cast
from app.play.checked import checked
from app.play.compare import Check, checks
from app.play.file import Scenario, Unplayable, load, text
from app.play.inputs import WITH_INPUTS, write_line
from app.play.legs import Legs
from app.play.performance import Performance
from app.play.results import Results, results
from app.play.stage import HandClock, Stage
from app.service.ports import EventStore, Texts

BEFORE = 30 * MINUTE
"""The booking is made this long before the first thing happens."""


@dataclass(frozen=True)
class Played:
    scenario: Scenario
    checks: list[Check]
    found: Results
    performance: Performance

    @property
    def stage(self) -> Stage:
        return self.performance.stage

    @property
    def cast(self) -> Cast:
        return self.performance.cast

    @property
    def failed(self) -> list[Check]:
        return [check for check in self.checks if not check.passed]


def read(path: Path) -> Scenario:
    """Raises Unplayable."""
    return checked(load(path))


async def play(scenario: Scenario, store: EventStore, texts: Texts) -> Played:
    """Raises Unplayable."""
    cast = Cast(scenario)
    first = cast.at(text(scenario.timeline[0], "at")) if scenario.timeline else cast.at("09:00:00")
    stage = Stage(cast.conference, store, texts, HandClock(Micros(first - BEFORE)))
    performance = Performance(cast, stage, Legs(cast, stage))
    booking = await before_the_day(cast, stage.seal)
    wrong: Unplayable | None = None
    await stage.book(booking[0], OFFICE)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(stage.keep)
        try:
            await performance.prepare(booking[1:], OFFICE)
            await performance.run(WITH_INPUTS, write_line)
        except Unplayable as unplayable:
            wrong = unplayable  # outside the group, which would wrap it
        tasks.cancel_scope.cancel()
    if wrong is not None:
        raise wrong
    found = results(cast, await stage.log())
    return Played(scenario, checks(scenario.expect, found, performance), found, performance)
