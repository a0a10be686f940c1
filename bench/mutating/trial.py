"""One mutant against the tests that reach it, in a process of its own that is forked for it."""

import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from bench.mutating.operators import Mutant

ROOT = Path(__file__).parents[2]
TESTS = "tests/domain"
CPU_SECONDS = 60
"""What runs longer has an endless loop in it: all the tests together take a tenth of it."""

FOUND_NOTHING = 5
"""What pytest says where there was no test to run."""


class ChangedSource(SourceFileLoader):
    """Reads one module from memory; never from, and never into, a compiled file."""

    def __init__(self, module: str, path: str, source: str) -> None:
        super().__init__(module, path)
        self._source = source

    def get_data(self, path: str) -> bytes:
        return self._source.encode()

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError


class Changed(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        path = ROOT / mutant.path
        source = mutant.applied_to(path.read_text())
        self._module = mutant.module
        self._path = path
        self._loader = ChangedSource(mutant.module, str(path), source)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        return spec_from_file_location(fullname, self._path, loader=self._loader)


class Only:
    """A plugin of pytest: these tests, in this order."""

    def __init__(self, names: Iterable[str]) -> None:
        self._place = {name: at for at, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [each for each in items if each.nodeid in self._place]
        items[:] = sorted(chosen, key=lambda each: self._place[each.nodeid])


def run_tests(names: Sequence[str], *plugins: object, options: Sequence[str] = ()) -> int:
    files = sorted({name.split("::")[0] for name in names}) or [TESTS]
    with tempfile.TemporaryDirectory(prefix="quorate-mutant-") as folder:
        fixed = ["-q", "-x", "-p", "no:cacheprovider", f"--basetemp={folder}/t", *options]
        chosen = [Only(names)] if names else []
        return int(pytest.main([*fixed, *files], plugins=[*chosen, *plugins]))


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
    return "survived" if os.WEXITSTATUS(status) in {0, FOUND_NOTHING} else "killed"
