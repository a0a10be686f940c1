"""Tracks come in, slots go out: how one source after the other becomes one stream to a receiver.

    Track (one layer from one leg) --- Gate (a permission) ---> Slot (one m-line of one receiver)

A slot goes through *bindings*. In each it carries one track, from a key frame on, under numbers
and times that go on from the binding before. No number is used twice, ever: on this rests that
no SRTP key is used twice with the same nonce.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from media.api import Kind, LegKey
from media.plane.history import History
from media.plane.outlet import CLOSED, Gate, Outlet
from media.plane.packets import SEQ_MASK, SILENCE, WORD_MASK
from media.profile import OPUS, VP8

HALF = 0x8000
JUMP = 1000
"""Further ahead than this it is not loss but a new beginning."""
MISSING_AT_MOST = 256
DECAY = 0.15
"""How far the remembered loudness falls towards the present one, per packet of 20 ms."""


@dataclass(slots=True)
class Missing:
    """A packet that has not come: since when, and how often and when it was asked for."""

    since: float
    asked_at: float = 0.0


@dataclass(slots=True)
class Reception:
    """What a receiver report tells the sender. Source: RFC 3550, section 6.4.1."""

    expected_before: int = 0
    received_before: int = 0
    sender_report: int = 0
    """The middle 32 bits of the NTP time in the last sender report."""
    sender_report_at: float = 0.0


class Taster(Protocol):
    """Hears a track for those who are sent no packets."""

    def take(self, number: int, payload: memoryview | bytes, /) -> None: ...


class Track:
    """One stream of RTP from one leg, with a running number for each packet."""

    def __init__(self, source: LegKey, kind: Kind, ssrc: int, layer: str, seq: int) -> None:
        self.source = source
        self.reply: Callable[[bytes], bool] = _nowhere
        """Sends RTCP to the source, if it may be a source at all."""
        self.kind = kind
        self.is_sound = kind is Kind.SOUND
        self.payload_type = OPUS if kind is Kind.SOUND else VP8
        self.ssrc = ssrc
        self.layer = layer
        self.slots: tuple[Slot, ...] = ()
        """Those that carry it, and those that wait for its next key frame."""
        self.taster: Taster | None = None
        """Asked for each packet of sound."""
        self.is_wanted = self.is_sound
        """False: nobody has it in a slot, and it is not looked at. Sound is, for its level."""
        self.newest = seq - 1
        self.next_seq = seq
        """What the sender calls the packet after `newest`."""
        self.received = 0
        self.timestamp = 0
        self.last_at = 0.0
        """When `newest` came."""
        self.seen_at = 0.0
        """When any packet came, read or not."""
        self.loudness = 0.0
        self.missing: dict[int, Missing] = {}
        self.has_new_gap = False
        self.history = History()
        self.reception = Reception()
        self.asked_at = 0.0
        self._first = seq
        self._skipped = 0
        self.is_resting = False
        """Packets go by unread: what is missing when it is read again is not missed."""

    @property
    def highest(self) -> int:
        """The highest sequence number as the sender counts, extended."""
        return self.newest + self._skipped

    @property
    def expected(self) -> int:
        return self.newest - self._first + 1

    def place(self, seq: int, now: float) -> int:
        """The running number of the packet that calls itself `seq`; -1: not wanted, or not again.

        Each number is given out once: to the newest packet, or to one that was missing.
        """
        if seq == self.next_seq:
            self.is_resting = False
            self.next_seq = (seq + 1) & SEQ_MASK
            self.newest += 1
            return self.newest
        ahead = self._ahead(seq)
        if ahead <= 0:
            return self._late(self.newest + ahead)
        self.next_seq = (seq + 1) & SEQ_MASK
        if self.is_resting or ahead > JUMP:
            self._skip(ahead)
        else:
            self._note_missing(ahead, now)
        return self.newest

    def place_again(self, seq: int) -> int:
        """The running number of a repeated packet; -1 if it was not missing."""
        ahead = self._ahead(seq)
        return self._late(self.newest + ahead) if ahead <= 0 else -1

    def _ahead(self, seq: int) -> int:
        """How far after the newest packet: 1 is the next, 0 the newest again."""
        return ((seq - self.next_seq + 1 + HALF) & SEQ_MASK) - HALF

    def note_level(self, level_dbov: int) -> None:
        louder = SILENCE - level_dbov - self.loudness
        self.loudness += louder if louder > 0 else louder * DECAY

    def add(self, slot: "Slot") -> None:
        if slot not in self.slots:
            self.slots = (*self.slots, slot)
            self.is_wanted = True

    def remove(self, slot: "Slot") -> None:
        self.slots = tuple(each for each in self.slots if each is not slot)
        self.is_wanted = self.is_sound or bool(self.slots)

    def _late(self, number: int) -> int:
        return number if self.missing.pop(number, None) is not None else -1

    def _skip(self, ahead: int) -> None:
        self.is_resting = False
        self._skipped += ahead - 1
        self.newest += 1
        self.missing.clear()
        self.history.clear()

    def _note_missing(self, ahead: int, now: float) -> None:
        first = self.newest + 1
        self.newest += ahead
        self.has_new_gap = True
        for number in range(first, self.newest):
            self.missing[number] = Missing(now)
        while len(self.missing) > MISSING_AT_MOST:
            del self.missing[next(iter(self.missing))]


def _nowhere(_: bytes) -> bool:
    return False


class Slot:
    """One m-line of one receiver: which source it carries now, and how numbers are moved for it."""

    def __init__(self, mid: str, kind: Kind, ssrcs: tuple[int, int], outlet: Outlet) -> None:
        self.mid = mid
        self.kind = kind
        self.ssrc, self.repair_ssrc = ssrcs
        self.outlet = outlet
        self.is_usable = True
        """False: the browser did not take this m-line."""
        self.source: LegKey | None = None
        self.since = 0.0
        self.gate: Gate = CLOSED
        self.track: Track | None = None
        self.target: Track | None = None
        self.base = 0
        """The first number of the track in this binding. Nothing before it is ever sent here."""
        self.shift = 0
        self.time_shift = 0
        self.sent = 0
        """Packets in this binding since `take_sent`."""
        self.octets = 0
        self._reported = 0
        self.loss = 0.0
        self._clock = 48 if kind is Kind.SOUND else 90
        self._last_number = secrets.randbelow(HALF) + SEQ_MASK
        self._last_timestamp = 0
        self._last_at = 0.0
        self._last_repair = secrets.randbelow(HALF)

    def bind(self, source: LegKey, gate: Gate, now: float) -> None:
        """From now on for this source. Nothing flows before `aim`."""
        self.release()
        self.source, self.gate, self.since = source, gate, now

    def release(self) -> None:
        """Empty, at once."""
        self.gate = CLOSED
        self._settle()
        for track in (self.track, self.target):
            if track is not None:
                track.remove(self)
        self.source = self.track = self.target = None
        self.loss = 0.0

    def aim(self, track: Track) -> None:
        """Carry this track from its next beginning on; until then whatever is carried now."""
        if self.target is not None and self.target is not track:
            self.target.remove(self)
        self.target = None if track is self.track else track
        track.add(self)

    def start(self, track: Track, number: int, timestamp: int, now: float) -> None:
        """This packet is the first of a new binding: numbers and time go on from the last one."""
        self._settle()
        if self.track is not None and self.track is not track:
            self.track.remove(self)
        elapsed = max(1, int((now - self._last_at) * 1000) * self._clock)
        next_timestamp = self._last_timestamp + elapsed if self._last_at else timestamp
        self.track, self.target, self.base = track, None, number
        self.shift = self._last_number + 1 - number
        self.time_shift = (next_timestamp - timestamp) & WORD_MASK

    @property
    def packets(self) -> int:
        """How many were ever sent, for sender reports."""
        return self._reported + self.sent

    def take_sent(self) -> int:
        """How many packets left for this slot since the last time."""
        sent, self.sent = self.sent, 0
        self._reported += sent
        return sent

    def number_of(self, seq: int) -> int | None:
        """The track's number of what was sent here as `seq`, if that was in this binding."""
        if self.track is None:
            return None
        newest = self.track.newest + self.shift
        number = self.track.newest - ((newest - seq) & SEQ_MASK)
        return number if number >= self.base else None

    def next_repair(self) -> int:
        self._last_repair += 1
        return self._last_repair & SEQ_MASK

    def _settle(self) -> None:
        """Remember how far this binding came. Its track's newest packet is the furthest sent."""
        track = self.track
        if track is not None:
            self._last_number = track.newest + self.shift
            self._last_timestamp = (track.timestamp + self.time_shift) & WORD_MASK
            self._last_at = track.last_at
