"""The telephone stack by baresip-python. Nothing else here knows of it but what is beside it:
`accounts` (its settings) and `native` (what it leaves out)."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from baresip.errors import BaresipError
from baresip.events import Event, StackEvent

from media.telephony import libre, native
from media.telephony.accounts import Way, config_of, transports, ways
from media.telephony.api import CallKey, Why
from media.telephony.binding import StackAgent, StackCall, incoming, new_agent, new_runtime
from media.telephony.digits import EventPackets, digit_of_info, is_end
from media.telephony.door import Doorkeeper
from media.telephony.port import Arrival, Listener
from media.telephony.ports import free_port
from media.telephony.settings import TelephonySettings, Transport, Trunk
from media.telephony.streams import StackSound
from media.telephony.words import caller_of, why_of

REGISTER_AGAIN_SECONDS = 15.0
EARLY_AT_MOST = 200


class StackFailed(Exception):
    """It did not come up."""


@dataclass(eq=False)
class _Standing:
    """One call, from its first sign to its last."""

    key: CallKey
    call: StackCall = field(repr=False)
    line: str
    caller: str = field(repr=False)
    is_vouched: bool
    tap: int
    is_up: bool = False
    has_rung: bool = False
    why: Why | None = None
    """Said by us before the stack says that it is over."""
    events: EventPackets = field(default_factory=EventPackets)


class BaresipStack:
    """Implements `media.telephony.port.Stack`, from `start` to `stop`. One in a process, once."""

    def __init__(self, settings: TelephonySettings, listener: Listener) -> None:
        self._settings = settings
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._runtime = new_runtime()
        self._agents: list[tuple[Way, StackAgent]] = []
        self._calls: dict[CallKey, _Standing] = {}
        self._by_handle: dict[int, _Standing] = {}
        self._by_tap: dict[int, _Standing] = {}
        self._early = deque[StackEvent](maxlen=EARLY_AT_MOST)
        """Of calls that we place: the stack can speak of one before it has given it to us."""
        self._taps = 0
        self._tasks = set[asyncio.Task[None]]()
        self._door = Doorkeeper(settings.max_calls, settings.calls_per_second, self._turned_away)
        self._ear = native.Ear(self)
        self._port = 0

    async def start(self) -> None:
        """Raises PortTaken, StackFailed, libre.StackUnknown."""
        libre.check()
        self._port = free_port(self._settings)
        self._runtime.on_dead = self._listener.died
        self._runtime.subscribe(self._on_event)
        try:
            await self._runtime.start(config_of(self._settings, self._port))
            self._ear.listen()
            for way in ways(self._settings):
                self._agents.append((way, await new_agent(self._runtime, way.account)))
        except BaresipError as error:
            raise StackFailed from error
        for way, agent in self._agents:
            if way.account.reg_interval:
                self._run(self._register(agent))

    async def stop(self) -> None:
        self.close()
        for task in list(self._tasks):
            task.cancel()
        await self._runtime.close()

    @property
    def addresses(self) -> Sequence[str]:
        shown = list[str]()
        for transport in transports(self._settings):
            port = self._port + (transport is Transport.TLS)
            shown.append(f"sip:{self._settings.host}:{port};transport={transport.value}")
        return shown

    # ------------------------------------------------------------ media.telephony.port.Stack

    def open(self) -> None:
        self._door.is_open = True

    def close(self) -> None:
        self._door.is_open = False

    def answer(self, call: CallKey) -> None:
        standing = self._calls.get(call)
        if standing is not None:
            self._run(self._answer(standing))

    def dial(self, call: CallKey, number: str, *, withheld: bool) -> None:
        found = next(
            (
                (way.trunk, agent)
                for way, agent in self._agents
                if way.trunk and way.trunk.may_dial and way.is_withheld == withheld
            ),
            None,
        )
        if found is None:
            self._listener.lost(call, Why.NOT_ALLOWED)
        else:
            self._run(self._dial(call, number, *found, withheld=withheld))

    def hang_up(self, call: CallKey) -> None:
        self._end(call, Why.TOLD)

    # ------------------------------------------------------------ what is asked of the stack

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _register(self, agent: StackAgent) -> None:
        """The stack registers again by itself, once it has done so; until then we try."""
        while True:
            try:
                await agent.register()
            except BaresipError:
                await asyncio.sleep(REGISTER_AGAIN_SECONDS)
            else:
                return

    async def _answer(self, standing: _Standing) -> None:
        try:
            await standing.call.answer()
        except BaresipError:
            self._end(standing.key, Why.FAILED)

    async def _dial(
        self, call: CallKey, number: str, trunk: Trunk, agent: StackAgent, *, withheld: bool
    ) -> None:
        to = f"sip:{number}@{trunk.host};transport={trunk.transport.value}"
        ours = f"<sip:{trunk.user}@{trunk.host.partition(':')[0]}>"
        headers = {"Privacy": "id", "P-Asserted-Identity": ours} if withheld else {}
        try:
            placed = await agent.dial(to, headers)
        except BaresipError:
            self._listener.lost(call, Why.FAILED)
            return
        self._stand(call, placed, line="", caller=number, is_vouched=False)
        early = [event for event in self._early if event.call == placed.handle]
        others = [event for event in self._early if event.call != placed.handle]
        self._early = deque(others, maxlen=EARLY_AT_MOST)
        for event in early:
            self._on_event(event)
        await asyncio.sleep(self._settings.ring_seconds)
        standing = self._calls.get(call)
        if standing is not None and not standing.is_up:
            self._end(call, Why.NO_ANSWER)

    def _end(self, call: CallKey, why: Why) -> None:
        standing = self._calls.get(call)
        if standing is not None and standing.why is None:
            standing.why = why
            self._run(self._hang_up(standing))

    async def _hang_up(self, standing: _Standing) -> None:
        try:
            await standing.call.hangup()
        except BaresipError:
            self._over(standing, Why.FAILED)

    # ------------------------------------------------------------ what the stack says

    def _stand(
        self, key: CallKey, call: StackCall, *, line: str, caller: str, is_vouched: bool
    ) -> _Standing:
        self._taps += 1
        standing = _Standing(key, call, line, caller, is_vouched, self._taps)
        self._calls[key] = self._by_handle[call.handle] = standing
        self._by_tap[standing.tap] = standing
        return standing

    def _on_event(self, event: StackEvent) -> None:
        if event.event is Event.CALL_INCOMING:
            self._came(event)
            return
        standing = self._by_handle.get(event.call)
        if standing is None:
            self._early.append(event)
        elif event.event is Event.CALL_ESTABLISHED:
            self._answered(standing)
        elif event.event is Event.CALL_CLOSED:
            self._over(standing, why_of(event.text or "", was_up=standing.is_up))
        elif event.event in {Event.CALL_RINGING, Event.CALL_PROGRESS} and not standing.has_rung:
            standing.has_rung = True
            self._listener.rings(standing.key)

    def _came(self, event: StackEvent) -> None:
        call = incoming(self._runtime, event)
        vouches = any(way.vouches for way, agent in self._agents if agent.handle == event.ua)
        ringer = self._ear.ringer_of(event.call_id or "")
        said = ringer.asserted if vouches else ""
        standing = self._stand(
            CallKey(str(uuid4())),
            call,
            line=ringer.line,
            caller=caller_of(said or event.peer or ""),
            is_vouched=bool(caller_of(said)),
        )
        self._listener.came(standing.key)

    def _answered(self, standing: _Standing) -> None:
        sip_call_id = standing.call.call_id or ""
        types = self._ear.event_types_of(sip_call_id)
        is_toned = types == frozenset()
        self._ear.tap(sip_call_id, standing.tap, types or frozenset(), is_toned=is_toned)
        standing.is_up = True
        arrival = Arrival(standing.line, standing.caller, standing.is_vouched, not is_toned)
        self._listener.answered(standing.key, arrival, StackSound(standing.call.audio))

    def _over(self, standing: _Standing, why: Why) -> None:
        if self._calls.pop(standing.key, None) is None:
            return
        del self._by_handle[standing.call.handle], self._by_tap[standing.tap]
        self._ear.forget(standing.call.call_id or "", standing.tap)
        self._listener.lost(standing.key, standing.why or why)

    # ------------------------------------------------------------ native.Door: on its own thread

    def refuses(self, ringer: libre.Ringer, calls: int) -> int:
        return self._door.refuses(ringer, calls)

    def heard_info(self, sip_call_id: str, subtype: str, body: bytes) -> None:
        digit = digit_of_info(subtype, body)
        if digit is not None:
            self._later(self._pressed_by_info, sip_call_id, digit, time.monotonic())

    def heard_event(self, tap: int, packet: bytes) -> None:
        self._later(self._pressed_by_event, tap, packet, time.monotonic())

    def heard_sound(self, tap: int, packet: bytes) -> None:
        self._later(self._sounded, tap, packet)

    def _turned_away(self, code: str, line: str) -> None:
        self._later(self._listener.turned_away, code, line)

    def _later(self, tell: Callable[..., None], *told: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(tell, *told)

    def _pressed_by_info(self, sip_call_id: str, digit: str, at: float) -> None:
        for standing in self._calls.values():
            if standing.is_up and standing.call.call_id == sip_call_id:
                self._listener.pressing(standing.key, at, is_down=False)
                self._listener.pressed(standing.key, digit, at)

    def _sounded(self, tap: int, packet: bytes) -> None:
        standing = self._by_tap.get(tap)
        if standing is not None:
            self._listener.sounded(standing.key, packet)

    def _pressed_by_event(self, tap: int, packet: bytes, at: float) -> None:
        standing = self._by_tap.get(tap)
        if standing is None:
            return
        self._listener.pressing(standing.key, at, is_down=not is_end(packet))
        digit = standing.events.take(packet)
        if digit is not None:
            self._listener.pressed(standing.key, digit, at)
