"""The second browser: Firefox ESR, once, in a network namespace of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.stage.network import Cable

pytestmark = pytest.mark.browser


def test_a_parent_in_firefox_is_let_in_heard_seen_and_put_out(tmp_path: Path) -> None:
    with Cable() as cable:
        command = cable.at_server(
            [sys.executable, "-m", "tests.journeys.in_firefox", str(tmp_path)]
        )
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.stdout == "met\n", done.stderr[-4000:]
