"""What every caller of this process shares."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.commands import SERVICE, Command
from app.domain.errors import Refusal
from app.domain.ids import ConferenceId
from app.live.flows import EngineGate
from app.live.screens import HubScreens
from app.service.callers import Callers
from app.service.handler import CommandHandler, CutNotRecorded
from app.service.ports import Bus, EventStore, NotConfirmed, StoreDown
from app.service.replica import Replica
from media.api import ConferenceKey, LegKey
from media.telephony.api import CallKey, Telephone, TelephoneRefusal
from signalling.hub import Hub


class PhoneEngine(Protocol):
    """What of the engine is about calls."""

    async def attach(self, conference: ConferenceKey, leg: LegKey, call: CallKey) -> None:
        """Raises EngineRefusal."""
        ...

    def line_of(self, conference: ConferenceKey) -> int:
        """The worker on which this conference lives. Raises EngineRefusal: not-running."""
        ...


@dataclass(frozen=True)
class Desk:
    handler: CommandHandler
    replica: Replica
    store: EventStore
    bus: Bus
    hub: Hub
    screens: HubScreens
    gate: EngineGate
    engine: PhoneEngine
    telephone: Telephone
    callers: Callers
    clips: frozenset[str]
    """Names of the prompts that there are."""
    practice_lines: frozenset[str]
    """Numbers or names of ours where one practises."""
    monotonic: Callable[[], float]

    async def note(self, conference: ConferenceId, command: Command) -> bool:
        """What the service has seen. False: it came too late, or cannot be stored now."""
        try:
            await self.handler.handle(conference, command, SERVICE)
        except (Refusal, NotConfirmed, CutNotRecorded, StoreDown):
            return False
        return True

    async def end_call(self, call: CallKey) -> None:
        """One that is over already is no error."""
        try:
            await self.telephone.hang_up(call)
        except TelephoneRefusal:
            return
