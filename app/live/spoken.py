"""Who has spoken for how long, by the level of their microphone: for the chair's panel alone.

Kept in this process and never stored: it helps to lead the conference, and is no record of it.
A room has one microphone, so what is said there counts for the room.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from app.domain.conference import Conference
from app.domain.ids import ConferenceId, LegId
from app.domain.lights import SPEAKING_DBOV
from app.domain.people import MAIN

LONGEST = 1.0
"""Seconds between two reports that count: after a longer gap nobody knows who spoke in it."""

ROUGHLY = 10
"""Seconds to which a time is rounded: a panel that changes more often says nothing more."""

Voices = tuple[tuple[UUID, int], ...]
"""Person or room, and the whole seconds."""


class Spoken:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._last: dict[ConferenceId, tuple[float, frozenset[LegId]]] = {}
        self._by_leg: dict[ConferenceId, dict[LegId, float]] = defaultdict(dict)
        self._by_voice: dict[ConferenceId, dict[UUID, float]] = defaultdict(dict)

    def hear(self, conference: ConferenceId, levels: Mapping[LegId, int]) -> None:
        """A report: those who were loud at the last one have spoken since."""
        now = self._monotonic()
        before, loud = self._last.get(conference, (now, frozenset[LegId]()))
        self._add(conference, loud, min(now - before, LONGEST))
        is_loud = frozenset(leg for leg, level in levels.items() if level < SPEAKING_DBOV)
        self._last[conference] = now, is_loud

    def _add(self, conference: ConferenceId, legs: Iterable[LegId], seconds: float) -> None:
        times = self._by_leg[conference]
        for leg in legs:
            times[leg] = times.get(leg, 0.0) + seconds

    def voices(self, conference: ConferenceId, state: Conference) -> Voices:
        """What is said in a private room, or outside, is no part of it."""
        voices = self._by_voice[conference]
        for id, seconds in self._by_leg.pop(conference, {}).items():
            leg = state.legs.get(id)
            if leg is None or leg.zone != MAIN:
                continue
            voice = leg.place if leg.owner is None else leg.owner
            if voice is not None:
                voices[voice] = voices.get(voice, 0.0) + seconds
        found = [(id, int(time) // ROUGHLY * ROUGHLY) for id, time in voices.items()]
        return tuple(
            sorted((each for each in found if each[1]), key=lambda of: (-of[1], str(of[0])))
        )

    def forget(self, conference: ConferenceId) -> None:
        for known in (self._last, self._by_leg, self._by_voice):
            known.pop(conference, None)
