"""What the engine reports: into commands for the ledger, slots and lights for the screens."""

from uuid import UUID

from app.domain.commands import SERVICE, Command, DropLegs, NoteConnected
from app.domain.errors import Refusal
from app.domain.ids import ConferenceId, LegId
from app.domain.lights import speaking_for
from app.domain.routing import FlowKind
from app.live.flows import EngineGate
from app.live.journal import Journal
from app.live.spoken import Spoken
from app.service.handler import CommandHandler, CutNotRecorded
from app.service.ports import Bus, NotConfirmed, StoreDown
from media.api import (
    Connected,
    Engine,
    EngineLost,
    Fact,
    Gone,
    Levels,
    Sending,
    SlotBound,
    WentDark,
    WhyDark,
)
from signalling.hub import Hub
from signalling.messages import Slot, Slots, Speaking

Carried = tuple[LegId, FlowKind]


class FactReader:
    """One reader for everything that the engine reports."""

    def __init__(
        self,
        engine: Engine,
        gate: EngineGate,
        handler: CommandHandler,
        *,
        bus: Bus,
        hub: Hub,
        journal: Journal,
        spoken: Spoken,
    ) -> None:
        self._engine = engine
        self._gate = gate
        self._handler = handler
        self._bus = bus
        self._hub = hub
        self._journal = journal
        self._spoken = spoken
        self._slots: dict[LegId, dict[str, Carried]] = {}

    async def run(self) -> None:
        """Until cancelled. A fact that comes too late for the conference is dropped."""
        async for fact in self._engine.facts():
            await self._take(fact)

    async def _take(self, fact: Fact) -> None:
        match fact:
            case Connected(conference, leg):
                await self._send(conference, NoteConnected(_leg(leg)))
            case Gone(conference, leg):
                self._slots.pop(_leg(leg), None)
                await self._send(conference, DropLegs(frozenset({_leg(leg)}), "media"))
            case SlotBound():
                self._bound(fact)
            case Levels():
                self._lights(fact)
            case Sending():
                self._gate.check_sending(fact)
            case WentDark(conference, why=WhyDark.BREACH):
                self._gate.mark_strayed(_conference(conference))
            case WentDark():
                pass  # the lease ran out for a moment: the next plan brings it back
            case EngineLost(conferences):
                for conference in conferences:
                    self._gate.mark_lost(_conference(conference))
                    await self._bus.nudge(_conference(conference))

    async def _send(self, conference: str, command: Command) -> None:
        try:
            await self._handler.handle(_conference(conference), command, SERVICE)
        except (Refusal, NotConfirmed, CutNotRecorded, StoreDown):
            return

    def _bound(self, fact: SlotBound) -> None:
        sink = _leg(fact.sink)
        slots = self._slots.setdefault(sink, {})
        slots.pop(fact.mid, None)
        if fact.source is not None:
            slots[fact.mid] = (_leg(fact.source), FlowKind(fact.kind.value))
        self._journal.note(_conference(fact.conference), fact)
        self.repeat(_conference(fact.conference), sink)

    def repeat(self, conference: ConferenceId, sink: LegId) -> None:
        """Tell a leg who is in its slots. A leg in no flow is told nothing, not even that."""
        plan = self._gate.plan_now(conference)
        allowed = {(flow.source, flow.kind) for flow in plan if flow.sink == sink}
        if not allowed:
            return
        shown = [
            Slot(mid=mid, leg_id=carried[0] if carried in allowed else None)
            for mid, carried in sorted(self._slots.get(sink, {}).items())
        ]
        self._hub.decorate(sink, Slots(slots=shown))

    def _lights(self, fact: Levels) -> None:
        plan = self._gate.plan_now(_conference(fact.conference))
        levels = {_leg(leg): level for leg, level in fact.levels}
        heard = {flow.source for flow in plan if flow.kind is FlowKind.SOUND}
        now_heard = {leg: level for leg, level in levels.items() if leg in heard}
        self._spoken.hear(_conference(fact.conference), now_heard)
        for sink in {flow.sink for flow in plan}:
            lit = speaking_for(plan, levels, sink)
            self._hub.decorate(sink, Speaking(leg_ids=sorted(lit, key=str)))


def _conference(key: str) -> ConferenceId:
    return ConferenceId(UUID(key))


def _leg(key: str) -> LegId:
    return LegId(UUID(key))
