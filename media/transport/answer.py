"""Reads the browser's one answer: five things, everything else is passed over.

The text comes from outside. It is measured before it is read; whatever does not fit is one
refusal, `BadAnswer`, and never another exception.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from media.transport.dtls import Fingerprint

LONGEST_ANSWER = 16 * 1024
CANDIDATES_AT_MOST = 32
FINGERPRINTS_AT_MOST = 4
SSRCS_AT_MOST = 16
DIGEST_LENGTHS = {"sha-256": 32, "sha-384": 48, "sha-512": 64}

LINE = re.compile(r"([a-z])=([^\r\n\0]*)")
MEDIA = re.compile(r"(audio|video) (\d{1,5}) [A-Z/]{1,40} [\d ]{1,200}")
UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")
DIGEST = re.compile(r"[0-9A-F]{2}(:[0-9A-F]{2})+")
NUMBER = re.compile(r"\d{1,10}")


class BadAnswer(ValueError):
    """It cannot be an answer to our offer."""


@dataclass(slots=True)
class Section:
    """What one m-line says."""

    kind: str
    is_rejected: bool
    mid: str = ""
    direction: str = "sendrecv"
    is_simulcast: bool = False
    ssrcs: list[int] = field(default_factory=list[int])
    repairs: dict[int, int] = field(default_factory=dict[int, int])
    """For each SSRC of repeated packets, the SSRC of what they repeat."""

    @property
    def receives(self) -> bool:
        return not self.is_rejected and self.direction in {"recvonly", "sendrecv"}


@dataclass(frozen=True, slots=True)
class Answer:
    ufrag: str
    fingerprints: list[Fingerprint]
    peer_is_client: bool
    """True: the browser speaks first in DTLS."""
    sections: list[Section]


@dataclass(slots=True)
class _Reading:
    """What has been found so far."""

    sections: list[Section] = field(default_factory=list[Section])
    ufrags: set[str] = field(default_factory=set[str])
    setups: set[str] = field(default_factory=set[str])
    fingerprints: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    candidates: int = 0

    @property
    def section(self) -> Section:
        if not self.sections:
            raise BadAnswer
        return self.sections[-1]


def read_answer(text: str, mids: Sequence[str]) -> Answer:
    """Read an answer to an offer whose m-lines are named `mids`, in this order.

    Raises:
        BadAnswer: whatever is wrong with it.
    """
    if len(text) > LONGEST_ANSWER or not text.startswith("v=0"):
        raise BadAnswer
    reading = _Reading()
    for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n"):
        _read_line(reading, line, len(mids))
    if [section.mid for section in reading.sections] != list(mids):
        raise BadAnswer
    return _whole(reading)


def _whole(reading: _Reading) -> Answer:
    """All m-lines are one bundle: there is one name, one role, one set of fingerprints."""
    fingerprints = [
        Fingerprint(algorithm, value)
        for algorithm, value in sorted(reading.fingerprints)
        if algorithm in DIGEST_LENGTHS
    ]
    if len(reading.ufrags) != 1 or len(reading.setups) != 1 or not fingerprints:
        raise BadAnswer
    is_active = reading.setups.pop() == "active"
    return Answer(reading.ufrags.pop(), fingerprints, is_active, reading.sections)


def _read_line(reading: _Reading, line: str, sections_at_most: int) -> None:
    found = LINE.fullmatch(line)
    if found is None:
        raise BadAnswer
    kind, value = found.groups()
    if kind == "m":
        if len(reading.sections) == sections_at_most:
            raise BadAnswer
        reading.sections.append(_section(value))
    elif kind == "a":
        name, _, rest = value.partition(":")
        ATTRIBUTES.get(name, _pass_over)(reading, rest)


def _section(value: str) -> Section:
    found = MEDIA.fullmatch(value)
    if found is None:
        raise BadAnswer
    return Section(found[1], is_rejected=int(found[2]) == 0)


def _pass_over(reading: _Reading, value: str) -> None:
    """Not one of the things that we use."""


def _mid(reading: _Reading, value: str) -> None:
    if reading.section.mid:
        raise BadAnswer
    reading.section.mid = value


def _ufrag(reading: _Reading, value: str) -> None:
    if not UFRAG.fullmatch(value):
        raise BadAnswer
    reading.ufrags.add(value)


def _setup(reading: _Reading, value: str) -> None:
    if value not in {"active", "passive"}:
        raise BadAnswer
    reading.setups.add(value)


def _fingerprint(reading: _Reading, value: str) -> None:
    algorithm, _, digest = value.partition(" ")
    algorithm, digest = algorithm.lower(), digest.upper()
    length = DIGEST_LENGTHS.get(algorithm)
    if not DIGEST.fullmatch(digest) or length not in {None, len(digest) // 3 + 1}:
        raise BadAnswer
    reading.fingerprints.add((algorithm, digest))
    if len(reading.fingerprints) > FINGERPRINTS_AT_MOST:
        raise BadAnswer


def _candidate(reading: _Reading, value: str) -> None:
    """Not used: we only answer. Counted all the same."""
    reading.candidates += 1
    if reading.candidates > CANDIDATES_AT_MOST or not value:
        raise BadAnswer


def _simulcast(reading: _Reading, value: str) -> None:
    reading.section.is_simulcast = value.startswith("send ")


def _ssrc(reading: _Reading, value: str) -> None:
    ssrc = _number(value.partition(" ")[0])
    if ssrc not in reading.section.ssrcs:
        reading.section.ssrcs.append(ssrc)
    if len(reading.section.ssrcs) > SSRCS_AT_MOST:
        raise BadAnswer


def _ssrc_group(reading: _Reading, value: str) -> None:
    words = value.split(" ")
    if words[0] != "FID":
        return
    if len(words) != 3 or len(reading.section.repairs) >= SSRCS_AT_MOST:
        raise BadAnswer
    reading.section.repairs[_number(words[2])] = _number(words[1])


def _number(text: str) -> int:
    if not NUMBER.fullmatch(text) or not text.isascii() or int(text) >= 2**32:
        raise BadAnswer
    return int(text)


def _direction(name: str) -> Callable[[_Reading, str], None]:
    def read(reading: _Reading, _: str) -> None:
        if reading.sections:  # Firefox says one for the whole session too; each m-line has its own
            reading.section.direction = name

    return read


ATTRIBUTES: dict[str, Callable[[_Reading, str], None]] = {
    "mid": _mid,
    "ice-ufrag": _ufrag,
    "setup": _setup,
    "fingerprint": _fingerprint,
    "candidate": _candidate,
    "simulcast": _simulcast,
    "ssrc": _ssrc,
    "ssrc-group": _ssrc_group,
    "sendrecv": _direction("sendrecv"),
    "sendonly": _direction("sendonly"),
    "recvonly": _direction("recvonly"),
    "inactive": _direction("inactive"),
}
