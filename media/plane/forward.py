"""The packet path: decrypt one packet, and write it once for each slot that may have it.

Everything here happens between one read of the socket and the `flush` at its end. The gate is
asked at the moment when a packet is copied into a slot, and nowhere else.
"""

import struct
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from media.api import Kind
from media.plane.history import Kept
from media.plane.packets import (
    HEADER_SIZE,
    MARKER,
    RTP_HEADER,
    SEQ_MASK,
    SILENCE,
    VERSION,
    WORD_MASK,
    Body,
    find_body,
    labels,
    level_dbov,
    starts_key_frame,
)
from media.plane.slots import Slot, Track
from media.plane.upstream import Repairs, Stream, Upstream
from media.profile import OPUS, RTX, VP8, Extension
from media.transport.native import CELL, Cells, new_length, protect, unprotect
from media.transport.outbox import Outbox

SEQ_AND_SSRC = struct.Struct("!HII")
DECAY = 0.15
"""How far the remembered loudness falls towards the present one, per packet of 20 ms."""
SAMPLE = 0xFF
"""One in 256 packets of an unwanted stream is decrypted, so that its roll-over is not lost."""
PAYLOAD_TYPE = {Kind.SOUND: OPUS, Kind.PICTURE: VP8}


class Packet(NamedTuple):
    """One packet of a track, in plain text."""

    number: int
    """The track's running number."""
    marker: int
    timestamp: int
    payload: memoryview
    now: float


class Forwarder:
    """Carries packets from the cells they came in to the cells they leave from."""

    def __init__(self, inbound: Cells, outbox: Outbox, counters: Counter[str]) -> None:
        self.ask_key_frame: Callable[[Track, float], None] = _nobody
        self.ask_repair: Callable[[Track, float], None] = _nobody
        self._cells = inbound
        self._view = inbound.view
        self._outbox = outbox
        self._counters = counters
        self._in_length = new_length()
        self._out_length = new_length()

    def packet(self, upstream: Upstream, index: int, length: int, now: float) -> None:
        """Forward the RTP packet in cell `index` to whoever may have it, or drop it."""
        _, _, ssrc = SEQ_AND_SSRC.unpack_from(self._view, index * CELL + 2)
        stream = upstream.streams.get(ssrc)
        if not upstream.may_send or (stream is not None and not stream.is_wanted):
            self._pass_unread(upstream, stream, index, length, now)
        elif stream is None and not upstream.may_decrypt(ssrc):
            self._counters["too-many-streams"] += 1
        elif self._decrypt(upstream, index, length):
            upstream.heard_at = now
            self._plain(upstream, stream, index, now)

    def _decrypt(self, upstream: Upstream, index: int, length: int) -> bool:
        receiving = upstream.receiving
        if receiving is None:
            return False
        self._in_length[0] = length
        if unprotect(receiving, self._cells.pointers[index], self._in_length):
            self._counters["srtp-refused"] += 1
            return False
        return True

    def _pass_unread(
        self, upstream: Upstream, stream: Stream | None, index: int, length: int, now: float
    ) -> None:
        """Drop it. A few are decrypted first: after a long while, no later one could be read."""
        self._counters["unwanted"] += 1
        seq, _, ssrc = SEQ_AND_SSRC.unpack_from(self._view, index * CELL + 2)
        is_sample = seq & SAMPLE == 0 and upstream.may_decrypt(ssrc)
        is_sample = is_sample and self._decrypt(upstream, index, length)
        if is_sample:
            upstream.decrypted.add(ssrc)
        if isinstance(stream, Track):
            stream.seen_at = now
            stream.rest()
            if is_sample:
                stream.place(seq, now)
                stream.rest()

    def _plain(self, upstream: Upstream, stream: Stream | None, index: int, now: float) -> None:
        start = index * CELL
        body = find_body(self._view, start, start + self._in_length[0])
        if body is None:
            self._counters["rtp-malformed"] += 1
            return
        _, second, seq, timestamp, ssrc = RTP_HEADER.unpack_from(self._view, start)
        if stream is None:
            upstream.decrypted.add(ssrc)
            names = labels(self._view, body.extension, body.payload)
            stream = upstream.learn(ssrc, second & ~MARKER, names, seq)
        payload = self._view[body.payload : body.end]
        if isinstance(stream, Track) and second & ~MARKER == PAYLOAD_TYPE[stream.kind]:
            if stream.kind is Kind.SOUND:
                self._listen(stream, body)
            number = stream.place(seq, now)
            self.carry(stream, Packet(number, second & MARKER, timestamp, payload, now))
        elif isinstance(stream, Repairs) and second & ~MARKER == RTX and len(payload) > 2:
            number = stream.track.place_again(payload[0] << 8 | payload[1])
            again = Packet(number, second & MARKER, timestamp, payload[2:], now)
            self.carry(stream.track, again)
        else:
            self._counters["rtp-unknown"] += 1

    def _listen(self, track: Track, body: Body) -> None:
        level = level_dbov(self._view, body.extension, body.payload, Extension.LEVEL)
        if level is not None:
            louder = SILENCE - level - track.loudness
            track.loudness += louder if louder > 0 else louder * DECAY

    def carry(self, track: Track, packet: Packet) -> None:
        """Note what the packet says of its track, and copy it into the slots."""
        if packet.number < 0:
            self._counters["rtp-repeated"] += 1
            return
        track.reception.received += 1
        if packet.number == track.newest:
            track.timestamp = packet.timestamp
            track.last_at = track.seen_at = packet.now
        if track.kind is Kind.PICTURE:
            kept = Kept(packet.number, packet.marker, packet.timestamp, bytes(packet.payload))
            track.history.keep(kept)
            if track.has_new_gap:
                self.ask_repair(track, packet.now)
        self.fan_out(track, packet)

    def fan_out(self, track: Track, packet: Packet) -> None:
        """Write the packet for each slot: own number, time and SSRC, own encryption."""
        number, marker, timestamp, payload, _ = packet
        outbox, view, length = self._outbox, self._outbox.view, self._out_length
        second = marker | PAYLOAD_TYPE[track.kind]
        size = HEADER_SIZE + len(payload)
        for slot in track.slots:
            outlet = slot.outlet
            if not slot.gate.open or outlet.sending is None:
                continue
            if slot.track is not track and not self._begins(slot, track, packet):
                continue
            if number < slot.base:
                continue
            start = outbox.count * CELL
            seq = (number + slot.shift) & SEQ_MASK
            moved = (timestamp + slot.time_shift) & WORD_MASK
            RTP_HEADER.pack_into(view, start, VERSION, second, seq, moved, slot.ssrc)
            view[start + HEADER_SIZE : start + size] = payload
            length[0] = size
            if protect(outlet.sending, outbox.cells.pointers[outbox.count], length):
                self._counters["protect-failed"] += 1
                continue
            slot.sent += 1
            slot.octets += size
            outlet.leave(length[0])

    def _begins(self, slot: Slot, track: Track, packet: Packet) -> bool:
        """Begin a binding if this packet can: the newest, and of a picture the key frame."""
        if packet.number != track.newest:
            return False
        payload = packet.payload
        if track.kind is Kind.PICTURE and not starts_key_frame(payload, 0, len(payload)):
            self.ask_key_frame(track, packet.now)
            return False
        slot.start(track, packet.number, packet.timestamp, packet.now)
        return True


def _nobody(_: Track, __: float) -> None:
    """Nobody is asked."""
