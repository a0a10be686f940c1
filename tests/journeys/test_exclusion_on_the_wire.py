"""After the chair's answer not one packet leaves towards the person who was put out."""

import sys
from pathlib import Path

from bench.exclusion import CONDITIONS, measure

BROKEN = (sys.executable, "-m", "tests.journeys.broken_gate")


def test_nothing_leaves_after_the_answer_whatever_the_person_was_doing(tmp_path: Path) -> None:
    found = measure(100, tmp_path, at_once=4)
    assert found["exclusions"] == 100
    assert found["packets_after_ack"] == 0
    conditions = found["conditions"]
    assert isinstance(conditions, dict)
    assert set(conditions) == set(CONDITIONS)


def test_with_the_gate_broken_on_purpose_the_same_proof_fails(tmp_path: Path) -> None:
    found = measure(4, tmp_path, starter=BROKEN)
    assert isinstance(found["packets_after_ack"], int)
    assert found["packets_after_ack"] > 0
