"""Trunks by real SIP: SIPp as a registrar and as who is rung, baresip as a caller by TLS."""

import asyncio
import re
import shutil
import socket
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from media.telephony.api import Answered, CallKey, Lost, Ringing, Why
from tests.telephony.caller import DEADLINE, Caller, Refused
from tests.telephony.house import House, house_in, until

NUMBER = "+447700900123"
HEAD = '<?xml version="1.0" encoding="ISO-8859-1"?><scenario name="q">'
REPLY = """[last_Via:]
[last_From:]
[last_To:];tag=[pid]S[call_number]
[last_Call-ID:]
[last_CSeq:]
"""


def says(line: str, more: str = "Content-Length: 0\n") -> str:
    return f"<send><![CDATA[\n\nSIP/2.0 {line}\n{REPLY}{more}\n]]></send>"


def takes(request: str) -> str:
    return f'<recv request="{request}"/>'


SOUND = """Contact: <sip:far@[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [media_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000
"""
RINGS = [takes("INVITE"), says("180 Ringing")]
ANSWERS = [*RINGS, says("200 OK", SOUND), takes("ACK"), takes("BYE"), says("200 OK")]
REFUSES = [*RINGS, says("CODE"), takes("ACK")]
SILENT = [*RINGS, takes("CANCEL"), says("200 OK")]
DIGEST = 'WWW-Authenticate: Digest realm="q", nonce="47ebe028", algorithm=MD5\n'
REGISTRAR = [
    takes("REGISTER"),
    says("401 Unauthorized", DIGEST + "Content-Length: 0\n"),
    '<recv request="REGISTER"/>',
    says("200 OK", "[last_Contact:];expires=300\nContent-Length: 0\n"),
]


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind((host, 0))
        port: int = found.getsockname()[1]
        return port


@asynccontextmanager
async def sipp(
    folder: Path, steps: list[str], port: int, host: str = "127.0.0.1"
) -> AsyncGenerator[Path]:
    """Someone at the other end of a trunk; gives the file of all messages."""
    (folder / "far.xml").write_text(HEAD + "".join(steps) + "</scenario>")
    messages = folder / "messages.txt"
    command = ["sipp", "-sf", str(folder / "far.xml"), "-i", host, "-p", str(port), "-m", "1"]
    command += ["-trace_msg", "-message_file", str(messages), "-nostdin", "-mp"]
    command += [str(free_port(host))]
    far = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield messages
    finally:
        if far.returncode is None:
            far.kill()
        await far.wait()


def trunk(port: int, **more: object) -> dict[str, object]:
    return {"name": "far", "host": f"127.0.0.1:{port}", "user": "+441632960500"} | more


@asynccontextmanager
async def rung(
    folder: Path, steps: list[str], number: str = NUMBER, *, withheld: bool = False, **more: object
) -> AsyncGenerator[tuple[House, CallKey, Path]]:
    """We have dialled somebody by a trunk."""
    port = free_port()
    trunks = [trunk(port, may_dial=True)]
    async with (
        sipp(folder, steps, port) as messages,
        house_in(folder, trunks=trunks, **more) as house,
    ):
        call = CallKey(str(uuid4()))
        await house.telephone.dial(call, number, withheld=withheld)
        yield house, call, messages


async def test_somebody_whom_we_ring_is_told_as_ringing_and_then_as_answered(
    tmp_path: Path,
) -> None:
    async with rung(tmp_path, ANSWERS, "07700 900123") as (house, call, messages):
        answered = await house.until(Answered)
        assert answered.call == call
        assert answered.is_ours
        assert [ringing.call for ringing in house.of(Ringing)] == [call]
        await house.telephone.hang_up(call)
        assert (await house.until(Lost)).why is Why.TOLD
        assert f"INVITE sip:{NUMBER}@" in messages.read_text()
        assert "From: <sip:+441632960500@" in messages.read_text()


async def test_a_number_that_is_withheld_reaches_the_trunk_as_anonymous(tmp_path: Path) -> None:
    async with rung(tmp_path, ANSWERS, withheld=True) as (house, _, messages):
        await house.until(Answered)
        said = messages.read_text()
        assert re.search(r"^From: <sip:anonymous@anonymous.invalid", said, re.MULTILINE)
        assert re.search(r"^Privacy: id", said, re.MULTILINE)
        assert "P-Asserted-Identity: <sip:+441632960500@" in said


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("486 Busy Here", Why.BUSY),
        ("603 Decline", Why.DECLINED),
        ("480 Temporarily Unavailable", Why.NO_ANSWER),
        ("404 Not Found", Why.FAILED),
    ],
)
async def test_who_does_not_answer_says_why(tmp_path: Path, code: str, why: Why) -> None:
    steps = [step.replace("CODE", code) for step in REFUSES]
    async with rung(tmp_path, steps) as (house, call, _):
        lost = await house.until(Lost)
        assert (lost.call, lost.why) == (call, why)
        assert not house.of(Answered)


async def test_who_lets_it_ring_for_too_long_is_given_up(tmp_path: Path) -> None:
    async with rung(tmp_path, SILENT, ring_seconds=1.0) as (house, _, __):
        assert (await house.until(Lost)).why is Why.NO_ANSWER


@pytest.mark.parametrize("number", ["09011234567", "+15551234567", "0044770090012", "999", "x"])
async def test_a_number_that_may_not_be_rung_is_not(tmp_path: Path, number: str) -> None:
    async with rung(tmp_path, ANSWERS, number) as (house, _, messages):
        assert (await house.until(Lost)).why is Why.NOT_ALLOWED
        assert not messages.exists() or "INVITE" not in messages.read_text()


async def test_without_a_trunk_that_may_dial_nobody_is_rung(house: House) -> None:
    await house.telephone.dial(CallKey(str(uuid4())), NUMBER, withheld=False)
    assert (await house.until(Lost)).why is Why.NOT_ALLOWED


async def test_we_register_with_a_secret_and_strangers_are_forbidden(tmp_path: Path) -> None:
    port = free_port()
    there = trunk(port, registers=True, secret="fifty fifty", auth_user="quorate")
    async with (
        sipp(tmp_path, REGISTRAR, port) as messages,
        house_in(tmp_path, trunks=[there]) as house,
        Caller(house.address, host="127.0.0.3") as stranger,
    ):
        await until(lambda: messages.exists() and "response=" in messages.read_text())
        with pytest.raises(Refused, match="403"):
            await stranger.ring()
        assert 'username="quorate"' in messages.read_text()
        assert "fifty fifty" not in messages.read_text() + house.log()


async def test_what_a_trunk_asserts_counts_only_if_we_were_told_to_believe_it(
    tmp_path: Path,
) -> None:
    for vouches in (False, True):
        folder = tmp_path / str(vouches)
        folder.mkdir()
        there = trunk(free_port(), vouches=vouches)
        async with (
            house_in(folder, trunks=[there]) as house,
            Caller(house.address, asserts="<sip:+441632960777@trunk>") as caller,
        ):
            await house.ring(caller)
            answered = await house.until(Answered)
            assert answered.is_vouched is vouches
            assert answered.caller == ("+441632960777" if vouches else caller.number)


async def test_a_caller_who_withholds_the_number_has_none(house: House) -> None:
    async with Caller(house.address, number="anonymous") as caller:
        await house.ring(caller)
        assert (await house.until(Answered)).caller == ""


CLIENT = """module_path /usr/lib/baresip/modules
module g711.so
module srtp.so
module_tmp account.so
module aubridge.so
module_app menu.so
audio_player aubridge,a
audio_source aubridge,a
net_interface 127.0.0.1
sip_listen 127.0.0.1:PORT
"""


async def test_a_real_telephone_calls_by_tls_with_its_sound_encrypted(tmp_path: Path) -> None:
    async with secured(tmp_path) as house, baresip(house, tmp_path, "srtp-mand"):
        assert (await house.until(Answered)).line == "0300"


async def test_by_tls_a_call_in_the_clear_is_refused(tmp_path: Path) -> None:
    async with secured(tmp_path) as house, baresip(house, tmp_path, "") as heard:
        await until(lambda: "488" in heard.read_text())
        assert not house.of(Answered)


@asynccontextmanager
async def secured(folder: Path) -> AsyncGenerator[House]:
    certificate = folder / "own.pem"
    openssl = shutil.which("openssl")
    assert openssl is not None
    made = await asyncio.create_subprocess_exec(
        *[openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=q"],
        *["-keyout", str(folder / "key"), "-out", str(folder / "chain")],
        stderr=subprocess.DEVNULL,
    )
    assert await made.wait() == 0
    certificate.write_text((folder / "key").read_text() + (folder / "chain").read_text())
    async with house_in(folder, certificate=str(certificate)) as house:
        yield house


@asynccontextmanager
async def baresip(house: House, folder: Path, encryption: str) -> AsyncGenerator[Path]:
    """Debian's, ringing us by TLS; gives the file of what it says."""
    home = folder / "client"
    home.mkdir()
    (home / "config").write_text(CLIENT.replace("PORT", str(free_port())))
    extra = f";mediaenc={encryption}" if encryption else ""
    account = f"<sip:caller@127.0.0.1;transport=tls>;regint=0;audio_codecs=pcma{extra}\n"
    (home / "accounts").write_text(account)
    host, port = house.address_of("tls")
    said = folder / "client.txt"
    with said.open("wb") as log:
        client = await asyncio.create_subprocess_exec(
            *["baresip", "-f", str(home), "-t", str(int(DEADLINE))],
            *["-e", f"/dial sip:0300@{host}:{port};transport=tls"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield said
    finally:
        if client.returncode is None:
            client.kill()
        await client.wait()
