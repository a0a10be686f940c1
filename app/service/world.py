"""Everything outside that the use cases work with, in one hand."""

from dataclasses import dataclass

from app.service.ports import Bus, Clock, EventStore, Heads, Leases, MediaGate, Screens
from app.service.replica import Replica


@dataclass(frozen=True)
class World:
    store: EventStore
    replica: Replica
    bus: Bus
    clock: Clock
    gate: MediaGate
    screens: Screens
    leases: Leases
    heads: Heads
