"""The receiving side of one leg: its key, its tracks, and which stream is which."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from media.api import Kind, LegKey
from media.plane.outlet import CLOSED, Gate, Outlet
from media.plane.slots import Track
from media.profile import HIGH, LOW, OPUS, RTX, VP8, Extension
from media.transport.native import SrtpContext

STREAMS_AT_MOST = 48
"""SSRCs that one leg may use in its life; each costs memory in libsrtp for good."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """A stream that repeats packets of a track."""

    track: Track

    @property
    def is_wanted(self) -> bool:
        return self.track.is_wanted


Stream = Track | Repairs


@dataclass(frozen=True, slots=True)
class Announced:
    """What the answer said about what the leg sends."""

    has_layers: bool = False
    repairs: Mapping[int, int] = field(default_factory=dict[int, int])


def ignore(_: Track) -> None:
    """Nobody is to be told."""


class Upstream:
    """What comes from one leg. Dropped unread unless the plan lets somebody have it."""

    def __init__(self, leg: LegKey, outlet: Outlet) -> None:
        self.leg = leg
        self._outlet = outlet
        self.receiving: SrtpContext | None = None
        self.gates: Sequence[Gate] = ()
        """The permissions with this leg as source, whoever receives."""
        self.may_send = False
        """Whether there is any. Read for each packet; `gates` are what counts."""
        self.streams: dict[int, Stream] = {}
        self.decrypted: set[int] = set()
        """Every SSRC that a packet was decrypted of."""
        self.sound: Track | None = None
        self.pictures: dict[str, Track] = {}
        self.heard_at = 0.0
        self.announced = Announced()
        self.on_track: Callable[[Track], None] = ignore
        """Called when a track is new: somebody may be waiting for it."""

    def reply(self, packet: bytes) -> bool:
        """Send RTCP to the leg as a sender, as long as somebody may have what it sends."""
        gate = next((gate for gate in self.gates if gate.open), CLOSED)
        return self._outlet.control(gate, packet)

    def may_decrypt(self, ssrc: int) -> bool:
        """Whether libsrtp knows this SSRC already or may come to know one more."""
        return ssrc in self.decrypted or len(self.decrypted) < STREAMS_AT_MOST

    def tracks(self) -> list[Track]:
        sound = [] if self.sound is None else [self.sound]
        return [*sound, *self.pictures.values()]

    def has_picture(self, now: float, live_seconds: float) -> bool:
        return any(now - track.seen_at < live_seconds for track in self.pictures.values())

    def learn(
        self, ssrc: int, payload_type: int, labels: dict[int, str], seq: int
    ) -> Stream | None:
        """Which stream a packet of an unknown SSRC begins, if it is one that we asked for."""
        stream = self._recognise(ssrc, payload_type, labels, seq)
        if stream is None:
            return None
        self.streams[ssrc] = stream
        if isinstance(stream, Track):
            stream.reply = self.reply
            self.on_track(stream)
        return stream

    def _recognise(
        self, ssrc: int, payload_type: int, labels: dict[int, str], seq: int
    ) -> Stream | None:
        if payload_type == OPUS:
            self.sound = Track(self.leg, Kind.SOUND, ssrc, HIGH, seq)
            return self.sound
        if payload_type == VP8:
            return self._picture(ssrc, labels.get(Extension.RID), seq)
        if payload_type == RTX:
            return self._repairs(ssrc, labels.get(Extension.REPAIRED_RID))
        return None

    def _picture(self, ssrc: int, layer: str | None, seq: int) -> Track | None:
        if not self.announced.has_layers:
            layer = HIGH
        if layer not in {HIGH, LOW}:
            return None
        track = Track(self.leg, Kind.PICTURE, ssrc, layer, seq)
        self.pictures[layer] = track
        return track

    def _repairs(self, ssrc: int, layer: str | None) -> Repairs | None:
        track = self.pictures.get(layer or "")
        if track is None:
            known = self.streams.get(self.announced.repairs.get(ssrc, -1))
            track = known if isinstance(known, Track) else None
        if track is None and not self.announced.has_layers:
            track = self.pictures.get(HIGH)
        return None if track is None else Repairs(track)
