"""Who sits in which slot: carries out the choice of `plane.select` in one conference."""

from collections.abc import Callable, Mapping

from media.api import Kind, LegKey
from media.leg import AnyLeg
from media.plane.feedback import Feedback
from media.plane.outlet import Gate
from media.plane.select import (
    PICTURE_DWELL,
    SOUND_DWELL,
    Held,
    fill,
    is_settled,
    large,
    next_quality,
    pictures_for,
    rank,
)
from media.plane.slots import Slot, Track
from media.plane.upstream import Upstream
from media.profile import HIGH, LOW

DWELL = {Kind.SOUND: SOUND_DWELL, Kind.PICTURE: PICTURE_DWELL}
LIVE_SECONDS = 2.0
"""A picture of which nothing came for so long is not shown."""
SILENT_SECONDS = 0.5
LOOK_ANYWAY_SECONDS = 1.0
"""Pictures and layers come and go without a word."""
UNSETTLED_SECONDS = 0.1
"""Somebody waits for another's dwell to be over: look again after this."""

Incoming = dict[tuple[LegKey, Kind], dict[LegKey, Gate]]
"""For each sink and kind: its permitted sources."""
Changed = Callable[[AnyLeg, Slot, LegKey | None], None]
"""Called before a slot of a leg gets another source, or none."""


class Seating:
    """`legs` and `incoming` are the conference's own; this only reads them."""

    def __init__(
        self,
        legs: Mapping[LegKey, AnyLeg],
        incoming: Incoming,
        changed: Changed,
        feedback: Feedback,
    ) -> None:
        self._seat_at = 0.0
        """When somebody may have to be seated anew, whatever the ranking."""
        self._legs = legs
        self._incoming = incoming
        self._changed = changed
        self._feedback = feedback
        self._ranking: tuple[LegKey, ...] = ()
        self._here: dict[Kind, list[LegKey]] = {}
        """Legs that could be a source of sound or of picture now, the loudest first."""

    def release_closed(self) -> None:
        """Empty every slot whose permission is gone."""
        for leg in self._legs.values():
            for slot in leg.peer.slots:
                if slot.source is not None and not slot.gate.open:
                    self._empty(leg, slot)

    def release_leg(self, gone: AnyLeg) -> None:
        """Empty its own slots, and every slot that it is the source of."""
        for leg in self._legs.values():
            for slot in leg.peer.slots:
                if slot.source == gone.key or (leg is gone and slot.source is not None):
                    self._empty(leg, slot)

    def look(self, now: float) -> None:
        """Twenty times a second: has anybody become louder, or appeared, or lost a packet?"""
        loudness = {leg.key: _loudness(leg.peer.upstream, now) for leg in self._legs.values()}
        ranking = rank(self._ranking, loudness)
        if ranking != self._ranking or now >= self._seat_at:
            self._ranking = ranking
            self.seat(now)
        for leg in self._legs.values():
            self._pursue(leg, now)

    def look_at_lines(self, now: float) -> None:
        """Each second: does each receiver's line carry what it gets, and do layers still come?"""
        for leg in self._legs.values():
            line, slots = leg.peer.line, leg.peer.slots
            loss = max((slot.loss for slot in slots if slot.source is not None), default=0.0)
            quality = next_quality(line.quality, loss, now - line.since)
            if quality is not line.quality:
                line.quality, line.since = quality, now
                self._seat_at = now

    def seat(self, now: float) -> None:
        """Bring every slot of every connected leg in line with the permissions and the ranking."""
        self._seat_at = now + LOOK_ANYWAY_SECONDS
        self._note_who_is_here(now)
        for leg in self._legs.values():
            if leg.is_connected:
                self._seat(leg, Kind.SOUND, now)
                bound = self._seat(leg, Kind.PICTURE, now)
                self._choose_layers(leg, bound, now)

    def track_is_new(self, track: Track) -> None:
        """A track that somebody may be waiting for. Called on the packet path."""
        self._seat_at = 0.0
        for leg in self._legs.values():
            for slot in leg.peer.slots:
                if slot.source == track.source and slot.kind is track.kind is Kind.SOUND:
                    slot.aim(track)

    # ------------------------------------------------------------ one leg

    def _seat(self, sink: AnyLeg, kind: Kind, now: float) -> list[LegKey]:
        slots = [slot for slot in sink.peer.slots if slot.kind is kind and slot.is_usable]
        gates = self._incoming.get((sink.key, kind), {})
        allowed = [key for key in self._here[kind] if key in gates]
        if kind is Kind.PICTURE:
            slots = self._spared(sink, slots)
        held = [Held(slot.source, slot.since) if slot.source else None for slot in slots]
        filled = fill(held, allowed, now, DWELL[kind])
        for slot, source in zip(slots, filled, strict=True):
            if slot.source != source:
                self._change(sink, slot, source, now)
        if not is_settled(filled, allowed):
            self._seat_at = min(self._seat_at, now + UNSETTLED_SECONDS)
        return [source for source in allowed if source in filled]

    def _spared(self, sink: AnyLeg, slots: list[Slot]) -> list[Slot]:
        """The slots that a bad line still carries; the others are emptied."""
        count = pictures_for(sink.peer.line.quality, len(slots))
        for slot in slots[count:]:
            if slot.source is not None:
                self._empty(sink, slot)
        return slots[:count]

    def _note_who_is_here(self, now: float) -> None:
        legs = self._legs
        newcomers = [key for key in legs if key not in self._ranking]
        known = [key for key in self._ranking if key in legs]
        sound = [key for key in [*known, *newcomers] if legs[key].is_connected]
        picture = [k for k in sound if legs[k].peer.upstream.has_picture(now, LIVE_SECONDS)]
        self._here = {Kind.SOUND: sound, Kind.PICTURE: picture}

    def _change(self, sink: AnyLeg, slot: Slot, source: LegKey | None, now: float) -> None:
        if source is None:
            self._empty(sink, slot)
            return
        self._changed(sink, slot, source)
        slot.bind(source, self._incoming[sink.key, slot.kind][source], now)
        sound = self._legs[source].peer.upstream.sound
        if slot.kind is Kind.SOUND and sound is not None:
            slot.aim(sound)

    def _empty(self, sink: AnyLeg, slot: Slot) -> None:
        self._changed(sink, slot, None)
        slot.release()

    def _choose_layers(self, sink: AnyLeg, bound: list[LegKey], now: float) -> None:
        in_large = large(bound, bound, sink.peer.line.quality)
        for slot in sink.peer.slots:
            if slot.kind is not Kind.PICTURE or slot.source is None:
                continue
            upstream = self._legs[slot.source].peer.upstream
            track = _layer(upstream, HIGH if slot.source in in_large else LOW, now)
            if track is not None:
                slot.aim(track)

    def _pursue(self, leg: AnyLeg, now: float) -> None:
        """Ask again for what was asked for and has not come."""
        for slot in leg.peer.slots:
            if slot.target is not None:
                self._feedback.ask_key_frame(slot.target, now)
        for track in leg.peer.upstream.pictures.values():
            if track.missing:
                self._feedback.ask_repair(track, now, at_once=False)


def _loudness(upstream: Upstream, now: float) -> float:
    sound = upstream.sound
    if sound is None or now - sound.last_at > SILENT_SECONDS:
        return 0.0
    return sound.loudness


def _layer(upstream: Upstream, wanted: str, now: float) -> Track | None:
    """The wanted layer if it comes, else any that does."""
    live = [t for t in upstream.pictures.values() if now - t.seen_at < LIVE_SECONDS]
    return next((t for t in live if t.layer == wanted), live[0] if live else None)
