"""Whoever is not the trunk hears nothing from the edge, and what is said of it tells nothing."""

import socket
import time
from pathlib import Path

import pytest

from tests.edge.edge import NODE, STRANGER, TRUNK, Edge, free_port, running
from tests.edge.sip import ANSWER, SDP, Phone
from tests.edge.sipp import answering, calling

NUMBERS = ("2071838750", "1632960123")

SCANNERS = (
    "friendly-scanner",
    "sipvicious",
    "SIPVicious/0.3",
    "sipcli/v1.8",
    "VaxSIPUserAgent/3.1",
)


@pytest.mark.parametrize("method", ["INVITE", "OPTIONS", "REGISTER", "ACK", "BYE", "MESSAGE"])
def test_a_stranger_draws_no_answer(method: str, edge: Edge, node: Phone) -> None:
    with edge.stranger() as stranger:
        stranger.send(stranger.request(method, body=SDP))
        edge.wait_for_answer()
        assert stranger.hears_nothing()
    with edge.trunk() as trunk:
        trunk.send(trunk.request("INVITE", body=SDP))
        assert TRUNK in node.asked("INVITE").one("From"), "the stranger's came through"


def test_the_same_question_from_a_trunk_is_answered(trunk: Phone) -> None:
    trunk.send(trunk.request("OPTIONS"))
    assert trunk.final().code == 200


@pytest.mark.parametrize(
    "octets",
    [
        b"\r\n\r\n",
        b"\x00\x01\x00\x00\x21\x12\xa4\x42quorate-test",
        b"GET / HTTP/1.0\r\n\r\n",
        b"INVITE sip:+442071838750 SIP/2.0\r\n\r\n",
        b"\xff" * 1400,
    ],
)
def test_a_strangers_nonsense_draws_no_answer(octets: bytes, edge: Edge) -> None:
    with edge.stranger() as stranger:
        stranger.send(octets)
        edge.wait_for_answer()
        assert stranger.hears_nothing()


def test_a_strangers_answer_to_nothing_is_sent_nowhere(edge: Edge) -> None:
    """Its second Via names whom it would hit."""
    with edge.stranger() as stranger, Phone("127.0.0.9") as victim:
        host, port = edge.address
        stranger.send(
            "SIP/2.0 200 OK\r\n"
            f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bKours\r\n"
            f"Via: SIP/2.0/UDP {victim.host}:{victim.port};branch=z9hG4bKtheirs\r\n"
            "From: <sip:a@127.0.0.3>;tag=1\r\nTo: <sip:b@127.0.0.3>;tag=2\r\n"
            "Call-ID: nobody-asked\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
        )
        edge.wait_for_answer()
        assert victim.hears_nothing()


@pytest.mark.parametrize(("host", "is_answered"), [(TRUNK, True), (STRANGER, False)])
def test_by_tcp_too_only_the_trunk_is_answered(host: str, edge: Edge, *, is_answered: bool) -> None:
    with edge.stranger() as stranger, socket.socket() as stream:
        stream.bind((host, 0))
        stream.settimeout(2)
        stream.connect(edge.address)
        stream.sendall(stranger.request("OPTIONS").replace("/UDP", "/TCP").encode())
        try:
            answer = stream.recv(4096)
        except TimeoutError:
            answer = b""
    assert bool(answer) is is_answered


@pytest.mark.parametrize("agent", SCANNERS)
def test_a_scanner_draws_no_answer_even_from_a_trunks_address(agent: str, trunk: Phone) -> None:
    trunk.send(trunk.request("OPTIONS", agent=agent))
    assert trunk.hears_nothing()
    trunk.send(trunk.request("OPTIONS", agent="FPBX-16"))
    assert trunk.final().code == 200


def test_what_is_too_long_or_has_gone_round_too_far_is_refused(trunk: Phone) -> None:
    trunk.send(trunk.request("INVITE", f"X-Long: {'x' * 9000}", body=SDP))
    assert trunk.final().code == 513
    trunk.send(trunk.request("INVITE", body=SDP).replace("Max-Forwards: 70", "Max-Forwards: 0"))
    assert trunk.final().code == 483


def test_a_flood_of_strangers_draws_nothing_and_harms_no_call(tmp_path: Path) -> None:
    """900 INVITEs at 300 a second, while a trunk's calls go on."""
    port = free_port()
    with answering(port, tmp_path), running(tmp_path, [port]) as edge, edge.stranger() as stranger:
        calls = calling(edge.address, tmp_path, calls=60, a_second=20)
        began = time.monotonic()
        for number in range(900):
            ahead = began + number / 300 - time.monotonic()
            assert stranger.hears_nothing(max(ahead, 0.0005))
            stranger.send(stranger.request("INVITE", body=SDP))
        assert calls.wait(45) == 0, (tmp_path / "trunk.txt").read_text()[-2000:]
        edge.wait_for_answer()
        assert stranger.hears_nothing()
        assert edge.log.read_text().count("stranger-flood") == 1


def test_calls_against_a_node_that_is_not_there_would_be_seen_to_fail(tmp_path: Path) -> None:
    with running(tmp_path, [free_port()]) as edge:
        assert calling(edge.address, tmp_path, calls=1, a_second=1).wait(45) != 0


def test_nothing_of_a_number_an_address_or_a_key_is_in_the_log(edge: Edge, node: Phone) -> None:
    with edge.trunk() as trunk, edge.stranger() as stranger:
        stranger.send(stranger.request("INVITE", body=SDP))
        whole = trunk.request("INVITE", body=SDP)
        for spoilt in (
            whole.replace("SIP/2.0/UDP", "SIP/2.0 UDP"),
            whole.replace("CSeq: 1 INVITE", "CSeq: x"),
            whole.replace("@127.0.0.1>", "@127.0.0.1:99999>"),
            whole.replace("Content-Length: ", "Content-Length: -"),
            whole[:200],
            trunk.request("OPTIONS", agent="friendly-scanner"),
        ):
            trunk.send(spoilt)
        trunk.send(whole)
        asked = node.asked("INVITE")
        node.answer(asked, 486)
        trunk.final()
        edge.wait_for_answer()
    said = edge.log.read_text()
    assert "edge: " in said, "nothing was said at all"
    script = [line for line in said.splitlines() if "<script>" in line]
    assert not [secret for secret in NUMBERS if secret in said]
    assert not [line for line in script if any(a in line for a in (TRUNK, NODE, "127.0.0.3"))]
    assert "Signal" not in said
    assert ANSWER.splitlines()[1] not in said
