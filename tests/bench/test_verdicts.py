"""What counts as too late in a capture, and what only looks like it."""

import pytest

from bench.exclusion import Trial, verdicts
from bench.support.capture import TCP, UDP, Packet

API, CHAIR, MEDIA, SOCKET = 8000, 40_001, 40_002, 40_003
ASKED, ACK, ENDED = 1_000, 2_000, 9_000
TRIAL = Trial("speaking", "/j/x/exclusion", ASKED, ENDED, MEDIA, SOCKET, CHAIR, 0)
SRTP = bytes([0x80, 111])
TALK = [
    Packet(ASKED, TCP, CHAIR, API, b"PUT /j/x/exclusion HTTP/1.1\r\n", 30),
    Packet(ACK, TCP, API, CHAIR, b"HTTP/1.1 204 No Content\r\n", 30),
]


def late(packet: Packet) -> int:
    [verdict] = verdicts([TRIAL], [*TALK, packet], API)
    return verdict.after_ack


@pytest.mark.parametrize(
    "packet",
    [
        Packet(ACK + 1, UDP, 5000, MEDIA, SRTP, 60),
        Packet(ACK + 1, TCP, API, SOCKET, b"view", 4),
    ],
)
def test_a_packet_after_the_answer_counts(packet: Packet) -> None:
    assert late(packet) == 1


@pytest.mark.parametrize(
    "packet",
    [
        Packet(ACK - 1, UDP, 5000, MEDIA, SRTP, 60),
        Packet(ENDED + 1, UDP, 5000, MEDIA, SRTP, 60),
        Packet(ACK + 1, UDP, 5000, MEDIA, b"\x00\x01stun", 60),
        Packet(ACK + 1, UDP, MEDIA, 5000, SRTP, 60),
        Packet(ACK + 1, TCP, API, MEDIA, b"somebody else's view", 20),
        Packet(ACK + 1, UDP, 5000, SOCKET, SRTP, 60),
        Packet(ACK + 1, TCP, API, SOCKET, b"", 0),
    ],
    ids=["before", "long after", "keep-alive", "sent by them", "other TCP", "other UDP", "empty"],
)
def test_what_is_not_sent_to_them_after_the_answer_does_not_count(packet: Packet) -> None:
    assert late(packet) == 0
