"""Who sits in which slot: carries out the choice of `plane.select` in one conference."""

from collections.abc import Callable, Mapping, Sequence

from media.api import Kind, LegKey
from media.leg import Leg
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

Incoming = dict[tuple[LegKey, Kind], dict[LegKey, Gate]]
"""For each sink and kind: its permitted sources."""
Changed = Callable[[Leg, Slot, LegKey | None], None]
"""Called before a slot of a leg gets another source, or none."""


class Seating:
    """`legs` and `incoming` are the conference's own; this only reads them."""

    def __init__(
        self, legs: Mapping[LegKey, Leg], incoming: Incoming, changed: Changed, feedback: Feedback
    ) -> None:
        self.is_stale = False
        """Somebody may have to be seated anew."""
        self._legs = legs
        self._incoming = incoming
        self._changed = changed
        self._feedback = feedback
        self._ranking: tuple[LegKey, ...] = ()

    def release_closed(self) -> None:
        """Empty every slot whose permission is gone."""
        for leg in self._legs.values():
            for slot in leg.peer.slots:
                if slot.source is not None and not slot.gate.open:
                    self._empty(leg, slot)

    def release_leg(self, gone: Leg) -> None:
        """Empty its own slots, and every slot that it is the source of."""
        for leg in self._legs.values():
            for slot in leg.peer.slots:
                if slot.source == gone.key or (leg is gone and slot.source is not None):
                    self._empty(leg, slot)

    def look(self, now: float) -> None:
        """Twenty times a second: has anybody become louder, or appeared, or lost a packet?"""
        loudness = {leg.key: _loudness(leg.peer.upstream, now) for leg in self._legs.values()}
        ranking = rank(self._ranking, loudness)
        if ranking != self._ranking or self.is_stale:
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
        self.seat(now)

    def seat(self, now: float) -> None:
        """Bring every slot of every connected leg in line with the permissions and the ranking."""
        self.is_stale = False
        for leg in self._legs.values():
            if leg.is_connected:
                self._seat(leg, Kind.SOUND, now)
                bound = self._seat(leg, Kind.PICTURE, now)
                self._choose_layers(leg, bound, now)

    def track_is_new(self, track: Track) -> None:
        """A track that somebody may be waiting for. Called on the packet path."""
        self.is_stale = self.is_stale or track.kind is Kind.PICTURE
        for leg in self._legs.values():
            for slot in leg.peer.slots:
                if slot.source == track.source and slot.kind is track.kind is Kind.SOUND:
                    slot.aim(track)

    # ------------------------------------------------------------ one leg

    def _seat(self, sink: Leg, kind: Kind, now: float) -> list[LegKey]:
        slots = [slot for slot in sink.peer.slots if slot.kind is kind and slot.is_usable]
        allowed = self._allowed(sink, kind, now)
        if kind is Kind.PICTURE:
            allowed = allowed[: pictures_for(sink.peer.line.quality, len(slots))]
        held = [Held(slot.source, slot.since) if slot.source else None for slot in slots]
        filled = fill(held, allowed, now, DWELL[kind])
        for slot, source in zip(slots, filled, strict=True):
            if slot.source != source:
                self._change(sink, slot, source, now)
        self.is_stale = self.is_stale or not is_settled(filled, allowed)
        return [source for source in allowed if source in filled]

    def _allowed(self, sink: Leg, kind: Kind, now: float) -> Sequence[LegKey]:
        """Permitted sources that are here, the loudest first."""
        gates = self._incoming.get((sink.key, kind), {})
        here = [key for key in self._ranking if key in gates and self._legs[key].is_connected]
        here += [key for key in gates if key not in self._ranking and self._is_here(key)]
        if kind is Kind.SOUND:
            return here
        return [k for k in here if self._legs[k].peer.upstream.has_picture(now, LIVE_SECONDS)]

    def _is_here(self, key: LegKey) -> bool:
        leg = self._legs.get(key)
        return leg is not None and leg.is_connected

    def _change(self, sink: Leg, slot: Slot, source: LegKey | None, now: float) -> None:
        if source is None:
            self._empty(sink, slot)
            return
        self._changed(sink, slot, source)
        slot.bind(source, self._incoming[sink.key, slot.kind][source], now)
        sound = self._legs[source].peer.upstream.sound
        if slot.kind is Kind.SOUND and sound is not None:
            slot.aim(sound)

    def _empty(self, sink: Leg, slot: Slot) -> None:
        self._changed(sink, slot, None)
        slot.release()

    def _choose_layers(self, sink: Leg, bound: list[LegKey], now: float) -> None:
        in_large = large(bound, bound, sink.peer.line.quality)
        for slot in sink.peer.slots:
            if slot.kind is not Kind.PICTURE or slot.source is None:
                continue
            upstream = self._legs[slot.source].peer.upstream
            track = _layer(upstream, HIGH if slot.source in in_large else LOW, now)
            if track is not None:
                slot.aim(track)

    def _pursue(self, leg: Leg, now: float) -> None:
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
