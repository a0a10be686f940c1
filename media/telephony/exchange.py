"""All calls of the process: from the stack to the controller, from its commands to the beat.

Runs on the event loop. It holds no rule: without a controller nobody is answered, and those who
are there hear nothing.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import structlog

from media.telephony.api import (
    Answered,
    CallFact,
    CallKey,
    Digit,
    Faded,
    Lost,
    Returned,
    Ringing,
    Said,
    TurnedAway,
    Utterance,
    Why,
)
from media.telephony.beat import Beat
from media.telephony.clips import Clips
from media.telephony.digits import allowed_number
from media.telephony.gate import FRAME_SECONDS, TONE_FRAMES, Gate
from media.telephony.handset import Handset
from media.telephony.port import Arrival, Sound, Stack
from media.telephony.presence import Presence
from media.telephony.settings import TelephonySettings
from media.telephony.speech import Speech
from media.telephony.toned import TonedKeys
from media.telephony.tones import load as load_spandsp

SPOKEN_SECONDS = 0.08
"""After the last sample of an utterance was handed on, it has been heard."""
LINGER_SECONDS = 0.4
"""Before we hang up after a last word: telephones hold back some of the sound, and a goodbye from
us throws it away."""
TOLD_APART_SECONDS = 1.0
SAME_KEY_SECONDS = 0.5
"""A trunk that sends a key both as a tone and as a message sends it once."""

Tell = Callable[[CallFact], None]


@dataclass(eq=False)
class _Call:
    is_ours: bool
    answered: Answered | None = None
    hang_up_after: int | None = None
    is_told: bool = False
    """The present controller knows of it from its beginning."""
    told_digit: tuple[str, float] = ("", 0.0)
    tones: TonedKeys | None = None
    """Its keys are tones."""
    has_messages: bool = False
    """Its keys come as messages: what its tones say has been told."""


class Exchange:
    """Implements `media.telephony.port.Listener`."""

    def __init__(self, settings: TelephonySettings, clips: Clips, beat: Beat) -> None:
        self.stack: Stack | None = None
        self.has_died = asyncio.Event()
        self._settings = settings
        self._clips = clips
        self._beat = beat
        self._loop = asyncio.get_running_loop()
        self._spandsp = load_spandsp()
        if self._spandsp is None:
            structlog.get_logger().warning("no-tones", code="spandsp-missing")
        self._calls: dict[CallKey, _Call] = {}
        self._tell: Tell | None = None
        self._forgotten: asyncio.TimerHandle | None = None
        self._turned: dict[str, tuple[float, int]] = {}

    # ------------------------------------------------------------ controllers

    def begin(self, tell: Tell) -> None:
        """A controller is there. It is told of every call that stands."""
        if self._forgotten is not None:
            self._forgotten.cancel()
        self._tell = tell
        for call in self._calls.values():
            if call.answered is not None:
                tell(call.answered)
        if self.stack is not None:
            self.stack.open()

    def lose(self) -> None:
        """The controller is gone: silence now, and an end if nobody else comes."""
        self._tell = None
        if self.stack is not None:
            self.stack.close()
        for key, call in self._calls.items():
            call.is_told, call.hang_up_after = False, None
            if call.answered is not None:
                call.answered = replace(call.answered, is_again=True)
            self._beat.order(lambda key=key: self._silence(key))
        self._forgotten = self._loop.call_later(self._settings.controller_seconds, self._end_all)

    def _silence(self, call: CallKey) -> None:
        handset = self._beat.find(call)
        if handset is not None:
            handset.speech.hush()
            handset.carry(None)

    def _end_all(self) -> None:
        for call in list(self._calls):
            self.hang_up(call, None)

    # ------------------------------------------------------------ verbs

    def say(self, call: CallKey, utterance: Utterance) -> None:
        def speak() -> None:
            handset = self._beat.find(call)
            if handset is not None:
                handset.speech.say(utterance)

        self._beat.order(speak)

    def has_worker(self, worker: int | None) -> bool:
        return worker is None or 0 <= worker < len(self._settings.lines)

    async def hush(self, call: CallKey) -> None:
        def stop(handset: Handset) -> bool:
            was_speaking = handset.speech.hush()
            if was_speaking:
                handset.sound.flush()
            return was_speaking

        await self._until_left(call, stop)

    async def carry(self, call: CallKey, worker: int | None) -> None:
        def turn(handset: Handset) -> bool:
            was = handset.worker
            handset.carry(worker)
            return was is not None

        await self._until_left(call, turn)

    async def _until_left(self, call: CallKey, act: Callable[[Handset], bool]) -> None:
        """Returns when what the act has flushed can no longer be heard; it tells if anything."""
        left = self._loop.create_future()

        def told() -> None:
            self._loop.call_soon_threadsafe(left.set_result, None)

        def do() -> None:
            handset = self._beat.find(call)
            if handset is not None and act(handset):
                self._beat.when_left(told)
            else:
                told()

        self._beat.order(do)
        await left

    def dial(self, call: CallKey, number: str, *, withheld: bool) -> None:
        allowed = allowed_number(number, self._settings.prefixes)
        self._calls[call] = _Call(is_ours=True, is_told=True)
        if allowed is None or self.stack is None:
            self.lost(call, Why.NOT_ALLOWED)
        elif len(self._calls) > self._settings.max_calls:
            self.lost(call, Why.FAILED)
        else:
            self.stack.dial(call, allowed, withheld=withheld)

    def hang_up(self, call: CallKey, after: int | None) -> None:
        known = self._calls.get(call)
        if known is None or self.stack is None:
            return
        if after is None:
            self.stack.hang_up(call)
        else:
            known.hang_up_after = after

    # ------------------------------------------------------------ media.telephony.port.Listener

    def came(self, call: CallKey) -> None:
        if self.stack is not None:
            self._calls[call] = _Call(is_ours=False, is_told=self._tell is not None)
            self.stack.answer(call)

    def rings(self, call: CallKey) -> None:
        known = self._calls.get(call)
        if known is not None and known.is_ours:
            self._say(Ringing(call))

    def answered(self, call: CallKey, arrival: Arrival, sound: Sound) -> None:
        known = self._calls.get(call)
        if known is None:
            return
        handset = self._handset(call, arrival, sound)
        self._beat.order(lambda: self._beat.add(handset))
        known.answered = Answered(
            call,
            arrival.line,
            arrival.caller,
            arrival.is_vouched,
            is_ours=known.is_ours,
            is_again=not known.is_told,
        )
        self._say(known.answered)

    def pressed(self, call: CallKey, digit: str, at: float) -> None:
        known = self._calls.get(call)
        if known is None:
            return
        told, told_at = known.told_digit
        is_first, known.has_messages = not known.has_messages, True
        if not (is_first and told == digit and at - told_at < SAME_KEY_SECONDS):
            self._say(Digit(call, digit, at))

    def pressing(self, call: CallKey, at: float, *, is_down: bool) -> None:
        def shut() -> None:
            handset = self._beat.find(call)
            if handset is not None:
                handset.gate.pressing(at, is_down=is_down)

        self._beat.order(shut)

    def sounded(self, call: CallKey, packet: bytes) -> None:
        known = self._calls.get(call)
        if known is not None and known.tones is not None and known.tones.take(packet):
            self.pressing(call, time.monotonic(), is_down=False)

    def lost(self, call: CallKey, why: Why) -> None:
        known = self._calls.pop(call, None)
        self._beat.order(lambda: self._beat.remove(call))
        if known is not None and (known.answered is not None or known.is_ours):
            self._say(Lost(call, why))

    def turned_away(self, code: str, line: str) -> None:
        """Told once a second at most; the others are counted in the log."""
        told_at, count = self._turned.get(code, (0.0, 0))
        now = time.monotonic()
        if now - told_at < TOLD_APART_SECONDS:
            self._turned[code] = told_at, count + 1
            return
        structlog.get_logger().warning("turned-away", code=code, count=count + 1)
        self._turned[code] = now, 0
        self._say(TurnedAway(code, line))

    def died(self) -> None:
        self.has_died.set()

    # ------------------------------------------------------------ from the beat

    def _handset(self, call: CallKey, arrival: Arrival, sound: Sound) -> Handset:
        def said(number: int) -> None:
            self._loop.call_soon_threadsafe(self._said_later, call, number)

        def toned(digit: str, at: float) -> None:
            self._toned(call, digit, at)

        presence = Presence(self._settings.quiet_seconds, partial(self._heard_of, call))
        speech = Speech(self._clips, said)
        held_back = self._settings.jitter_ms[1] / 1000
        if arrival.has_events or self._spandsp is None:
            return Handset(call, sound, speech, Gate(held_back), presence)
        gate = Gate(held_back + TONE_FRAMES * FRAME_SECONDS)
        tones = self._calls[call].tones = TonedKeys(self._spandsp, gate, toned)
        return Handset(call, sound, speech, gate, presence, tones.ear)

    def _heard_of(self, call: CallKey, is_there: bool) -> None:  # noqa: FBT001  as Presence tells it
        fact = Returned(call) if is_there else Faded(call)
        self._loop.call_soon_threadsafe(self._say, fact)

    def _toned(self, call: CallKey, digit: str, at: float) -> None:
        known = self._calls.get(call)
        if known is not None and not known.has_messages:
            known.told_digit = digit, at
            self._say(Digit(call, digit, at))

    def _said_later(self, call: CallKey, number: int) -> None:
        self._loop.call_later(SPOKEN_SECONDS, self._said, call, number)

    def _said(self, call: CallKey, number: int) -> None:
        known = self._calls.get(call)
        if known is None:
            return
        self._say(Said(call, number))
        if known.hang_up_after is not None and number >= known.hang_up_after:
            self._loop.call_later(LINGER_SECONDS, self.hang_up, call, None)

    def _say(self, fact: CallFact) -> None:
        if self._tell is not None:
            self._tell(fact)
