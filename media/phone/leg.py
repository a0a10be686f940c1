"""A telephone call as a leg of a conference."""

import time

from media.api import LegKey
from media.home import Home
from media.phone.handset import Handset
from media.phone.slot import PhoneSlot
from media.phone.voice import Voice
from media.plane.outlet import Outlet
from media.plane.peer import Peer
from media.plane.upstream import Upstream
from media.profile import SOUND_SLOTS
from media.settings import EngineSettings

WITHOUT_BEAT_SECONDS = 5.0
WITHOUT_LINE_SECONDS = 2.0


class PhoneLeg:
    """Dark until the conference's plan names it, and until its call is in a beat."""

    def __init__(self, key: LegKey, home: Home, outlet: Outlet, handset: Handset) -> None:
        self.key = key
        self.home = home
        self.handset = handset
        self.voice = Voice(key)
        self.slots = [PhoneSlot(mid, outlet) for mid in SOUND_SLOTS]
        self.peer = Peer(Upstream(key, outlet), outlet, self.slots)
        self.peer.upstream.sound = self.voice.track
        self.is_silenced = False
        self.is_connected = False
        self._made_at = time.monotonic()

    def take_back(self) -> None:
        """Nothing that the plan has just taken from it is heard any more, once it is confirmed."""
        self.handset.take_back()

    def end(self) -> None:
        """Nothing comes from the call or goes to it from now on."""
        self.is_connected = False
        self.handset.void()

    def why_gone(self, now: float, _: EngineSettings) -> str | None:
        handset = self.handset
        if handset.lost_at is not None:
            lost_for = now - max(handset.lost_at, self._made_at)
            return "line-lost" if lost_for > WITHOUT_LINE_SECONDS else None
        is_seen = now - max(handset.seen_at, self._made_at) <= WITHOUT_BEAT_SECONDS
        return None if is_seen else "no-beat"
