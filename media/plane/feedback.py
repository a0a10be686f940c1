"""RTCP in both directions: what receivers ask for, what senders tell, and what we tell senders."""

from collections import Counter

from media.api import Kind
from media.plane import rtcp
from media.plane.packets import SEQ_MASK, WORD_MASK
from media.plane.peer import Peer
from media.plane.rtcp import Part, Report, SenderClock
from media.plane.slots import Slot, Track
from media.profile import RTX
from media.transport.native import CELL, Cells, new_length, unprotect_rtcp

CNAME = "q"
KEY_FRAME_SECONDS = 0.25
"""One source is asked for a key frame no more often than this."""
ASK_AGAIN_SECONDS = 0.1
GIVE_UP_SECONDS = 1.0
REORDERED = 2
"""So few packets late may be mere reordering: they are asked for only at the next look."""
SHORTEST = 8


class Feedback:
    """Takes RTCP out of the cells it came in; asks senders for key frames and lost packets."""

    def __init__(self, inbound: Cells, counters: Counter[str]) -> None:
        self._cells = inbound
        self._view = inbound.view
        self._counters = counters
        self._length = new_length()

    def packet(self, peer: Peer, index: int, length: int, now: float) -> None:
        """Read the SRTCP in cell `index` and do what it asks for, where the plan allows it."""
        receiving = peer.upstream.receiving
        start = index * CELL
        if receiving is None or length < SHORTEST or not peer.has_flows:
            return
        if not peer.upstream.may_decrypt(rtcp.sender_ssrc(self._view, start)):
            self._counters["too-many-streams"] += 1
            return
        self._length[0] = length
        if unprotect_rtcp(receiving, self._cells.pointers[index], self._length):
            self._counters["srtcp-refused"] += 1
            return
        peer.upstream.heard_at = now
        peer.upstream.decrypted.add(rtcp.sender_ssrc(self._view, start))
        for part in rtcp.parts(self._view, start, start + self._length[0]):
            self._take(peer, part, now)

    def _take(self, peer: Peer, part: Part, now: float) -> None:
        if part.kind == rtcp.SENDER_REPORT:
            self._tell_clock(peer, part, now)
        if part.kind in {rtcp.SENDER_REPORT, rtcp.RECEIVER_REPORT}:
            self._note_losses(peer, part)
        elif rtcp.wants_key_frame(part):
            self._pass_on_key_frame_wish(peer, part, now)
        elif part.kind == rtcp.TRANSPORT_FEEDBACK and part.number == rtcp.NACK:
            self._send_again(peer, part)

    # ------------------------------------------------------------ from a sender, to its receivers

    def _tell_clock(self, peer: Peer, part: Part, now: float) -> None:
        """Pass a sender report on to each slot that carries the track now, its clock moved."""
        clock = rtcp.sender_clock(self._view, part)
        track = None if clock is None else peer.upstream.streams.get(clock.ssrc)
        if clock is None or not isinstance(track, Track):
            return
        track.reception.sender_report = clock.ntp >> 16 & 0xFFFFFFFF
        track.reception.sender_report_at = now
        for slot in track.slots:
            if slot.track is track:
                moved = SenderClock(slot.ssrc, clock.ntp, clock.timestamp + slot.time_shift)
                report = rtcp.sender_report(moved, slot.packets, slot.octets, CNAME)
                slot.outlet.control(slot.gate, report)

    # ------------------------------------------------------------ from a receiver

    def _note_losses(self, peer: Peer, part: Part) -> None:
        for loss in rtcp.losses(self._view, part):
            slot = peer.by_ssrc.get(loss.ssrc)
            if slot is not None:
                slot.loss = loss.fraction

    def _pass_on_key_frame_wish(self, peer: Peer, part: Part, now: float) -> None:
        is_fir = part.number == rtcp.FIR
        ssrc = rtcp.fir_ssrc(self._view, part) if is_fir else rtcp.media_ssrc(self._view, part)
        slot = peer.by_ssrc.get(ssrc)
        if slot is not None and slot.gate.open and slot.track is not None:
            self.ask_key_frame(slot.track, now)

    def _send_again(self, peer: Peer, part: Part) -> None:
        slot = peer.by_ssrc.get(rtcp.media_ssrc(self._view, part))
        if slot is None or not slot.repair_ssrc:
            return
        for seq in rtcp.wanted_again(self._view, part):
            if peer.repairs_left > 0 and _repair(slot, seq):
                peer.repairs_left -= 1

    # ------------------------------------------------------------ asked of a sender

    def ask_key_frame(self, track: Track, now: float) -> None:
        """PLI, at most one in 250 ms for each track."""
        if track.kind is not Kind.PICTURE or now - track.asked_at < KEY_FRAME_SECONDS:
            return
        if track.reply(rtcp.key_frame_request(track.ssrc)):
            track.asked_at = now

    def ask_repair(self, track: Track, now: float, *, at_once: bool = True) -> None:
        """NACK what is missing: a wide gap at once, the rest at the next look."""
        track.has_new_gap = False
        for number in [n for n, m in track.missing.items() if now - m.since > GIVE_UP_SECONDS]:
            del track.missing[number]
        if at_once and len(track.missing) < REORDERED:
            return
        due = [n for n, m in track.missing.items() if now - m.asked_at >= ASK_AGAIN_SECONDS]
        due = due[-rtcp.NACKS_AT_MOST :]
        if not due or not track.is_wanted:
            return
        for number in due:
            track.missing[number].asked_at = now
        ahead = track.highest - track.newest
        track.reply(rtcp.repair_request(track.ssrc, [n + ahead & SEQ_MASK for n in due]))

    def report(self, peer: Peer, now: float, bits_per_second: int) -> None:
        """Tell a sender how its streams arrive, and how much it may send at all."""
        tracks = [t for t in peer.upstream.tracks() if t.is_wanted and t.received]
        if not tracks:
            return
        reports = [_reception_report(track, now) for track in tracks]
        limit = rtcp.bandwidth_limit(bits_per_second, [track.ssrc for track in tracks])
        peer.upstream.reply(rtcp.receiver_report(reports, CNAME) + limit)


def _repair(slot: Slot, seq: int) -> bool:
    """Send one packet again if it was first sent in the slot's present binding."""
    number = slot.number_of(seq)
    if number is None or slot.track is None:
        return False
    kept = slot.track.history.find(number)
    if kept is None:
        return False
    _, marker, timestamp, payload = kept
    moved = (timestamp + slot.time_shift) & WORD_MASK
    header = (marker | RTX, slot.next_repair(), moved, slot.repair_ssrc)
    if not slot.outlet.media(slot.gate, header, seq.to_bytes(2, "big") + payload):
        return False
    slot.sent += 1
    return True


def _reception_report(track: Track, now: float) -> Report:
    reception = track.reception
    expected = track.expected - reception.expected_before
    received = track.received - reception.received_before
    reception.expected_before = track.expected
    reception.received_before = track.received
    lost = max(0, expected - received)
    fraction = min(255, lost * 256 // expected) if expected > 0 else 0
    delay = int((now - reception.sender_report_at) * 65536) if reception.sender_report else 0
    total = max(0, min(0x7FFFFF, track.expected - track.received))
    return Report(
        track.ssrc, fraction, total, track.highest, reception.sender_report, delay & 0xFFFFFFFF
    )
