"""The supervisor, with real processes: what is killed comes back, what is told to end ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.serving import LONGEST_DELAY, SHORTEST_DELAY, NotForkable, delay_after, fork

FAMILY_OF_TWO = """
import sys, signal, pathlib
from app.serving import Child, Supervisor
folder = pathlib.Path(sys.argv[1])

def child(name):
    def run():
        signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(SystemExit(0)))
        with (folder / name).open("a") as born:
            born.write(f"{__import__('os').getpid()}\\n")
        signal.pause()
    return run

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with (folder / "stubborn").open("a") as born:
        born.write(f"{__import__('os').getpid()}\\n")
    while True:
        signal.pause()

children = [Child("one", 0, child("one")), Child("two", 0, child("two"))]
if "stubborn" in sys.argv:
    children.append(Child("stubborn", 0, stubborn))
Supervisor(children, lambda: True).run()
"""


class Family:
    """A supervisor and its children, as a process of their own."""

    def __init__(self, folder: Path, *extra: str) -> None:
        self.folder = folder
        self.began = subprocess.Popen(
            [sys.executable, "-c", FAMILY_OF_TWO, str(folder), *extra], stdout=subprocess.DEVNULL
        )

    def born(self, name: str, count: int) -> int:
        """Process id of the child's life number `count`, once it is there."""
        limit = time.monotonic() + 20
        path = self.folder / name
        while time.monotonic() < limit:
            lives = path.read_text().splitlines() if path.exists() else []
            if len(lives) >= count:
                return int(lives[count - 1])
            threading.Event().wait(0.01)
        raise AssertionError(f"{name} was not born {count} times")


def gone(pid: int) -> bool:
    """Whether a process ends within five seconds."""
    limit = time.monotonic() + 5
    while time.monotonic() < limit:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        threading.Event().wait(0.01)
    return False


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    family = Family(tmp_path)
    yield family
    family.began.kill()
    family.began.wait(10)


def test_a_killed_child_is_back_in_a_fraction_of_a_second(family: Family) -> None:
    pid, other = family.born("one", 1), family.born("two", 1)
    killed_at = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    assert family.born("one", 2) != pid
    assert time.monotonic() - killed_at < 2
    assert Path(f"/proc/{other}").exists()


def test_a_killed_supervisor_takes_its_children_with_it(family: Family) -> None:
    children = [family.born("one", 1), family.born("two", 1)]
    family.began.kill()
    assert all(gone(pid) for pid in children)


def test_a_supervisor_that_is_told_to_end_ends_its_children_first(family: Family) -> None:
    children = [family.born("one", 1), family.born("two", 1)]
    family.began.terminate()
    assert family.began.wait(5) == 0
    assert all(gone(pid) for pid in children)
    assert (family.folder / "one").read_text().count("\n") == 1


def test_a_child_that_does_not_listen_is_killed_in_time(tmp_path: Path) -> None:
    family = Family(tmp_path, "stubborn")
    pid = family.born("stubborn", 1)
    family.born("one", 1)
    family.began.terminate()
    assert family.began.wait(6) == 0
    assert gone(pid)


def test_delays_grow_for_a_child_that_cannot_live_and_are_forgotten() -> None:
    delays = [0.0]
    for _ in range(10):
        delays.append(delay_after(delays[-1], lived=0.2, was_well=False))
    assert delays[1] == SHORTEST_DELAY
    assert delays[-1] == LONGEST_DELAY
    assert delays == sorted(delays)
    assert delay_after(LONGEST_DELAY, lived=60.0, was_well=False) == 0.0


def test_a_child_that_was_well_and_is_killed_again_and_again_comes_back_as_quickly() -> None:
    assert delay_after(SHORTEST_DELAY, lived=1.0, was_well=True) == SHORTEST_DELAY


def test_nothing_is_forked_beside_a_second_thread() -> None:
    ended = threading.Event()
    beside = threading.Thread(target=ended.wait)
    beside.start()
    try:
        with pytest.raises(NotForkable):
            fork(lambda: None)
    finally:
        ended.set()
        beside.join()


def test_importing_the_whole_service_starts_no_thread() -> None:
    count = "import app.cli, os; print(len(os.listdir('/proc/self/task')))"
    told = subprocess.run([sys.executable, "-c", count], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1"
