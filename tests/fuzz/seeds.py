"""What each parser is meant to read: the fuzzer begins from there."""

import json
import struct

from aioice import stun

from bench.load import RawLeg
from media.plane import rtcp
from media.transport.ice import Credentials
from media.transport.sdp import Candidate, SlotLine, Transport, write_offer

WAY = Transport(
    Credentials("abcd1234", "p" * 32), "AB:" * 31 + "AB", [Candidate("127.0.0.1", 9, is_tcp=False)]
)


def seeds(name: str) -> list[bytes]:
    return SEEDS[name]()


def _stun() -> list[bytes]:
    request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    request.attributes["USERNAME"] = "ours:theirs"
    request.attributes["PRIORITY"] = 1
    request.attributes["USE-CANDIDATE"] = None
    request.add_message_integrity(b"password")
    return [bytes(request)]


def _rtp() -> list[bytes]:
    header = struct.pack("!BBHII", 0x90, 111, 1, 2, 3)
    extension = struct.pack("!HH", 0xBEDE, 2) + bytes([0x10, 0x85, 0x21, 0x30, 0x31, 0, 0, 0])
    return [header + extension + b"payload", struct.pack("!BBHII", 0x80, 96, 1, 2, 3) + bytes(30)]


def _rtcp() -> list[bytes]:
    clock = rtcp.SenderClock(1, 2, 3)
    return [
        rtcp.sender_report(clock, 5, 6, "c"),
        rtcp.repair_request(1, [5, 6, 30]),
        rtcp.key_frame_request(9),
        rtcp.receiver_report([], "c"),
    ]


def _sdp() -> list[bytes]:
    offer = write_offer(1, WAY, [SlotLine("a", 1, 0), SlotLine("k", 2, 3)])
    return [RawLeg(offer).answer.encode()]


def _messages() -> list[bytes]:
    answers = dict.fromkeys(
        (
            "alone",
            "others_can_hear",
            "child_can_hear",
            "headphones",
            "safe_to_talk",
            "will_not_record",
        ),
        True,
    )
    spoken = [
        {"type": "hello", "ticket": "t" * 43, "leg_id": None, "companion": False},
        {"type": "answers", "with_whom": "", **answers},
        {"type": "want_media"},
        {"type": "media_answer", "sdp": "v=0"},
        {"type": "leave"},
    ]
    return [json.dumps(one).encode() for one in spoken]


SEEDS = {"stun": _stun, "rtp": _rtp, "rtcp": _rtcp, "sdp": _sdp, "message": _messages}
