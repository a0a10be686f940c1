"""Rounds of measurements side by side, and the figures that come out of them."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bench.stage.child import ChildFailed, Message
from bench.stage.janus import NoJanus
from bench.stage.rounds import (
    LOOPBACK,
    Carried,
    Place,
    Stretch,
    carry_engine,
    carry_janus,
    raw_limit_us,
)

STEADY = 0.97
"""With less than this share of the profile's packets, a server did not carry the load."""

Measured = TypeVar("Measured")


@dataclass(slots=True)
class Round:
    """What was measured one after the other, within seconds. Only what was carried steadily."""

    engine: Carried | None = None
    raw_us: float | None = None
    """As fast as it goes: the limit of this machine."""
    raw_at_same_rate_us: float | None = None
    engine_on_cable: Carried | None = None
    janus: Carried | None = None

    @property
    def carried(self) -> list[Carried]:
        return [one for one in (self.engine, self.engine_on_cable, self.janus) if one]


@dataclass(slots=True)
class Comparison:
    """All rounds, and why what is missing is missing."""

    stretch: Stretch
    fewer: tuple[int, ...]
    """Conferences to fall back to, from left to right, until our engine carries them steadily."""
    cable: Place | None = None
    rounds: list[Round] = field(default_factory=list[Round])
    missing: dict[str, str] = field(default_factory=dict[str, str])
    """What this machine cannot measure at all."""
    failed: list[str] = field(default_factory=list[str])
    """What did not work once; the next round tries again."""
    unsteady: list[Carried] = field(default_factory=list[Carried])
    """Measured, but not of the profile: they are shown and count for nothing."""

    def run_round(self) -> None:
        now = Round()
        self.rounds.append(now)
        now.engine = self._carry_what_can_be()
        if now.engine is None:
            return
        stretch, rate, cable = self.stretch, now.engine.forwarded_per_s, self.cable
        now.raw_us = self._attempt("raw", lambda: raw_limit_us(LOOPBACK, stretch, 0))
        now.raw_at_same_rate_us = self._attempt(
            "raw", lambda: raw_limit_us(LOOPBACK, stretch, rate)
        )
        if cable is not None and "janus" not in self.missing:
            now.engine_on_cable = self._carry("engine", lambda: carry_engine(cable, stretch))
            now.janus = self._carry("janus", lambda: carry_janus(cable, stretch))

    def figures(self) -> Message:
        """The medians over the rounds; bad packets of all of them."""
        medians = {name: self._median(of) for name, of in FIGURES.items()}
        ours = [one for each in self.rounds for one in each.carried if one.server == "quorate"]
        ours += [one for one in self.unsteady if one.server == "quorate"]
        return {**medians, "bad_packets": sum(one.bad_packets for one in ours)}

    def _carry_what_can_be(self) -> Carried | None:
        """With fewer conferences if this machine, as busy as it is, does not do the wanted number.

        The smaller number stays for all that follows.
        """
        carried = self._carry("engine", lambda: carry_engine(LOOPBACK, self.stretch))
        if carried is None and self.fewer:
            self.stretch = replace(self.stretch, conferences=self.fewer[0])
            self.fewer = self.fewer[1:]
            return self._carry_what_can_be()
        return carried

    def _carry(self, name: str, measure: Callable[[], Carried]) -> Carried | None:
        carried = self._attempt(name, measure)
        if carried is None or carried.share_of_profile >= STEADY:
            return carried
        self.unsteady.append(carried)
        return None

    def _attempt(self, name: str, measure: Callable[[], Measured]) -> Measured | None:
        if name in self.missing:
            return None
        print(f"  {name} ...", flush=True)
        try:
            return measure()
        except NoJanus as error:
            self.missing[name] = str(error)
        except (ChildFailed, OSError) as error:
            self.failed.append(f"{name}: {error}")
        return None

    def _median(self, of: Callable[[Round], float | None]) -> float | None:
        known = [value for one in self.rounds if (value := of(one)) is not None]
        return round(statistics.median(known), 3) if known else None


def _us(one: Round) -> float | None:
    return one.engine.us_per_forward if one.engine else None


def _p99(one: Round) -> float | None:
    return one.engine.p99_ms if one.engine else None


def _conferences_per_core(one: Round) -> float | None:
    return one.engine.conferences / one.engine.core_share if one.engine else None


def _to_raw_limit(one: Round) -> float | None:
    return one.raw_us / one.engine.us_per_forward if one.engine and one.raw_us else None


def _to_raw_at_same_rate(one: Round) -> float | None:
    raw = one.raw_at_same_rate_us
    return raw / one.engine.us_per_forward if one.engine and raw else None


def _to_janus(one: Round) -> float | None:
    """Both over the cable: Janus refuses loopback."""
    if one.engine_on_cable is None or one.janus is None:
        return None
    return one.engine_on_cable.us_per_forward / one.janus.us_per_forward


FIGURES: dict[str, Callable[[Round], float | None]] = {
    "us_per_forward": _us,
    "conferences_per_core": _conferences_per_core,
    "p99_ms": _p99,
    "ratio_to_raw_limit": _to_raw_limit,
    "ratio_to_raw_at_same_rate": _to_raw_at_same_rate,
    "ratio_to_janus": _to_janus,
}
