"""The machinery of a running engine: ports, packet path and feedback, wired together."""

import ipaddress
import secrets
from collections import Counter
from collections.abc import Sequence

from media.api import EngineRefusal, Kind, LegKey, Offer
from media.home import Home
from media.leg import AnyLeg, Leg
from media.phone.bridge import Bridge
from media.phone.leg import PhoneLeg
from media.phone.listener import Listener
from media.plane.feedback import Feedback
from media.plane.forward import Forwarder
from media.plane.outlet import Outlet
from media.plane.peer import Peer
from media.plane.slots import Slot
from media.plane.upstream import Announced, Upstream
from media.profile import PICTURE_SLOTS, PICTURE_UP, SOUND_SLOTS, SOUND_UP
from media.settings import EngineSettings
from media.telephony.api import CallKey
from media.transport.answer import Answer, BadAnswer, read_answer
from media.transport.dtls import Certificate
from media.transport.mux import Mux, Ports
from media.transport.native import CELL
from media.transport.outbox import Tap
from media.transport.sdp import Candidate, SlotLine, Transport, write_offer

RTCP_KINDS = range(192, 224)
"""The second byte of RTCP; of RTP it is another. Source: RFC 5761 section 4."""


class Exchange:
    """Lives from an engine's start to its stop."""

    def __init__(self, settings: EngineSettings, counters: Counter[str], tap: Tap | None) -> None:
        ports = Ports(
            settings.host, settings.udp_port, settings.tcp_port, in_batches=settings.in_batches
        )
        self.mux: Mux[Leg] = Mux(ports, counters, tap)
        self.feedback = Feedback(self.mux.inbound.cells, counters)
        self._settings = settings
        self._counters = counters
        self._certificate = Certificate()
        self._view = self.mux.inbound.cells.view
        self._forwarder = Forwarder(self.mux.inbound.cells, self.mux.outbox, counters)
        self._forwarder.ask_key_frame = self.feedback.ask_key_frame
        self._forwarder.ask_repair = self.feedback.ask_repair
        self.bridge = Bridge(self._forwarder, self.mux.outbox, counters)
        self._listener = Listener(self.bridge)
        self.mux.start(self._media_came)

    async def await_telephone(self) -> None:
        """Raises OSError, and closes everything, if the line's socket cannot be made."""
        if self._settings.line is None:
            return
        try:
            await self._listener.open(self._settings.line)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        self._listener.close()
        self.mux.close()

    def discard_unsent(self) -> None:
        self.mux.outbox.discard()

    def flush(self) -> None:
        self.mux.outbox.flush()

    # ------------------------------------------------------------ legs

    def make_leg(self, key: LegKey, home: Home) -> Leg:
        outlet = Outlet(self.mux.outbox, self._counters)
        peer = Peer(Upstream(key, outlet), outlet, _slots(outlet, self._settings.pictures))
        leg = Leg(key, home, peer, self._certificate, self.mux.send)
        self.mux.add(leg)
        return leg

    def make_phone_leg(self, key: LegKey, home: Home, call: CallKey) -> PhoneLeg:
        """Raises EngineRefusal: leg-exists, if the call is another leg already."""
        if self.bridge.has_leg(call):
            raise EngineRefusal("leg-exists")
        outlet = Outlet(self.mux.outbox, self._counters)
        leg = PhoneLeg(key, home, outlet, self.bridge.handset(call))
        self.bridge.add(leg)
        return leg

    def offer_for(self, leg: Leg, address: str) -> Offer:
        """Raises EngineRefusal: bad-address."""
        candidates = self._candidates(address)
        transport = Transport(leg.credentials, self._certificate.fingerprint, candidates)
        slots = leg.peer.slots
        lines = [SlotLine(slot.mid, slot.ssrc, slot.repair_ssrc) for slot in slots]
        sdp = write_offer(secrets.randbits(62), transport, lines)
        return Offer(sdp, tuple(slot.mid for slot in slots))

    def take_answer(self, leg: Leg, sdp: str) -> Answer:
        """Raises EngineRefusal: bad-answer."""
        mids = [SOUND_UP, PICTURE_UP, *(slot.mid for slot in leg.peer.slots)]
        try:
            answer = read_answer(sdp, mids)
        except BadAnswer as error:
            raise EngineRefusal("bad-answer") from error
        _, picture, *slots = answer.sections
        leg.peer.upstream.announced = Announced(picture.is_simulcast, picture.repairs)
        for slot, section in zip(leg.peer.slots, slots, strict=True):
            slot.is_usable = section.receives
        return answer

    def forget(self, leg: AnyLeg) -> None:
        """Nothing comes from it or goes to it any more."""
        leg.end()
        if isinstance(leg, PhoneLeg):
            self.bridge.forget(leg)
        else:
            self.mux.forget(leg)

    def _candidates(self, address: str) -> list[Candidate]:
        hosts = [_as_ip(host) for host in dict.fromkeys([address, *self._settings.addresses])]
        udp = [Candidate(host, self.mux.udp_port, is_tcp=False) for host in hosts]
        return udp + [Candidate(host, self.mux.tcp_port, is_tcp=True) for host in hosts]

    # ------------------------------------------------------------ packets

    def _media_came(self, leg: Leg, index: int, length: int, now: float) -> None:
        """SRTP or SRTCP from a proved address. The plan's time is looked at before anything."""
        home, outbox = leg.home, self.mux.outbox
        if now >= home.valid_until:
            home.expire_if_due(now)
        elif home.valid_until < outbox.deadline:
            outbox.deadline = home.valid_until
        if self._view[index * CELL + 1] in RTCP_KINDS:
            self.feedback.packet(leg.peer, index, length, now)
        else:
            self._forwarder.packet(leg.peer.upstream, index, length, now)


def _slots(outlet: Outlet, pictures: int) -> Sequence[Slot]:
    ssrcs = _fresh_ssrcs(len(SOUND_SLOTS) + 2 * pictures)
    sound = [Slot(mid, Kind.SOUND, (ssrcs.pop(), 0), outlet) for mid in SOUND_SLOTS]
    mids = PICTURE_SLOTS[:pictures]
    return sound + [Slot(mid, Kind.PICTURE, (ssrcs.pop(), ssrcs.pop()), outlet) for mid in mids]


def _fresh_ssrcs(count: int) -> list[int]:
    ssrcs: set[int] = set()
    while len(ssrcs) < count:
        ssrcs.add(secrets.randbelow(2**32 - 16) + 16)
    return list(ssrcs)


def _as_ip(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError as error:
        raise EngineRefusal("bad-address") from error
