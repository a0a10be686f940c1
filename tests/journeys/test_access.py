"""On every page, in every state: no fault of access, nothing inline, and nobody else is asked."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bench.stage.network import Cable
from bench.support.capture import UDP, Capture, Packet

pytestmark = [pytest.mark.browser]

PLACES = (
    *("room code", "help", "accessibility", "sign in", "left", "not found", "room code refused"),
    *("sign in refused", "continue", "link refused", "joining 0", "lobby", "chair waits"),
    *("display waits", "host states", "panel before", "admit asked", "inside", "panel", "minutes"),
    *("display", "host", "asking", "panel asked", "host asked", "exclude asked", "close asked"),
    *("leave asked", "private word", "paused", "panel paused", "minutes paused", "display paused"),
    *("held", "panel held", "aside", "panel aside", "closed part", "panel closed"),
    *("minutes closed", "display closed", "excluded", "panel excluded", "ended", "chair ended"),
    *("display ended", "has left"),
)
"""What has to have been looked at, so that nothing is passed by."""

NAMES = 53
"""The port of name servers."""

OF_QUESTION = 12
"""Bytes of a question to a name server before the name."""

STRANGERS = "tcp or udp"
"""On the cable to the other namespace, where a packet to any other host would go."""

Found = dict[str, Any]  # Any: JSON


@cache
def audited(kind: str) -> Found:
    """One tour for all tests of a browser; what it found, and packets that left for elsewhere."""
    with Cable() as cable, TemporaryDirectory(prefix="quorate-audit-") as folder:
        file = Path(folder, "strangers.pcap")
        with Capture(file, STRANGERS, cable.server_end, cable.server) as capture:
            command = [sys.executable, "-m", "tests.journeys.audited", kind, folder]
            done = subprocess.run(
                cable.at_server(command), capture_output=True, text=True, timeout=900, check=False
            )
            assert done.stdout.startswith("{"), done.stderr[-4000:]
            found: Found = json.loads(done.stdout)
            found["strangers"] = [asked_for(packet) for packet in capture.stop()]
    return found


def asked_for(packet: Packet) -> str:
    """The host of whom a question to a name server is; else where the packet was sent."""
    if (packet.protocol, packet.target_port) != (UDP, NAMES):
        return f"port {packet.target_port}"
    labels, at = list[str](), OF_QUESTION
    while at < len(packet.payload) and (length := packet.payload[at]):
        labels.append(packet.payload[at + 1 : at + 1 + length].decode("ascii", "replace"))
        at += 1 + length
    return ".".join(labels).lower()


browsers = pytest.mark.parametrize("kind", ["chromium", "firefox"])


@browsers
def test_no_page_has_a_fault_of_access(kind: str) -> None:
    assert audited(kind)["faults"] == {}


@browsers
def test_every_page_and_state_was_looked_at_wide_and_narrow_in_both_languages(kind: str) -> None:
    looked = {tuple(each.split(", ")) for each in audited(kind)["looked"]}
    shapes = {shape for _, shape in looked}
    assert {shape.split()[0] for shape in shapes} == {"1280", "390"}
    assert {shape.split()[1] for shape in shapes} == {"en", "cy"}
    assert {(place, shape) for place in PLACES for shape in shapes} - looked == set()


@browsers
def test_no_page_asks_another_host(kind: str) -> None:
    assert len(audited(kind)["asked"]) == 1
    assert audited(kind)["asked"][0].startswith("127.0.0.1:")


def test_no_packet_of_a_whole_conference_goes_to_another_host() -> None:
    assert set(audited("chromium")["strangers"]) <= CHROMIUMS_OWN


CHROMIUMS_OWN = {
    "accounts.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "update.googleapis.com",
}
"""Of whom Chromium itself asks the name server, and gets no answer. That no page names them, nor
any other host, is tested above."""


@browsers
def test_every_page_forbids_what_is_inline_and_every_other_host(kind: str) -> None:
    for policy in audited(kind)["policies"]:
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        own = audited(kind)["asked"][0]
        assert "unsafe" not in policy
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == "'self'"
        assert set(rules["connect-src"].split()) == {"'self'", f"ws://{own}"}
