"""SIPp as caller and as called side, and what it has counted in the end."""

import csv
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.callers.sip import Address
from tests.callers.started import Program, started

FOREVER = 0


@dataclass(frozen=True, slots=True)
class Count:
    """Of one run of SIPp."""

    successful: int
    failed: int
    retransmissions: int
    calls: int


async def run(
    scenario: str,
    to: Address,
    folder: Path,
    *,
    calls: int = 1,
    rate: int = 10,
    at_once: int = 500,
    within: float = 60.0,
    host: str = "127.0.0.1",
    extra: Sequence[str] = (),
    inside: Sequence[str] = (),
) -> Count:
    """Play the scenario that often. Raises TimeoutError."""
    command = _command(scenario, folder, host, [f"{to[0]}:{to[1]}"])
    command += ["-m", str(calls), "-r", str(rate), "-l", str(at_once), *extra]
    async with started(command, folder, inside=inside) as program:
        await program.ends(within)
    return count(folder)


@asynccontextmanager
async def serving(
    scenario: str,
    port: int,
    folder: Path,
    *,
    host: str = "127.0.0.1",
    calls: int = FOREVER,
    inside: Sequence[str] = (),
) -> AsyncGenerator[Program]:
    """SIPp as the called side, from now until the block ends, or that many calls were played."""
    limit = ["-m", str(calls)] if calls else []
    command = _command(scenario, folder, host, ["-p", str(port), *limit])
    async with started(command, folder, inside=inside) as program:
        yield program


def count(folder: Path) -> Count:
    """What the run in this folder has counted so far."""
    with (folder / "statistics.csv").open() as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    return Count(
        int(last["SuccessfulCall(C)"]),
        int(last["FailedCall(C)"]),
        int(last["Retransmissions(C)"]),
        int(last["TotalCallCreated"]),
    )


def _command(scenario: str, folder: Path, host: str, more: list[str]) -> list[str]:
    (folder / "scenario.xml").write_text(scenario)
    statistics = ["-trace_stat", "-stf", "statistics.csv", "-fd", "1"]
    return ["sipp", *more, "-sf", "scenario.xml", "-i", host, "-nostdin", "-aa", *statistics]
