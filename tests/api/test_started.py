"""The real command as its own processes: what it prints, refuses, keeps, and how it ends."""

import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.demo.rules import DEMO_RULES
from bench.support.service import COMMAND_LINE, Quorate, free_port, running, start, stop
from tests.api.house import FAMILY


def quorate(*words: str, within: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND_LINE, *words], capture_output=True, text=True, timeout=within, check=False
    )


def fetch(address: str, trusted: ssl.SSLContext | None = None) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10, context=trusted) as answer:  # noqa: S310  our own service
            status: int = answer.status
            return status
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quorate]:
    with running(tmp_path_factory.mktemp("started") / "var") as running_service:
        yield running_service


def test_it_says_that_it_is_ready_and_then_one_link_a_line(service: Quorate) -> None:
    assert service.output[0] == f"Ready: {service.address}"
    people = [line.split("\t") for line in service.output[1:8]]
    assert all(link.startswith(f"{service.address}/j/") for _, _, link in people)
    assert [role for _, role, _ in people][:2] == ["independent_chair", "minute_taker"]
    pins = [line.split("\t") for line in service.output[8:14]]
    assert len(pins) == 6
    assert all(mark == "PIN" and len(pin) == 10 for mark, _, pin in pins)


def test_it_says_where_the_telephone_answers(service: Quorate) -> None:
    said = service.wait_for("Phone", 0, 10)
    assert re.fullmatch(r"Phone\tsip:127\.0\.0\.1:\d+", said)


def test_without_a_free_port_the_telephone_is_absent_and_all_else_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("QUORATE_SIP_PORT", str(taken.getsockname()[1]))
        with running(tmp_path / "var") as other:
            assert other.wait_for("Phone", 0, 10) == "Phone\tabsent (port-taken)"
            assert fetch(f"{other.address}/health/ready") == 200


def test_without_a_telephone_nothing_is_said_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUORATE_PHONE", "false")
    with running(tmp_path / "var") as other:
        other.wait_for("PIN", 0, 10)
        assert not [line for line in other.output if line.startswith("Phone")]


def test_it_is_ready_when_it_says_so(service: Quorate) -> None:
    assert fetch(f"{service.address}/health/ready") == 200


def test_what_it_keeps_is_its_owners_alone(service: Quorate) -> None:
    kept = [service.folder, *service.folder.rglob("*")]
    assert (service.folder / "keys" / "pepper.key") in kept
    assert not [path for path in kept if path.exists() and path.stat().st_mode & 0o077]


def test_the_links_can_be_printed_again(service: Quorate) -> None:
    again = CliRunner().invoke(cli, ["demo", "--print-links", "--data", str(service.folder)])
    assert again.stdout.splitlines() == service.output[1:15]


def test_another_conference_can_be_made_beside_it(service: Quorate, tmp_path: Path) -> None:
    spec = tmp_path / "spec.json"
    spec.write_text(FAMILY.model_dump_json())
    told = json.loads(quorate("demo", "--spec", str(spec), "--data", str(service.folder)).stdout)
    assert told["links"][0]["name"] == "Chair"
    assert all(each["link"].startswith(service.address) for each in told["links"])
    assert fetch(told["links"][0]["link"].partition("#")[0]) == 200


def test_a_second_service_on_the_same_folder_is_refused(service: Quorate) -> None:
    refused = quorate("serve", "--demo", "--port", "0", "--data", str(service.folder))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[-1] == "Another service uses this data folder."


def test_a_port_that_is_taken_is_named_in_one_line(service: Quorate, tmp_path: Path) -> None:
    port = service.address.rpartition(":")[2]
    refused = quorate("serve", "--demo", "--port", port, "--data", str(tmp_path / "var"))
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1] == "Another program listens on this port."


@pytest.mark.parametrize("kind", ["api", "worker"])
def test_a_killed_part_is_back_and_ready_is_said_again(service: Quorate, kind: str) -> None:
    said = len(service.output)
    os.kill(service.pid_of(kind), signal.SIGKILL)
    assert service.wait_for("Ready:", said, 10) == f"Ready: {service.address}"
    assert fetch(f"{service.address}/health/ready") == 200


def test_its_log_names_nobody(service: Quorate) -> None:
    log = (service.folder.parent / f"{service.folder.name}.log").read_text()
    names = [line.split("\t")[0] for line in service.output[1:8]]
    secrets = [line.rpartition("#")[2] for line in service.output[1:8]]
    pins = [line.rpartition("\t")[2] for line in service.output[8:14]]
    assert log
    assert not [word for word in (*names, *secrets, *pins) if word in log]


def test_it_ends_within_five_seconds_and_starts_again_with_the_same_links(tmp_path: Path) -> None:
    first = start(tmp_path / "var", free_port())
    first.wait_for_links()
    asked_at = time.monotonic()
    first.child.send_signal(signal.SIGINT)
    assert first.child.wait(5) == 0
    assert time.monotonic() - asked_at < 5
    second = start(tmp_path / "var", int(first.address.rpartition(":")[2]))
    second.wait_for_links()
    stop(second)
    assert second.links == first.links


def test_it_serves_https_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    port = free_port()
    secure = start(tmp_path / "var", port, "--self-signed")
    try:
        address = f"https://127.0.0.1:{port}"
        assert secure.output[0] == f"Ready: {address}"
        trusted = ssl.create_default_context(cafile=tmp_path / "var" / "tls" / "certificate.pem")
        assert fetch(f"{address}/health/ready", trusted) == 200
    finally:
        stop(secure)


def test_without_the_demo_heads_beside_the_database_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(DEMO_RULES, folder / "local_rules.toml")
    refused = quorate("serve", "--port", "0", "--data", str(folder))
    assert refused.returncode == 2
    assert "same mount" in refused.stderr


def test_without_a_retention_schedule_it_does_not_start(tmp_path: Path) -> None:
    """Only the demo brings one."""
    refused = quorate("serve", "--port", "0", "--data", str(tmp_path / "var"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "retention schedule" in refused.stderr


def test_a_demo_that_is_given_rules_with_a_fault_does_not_start_either(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("[[version]]\nfrom = 2026-04-01\n[version.timers]\nwrong_pin = 3\n")
    refused = subprocess.run(
        [*COMMAND_LINE, "serve", "--demo", "--port", "0", "--data", str(tmp_path / "var")],
        env={**os.environ, "QUORATE_LOCAL_RULES": str(rules)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "version[1].timers.wrong_pin: There is no such key." in refused.stderr


def test_the_rules_in_force_and_their_changes_can_be_printed(service: Quorate) -> None:
    shown = quorate("rules", "show", "--on", "2026-04-14", "--data", str(service.folder)).stdout
    assert "= timers.waiting_message_every_seconds 45" in shown
    assert "retention.record 35 years from last_contact, then delete" in shown
    assert len(shown.partition("Changes\n")[2].splitlines()) == 1


def test_beyond_loopback_it_does_not_start_without_https(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    refused = CliRunner().invoke(cli, ["serve", "--host", "192.0.2.7", "--data", str(folder)])
    assert refused.exit_code == 2
    assert "certificate" in refused.stderr
    assert not folder.exists()


def test_a_misspelt_setting_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUORATE_PROT", "1")
    refused = CliRunner().invoke(cli, ["serve"])
    assert refused.exit_code == 2
    assert "QUORATE_PROT" in refused.stderr


def test_a_description_that_does_not_fit_is_named_by_its_fault(tmp_path: Path) -> None:
    spec = tmp_path / "spec.json"
    spec.write_text('{"title": "A", "people": [], "sections": []}')
    refused = CliRunner().invoke(cli, ["demo", "--spec", str(spec), "--data", str(tmp_path)])
    assert refused.exit_code == 2
    assert "people" in refused.stderr


def test_demo_without_a_wish_says_what_it_can_do() -> None:
    refused = CliRunner().invoke(cli, ["demo"])
    assert refused.exit_code == 2
    assert "--print-links" in refused.stderr
