"""One conference in the engine: its newest plan, its legs, and what flows between them."""

from collections.abc import Callable
from dataclasses import dataclass

from media.api import (
    Applied,
    ConferenceKey,
    EngineRefusal,
    Fact,
    Kind,
    LegKey,
    Levels,
    Permission,
    Plan,
    Sending,
    SlotBound,
    WentDark,
    WhyDark,
)
from media.leg import AnyLeg
from media.phone.handset import Handset
from media.phone.leg import PhoneLeg
from media.plane.feedback import Feedback
from media.plane.outlet import Gate
from media.plane.packets import SILENCE
from media.plane.slots import Slot
from media.seating import Incoming, Seating
from media.tally import Tally

NEVER_PLANNED = -1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a conference needs of the engine."""

    tell: Callable[[Fact], None]
    feedback: Feedback
    monotonic: Callable[[], float]


class Conference:
    """Dark until a plan comes, and again when the plan runs out."""

    def __init__(self, key: ConferenceKey, around: Surroundings) -> None:
        self.key = key
        self.legs: dict[LegKey, AnyLeg] = {}
        self.epoch = NEVER_PLANNED
        self.valid_until = 0.0
        self.forwards = 0
        """Packets sent in the last whole second."""
        self._private_levels = True
        self._around = around
        self._permissions = frozenset[Permission]()
        """What is in force, as the plan said it."""
        self._gates: dict[Permission, Gate] = {}
        self._handsets = set[Handset]()
        """Of the calls that are here, or were and still owe an answer."""
        self._incoming: Incoming = {}
        self._seating = Seating(self.legs, self._incoming, self._slot_changes, around.feedback)
        self._tally = Tally()
        self._reported_at = 0.0
        self._sent_levels: tuple[tuple[LegKey, int], ...] = ()

    # ------------------------------------------------------------ the plan

    def apply(self, plan: Plan) -> Applied:
        """Cut, then add. If anything goes wrong on the way, everything is cut."""
        if plan.epoch < self.epoch:
            raise EngineRefusal("stale-epoch")
        is_done = False
        try:
            now = self._around.monotonic()
            permissions = plan.permissions if now < plan.valid_until else frozenset[Permission]()
            is_same = permissions == self._permissions
            if not is_same:
                self._close_all_but(permissions)
            self.epoch, self.valid_until = plan.epoch, plan.valid_until
            self._private_levels = plan.private_levels
            if not is_same:
                self._open(permissions)
                self._index()
                self._permissions = permissions
                self._seating.seat(now)
            is_done = True
        finally:
            if not is_done:
                self.cut()
        return Applied(self.key, plan.epoch, self._around.monotonic())

    def shut(self) -> None:
        """Close every gate and no more: nothing flows, whatever state the rest is in."""
        for gate in self._gates.values():
            gate.close()

    def cut(self) -> None:
        """Nothing flows from now on, until the next plan."""
        self.shut()
        self._close_all_but(frozenset())
        self._index()

    def expire_if_due(self, now: float) -> None:
        """By our own clock: whoever should have sent the next plan has not."""
        if self._gates and now >= self.valid_until:
            self._go_dark(WhyDark.EXPIRED)

    def _close_all_but(self, permissions: frozenset[Permission]) -> None:
        self._permissions = frozenset[Permission]()
        closing = self._gates.keys() - permissions
        for permission in closing:
            self._gates.pop(permission).close()
        self._seating.release_closed()
        touched = {key for p in closing for key in (p.source, p.sink)}
        for key in touched & self.legs.keys():
            self.legs[key].take_back()

    def _open(self, permissions: frozenset[Permission]) -> None:
        for permission in permissions - self._gates.keys():
            if permission.source != permission.sink:
                self._gates[permission] = Gate()
        self._tally.allow(self._gates)

    def _index(self) -> None:
        """Write the gates where they are looked up: by sink, by source."""
        self._incoming.clear()
        outgoing: dict[LegKey, list[Gate]] = {}
        for permission, gate in self._gates.items():
            incoming = self._incoming.setdefault((permission.sink, permission.kind), {})
            incoming[permission.source] = gate
            outgoing.setdefault(permission.source, []).append(gate)
        for leg in self.legs.values():
            self._note_rights(leg, outgoing.get(leg.key, []))

    def _note_rights(self, leg: AnyLeg, outgoing: list[Gate]) -> None:
        peer = leg.peer
        had_flows = peer.has_flows
        peer.upstream.gates = outgoing
        peer.upstream.may_send = bool(outgoing)
        hears = any((leg.key, kind) in self._incoming for kind in Kind)
        peer.has_flows = hears or bool(outgoing)
        if had_flows or peer.has_flows:
            leg.is_silenced = not peer.has_flows

    # ------------------------------------------------------------ legs come and go

    def add(self, leg: AnyLeg) -> None:
        self.legs[leg.key] = leg
        if isinstance(leg, PhoneLeg):
            self._handsets.add(leg.handset)
        leg.peer.upstream.on_track = self._seating.track_is_new
        self._index()

    def leg_connected(self, leg: AnyLeg) -> None:
        self._seating.seat(self._around.monotonic())

    def remove(self, leg: AnyLeg) -> None:
        self._seating.release_leg(leg)
        del self.legs[leg.key]

    def owing(self) -> list[Handset]:
        """The calls that have not yet confirmed what was taken from them."""
        here = {leg.handset for leg in self.legs.values() if isinstance(leg, PhoneLeg)}
        owing = {handset for handset in self._handsets if handset.is_owing}
        self._handsets = here | owing
        return list(owing)

    def _slot_changes(self, sink: AnyLeg, slot: Slot, source: LegKey | None) -> None:
        self._tally.collect(sink.key, slot)
        now = self._around.monotonic()
        self._around.tell(
            SlotBound(self.key, sink.key, slot.mid, source, slot.kind, self.epoch, now)
        )

    # ------------------------------------------------------------ by the clock

    def look(self, now: float) -> None:
        self.expire_if_due(now)
        self._seating.look(now)

    def report(self, now: float) -> None:
        """Once a second: say what went out, and stop everything if it was not allowed."""
        for leg in self.legs.values():
            for slot in leg.peer.slots:
                self._tally.collect(leg.key, slot)
        sent, is_allowed = self._tally.take(self._gates)
        pairs = tuple((p.source, p.sink, p.kind, count) for p, count in sent.items())
        since, self._reported_at = self._reported_at, now
        receiving = tuple(leg.key for leg in self.legs.values() if _has_sent(leg, since))
        if self.epoch != NEVER_PLANNED:
            self._around.tell(Sending(self.key, self.epoch, pairs, receiving, now))
        if not is_allowed:
            self._go_dark(WhyDark.BREACH)
        self._seating.look_at_lines(now)
        self.forwards = sent.total()

    def tell_levels(self, now: float) -> None:
        """How loud each permitted source is; nothing in a restricted part, nothing twice."""
        if self._private_levels:
            return
        levels = tuple(
            (leg.key, SILENCE - int(sound.loudness))
            for leg in self.legs.values()
            if (sound := leg.peer.upstream.sound) is not None and leg.peer.upstream.may_send
        )
        if levels != self._sent_levels:
            self._sent_levels = levels
            self._around.tell(Levels(self.key, levels, now))

    def _go_dark(self, why: WhyDark) -> None:
        self.cut()
        self._around.tell(WentDark(self.key, self.epoch, why, self._around.monotonic()))


def _has_sent(leg: AnyLeg, since: float) -> bool:
    upstream = leg.peer.upstream
    return upstream.may_send and any(track.last_at > since for track in upstream.tracks())
