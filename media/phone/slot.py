"""A slot of a telephone leg: what it carries is added to the mix and not sent as packets."""

from media.api import Kind
from media.phone.ear import Ear
from media.phone.frame import Frame
from media.phone.voice import Voice
from media.plane.outlet import Outlet
from media.plane.slots import Slot, Track


class PhoneSlot(Slot):
    """Its outlet has no key, so no packet is ever written for it."""

    def __init__(self, mid: str, outlet: Outlet) -> None:
        super().__init__(mid, Kind.SOUND, (0, 0), outlet)

    def aim(self, track: Track) -> None:
        """Begins at once, with what has not come yet."""
        before = self.track
        if track is before:
            return
        self.start(track, track.newest + 1, track.timestamp, track.last_at)
        track.add(self)
        if track.taster is None:
            track.taster = Ear()
        _let_go(before)

    def release(self) -> None:
        before = self.track
        super().release()
        _let_go(before)

    def frame(self, beat: int) -> Frame | None:
        """What it adds to this beat's mix, if its gate is open now."""
        taster = None if self.track is None else self.track.taster
        if not self.gate.open or not isinstance(taster, (Ear, Voice)):
            return None
        frame = taster.frame(beat)
        return frame if frame is not None and frame.oldest >= self.base else None


def _let_go(track: Track | None) -> None:
    """What no caller hears is not kept for any."""
    if track is None or not isinstance(track.taster, Ear):
        return
    if not any(isinstance(slot, PhoneSlot) for slot in track.slots):
        track.taster = None
