"""On what machine a figure was measured, and who else used it meanwhile."""

import os
import platform
import time
from pathlib import Path

from bench.stage.child import Message

QUIET_CORES = 0.15


class Machine:
    """From construction until `finish`."""

    def __init__(self) -> None:
        self.cores_used_by_others = 0.0
        self._wall = time.monotonic()
        self._all = _busy_seconds()
        self._own = _own_seconds()

    @property
    def was_quiet(self) -> bool:
        return self.cores_used_by_others <= QUIET_CORES

    def finish(self) -> None:
        """To be called when all child processes have ended: only then are they counted as ours."""
        others = (_busy_seconds() - self._all) - (_own_seconds() - self._own)
        self.cores_used_by_others = max(0.0, others / (time.monotonic() - self._wall))

    def describe(self) -> Message:
        return {
            "cpu_model": _cpu_model(),
            "cores": os.cpu_count(),
            "kernel": platform.release(),
            "python": platform.python_version(),
            "cores_used_by_others": round(self.cores_used_by_others, 2),
        }


def _busy_seconds() -> float:
    """All processes of the machine: user, nice, system, interrupts; neither idle nor waiting."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _waiting, irq, soft_irq = map(int, fields[:7])
    return (user + nice + system + irq + soft_irq) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _cpu_model() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    found = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.machine())
