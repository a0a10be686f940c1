"""SIPp as the trunk and as the node behind the edge."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.edge.edge import NODE, TRUNK, free_port
from tests.edge.sip import Address

SCENARIOS = Path(__file__).parent / "scenarios"


def sipp(scenario: str, host: str, port: int, *more: str) -> list[str]:
    file = str(SCENARIOS / f"{scenario}.xml")
    return ["sipp", "-sf", file, "-i", host, "-p", str(port), "-nostdin", *more]


@contextmanager
def answering(port: int, folder: Path) -> Generator[None]:
    """A node that takes every call, and says that it is there when asked."""
    with (folder / "node.txt").open("wb") as output:
        started = subprocess.Popen(sipp("node", NODE, port, "-aa"), stdout=output, stderr=output)
    try:
        yield
    finally:
        started.kill()
        started.wait(5)


def calling(edge: Address, folder: Path, calls: int, a_second: int) -> subprocess.Popen[bytes]:
    """A trunk whose exit code is 0 if every one of its calls went well."""
    target = f"{edge[0]}:{edge[1]}"
    how = ["-m", str(calls), "-r", str(a_second), "-timeout", "40", "-timeout_error"]
    command = [*sipp("trunk", TRUNK, free_port(TRUNK), *how), target]
    with (folder / "trunk.txt").open("wb") as output:
        return subprocess.Popen(command, stdout=output, stderr=output)
