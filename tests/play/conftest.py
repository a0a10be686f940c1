"""Each scenario is played once a session, in memory."""

from functools import cache
from pathlib import Path

import anyio

from app.domain.evolve import Recorded
from app.play.player import Played, play, read
from tests.fakes import MemoryEventStore, MemoryTexts

SCENARIOS = Path(__file__).parent / "scenarios"
S1, S2, S3 = (
    SCENARIOS / f"{name}.yaml"
    for name in ("s1-split-icpc-easter", "s2-rcpc-phone-keypad", "s3-icpc-cymru-outburst")
)
ALL = (S1, S2, S3)


@cache
def played(path: Path) -> Played:
    return anyio.run(play, read(path), MemoryEventStore(), MemoryTexts())


@cache
def log_of(path: Path) -> list[Recorded]:
    return list(anyio.run(played(path).stage.log))
