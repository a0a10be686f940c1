"""One parser under a coverage-guided fuzzer: `python -m tests.fuzz.targets NAME -runs=100000`.

Each may refuse with its own one exception; anything else ends the run with a report and exit
code 77. The fuzzer ends the process itself, so each target has one of its own.
"""

import sys
from collections.abc import Callable
from contextlib import suppress

import atheris

PARSERS = ["media.plane", "media.transport", "signalling"]
with atheris.instrument_imports(include=PARSERS):  # pyright: ignore[reportAttributeAccessIssue] made at run time by its C part
    from media.plane import packets, rtcp
    from media.transport import ice
    from media.transport.answer import BadAnswer, read_answer
    from signalling.connection import Broken, parsed

MIDS = ("0", "1", "a", "b", "c", "k", "l")


def stun(octets: bytes) -> None:
    request = ice.parse_request(octets)
    if request is not None:
        request.is_signed_with("password")


def rtp(octets: bytes) -> None:
    view = memoryview(octets)
    body = packets.find_body(view, 0, len(view))
    if body is None:
        return
    extension, payload, end = body
    packets.labels(view, extension, payload)
    packets.level_dbov(view, extension, payload, 1)
    packets.starts_key_frame(view, payload, end)


def rtcp_reports(octets: bytes) -> None:
    view = memoryview(octets)
    for part in rtcp.parts(view, 0, len(view)):
        list(rtcp.losses(view, part))
        rtcp.sender_clock(view, part)
        rtcp.media_ssrc(view, part)
        rtcp.fir_ssrc(view, part)
        rtcp.wanted_again(view, part)


def sdp(octets: bytes) -> None:
    with suppress(BadAnswer):
        read_answer(octets.decode("utf-8", "surrogateescape"), MIDS)


def message(octets: bytes) -> None:
    with suppress(Broken):
        parsed(octets.decode("utf-8", "replace"))


def planted(octets: bytes) -> None:
    """Not a parser: shows that a fault is found and reported."""
    if octets[:1] == b"Q":
        raise IndexError


TARGETS: dict[str, Callable[[bytes], None]] = {
    "stun": stun,
    "rtp": rtp,
    "rtcp": rtcp_reports,
    "sdp": sdp,
    "message": message,
    "planted": planted,
}


def main() -> None:
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
