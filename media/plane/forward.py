"""The packet path: decrypt one packet, and write it once for each slot that may have it.

Everything here happens between one read of the socket and the `flush` at its end. The gate is
asked at the moment when a packet is copied into a slot, and nowhere else.

This runs for every packet: names are looked up once, and the usual case stands in line.
"""

from collections import Counter
from collections.abc import Callable

from media.plane.packets import (
    HEADER_SIZE,
    MARKER,
    RTP_HEADER,
    SEQ_MASK,
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
from media.profile import RTX, Extension
from media.transport.batch import SENT_AT_ONCE
from media.transport.native import CELL, Cells, new_length, protect, unprotect
from media.transport.outbox import Outbox

SAMPLE = 0xFF
"""One in 256 packets of an unwanted stream is decrypted, so that its roll-over is not lost."""
LEVEL = int(Extension.LEVEL)
TYPE = 0x7F

Asked = Callable[[Track, float], None]


class Forwarder:
    """Carries packets from the cells they came in to the cells they leave from."""

    def __init__(self, inbound: Cells, outbox: Outbox, counters: Counter[str]) -> None:
        self.ask_key_frame: Asked = _nobody
        self.ask_repair: Asked = _nobody
        self._cells = inbound
        self._view = inbound.view
        self._outbox = outbox
        self._counters = counters
        self._in_length = new_length()
        self._out_length = new_length()
        self._now = 0.0

    def packet(self, upstream: Upstream, index: int, length: int, now: float) -> None:
        """Forward the RTP packet in cell `index` to whoever may have it, or drop it."""
        start = index * CELL
        _, second, seq, timestamp, ssrc = RTP_HEADER.unpack_from(self._view, start)
        stream = upstream.streams.get(ssrc)
        if not upstream.may_send or (stream is not None and not stream.is_wanted):
            self._pass_unread(upstream, stream, index, length, now)
            return
        if upstream.receiving is None or not (stream or upstream.may_decrypt(ssrc)):
            self._counters["too-many-streams"] += 1
            return
        self._in_length[0] = length
        if unprotect(upstream.receiving, self._cells.pointers[index], self._in_length):
            self._counters["srtp-refused"] += 1
            return
        upstream.heard_at = self._now = now
        body = find_body(self._view, start, start + self._in_length[0])
        if body is None:
            self._counters["rtp-malformed"] += 1
            return
        if stream is None:
            stream = self._learn(upstream, body, (ssrc, second & TYPE, seq))
        if isinstance(stream, Track) and second & TYPE == stream.payload_type:
            number = stream.place(seq, now)
            if stream.is_sound:
                self._listen(stream, body)
            _, payload, end = body
            self.carry(stream, number, second & MARKER, timestamp, self._view[payload:end])
        elif isinstance(stream, Repairs) and second & TYPE == RTX:
            self._fill_gap(stream.track, second & MARKER, timestamp, body)
        else:
            self._counters["rtp-unknown"] += 1

    def carry(
        self, track: Track, number: int, marker: int, timestamp: int, payload: memoryview | bytes
    ) -> None:
        """Note what the packet says of its track, and copy it into the slots.

        `number`: as `Track.place` gave it.
        """
        if number < 0:
            self._counters["rtp-repeated"] += 1
            return
        track.received += 1
        if number == track.newest:
            track.timestamp = timestamp
            track.last_at = track.seen_at = self._now
        if track.is_sound:
            if track.taster is not None:
                track.taster.take(number, payload)
        else:
            payload = bytes(payload)
            track.history.keep((number, marker, timestamp, payload))
            if track.has_new_gap:
                self.ask_repair(track, self._now)
        self._fan_out(track, number, marker | track.payload_type, timestamp, payload)

    def carry_ours(
        self, track: Track, marker: int, timestamp: int, payload: bytes, now: float
    ) -> None:
        """The newest packet of a track that we have made ourselves."""
        self._now = now
        self.carry(track, track.newest, marker, timestamp, payload)

    def _fan_out(
        self, track: Track, number: int, second: int, timestamp: int, payload: memoryview | bytes
    ) -> None:
        """Write the packet for each slot: own number, time and SSRC, own encryption."""
        outbox, length = self._outbox, self._out_length
        view, pointers = outbox.view, outbox.cells.pointers
        size = HEADER_SIZE + len(payload)
        for slot in track.slots:
            outlet = slot.outlet
            if not slot.gate.open or outlet.sending is None:
                continue
            if slot.track is not track and not self._begins(slot, track, number, payload):
                continue
            if number < slot.base:
                continue
            index = outbox.count
            start = index * CELL
            seq = (number + slot.shift) & SEQ_MASK
            moved = (timestamp + slot.time_shift) & WORD_MASK
            RTP_HEADER.pack_into(view, start, VERSION, second, seq, moved, slot.ssrc)
            view[start + HEADER_SIZE : start + size] = payload
            length[0] = size
            if protect(outlet.sending, pointers[index], length):
                self._counters["protect-failed"] += 1
                continue
            slot.sent += 1
            slot.octets += size
            if not outlet.name or index + 1 == SENT_AT_ONCE:
                outlet.leave(length[0])
                continue
            outbox.lengths[2 * index + 1] = length[0]
            outbox.names[8 * index] = outlet.name
            outbox.count = index + 1

    def _begins(self, slot: Slot, track: Track, number: int, payload: memoryview | bytes) -> bool:
        """Begin a binding if this packet can: the newest, and of a picture the key frame."""
        if number != track.newest:
            return False
        if not track.is_sound and not starts_key_frame(payload, 0, len(payload)):
            self.ask_key_frame(track, self._now)
            return False
        slot.start(track, number, track.timestamp, self._now)
        return True

    # ------------------------------------------------------------ what is not the usual case

    def _pass_unread(
        self, upstream: Upstream, stream: Stream | None, index: int, length: int, now: float
    ) -> None:
        """Drop it. A few are decrypted first: after a long while, no later one could be read."""
        track = stream if isinstance(stream, Track) else None
        if track is not None:
            track.seen_at = now
            track.is_resting = True
        _, _, seq, _, ssrc = RTP_HEADER.unpack_from(self._view, index * CELL)
        if seq & SAMPLE or upstream.receiving is None or not upstream.may_decrypt(ssrc):
            return
        self._in_length[0] = length
        if unprotect(upstream.receiving, self._cells.pointers[index], self._in_length):
            self._counters["srtp-refused"] += 1
            return
        upstream.decrypted.add(ssrc)
        if track is not None:
            track.place(seq, now)
            track.is_resting = True

    def _learn(self, upstream: Upstream, body: Body, of: tuple[int, int, int]) -> Stream | None:
        """A stream that we have not seen before: its SSRC, payload type and first number."""
        ssrc, payload_type, seq = of
        upstream.decrypted.add(ssrc)
        names = labels(self._view, *body[:2])
        return upstream.learn(ssrc, payload_type, names, seq)

    def _fill_gap(self, track: Track, marker: int, timestamp: int, body: Body) -> None:
        """A packet that we asked for again: its own number stands before its payload."""
        payload = self._view[body[1] : body[2]]
        if len(payload) > 2:
            number = track.place_again(payload[0] << 8 | payload[1])
            self.carry(track, number, marker, timestamp, payload[2:])

    def _listen(self, track: Track, body: Body) -> None:
        extension, payload, _ = body
        level = level_dbov(self._view, extension, payload, LEVEL)
        if level is not None:
            track.note_level(level)


def _nobody(_: Track, __: float) -> None:
    """Nobody is asked."""
