"""A telephone without wires: speaks clips for as long as they last, tells what happens."""

from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import anyio

from media.telephony.api import (
    Answered,
    CallFact,
    CallKey,
    Digit,
    Lost,
    Said,
    TelephoneLost,
    TelephoneRefusal,
    Utterance,
    Why,
)

A_CLIP_LASTS = 1.0


@dataclass(frozen=True)
class Heard:
    at: float
    clip: str
    is_inside: bool


@dataclass
class _Speech:
    """What is being spoken on one call, and until when; and what waits."""

    waiting: deque[tuple[Utterance, str, bool]] = field(
        default_factory=deque[tuple[Utterance, str, bool]]
    )
    """Utterance, clip, and whether it is its last."""
    ends_at: float = 0.0
    last_of: Utterance | None = None
    hang_up_after: int | None = None


class FakeTelephone:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.heard: dict[CallKey, list[Heard]] = defaultdict(list)
        self.carried: dict[CallKey, int | None] = {}
        self.dialled: list[tuple[CallKey, str, bool]] = []
        self.up: set[CallKey] = set()
        self.hung_up: list[CallKey] = []
        self.is_stuck = False
        """It does not answer: nothing is confirmed."""
        self._monotonic = monotonic
        self._speech: dict[CallKey, _Speech] = defaultdict(_Speech)
        self._told: deque[CallFact] = deque()
        self._news = anyio.Event()

    # ------------------------------------------------------------ media.telephony.api.Telephone

    async def say(self, call: CallKey, utterance: Utterance) -> None:
        self._check(call)
        clips = utterance.clips
        self._speech[call].waiting += [
            (utterance, clip, at == len(clips) - 1) for at, clip in enumerate(clips)
        ]
        self.speak()

    async def hush(self, call: CallKey) -> None:
        if self.is_stuck:
            await anyio.sleep_forever()
        self._check(call)
        speech = self._speech[call]
        numbers = {utterance.number for utterance, _, _ in speech.waiting}
        if speech.last_of is not None:
            numbers.add(speech.last_of.number)
        speech.waiting.clear()
        speech.last_of, speech.ends_at = None, self._monotonic()
        for number in sorted(numbers):
            self.tell(Said(call, number))

    async def carry(self, call: CallKey, worker: int | None) -> None:
        self._check(call)
        self.carried[call] = worker

    async def dial(self, call: CallKey, number: str, *, withheld: bool) -> None:
        self.dialled.append((call, number, withheld))

    async def hang_up(self, call: CallKey, *, after: int | None = None) -> None:
        speech = self._speech[call]
        if after is not None and (speech.waiting or speech.last_of is not None):
            speech.hang_up_after = after
            return
        self.hung_up.append(call)
        self.end(call, Why.TOLD)

    async def facts(self) -> AsyncIterator[CallFact]:
        while True:
            await self._news.wait()
            self._news = anyio.Event()
            while self._told:
                yield self._told.popleft()

    # ------------------------------------------------------------ what the test does

    def tell(self, fact: CallFact) -> None:
        if isinstance(fact, Answered):
            self.up.add(fact.call)
        self._told.append(fact)
        self._news.set()

    def press(self, call: CallKey, digit: str) -> None:
        self.tell(Digit(call, digit, self._monotonic()))

    def end(self, call: CallKey, why: Why = Why.HUNG_UP) -> None:
        is_open = call in self.up or any(call == dialled for dialled, _, _ in self.dialled)
        self.up.discard(call)
        self._speech.pop(call, None)
        if is_open:
            self.tell(Lost(call, why))

    def dies(self) -> None:
        """The process: every call is over, and nobody is told of each."""
        self.up.clear()
        self._speech.clear()
        self.tell(TelephoneLost(self._monotonic()))

    def speak(self) -> None:
        """What has come to its end by now is told; what waits begins."""
        for call, speech in list(self._speech.items()):
            self._speak(call, speech)

    def _speak(self, call: CallKey, speech: _Speech) -> None:
        now = self._monotonic()
        while now >= speech.ends_at and (speech.waiting or speech.last_of is not None):
            if speech.last_of is not None:
                ended, speech.last_of = speech.last_of, None
                self.tell(Said(call, ended.number))
                if ended.number == speech.hang_up_after:
                    self.end(call, Why.TOLD)
                    return
            if speech.waiting:
                utterance, clip, is_last = speech.waiting.popleft()
                self.heard[call].append(Heard(now, clip, utterance.is_inside))
                speech.ends_at = now + A_CLIP_LASTS
                speech.last_of = utterance if is_last else None

    def _check(self, call: CallKey) -> None:
        if call not in self.up:
            raise TelephoneRefusal("unknown-call")
