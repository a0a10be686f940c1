"""What we use of aiortc and pylibsrtp beyond their public names. Red here after an upgrade: look.

`media/transport/dtls.py` and `media/transport/native.py` rest on exactly this.
"""

import asyncio
import struct

import pytest
from aiortc.rtcdtlstransport import RTCDtlsTransport
from pylibsrtp import Session

from media.transport.dtls import Certificate, Fingerprint, Handshake, Keys, WrongPeer
from media.transport.native import (
    Cells,
    new_length,
    protect,
    protect_rtcp,
    unprotect,
    unprotect_rtcp,
)

RTP = struct.pack("!BBHII", 0x80, 111, 7, 960, 4711) + b"sound"
RTCP = struct.pack("!BBHI", 0x80, 201, 1, 4711)
SECONDS = 5


def test_aiortc_still_has_the_private_names_that_we_use() -> None:
    for name in ("_set_role", "start", "state", "on"):
        assert hasattr(RTCDtlsTransport, name)
    assert {"_srtp"} <= vars(Session()).keys()


async def shake(
    *, server_speaks_first: bool = False, wrong: bool = False
) -> tuple[Keys, Keys, list[Handshake]]:
    """Two handshakes back to back, in memory."""
    ours, theirs = Certificate(), Certificate()
    sides: list[Handshake] = []

    def to_far(datagram: bytes) -> None:
        sides[1].push(datagram)

    def to_near(datagram: bytes) -> None:
        sides[0].push(datagram)

    near, far = Handshake(ours, to_far), Handshake(theirs, to_near)
    sides += [near, far]
    believed = Certificate().fingerprint if wrong else theirs.fingerprint
    async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as tasks:
        of_far = [Fingerprint("sha-256", believed)]
        of_near = [Fingerprint("sha-256", ours.fingerprint)]
        first = tasks.create_task(near.run(of_far, as_client=server_speaks_first))
        second = tasks.create_task(far.run(of_near, as_client=not server_speaks_first))
    return first.result(), second.result(), sides


@pytest.mark.parametrize("server_speaks_first", [False, True])
async def test_either_side_may_speak_first_and_the_keys_fit(*, server_speaks_first: bool) -> None:
    near, far, sides = await shake(server_speaks_first=server_speaks_first)
    for sender, receiver in ((near, far), (far, near)):
        cells, length = Cells(1), new_length()
        cells.view[: len(RTP)] = RTP
        length[0] = len(RTP)
        assert protect(sender.sending, cells.pointers[0], length) == 0
        assert length[0] > len(RTP)
        assert bytes(cells.view[12 : len(RTP)]) != RTP[12:]
        assert unprotect(receiver.receiving, cells.pointers[0], length) == 0
        assert bytes(cells.view[: length[0]]) == RTP
    for side in sides:
        side.abandon()


async def test_reports_are_encrypted_in_place_too() -> None:
    near, far, sides = await shake()
    cells, length = Cells(1), new_length()
    cells.view[: len(RTCP)] = RTCP
    length[0] = len(RTCP)
    assert protect_rtcp(near.sending, cells.pointers[0], length) == 0
    assert unprotect_rtcp(far.receiving, cells.pointers[0], length) == 0
    assert bytes(cells.view[: length[0]]) == RTCP
    for side in sides:
        side.abandon()


async def test_a_packet_that_was_tampered_with_or_comes_twice_is_refused() -> None:
    near, far, sides = await shake()
    cells, length = Cells(2), new_length()
    cells.view[: len(RTP)] = RTP
    length[0] = len(RTP)
    protect(near.sending, cells.pointers[0], length)
    whole = length[0]
    cells.view[2048 : 2048 + whole] = cells.view[:whole]
    cells.view[2048 + 14] ^= 1
    assert unprotect(far.receiving, cells.pointers[1], length) != 0
    cells.view[2048 : 2048 + whole] = cells.view[:whole]
    length[0] = whole
    assert unprotect(far.receiving, cells.pointers[0], length) == 0
    length[0] = whole
    assert unprotect(far.receiving, cells.pointers[1], length) != 0
    for side in sides:
        side.abandon()


async def test_another_certificate_than_the_one_in_the_answer_gets_no_keys() -> None:
    with pytest.raises(ExceptionGroup) as raised:
        await shake(wrong=True)
    assert raised.group_contains(WrongPeer)


async def test_an_abandoned_handshake_says_nothing_and_ends() -> None:
    near, _, sides = await shake()
    sides[0].abandon()
    async with asyncio.timeout(SECONDS):
        await sides[0].until_ended()
    assert near is not None
    assert not sides[0].push(b"\x16")
    sides[1].abandon()
