"""Joins raw clients to VideoRooms of Janus: for each person a publisher and a subscriber."""

import json
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.load import sdp
from bench.load.dtls import Profile
from bench.load.leg import RawLeg

ANSWER_WITHIN_S = 10.0
ROOM_FOR_MESSAGE = 1 << 18
SOUNDS, PICTURES = 3, 6
LOW, HIGH = 0, 1
"""Substreams of a simulcast publisher, as Janus counts them."""

WISH = """v=0
a=ice-ufrag:none
a=ice-pwd:none
a=fingerprint:sha-256 00
m=audio 9 UDP/TLS/RTP/SAVPF 111
a=mid:0
a=recvonly
a=rtpmap:111 opus/48000/2
a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
a=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level
m=video 9 UDP/TLS/RTP/SAVPF 96
a=mid:1
a=recvonly
a=rtpmap:96 VP8/90000
a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
a=rid:h recv
a=rid:l recv
"""
"""As our own server would offer: the client's answer to it serves as our offer to Janus."""

Profiles = tuple[Profile, ...]
Message = dict[str, Any]  # Any: JSON


class JanusRefused(Exception):
    """Janus answered with an error, or not at all."""


class Control:
    """One session with Janus. Blocking, with a deadline for each answer."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(ANSWER_WITHIN_S)
        self._socket.connect(path)
        self._session = 0
        self._session = int(self._ask({"janus": "create"})["data"]["id"])

    def attach(self) -> int:
        message = {"janus": "attach", "plugin": "janus.plugin.videoroom"}
        return int(self._ask(message)["data"]["id"])

    def call(self, handle: int, body: Message, offer_or_answer: Message | None = None) -> Message:
        """One request to the plugin; for asynchronous ones its event, not the first `ack`."""
        message: Message = {"janus": "message", "handle_id": handle, "body": body}
        if offer_or_answer is not None:
            message["jsep"] = offer_or_answer
        reply = self._ask(message)
        words = reply.get("plugindata", {}).get("data", {})
        if "error" in words:
            raise JanusRefused(str(words["error"]))
        return reply

    def tell_candidate(self, handle: int, address: tuple[str, int]) -> None:
        """Our one address, and that it is the last: Janus waits until it knows."""
        host, port = address
        line = f"candidate:1 1 udp 2113937151 {host} {port} typ host"
        only = {"candidate": line, "sdpMid": "0", "sdpMLineIndex": 0}
        for candidate in (only, {"completed": True}):
            self._ask({"janus": "trickle", "handle_id": handle, "candidate": candidate})

    def _ask(self, message: Message) -> Message:
        transaction = secrets.token_hex(8)
        whole = {**message, "transaction": transaction}
        if self._session:
            whole["session_id"] = self._session
        self._socket.send(json.dumps(whole).encode())
        is_plugin_call = message["janus"] == "message"
        while True:
            reply: Message = json.loads(self._socket.recv(ROOM_FOR_MESSAGE))
            if reply.get("transaction") != transaction:
                continue  # an event of another handle
            if reply["janus"] == "error":
                raise JanusRefused(str(reply["error"]["reason"]))
            if not (is_plugin_call and reply["janus"] == "ack"):
                return reply


@dataclass(frozen=True, slots=True)
class Publisher:
    """One participant's sending connection, by the number under which others find it."""

    feed: int
    leg: RawLeg


@dataclass(frozen=True, slots=True)
class Subscriber:
    """The same participant's receiving connection."""

    handle: int
    leg: RawLeg


def publish(control: Control, room: int, feed: int, profiles: Profiles) -> Publisher:
    leg = RawLeg(WISH, profiles=profiles)
    handle = control.attach()
    join = {"request": "joinandconfigure", "ptype": "publisher", "room": room, "id": feed}
    reply = control.call(handle, join, {"type": "offer", "sdp": leg.answer})
    leg.start(sdp.read_offer(reply["jsep"]["sdp"]))
    control.tell_candidate(handle, leg.local_address)
    return Publisher(feed, leg)


def subscribe(
    control: Control, room: int, others: Sequence[Publisher], profiles: Profiles
) -> Subscriber:
    """Three sounds and six pictures, as many packets as our own engine gives."""
    sounds = [{"feed": one.feed, "mid": "0"} for one in others[:SOUNDS]]
    pictures = [{"feed": one.feed, "mid": "1"} for one in others[:PICTURES]]
    handle = control.attach()
    join = {"request": "join", "ptype": "subscriber", "room": room, "streams": sounds + pictures}
    reply = control.call(handle, join)
    leg = RawLeg(reply["jsep"]["sdp"], profiles=profiles)
    control.call(handle, {"request": "start"}, {"type": "answer", "sdp": leg.connect()})
    control.tell_candidate(handle, leg.local_address)
    return Subscriber(handle, leg)


def choose_layers(control: Control, subscriber: Subscriber) -> None:
    """The first picture high, the others low. Takes effect at the next key frame."""
    pictures = [line.mid for line in subscriber.leg.offer.lines if line.kind == "video"]
    wanted = [
        {"mid": mid, "substream": HIGH if at == 0 else LOW} for at, mid in enumerate(pictures)
    ]
    control.call(subscriber.handle, {"request": "configure", "streams": wanted})


def make_room(control: Control, number: int) -> None:
    handle = control.attach()
    room = {
        "request": "create",
        "room": number,
        "publishers": 20,
        "audiocodec": "opus",
        "videocodec": "vp8",
        "notify_joining": False,
        "bitrate": 0,
        "fir_freq": 0,
    }
    control.call(handle, room)
