"""Everything outside that the use cases work with, in one hand."""

from dataclasses import dataclass, field
from typing import Protocol

from app.domain.ids import ConferenceId
from app.service.ports import Bus, Clock, EventStore, Leases, MediaGate, Screens
from app.service.replica import Replica
from app.service.telephones import NoTelephones, Telephones


class Heads(Protocol):
    async def publish(self, conference: ConferenceId) -> None:
        """Sign the head of the log as stored, and copy it where its writer cannot change it.

        Raises StoreDown.
        """
        ...


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
    telephones: Telephones = field(default_factory=NoTelephones)
