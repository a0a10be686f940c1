"""The 49 messages of RFC 4475, kept in its own markup, and what their octets are.

`<allOneLine>` joins the lines between, `<hex>` gives octets, `<repeat count=N>` says it N times;
every other line ends in CRLF (sections 2.1 to 2.3 of the RFC).
"""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "torture"
ONE_LINE = re.compile(rb"<allOneLine>\n(.*?)\n</allOneLine>", re.DOTALL)
HEX = re.compile(rb"<hex>([0-9A-F\s]*)</hex>")
REPEAT = re.compile(rb"<repeat count=(\d+)>(.*?)</repeat>")


def octets(marked: bytes) -> bytes:
    """Hex comes last: its octets are none of the markup's."""
    joined = ONE_LINE.sub(lambda found: found[1].replace(b"\n", b""), marked)
    repeated = REPEAT.sub(lambda found: found[2] * int(found[1]), joined)
    lines = repeated.replace(b"\n", b"\r\n")
    return HEX.sub(lambda found: bytes.fromhex(found[1].decode()), lines)


def tortures() -> dict[str, bytes]:
    """By the names that the RFC gives them."""
    return {path.stem: octets(path.read_bytes()) for path in sorted(FOLDER.glob("*.txt"))}
