"""What the small browser of the tests reads in an offer, and the answer that it gives."""

import re

from aiortc.rtcdtlstransport import RTCCertificate

CERTIFICATE = RTCCertificate.generateCertificate()


def read_offer(sdp: str) -> dict[str, str]:
    """What a peer needs of an offer, the first of each."""
    wanted = {
        "ufrag": r"a=ice-ufrag:(\S+)",
        "password": r"a=ice-pwd:(\S+)",
        "fingerprint": r"a=fingerprint:sha-256 (\S+)",
        "udp": r"a=candidate:\d+ 1 udp \d+ (\S+ \d+) typ host",
        "tcp": r"a=candidate:\d+ 1 tcp \d+ (\S+ \d+) typ host tcptype passive",
    }
    found = {name: re.search(pattern, sdp) for name, pattern in wanted.items()}
    return {name: match[1] for name, match in found.items() if match}


def slots_in(sdp: str) -> dict[int, str]:
    """For each SSRC that the offer declares, the name of its line."""
    slots: dict[int, str] = {}
    for section in sdp.split("\r\nm=")[1:]:
        mid = re.search(r"a=mid:(\S)", section)
        for ssrc in re.findall(r"a=ssrc:(\d+)", section):
            slots[int(ssrc)] = mid[1] if mid else ""
    return slots


def answer_to(sdp: str, ufrag: str) -> str:
    """As a browser answers that takes every line and sends two layers of its picture."""
    digests = CERTIFICATE.getFingerprints()
    digest = next(each.value for each in digests if each.algorithm == "sha-256")
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
    for section in sdp.split("\r\nm=")[1:]:
        media, *attributes = section.split("\r\n")
        mid = next(line for line in attributes if line.startswith("a=mid:"))
        direction = "recvonly" if "a=sendonly" in attributes else "sendonly"
        lines += [f"m={media}", "c=IN IP4 0.0.0.0", mid, f"a={direction}", "a=rtcp-mux"]
        lines += [f"a=ice-ufrag:{ufrag}", "a=ice-pwd:" + "p" * 22, "a=setup:active"]
        lines += [f"a=fingerprint:sha-256 {digest}"]
        if "a=simulcast:recv l;h" in attributes:
            lines += ["a=rid:l send", "a=rid:h send", "a=simulcast:send l;h"]
    return "\r\n".join([*lines, ""])
