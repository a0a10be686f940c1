"""Reads a server's offer as far as a raw client needs it, and writes the one answer."""

import secrets
from dataclasses import dataclass, field

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
SPOKEN = (MID_URI, RID_URI, LEVEL_URI)
MIRRORED = {"sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}


class BadOffer(Exception):
    """The offer lacks what a browser would need too."""


@dataclass(slots=True)
class MediaLine:
    """One m-line, as the server offers it."""

    kind: str
    mid: str = ""
    direction: str = "sendrecv"
    codecs: dict[str, int] = field(default_factory=dict[str, int])
    """Payload type of each codec by its lower case name; the first of a name wins."""
    extensions: dict[str, int] = field(default_factory=dict[str, int])
    rids: tuple[str, ...] = ()
    ssrcs: tuple[int, ...] = ()

    @property
    def codec(self) -> tuple[str, int]:
        """What we speak on this line: its name as in `rtpmap`, its payload type."""
        name = "opus" if self.kind == "audio" else "vp8"
        return name, self.codecs[name]


@dataclass(slots=True)
class Offer:
    """What the server wants, in its words."""

    ufrag: str = ""
    pwd: str = ""
    fingerprint: str = ""
    candidate: tuple[str, int] | None = None
    lines: list[MediaLine] = field(default_factory=list[MediaLine])

    def line(self, kind: str, direction: str) -> MediaLine | None:
        """The first such line."""
        found = (one for one in self.lines if (one.kind, one.direction) == (kind, direction))
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Local:
    """Our side of the connection."""

    fingerprint: str
    sound_ssrc: int
    picture_ssrcs: tuple[int, ...] = ()
    """One per simulcast layer, in the order of the offered rids."""
    ufrag: str = field(default_factory=lambda: secrets.token_hex(4))
    pwd: str = field(default_factory=lambda: secrets.token_hex(16))


def read_offer(sdp: str) -> Offer:
    """Raises BadOffer."""
    offer = Offer()
    line: MediaLine | None = None
    for row in sdp.splitlines():
        if row.startswith("m="):
            line = MediaLine(row[2:].split()[0])
            offer.lines.append(line)
        elif row.startswith("a="):
            name, _, value = row[2:].partition(":")
            _read_connection(offer, name, value)
            if line is not None:
                _read_media(line, name, value)
    if not (offer.ufrag and offer.pwd and offer.fingerprint and offer.lines):
        raise BadOffer("incomplete")
    return offer


def _read_connection(offer: Offer, name: str, value: str) -> None:
    match name, value.split():
        case "ice-ufrag", [ufrag]:
            offer.ufrag = ufrag
        case "ice-pwd", [pwd]:
            offer.pwd = pwd
        case "fingerprint", [algorithm, digest] if algorithm.lower() == "sha-256":
            offer.fingerprint = digest
        case "candidate", [_, _, transport, _, host, port, *_] if transport.lower() == "udp":
            offer.candidate = offer.candidate or (host, int(port))
        case _:
            pass


def _read_media(line: MediaLine, name: str, value: str) -> None:
    match name, value.split():
        case "mid", [mid]:
            line.mid = mid
        case (("sendonly" | "recvonly" | "sendrecv" | "inactive"), []):
            line.direction = name
        case "rtpmap", [payload_type, codec]:
            line.codecs.setdefault(codec.split("/")[0].lower(), int(payload_type))
        case "extmap", [number, uri]:
            line.extensions[uri] = int(number.split("/")[0])
        case "rid", [rid, "recv", *_]:
            line.rids = (*line.rids, rid)
        case "ssrc", [ssrc, *_] if int(ssrc) not in line.ssrcs:
            line.ssrcs = (*line.ssrcs, int(ssrc))
        case _:
            pass


def write_answer(offer: Offer, local: Local) -> str:
    """Take every line, mirrored; we are the DTLS client, as every browser is."""
    mids = " ".join(line.mid for line in offer.lines)
    session = [
        "v=0",
        f"o=- {secrets.randbits(62)} 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {mids}",
        "a=msid-semantic: WMS *",
    ]
    rows = [*session, *(row for line in offer.lines for row in _answer_line(line, local))]
    return "\r\n".join(rows) + "\r\n"


def _answer_line(line: MediaLine, local: Local) -> list[str]:
    name, payload_type = line.codec
    clock = "opus/48000/2" if name == "opus" else "VP8/90000"
    rtx = line.codecs.get("rtx") if line.kind == "video" else None
    payload_types = f"{payload_type} {rtx}" if rtx is not None else str(payload_type)
    rows = [
        f"m={line.kind} 9 UDP/TLS/RTP/SAVPF {payload_types}",
        "c=IN IP4 0.0.0.0",
        f"a=ice-ufrag:{local.ufrag}",
        f"a=ice-pwd:{local.pwd}",
        f"a=fingerprint:sha-256 {local.fingerprint}",
        "a=setup:active",
        f"a=mid:{line.mid}",
        f"a={MIRRORED.get(line.direction, 'sendrecv')}",
        "a=rtcp-mux",
        f"a=rtpmap:{payload_type} {clock}",
    ]
    rows += [f"a=extmap:{line.extensions[uri]} {uri}" for uri in SPOKEN if uri in line.extensions]
    if rtx is not None:
        rows += [f"a=rtpmap:{rtx} rtx/90000", f"a=fmtp:{rtx} apt={payload_type}"]
    if line.kind == "video":
        rows += [f"a=rtcp-fb:{payload_type} {kind}" for kind in ("nack", "nack pli", "ccm fir")]
    if line.direction == "recvonly":
        rows += _sending(line, local)
    return rows


def _sending(line: MediaLine, local: Local) -> list[str]:
    """Layers are known by their rid, as browsers do it; a single stream by its SSRC."""
    rows = [f"a=msid:load {line.kind}"]
    if line.rids:
        rows += [f"a=rid:{rid} send" for rid in line.rids]
        return [*rows, f"a=simulcast:send {';'.join(line.rids)}"]
    ssrc = local.sound_ssrc if line.kind == "audio" else local.picture_ssrcs[0]
    return [*rows, f"a=ssrc:{ssrc} cname:load", f"a=ssrc:{ssrc} msid:load {line.kind}"]
