"""A hundred thousand runs of each parser without an exception that nobody expects."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.seeds import seeds

RUNS = 100_000
ROOT = Path(__file__).parents[2]


def fuzz(name: str, folder: Path, runs: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fuzz.targets", name, str(folder), f"-runs={runs}"]
    limits = ["-max_len=1400", "-timeout=10", f"-artifact_prefix={folder}/", "-seed=1"]
    return subprocess.run(
        [*command, *limits], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("name", ["stun", "rtp", "rtcp", "sdp", "message"])
def test_no_input_at_all_surprises_a_parser(name: str, tmp_path: Path) -> None:
    for number, octets in enumerate(seeds(name)):
        (tmp_path / f"seed-{number}").write_bytes(octets)
    done = fuzz(name, tmp_path, RUNS)
    assert done.returncode == 0, done.stderr[-2000:]
    finished = re.search(r"Done (\d+) runs in", done.stderr)
    assert finished is not None
    assert int(finished.group(1)) >= RUNS


def test_a_planted_fault_is_found(tmp_path: Path) -> None:
    done = fuzz("planted", tmp_path, RUNS)
    assert done.returncode != 0
    assert "IndexError" in done.stderr + done.stdout
