"""The embedded engine: the `Engine` of `media.api`, on one event loop and two ports."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from types import TracebackType
from typing import Self

from media.api import (
    Applied,
    ConferenceKey,
    Connected,
    EngineLost,
    EngineRefusal,
    Fact,
    Gone,
    LegKey,
    Offer,
    Plan,
)
from media.conference import Conference, Surroundings
from media.exchange import Exchange
from media.facts import Facts
from media.leg import AnyLeg, Leg
from media.phone.handset import Handset
from media.settings import EngineSettings
from media.telephony.api import CallKey
from media.transport.answer import Answer
from media.transport.dtls import HandshakeFailed
from media.transport.outbox import Tap

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.05
LOOKS_PER_REPORT = 20
HANDSHAKES_AT_ONCE = 64
STOP_SECONDS = 2.0
CONFIRM_SECONDS = 1.5
"""How long a telephone has to confirm that a call can no longer hear what was taken from it."""


class EmbeddedEngine:
    """Everything happens on the event loop that `start` was called on.

    `tap`, for tests: called with each datagram just before the call that sends it.
    """

    def __init__(self, settings: EngineSettings, *, tap: Tap | None = None) -> None:
        self.counters: Counter[str] = Counter()
        self._settings = settings
        self._tap = tap
        self._facts = Facts(self._nobody_reads)
        self._conferences: dict[ConferenceKey, Conference] = {}
        self._looks: dict[ConferenceKey, asyncio.TimerHandle] = {}
        self._lifelines: set[asyncio.Task[None]] = set()
        self._few_at_once = asyncio.Semaphore(HANDSHAKES_AT_ONCE)
        self._exchange: Exchange | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Open the ports. Raises OSError if one of them is taken."""
        if self._exchange is None:
            exchange = Exchange(self._settings, self.counters, self._tap)
            exchange.bridge.on_connected = self._connected
            await exchange.await_telephone()
            self._exchange = exchange

    async def stop(self) -> None:
        """Cut everything, forget every leg, close the ports."""
        if self._exchange is None:
            return
        await self.close_all()
        self._exchange.close()
        self._exchange = None

    async def close_all(self) -> None:
        """Forget every conference and what there is to tell, as if just started."""
        for key in list(self._conferences):
            self._close(key)
        if self._lifelines:
            await asyncio.wait(self._lifelines, timeout=STOP_SECONDS)
        self._facts.clear()

    @property
    def udp_port(self) -> int:
        return self._running().mux.udp_port

    @property
    def tcp_port(self) -> int:
        return self._running().mux.tcp_port

    # ------------------------------------------------------------ media.api.Engine

    async def apply(self, plan: Plan) -> Applied:
        exchange = self._running()
        exchange.discard_unsent()
        home = self._conference(plan.conference)
        applied = home.apply(plan)
        exchange.flush()
        owing = home.owing()
        if not owing:
            return applied
        await _confirmed(owing)
        return Applied(plan.conference, plan.epoch, time.monotonic())

    async def offer(self, conference: ConferenceKey, leg: LegKey, address: str) -> Offer:
        exchange = self._running()
        home = self._home_for(conference, leg)
        made = exchange.make_leg(leg, home)
        try:
            offer = exchange.offer_for(made, address)
        except EngineRefusal:
            exchange.forget(made)
            raise
        home.add(made)
        return offer

    async def accept(self, conference: ConferenceKey, leg: LegKey, sdp: str) -> None:
        exchange = self._running()
        known = self._find(conference, leg)
        if not isinstance(known, Leg):
            raise EngineRefusal("unknown-leg")
        if known.answered_at is not None:
            raise EngineRefusal("bad-answer")
        answer = exchange.take_answer(known, sdp)
        known.answered_at = time.monotonic()
        known.lifeline = asyncio.get_running_loop().create_task(self._live(known, answer))
        self._lifelines.add(known.lifeline)
        known.lifeline.add_done_callback(self._lifeline_ended)

    async def attach(self, conference: ConferenceKey, leg: LegKey, call: CallKey) -> None:
        home = self._home_for(conference, leg)
        home.add(self._running().make_phone_leg(leg, home, call))

    async def drop(self, conference: ConferenceKey, leg: LegKey) -> None:
        known = self._find(conference, leg)
        if known is not None:
            self._forget(known)
        home = self._conferences.get(conference)
        if home is not None and not isinstance(known, Leg):
            await _confirmed(home.owing())

    async def close(self, conference: ConferenceKey) -> None:
        await _confirmed(self._close(conference))

    def facts(self) -> AsyncIterator[Fact]:
        return self._facts.read()

    def _close(self, key: ConferenceKey) -> list[Handset]:
        """Calls that have still to confirm it."""
        known = self._conferences.pop(key, None)
        if known is None:
            return []
        self._looks.pop(key).cancel()
        known.cut()
        for leg in list(known.legs.values()):
            known.remove(leg)
            self._running().forget(leg)
        return known.owing()

    # ------------------------------------------------------------ a leg's life

    async def _live(self, leg: Leg, answer: Answer) -> None:
        """From the answer to the end of the leg's media."""
        try:
            async with asyncio.timeout(self._settings.connect_seconds):
                keys = await leg.connect(answer, self._few_at_once)
        except (HandshakeFailed, TimeoutError):
            self.counters["handshake-failed"] += 1
        else:
            leg.use(keys)
            leg.heard_at = time.monotonic()
            self._connected(leg)
            self._running().flush()
            await leg.until_ended()
        self._leg_is_gone(leg, "ended")

    def _connected(self, leg: AnyLeg) -> None:
        self._facts.tell(Connected(leg.home.key, leg.key, time.monotonic()))
        self._conferences[leg.home.key].leg_connected(leg)

    def _lifeline_ended(self, lifeline: asyncio.Task[None]) -> None:
        self._lifelines.discard(lifeline)
        if not lifeline.cancelled() and lifeline.exception() is not None:
            log.error("lifeline broke", exc_info=lifeline.exception())
            for leg in self._legs():
                if isinstance(leg, Leg) and leg.lifeline is lifeline:
                    self._leg_is_gone(leg, "broken")

    def _leg_is_gone(self, leg: AnyLeg, why: str) -> None:
        if self._find(leg.home.key, leg.key) is leg:
            log.info("leg gone", extra={"leg": leg.key, "why": why})
            self._forget(leg)
            self._facts.tell(Gone(leg.home.key, leg.key, time.monotonic()))

    def _forget(self, leg: AnyLeg) -> None:
        self._conferences[leg.home.key].remove(leg)
        self._running().forget(leg)

    # ------------------------------------------------------------ by the clock

    def _look(self, conference: Conference, count: int) -> None:
        """Twenty times a second for each conference, whatever happens in another."""
        self._schedule(conference, count + 1)
        now = time.monotonic()
        conference.look(now)
        if count % max(1, round(self._settings.levels_seconds / LOOK_SECONDS)) == 0:
            conference.tell_levels(now)
        if count % LOOKS_PER_REPORT == 0:
            conference.report(now)
            self._report_to_senders(conference, now)
        for leg in list(conference.legs.values()):
            why = leg.why_gone(now, self._settings)
            if why is not None:
                self._leg_is_gone(leg, why)
        self._running().flush()

    def _report_to_senders(self, conference: Conference, now: float) -> None:
        """Each second: how what they send arrives."""
        limit = self._settings.upstream_bits_per_second
        for leg in conference.legs.values():
            if isinstance(leg, Leg):
                leg.refill()
                self._running().feedback.report(leg.peer, now, limit)

    def _schedule(self, conference: Conference, count: int) -> None:
        loop = asyncio.get_running_loop()
        self._looks[conference.key] = loop.call_later(LOOK_SECONDS, self._look, conference, count)

    # ------------------------------------------------------------ what there is

    def _running(self) -> Exchange:
        if self._exchange is None:
            raise EngineRefusal("not-running")
        return self._exchange

    def _conference(self, key: ConferenceKey) -> Conference:
        known = self._conferences.get(key)
        if known is None:
            around = Surroundings(self._facts.tell, self._running().feedback, time.monotonic)
            known = self._conferences[key] = Conference(key, around)
            self._schedule(known, 1)
        return known

    def _home_for(self, conference: ConferenceKey, leg: LegKey) -> Conference:
        """Where a new leg is to live. Raises EngineRefusal: leg-exists, full."""
        home = self._conference(conference)
        if leg in home.legs:
            raise EngineRefusal("leg-exists")
        if self._is_full():
            raise EngineRefusal("full")
        return home

    def _find(self, conference: ConferenceKey, leg: LegKey) -> AnyLeg | None:
        known = self._conferences.get(conference)
        return None if known is None else known.legs.get(leg)

    def _legs(self) -> list[AnyLeg]:
        return [leg for each in self._conferences.values() for leg in each.legs.values()]

    def _is_full(self) -> bool:
        forwards = sum(conference.forwards for conference in self._conferences.values())
        too_many = forwards >= self._settings.max_forwards_per_second
        return too_many or len(self._legs()) >= self._settings.max_legs

    def _nobody_reads(self) -> None:
        """The reader of facts has stopped. What nobody can write down may not happen."""
        for conference in self._conferences.values():
            conference.shut()
        asyncio.get_running_loop().call_soon(self._begin_anew)

    def _begin_anew(self) -> None:
        keys = tuple(self._conferences)
        for key in keys:
            self._close(key)
        self._facts.clear()
        self._facts.tell(EngineLost(keys, time.monotonic()))


async def _confirmed(owing: Iterable[Handset]) -> None:
    """Wait until nothing can be heard of what was taken. Raises EngineRefusal: no-answer."""
    try:
        async with asyncio.timeout(CONFIRM_SECONDS):
            for handset in owing:
                await handset.settled.wait()
    except TimeoutError as error:
        raise EngineRefusal("no-answer") from error
