"""Processes and networks of a bench are there while it runs and gone afterwards."""

import subprocess
from pathlib import Path

import pytest

from bench.stage.child import Child, ChildFailed, cpu_seconds, python
from bench.stage.network import LOAD, NAMESPACES, PREFIX, SERVER, Cable

NOBODY = 2**22 + 1
"""Above every process id."""


def namespaces() -> set[str]:
    return {path.name for path in NAMESPACES.glob(f"{PREFIX}-*")}


def test_two_namespaces_reach_each_other_and_are_gone_afterwards() -> None:
    with Cable() as cable:
        names = namespaces()
        assert len(names) >= 2
        probe = f"import socket; socket.create_server(('{SERVER}', 0)); print('bound')"
        done = subprocess.run(
            cable.at_server(["python3", "-c", probe]), capture_output=True, text=True, check=True
        )
        assert done.stdout == "bound\n"
        assert subprocess.run(
            cable.at_load(["ip", "route", "get", SERVER, "from", LOAD]), check=True
        )
    assert not namespaces() & names


def test_namespaces_of_a_bench_that_was_killed_are_removed_by_the_next() -> None:
    left = f"{PREFIX}-{NOBODY}-server"
    subprocess.run(["ip", "netns", "add", left], check=True)
    with Cable():
        assert left not in namespaces()


def test_a_child_ends_with_its_block() -> None:
    with Child("load", python("bench.load.host")) as child:
        assert child.reply(30) == {"ready": True}
        assert cpu_seconds(child.pid) > 0
    assert not Path("/proc", str(child.pid)).exists()


def test_a_child_that_dies_is_a_failure_and_not_a_silence() -> None:
    with (
        Child("dies", ["python3", "-c", "input()"]) as child,
        pytest.raises(ChildFailed, match="ended"),
    ):
        child.ask("anything", within=30)


def test_a_child_that_does_not_answer_is_not_waited_for() -> None:
    with (
        Child("silent", ["sh", "-c", "cat > /dev/null"]) as child,
        pytest.raises(ChildFailed, match="in time"),
    ):
        child.reply(within=0.05)
