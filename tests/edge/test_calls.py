"""A trunk's call goes through the edge to a node, and to the next node if the first is no use."""

import subprocess
from pathlib import Path

import pytest

from tests.edge.edge import NODE, SHIPPED, Edge, configured, free_port, running
from tests.edge.sip import ANSWER, SDP, Message, Phone


def called(trunk: Phone, node: Phone, *more: str) -> tuple[Message, Message]:
    """A call that is up: what the node was asked, and what the trunk was answered."""
    trunk.send(trunk.request("INVITE", *more, body=SDP))
    asked = node.asked("INVITE")
    kind = "Content-Type: application/sdp"
    node.answer(asked, 200, ANSWER, kind, "Server: baresip-python", "User-Agent: baresip-python")
    answer = trunk.final()
    trunk.send(trunk.within_call(answer, "ACK"))
    node.asked("ACK")
    return asked, answer


def test_the_shipped_configuration_is_right_as_it_is() -> None:
    command = ["kamailio", "-c", "-f", str(SHIPPED / "kamailio.cfg")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "config file ok" in done.stdout + done.stderr


def test_a_fault_in_the_configuration_is_found(tmp_path: Path) -> None:
    config = configured(tmp_path, 5060, [5080])
    config.write_text(config.read_text() + "\nroute[WRONG] { no_such_function(); }\n")
    done = subprocess.run(["kamailio", "-c", "-f", str(config)], capture_output=True, check=False)
    assert done.returncode != 0


def test_a_trunks_call_reaches_the_node_with_its_sound_untouched(trunk: Phone, node: Phone) -> None:
    asked, answer = called(trunk, node)
    assert asked.body == SDP
    assert answer.code == 200
    assert answer.body == ANSWER
    assert len(asked.all("Record-Route")) == 1


def test_a_node_is_told_where_a_call_came_from_and_nobody_else_can_say_it(
    trunk: Phone, node: Phone
) -> None:
    asked, _ = called(trunk, node, "X-Edge-Src: 192.0.2.66", "x-edge-src: 192.0.2.67")
    assert asked.all("X-Edge-Src") == [trunk.host]


def test_a_call_is_ended_along_its_own_route(trunk: Phone, node: Phone) -> None:
    _, answer = called(trunk, node)
    trunk.send(trunk.within_call(answer, "BYE"))
    node.answer(node.asked("BYE"), 200)
    assert trunk.final().code == 200


def test_a_caller_who_rings_off_before_the_answer_is_heard_by_the_node(
    trunk: Phone, node: Phone
) -> None:
    invite = trunk.request("INVITE", body=SDP)
    trunk.send(invite)
    asked = node.asked("INVITE")
    node.answer(asked, 180)
    head = invite.partition("Content-Type")[0]
    trunk.send(head.replace("INVITE", "CANCEL") + "Content-Length: 0\r\n\r\n")
    assert node.asked("CANCEL").one("Call-ID") == asked.one("Call-ID")


def test_nothing_tells_the_trunk_what_runs_behind_the_edge(trunk: Phone, node: Phone) -> None:
    _, answer = called(trunk, node)
    trunk.send(trunk.request("OPTIONS"))
    for told in (answer, trunk.final()):
        assert told.code == 200
        assert not told.all("Server")
        assert not told.all("User-Agent")
        assert "kamailio" not in str(told).lower()


@pytest.mark.parametrize("code", [486, 503, 500])
def test_a_node_that_is_full_or_fails_is_passed_over(
    code: int, tmp_path: Path, node: Phone
) -> None:
    with (
        Phone(NODE) as second,
        running(tmp_path, [node.port, second.port]) as edge,
        edge.trunk() as trunk,
    ):
        trunk.send(trunk.request("INVITE", body=SDP))
        node.answer(node.asked("INVITE"), code)
        second.answer(second.asked("INVITE"), 200, ANSWER)
        assert trunk.final().code == 200


def test_a_node_that_is_dead_is_passed_over(tmp_path: Path, node: Phone) -> None:
    with running(tmp_path, [free_port(), node.port]) as edge, edge.trunk() as trunk:
        trunk.send(trunk.request("INVITE", body=SDP))
        node.answer(node.asked("INVITE"), 200, ANSWER)
        assert trunk.final().code == 200
        assert "next-node" in edge.log.read_text(), "the dead one was never tried"


def test_a_call_that_no_node_takes_is_refused_and_not_left_ringing(
    trunk: Phone, node: Phone
) -> None:
    trunk.send(trunk.request("INVITE", body=SDP))
    node.answer(node.asked("INVITE"), 486)
    assert trunk.final().code in {486, 503}


def test_a_node_may_call_a_trunk_and_nobody_else(edge: Edge, trunk: Phone, node: Phone) -> None:
    node.edge = edge.address
    for host, reaches in ((f"{trunk.host}:{trunk.port}", True), ("127.0.0.9:5060", False)):
        invite = node.request("INVITE", agent="baresip-python", body=SDP)
        first, _, rest = invite.partition("\r\n")
        node.send(f"{first.replace('@127.0.0.1', f'@{host}')}\r\n{rest}")
        if reaches:
            asked = trunk.asked("INVITE")
            assert not asked.all("User-Agent")
            trunk.answer(asked, 603)
        assert node.final().code == (603 if reaches else 403)


@pytest.mark.parametrize("method", ["REGISTER", "MESSAGE", "SUBSCRIBE", "REFER", "PUBLISH"])
def test_what_is_no_call_is_refused_even_to_a_trunk(method: str, trunk: Phone) -> None:
    trunk.send(trunk.request(method))
    assert trunk.final().code == 405


def test_a_trunk_cannot_send_a_call_to_a_third_place(trunk: Phone, node: Phone) -> None:
    _, answer = called(trunk, node)
    with Phone("127.0.0.9") as third:
        rest = trunk.within_call(answer, "BYE").partition("\r\n")[2]
        trunk.send(f"BYE sip:{third.host}:{third.port} SIP/2.0\r\n{rest}")
        assert trunk.final().code == 403
        assert third.hears_nothing()


@pytest.mark.parametrize(
    ("kind", "body", "signal"),
    [
        ("application/dtmf", "5", "5"),
        ("application/dtmf", "*\r\n", "*"),
        ("application/dtmf", "11", "#"),
        ("application/dtmf", "Signal=9\r\nDuration=100\r\n", "9"),
        ("Application/DTMF; charset=utf-8", "0", "0"),
    ],
)
def test_the_older_form_of_a_key_is_handed_on_in_the_form_that_a_node_takes(
    kind: str, body: str, signal: str, trunk: Phone, node: Phone
) -> None:
    _, answer = called(trunk, node)
    trunk.send(trunk.within_call(answer, "INFO", f"Content-Type: {kind}", body=body))
    keyed = node.asked("INFO")
    assert keyed.one("Content-Type") == "application/dtmf-relay"
    assert keyed.body == f"Signal={signal}\r\nDuration=160\r\n"
    assert keyed.one("Content-Length") == str(len(keyed.body))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/dtmf-relay", "Signal=5\r\nDuration=250\r\n"),
        ("application/dtmf", "hello"),
        ("application/dtmf", "12345"),
        ("text/plain", "5"),
    ],
)
def test_what_is_no_single_key_of_the_older_form_is_handed_on_as_it_is(
    kind: str, body: str, trunk: Phone, node: Phone
) -> None:
    _, answer = called(trunk, node)
    trunk.send(trunk.within_call(answer, "INFO", f"Content-Type: {kind}", body=body))
    keyed = node.asked("INFO")
    assert (keyed.one("Content-Type"), keyed.body) == (kind, body)
