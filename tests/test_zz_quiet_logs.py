"""Runs last, by its name: whatever the other tests made the service write is searched."""

import json
from pathlib import Path

import pytest
import structlog

from tests.conftest import RUN_LOG
from tests.quiet_logs import faults_in, faults_of_log, faults_under, secrets


def test_no_log_of_this_run_holds_a_name_a_number_a_reason_or_a_line(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> None:
    structlog.get_logger().info("searched")
    mine = tmp_path_factory.getbasetemp()
    assert '"searched"' in (mine / RUN_LOG).read_text(), "nothing of the run was logged"
    assert faults_under(Path(pytestconfig.getoption("--logs-under") or mine)) == []


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({"event": "told", "code": "Quillfeather"}),
        json.dumps({"event": "told", "name": "x"}),
        json.dumps({"event": "told", "count": 7481305080}),
        "Traceback (most recent call last):",
    ],
)
def test_a_line_that_tells_is_found(line: str, tmp_path: Path) -> None:
    assert list(faults_of_log(line, secrets(tmp_path)))
    assert not list(faults_of_log(json.dumps({"event": "told"}), secrets(tmp_path)))


def test_a_pin_is_found_wherever_it_stands_but_by_chance_in_a_digest() -> None:
    pin = "2745278151"
    digest = ("ab" * 27) + pin
    assert not list(faults_in(json.dumps({"hash": digest}), {pin}))
    assert list(faults_in(json.dumps({"hash": digest, "code": f"pin{pin}"}), {pin}))
