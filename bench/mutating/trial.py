"""One mutant against the tests that reach it, in a process of its own that is forked for it."""

import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from bench.mutating.operators import Mutant

ROOT = Path(__file__).parents[2]
TESTS = "tests/domain"
CPU_SECONDS = 60
"""What runs longer has an endless loop in it: all the tests together take a tenth of it."""

MEANS = {0: "survived", 1: "killed", 2: "killed", 4: "killed", 5: "survived"}
"""What pytest ends with: all passed; one failed; a file of tests could not be imported (2, and 4
where its tests were named); there was none. Anything else is a fault of this program."""


class Changed(MetaPathFinder, Loader):
    """Gives one module from memory, with the mutant in it; never from a compiled file."""

    def __init__(self, mutant: Mutant) -> None:
        self._path = ROOT / mutant.path
        self._module = mutant.module
        self._source = mutant.applied_to(self._path.read_text())

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        return spec_from_file_location(fullname, self._path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        code = compile(self._source, str(self._path), "exec")
        exec(code, vars(module))  # noqa: S102  our own source, changed in one place


def run_tests(names: Sequence[str], *plugins: object) -> int:
    """These tests, in this order; none named: all. Stops at the first that fails."""
    with tempfile.TemporaryDirectory(prefix="quorate-mutant-") as folder:
        fixed = ["-q", "-x", "-p", "no:cacheprovider", f"--basetemp={folder}/t"]
        return int(pytest.main([*fixed, *(names or [TESTS])], plugins=list(plugins)))


def in_a_child(work: Callable[[], int]) -> int:
    """The child's process id. It says nothing, and ends with what `work` gives back."""
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        os.setsid()
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        code = work()
    finally:
        os._exit(code)


def check_is_fresh() -> None:
    """A module of the domain that is imported already would not be changed any more."""
    early = [name for name in sys.modules if name.startswith(("app.domain", "tests.domain"))]
    if early:
        raise AssertionError(f"imported too early: {early[:3]}")


FIRST = 25
"""So many tests are tried before the others are even imported: most mutants fall to them."""


def try_out(mutant: Mutant, names: Sequence[str]) -> int:
    check_is_fresh()
    sys.meta_path.insert(0, Changed(mutant))
    code = run_tests(names[:FIRST])
    return run_tests(names[FIRST:]) if code == 0 and names[FIRST:] else code


@dataclass(frozen=True)
class Verdict:
    mutant: Mutant
    outcome: str
    """killed, survived, timeout."""
    tests: int
    """How many reach it."""
    seconds: float


def verdicts(work: Iterable[tuple[Mutant, list[str]]], at_once: int) -> Iterator[Verdict]:
    """As they come in; so many children at a time."""
    waiting, running = iter(work), dict[int, tuple[Mutant, int, float]]()
    is_over = False
    while running or not is_over:
        while not is_over and len(running) < at_once:
            mutant, names = next(waiting, (None, list[str]()))
            if mutant is None:
                is_over = True
            elif not names:
                yield Verdict(mutant, "survived", 0, 0.0)
            else:
                pid = _start(mutant, names)
                running[pid] = (mutant, len(names), time.monotonic())
        if running:
            pid, status = os.wait()
            mutant, tests, begun = running.pop(pid)
            yield Verdict(mutant, _outcome(status), tests, time.monotonic() - begun)


def _start(mutant: Mutant, names: list[str]) -> int:
    return in_a_child(lambda: try_out(mutant, names))


def _outcome(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL} else "killed"
    code = os.WEXITSTATUS(status)
    if code not in MEANS:
        raise AssertionError(f"The tests did not run: pytest ended with {code}.")
    return MEANS[code]
