"""Which keys were pressed, however they were sent; and which numbers may be rung."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

EVENTS = "0123456789*#"
"""RFC 4733, section 3.2: the number of an event is its place here."""

SAME_PRESS = 320
"""40 ms of the clock of RFC 4733 events. Nobody presses a key twice so fast; a gateway that hears
a tone waver does."""

LONGEST_SEGMENT = 0xFFFF
"""A longer press goes on as another segment, that begins where this one ends (section 2.5.1.3)."""

REMEMBERED = 16
HALF, WHOLE = 1 << 31, 1 << 32
SEQUENCES = 1 << 16
BESIDE = 25
"""Packets: what goes on is at most half a second apart from what it goes on from."""


@dataclass(slots=True)
class _Press:
    digit: str
    source: int
    stamp: int
    duration: int
    sequence: int
    """Of its newest packet."""
    is_marked: bool
    """Its first packet that we saw says: here it begins (section 2.5.1.1)."""
    has_ended: bool


class EventPackets:
    """Counts presses in the packets of RFC 4733, each of which may be lost, doubled or late.

    All packets of one press bear the time at which it began, and no other press has the same: so
    any one of them is enough, and none of them counts twice. Some senders' clocks are slow or
    start again (SIPp's do both): theirs are told apart by a marked packet that comes after an end.
    """

    def __init__(self) -> None:
        self._known: deque[_Press] = deque(maxlen=REMEMBERED)

    def take(self, packet: bytes) -> str | None:
        """The digit, if this packet is the first that is seen of a press. `packet`: whole RTP."""
        read = _read_event(packet)
        if read is None:
            return None
        for press in reversed(self._known):
            if _is_same(press, read) and not _begins_anew(press, read):
                _add(press, read)
                return None
        self._known.append(read)
        if any(_goes_on(press, read) for press in self._known if press is not read):
            return None
        return read.digit


def is_end(packet: bytes) -> bool:
    """Whether this packet, which `take` understood, says that the key has come up."""
    at = payload_at(packet)
    return at + 1 < len(packet) and bool(packet[at + 1] & 0x80)


def _read_event(packet: bytes) -> _Press | None:
    at = payload_at(packet)
    if len(packet) < at + 4 or packet[at] >= len(EVENTS):
        return None
    return _Press(
        EVENTS[packet[at]],
        int.from_bytes(packet[8:12], "big"),
        int.from_bytes(packet[4:8], "big"),
        int.from_bytes(packet[at + 2 : at + 4], "big"),
        int.from_bytes(packet[2:4], "big"),
        is_marked=bool(packet[1] & 0x80),
        has_ended=is_end(packet),
    )


def payload_at(packet: bytes) -> int:
    """Where the headers of a packet of RTP end."""
    at = 12 + 4 * (packet[0] & 0x0F)
    if packet[0] & 0x10:
        at += 4 + 4 * int.from_bytes(packet[at + 2 : at + 4], "big")
    return at


def _is_same(known: _Press, new: _Press) -> bool:
    return (known.source, known.stamp, known.digit) == (new.source, new.stamp, new.digit)


def _is_later(before: _Press, after: _Press) -> bool:
    return 0 < (after.sequence - before.sequence) % SEQUENCES < SEQUENCES // 2


def _add(press: _Press, packet: _Press) -> None:
    press.duration = max(press.duration, packet.duration)
    press.has_ended |= packet.has_ended
    if _is_later(press, packet):
        press.sequence = packet.sequence


def _begins_anew(known: _Press, new: _Press) -> bool:
    """It is a beginning, and was sent after the end of the one that we know."""
    is_beginning = new.is_marked and not new.has_ended
    return is_beginning and known.has_ended and _is_later(known, new)


def _goes_on(before: _Press, after: _Press) -> bool:
    """The next segment of a long press, or a tone that wavered."""
    if (before.source, before.digit) != (after.source, after.digit):
        return False
    if (after.sequence - before.sequence + BESIDE) % SEQUENCES > 2 * BESIDE:
        return False
    apart = (after.stamp - before.stamp) % WHOLE
    if _begins_anew(before, after) and not before.duration <= apart <= HALF:
        return False
    if apart > HALF:  # `after` began before: its packets were late
        apart, before = WHOLE - apart, after
    if apart in (LONGEST_SEGMENT, LONGEST_SEGMENT + 1):
        return True
    return apart < before.duration + SAME_PRESS


_SIGNAL = re.compile(rb"^\s*Signal\s*=\s*([0-9*#])", re.IGNORECASE | re.MULTILINE)


def digit_of_info(subtype: str, body: bytes) -> str | None:
    """The key in the body of a SIP INFO of type `application/SUBTYPE`."""
    if subtype == "dtmf-relay":
        found = _SIGNAL.search(body)
        return found[1].decode() if found else None
    text = body.strip().decode("ascii", "replace")
    if text.isdigit() and int(text) < len(EVENTS):  # some write the number of the event
        return EVENTS[int(text)]
    return text if text in {"*", "#"} else None


def allowed_number(number: str, prefixes: Sequence[str]) -> str | None:
    """As E.164, if it may be rung. A national number is taken for a British one."""
    bare = re.sub(r"[\s()\-.]", "", number)
    if bare.startswith("0") and not bare.startswith("00"):
        bare = "+44" + bare[1:]
    if re.fullmatch(r"\+[1-9][0-9]{7,14}", bare) and bare.startswith(tuple(prefixes)):
        return bare
    return None
