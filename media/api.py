"""The engine's interface and its facts: pure data, no sockets, no clock.

An engine carries sound and picture between the legs of conferences. It starts dark: nothing flows
that the newest plan does not name. It knows legs and flows, never people.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, NewType, Protocol

from media.telephony.api import CallKey

ConferenceKey = NewType("ConferenceKey", str)
LegKey = NewType("LegKey", str)
CallKey = NewType("CallKey", str)
"""Text of a random UUID; nothing of the call itself."""


class Kind(StrEnum):
    SOUND = "sound"
    PICTURE = "picture"

    __hash__ = str.__hash__  # as a word: hundreds of permissions are hashed for each plan


class Permission(NamedTuple):
    """Sound or picture may go from one leg to another, one way."""

    # A tuple and not a dataclass: it is hashed and compared without a call into Python.
    source: LegKey
    sink: LegKey
    kind: Kind


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that may flow in one conference. Absolute: it replaces the plan before it."""

    conference: ConferenceKey
    epoch: int
    """Never falls. A plan with a lower epoch than the present one is refused."""
    permissions: frozenset[Permission]
    valid_until: float
    """On the machine's monotonic clock, seconds. Past it the engine cuts everything by itself."""
    private_levels: bool
    """True in a restricted part: no level fact leaves the engine."""


@dataclass(frozen=True, slots=True)
class Applied:
    """Nothing that the plan of this epoch forbids leaves the socket after `at_monotonic`."""

    conference: ConferenceKey
    epoch: int
    at_monotonic: float


@dataclass(frozen=True, slots=True)
class Offer:
    """The one offer that a leg ever gets."""

    sdp: str
    slots: tuple[str, ...]
    """MIDs of the receiving slots, in order: sound slots first, then picture slots."""


@dataclass(frozen=True, slots=True)
class Connected:
    """DTLS is up, or a call's first beat has come: from now on media can flow where the plan allows
    it."""

    conference: ConferenceKey
    leg: LegKey
    at_monotonic: float


@dataclass(frozen=True, slots=True)
class Gone:
    """The leg's media is dead for good: consent ran out, DTLS closed or never came up, or a call
    is in no beat any more."""

    conference: ConferenceKey
    leg: LegKey
    at_monotonic: float


@dataclass(frozen=True, slots=True)
class SlotBound:
    """From now on this slot of `sink` carries `source`; None: the slot is empty."""

    conference: ConferenceKey
    sink: LegKey
    mid: str
    source: LegKey | None
    kind: Kind
    epoch: int
    at_monotonic: float


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud each leg was lately, in -dBov, 0 (loudest) to 127. None in a restricted part."""

    conference: ConferenceKey
    levels: tuple[tuple[LegKey, int], ...]
    at_monotonic: float


@dataclass(frozen=True, slots=True)
class Sending:
    """Each second: the pairs between which packets really went out since the last report."""

    conference: ConferenceKey
    epoch: int
    pairs: tuple[tuple[LegKey, LegKey, Kind, int], ...]
    """(source, sink, kind, packets)."""
    receiving_from: tuple[LegKey, ...]
    at_monotonic: float


class WhyDark(StrEnum):
    EXPIRED = "expired"
    """`valid_until` of the newest plan is past."""
    BREACH = "breach"
    """Something was sent that no plan of the last second allowed. This is a fault of the engine."""


@dataclass(frozen=True, slots=True)
class WentDark:
    """The engine cut every flow of a conference by itself. The next plan brings them back."""

    conference: ConferenceKey
    epoch: int
    why: WhyDark
    at_monotonic: float


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The worker that carried these conferences is gone; every leg on it is dead."""

    conferences: tuple[ConferenceKey, ...]
    at_monotonic: float


Fact = Connected | Gone | SlotBound | Levels | Sending | WentDark | EngineLost


class EngineRefusal(Exception):
    """The engine will not do it. `code` is stable: stale-epoch, unknown-leg, full, bad-answer,
    bad-address, leg-exists, not-running, no-answer.

    no-answer: who has to confirm has not, in time. An engine in another process will do what it
    was asked when it wakes; past `valid_until` it is dark by its own clock. A telephone that has
    not confirmed what a plan took from its calls leaves these calls cut until it does.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Engine(Protocol):
    """One media engine, in this process or behind a control socket."""

    async def apply(self, plan: Plan) -> Applied:
        """Make the flows exactly these: cut first, then add. Twice changes nothing.

        On any failure every flow of the conference is cut before the exception leaves. Legs in
        the plan that are not here are skipped: they get their flows when they connect.

        Raises:
            EngineRefusal: stale-epoch; the newer plan stays as it is. not-running. no-answer.
        """
        ...

    async def offer(self, conference: ConferenceKey, leg: LegKey, address: str) -> Offer:
        """Make a leg, dark, and its offer. `address`: what the browser is told to reach us at.

        Raises:
            EngineRefusal: leg-exists; full, above the measured ceiling; bad-address, not an IP.
        """
        ...

    async def accept(self, conference: ConferenceKey, leg: LegKey, sdp: str) -> None:
        """Take the browser's one answer. Raises EngineRefusal: unknown-leg, bad-answer."""
        ...

    async def attach(self, conference: ConferenceKey, leg: LegKey, call: CallKey) -> None:
        """Make a leg of a telephone call, dark. Its sound comes and goes over the line.

        `Connected` follows with the call's first beat, `Gone` when beats stop. A plan that takes
        something from such a leg is applied only when the telephone has confirmed its flush.

        Raises:
            EngineRefusal: leg-exists; full.
        """
        ...

    async def drop(self, conference: ConferenceKey, leg: LegKey) -> None:
        """Forget a leg and its keys. Nothing leaves towards it afterwards. Idempotent."""
        ...

    async def close(self, conference: ConferenceKey) -> None:
        """Forget a conference and all its legs. Idempotent."""
        ...

    def facts(self) -> AsyncIterator[Fact]:
        """What happens, in order. One reader. Bounded: levels and sending keep the newest only."""
        ...
