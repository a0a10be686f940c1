"""The calls of a worker: each beat of the telephone is taken in and answered at once.

BEAT --- each call's sound ---> its track: level, samples ---> packets for browsers
  +----- each call's slots, asked at this very moment ---> sums ---> MIX
"""

import time
from collections import Counter
from collections.abc import Callable

from media.api import CallKey
from media.line import FRAME_BYTES, Entry, Frames, Mark, Message, Type, write
from media.phone.frame import Sums
from media.phone.handset import Handset
from media.phone.leg import PhoneLeg
from media.plane.forward import Forwarder
from media.transport.outbox import Outbox

FORGET_SECONDS = 5.0
EPOCHS = 2**31
EPOCHS_PER_SECOND = 16
"""Epochs begin with the machine's clock, so that they also rise from one worker to the next. The
telephone takes one for newer if it is ahead by less than half of 32 bits."""


class Bridge:
    """Lives from an engine's start to its stop, through all its lines."""

    def __init__(self, forwarder: Forwarder, outbox: Outbox, counters: Counter[str]) -> None:
        self.on_connected: Callable[[PhoneLeg], None] = _ignore
        """Called with a leg in the first beat that names its call."""
        self._send: Callable[[bytes], None] | None = None
        self._forwarder = forwarder
        self._outbox = outbox
        self._counters = counters
        self._legs: dict[CallKey, PhoneLeg] = {}
        self._handsets: dict[CallKey, Handset] = {}
        self._epoch = int(time.monotonic() * EPOCHS_PER_SECOND) % EPOCHS
        self._beat = 0
        self._sums = Sums()

    # ------------------------------------------------------------ told by the engine

    def handset(self, call: CallKey) -> Handset:
        """Of a call that is to become a leg."""
        now = time.monotonic()
        known = self._handsets.get(call)
        if known is None:
            self._forget_old(now)
            known = self._handsets[call] = Handset(call, self._flush, now)
        return known

    def has_leg(self, call: CallKey) -> bool:
        return call in self._legs

    def add(self, leg: PhoneLeg) -> None:
        self._legs[leg.handset.call] = leg

    def forget(self, leg: PhoneLeg) -> None:
        self._legs.pop(leg.handset.call, None)

    def _forget_old(self, now: float) -> None:
        for call, known in list(self._handsets.items()):
            is_old = now - known.seen_at > FORGET_SECONDS
            if is_old and not known.is_owing and call not in self._legs:
                del self._handsets[call]

    # ------------------------------------------------------------ told by the line

    @property
    def has_line(self) -> bool:
        return self._send is not None

    def line_begins(self, send: Callable[[bytes], None]) -> None:
        self._send = send

    def line_lost(self) -> None:
        """Nothing can be played any more of what was sent."""
        self._send = None
        now = time.monotonic()
        for handset in self._handsets.values():
            handset.line_lost(now)

    def take(self, message: Message) -> None:
        if isinstance(message, Mark):
            known = self._handsets.get(message.call)
            if known is not None and message.type is Type.DONE:
                known.done(message.epoch)
        elif message.type is Type.BEAT:
            self._take_beat(message)

    def _flush(self, call: CallKey) -> int | None:
        self._epoch = (self._epoch + 1) % EPOCHS
        return self._epoch if self._write(Mark(Type.FLUSH, call, self._epoch)) else None

    def _write(self, message: Message) -> bool:
        if self._send is None:
            return False
        self._send(write(message))
        return self.has_line

    # ------------------------------------------------------------ a beat

    def _take_beat(self, beat: Frames) -> None:
        now = time.monotonic()
        self._beat += 1
        self._sums = Sums()
        for entry in beat.entries:
            self._hear(entry, now)
        self._write(Frames(Type.MIX, beat.tick, [self._told(entry.call) for entry in beat.entries]))
        for entry in beat.entries:
            self._pass_on(entry.call, now)
        self._outbox.flush()

    def _hear(self, entry: Entry, now: float) -> None:
        """The plan's time is looked at before anything."""
        known = self._handsets.get(entry.call)
        if known is not None:
            known.beat(now)
        leg = self._legs.get(entry.call)
        if leg is None:
            return
        if now >= leg.home.valid_until:
            leg.home.expire_if_due(now)
        if not leg.is_connected:
            leg.is_connected = True
            self.on_connected(leg)
        if leg.peer.upstream.may_send:
            leg.voice.hear(entry.sound, self._beat, now)

    def _told(self, call: CallKey) -> Entry:
        """What a call is to hear now. One that is no leg, or owes an answer: nothing."""
        known, leg = self._handsets.get(call), self._legs.get(call)
        if known is None:
            return Entry(call, 0, b"")
        if leg is None or not known.is_clean:
            return known.entry(b"")
        return known.entry(self._mix(leg))

    def _mix(self, leg: PhoneLeg) -> bytes:
        """The sum of its slots. A leg is no source of itself, so it never hears itself."""
        added = [(slot, slot.frame(self._beat)) for slot in leg.slots]
        frames = [frame for _, frame in added if frame is not None]
        for slot, frame in added:
            if frame is not None:
                slot.sent += 1
                slot.octets += FRAME_BYTES
                leg.handset.feed(slot.gate)
        return self._sums.of(frames)

    def _pass_on(self, call: CallKey, now: float) -> None:
        """To the browsers that have it in a slot, as a packet."""
        leg = self._legs.get(call)
        if leg is None or not leg.peer.upstream.may_send:
            return
        voice, outbox = leg.voice, self._outbox
        packet = voice.packet(self._beat)
        if packet:
            outbox.deadline = min(outbox.deadline, leg.home.valid_until)
            self._forwarder.carry_ours(voice.track, voice.marker, voice.timestamp, packet, now)
            voice.marker = 0


def _ignore(_: PhoneLeg) -> None:
    """Nobody is to be told."""
