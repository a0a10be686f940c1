"""Writes the one offer that a leg gets. Nothing in it changes for as long as the leg lives.

m-lines, in this order: sound up, picture up (two layers), three sound slots, the picture slots.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from media.profile import (
    HIGH,
    LOW,
    OPUS,
    PICTURE_UP,
    RTX,
    SOUND_UP,
    VP8,
    Extension,
)
from media.transport.ice import Credentials

CNAME = "q"
OPUS_LINES = (
    f"a=rtpmap:{OPUS} opus/48000/2",
    f"a=fmtp:{OPUS} minptime=20;useinbandfec=1;cbr=1;usedtx=0",
    "a=ptime:20",
)
"""Constant bit rate, no pauses: in a restricted part sizes and gaps must not tell who speaks."""
VP8_LINES = (
    f"a=rtpmap:{VP8} VP8/90000",
    f"a=rtcp-fb:{VP8} nack",
    f"a=rtcp-fb:{VP8} nack pli",
    f"a=rtcp-fb:{VP8} ccm fir",
    f"a=rtcp-fb:{VP8} goog-remb",
    f"a=rtpmap:{RTX} rtx/90000",
    f"a=fmtp:{RTX} apt={VP8}",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place where we can be reached."""

    host: str
    port: int
    is_tcp: bool


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One m-line that we send on. `repair` is 0 for sound."""

    mid: str
    ssrc: int
    repair: int


@dataclass(frozen=True, slots=True)
class Transport:
    """What all m-lines of one leg share."""

    credentials: Credentials
    fingerprint: str
    candidates: Sequence[Candidate]

    def lines(self) -> list[str]:
        return [
            "c=IN IP4 0.0.0.0",
            f"a=ice-ufrag:{self.credentials.ufrag}",
            f"a=ice-pwd:{self.credentials.password}",
            f"a=fingerprint:sha-256 {self.fingerprint}",
            "a=setup:actpass",
            "a=rtcp-mux",
            "a=rtcp-rsize",
        ]

    def candidate_lines(self) -> list[str]:
        written = (_candidate(n, each) for n, each in enumerate(self.candidates))
        return [*written, "a=end-of-candidates"]


def write_offer(session: int, transport: Transport, slots: Sequence[SlotLine]) -> str:
    """The whole offer. `session`: any number that names it."""
    mids = " ".join([SOUND_UP, PICTURE_UP, *(slot.mid for slot in slots)])
    lines = [
        "v=0",
        f"o=- {session} 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"a=group:BUNDLE {mids}",
        "a=msid-semantic: WMS *",
        *_sound_up(transport),
        *_picture_up(transport),
    ]
    for slot in slots:
        lines += _slot(transport, slot)
    return "\r\n".join([*lines, ""])


def _sound_up(transport: Transport) -> list[str]:
    return [
        f"m=audio 9 UDP/TLS/RTP/SAVPF {OPUS}",
        *transport.lines(),
        *transport.candidate_lines(),
        f"a=mid:{SOUND_UP}",
        "a=recvonly",
        _extension(Extension.MID, "urn:ietf:params:rtp-hdrext:sdes:mid"),
        _extension(Extension.LEVEL, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
        *OPUS_LINES,
    ]


def _picture_up(transport: Transport) -> list[str]:
    return [
        f"m=video 9 UDP/TLS/RTP/SAVPF {VP8} {RTX}",
        *transport.lines(),
        f"a=mid:{PICTURE_UP}",
        "a=recvonly",
        _extension(Extension.MID, "urn:ietf:params:rtp-hdrext:sdes:mid"),
        _extension(Extension.RID, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
        _extension(
            Extension.REPAIRED_RID, "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
        ),
        *VP8_LINES,
        f"a=rid:{LOW} recv",
        f"a=rid:{HIGH} recv",
        f"a=simulcast:recv {LOW};{HIGH}",
    ]


def _slot(transport: Transport, slot: SlotLine) -> list[str]:
    is_sound = slot.repair == 0
    media = (
        f"audio 9 UDP/TLS/RTP/SAVPF {OPUS}"
        if is_sound
        else f"video 9 UDP/TLS/RTP/SAVPF {VP8} {RTX}"
    )
    ssrcs = [slot.ssrc] if is_sound else [slot.ssrc, slot.repair]
    group = [] if is_sound else [f"a=ssrc-group:FID {slot.ssrc} {slot.repair}"]
    return [
        f"m={media}",
        *transport.lines(),
        f"a=mid:{slot.mid}",
        "a=sendonly",
        f"a=msid:{slot.mid} {slot.mid}",
        *(OPUS_LINES if is_sound else VP8_LINES),
        *group,
        *(f"a=ssrc:{ssrc} cname:{CNAME}" for ssrc in ssrcs),
    ]


def _extension(number: Extension, uri: str) -> str:
    return f"a=extmap:{number} {uri}"


def _candidate(number: int, candidate: Candidate) -> str:
    """UDP before TCP, the first address before the second. Source: RFC 8445 section 5.1.2."""
    preference = (0 if candidate.is_tcp else 1) << 13 | (8191 - number)
    priority = 126 << 24 | preference << 8 | 255
    how = f"tcp {priority} {candidate.host} {candidate.port} typ host tcptype passive"
    if not candidate.is_tcp:
        how = f"udp {priority} {candidate.host} {candidate.port} typ host"
    return f"a=candidate:{number + 1} 1 {how}"
