"""Stand-ins beside the telephone: an engine that knows of calls, a browser that reads."""

from media.api import ConferenceKey, EngineRefusal, LegKey
from media.telephony.api import CallKey
from signalling.messages import Slots, Speaking, View
from signalling.outbox import Outbox
from tests.live.fake_engine import FakeEngine


class PhoneEngine(FakeEngine):
    """Also carries calls; which legs are attached to which call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: dict[LegKey, CallKey] = {}
        self.is_away = False

    async def attach(self, conference: ConferenceKey, leg: LegKey, call: CallKey) -> None:
        if self.is_away:
            raise EngineRefusal("not-running")
        self.calls[leg] = call

    def line_of(self, conference: ConferenceKey) -> int:
        return 0


class ReadOutbox(Outbox):
    """Of a browser that reads at once."""

    newest: View | None = None

    def show(self, message: View | Slots | Speaking) -> None:
        if isinstance(message, View):
            self.newest = message
