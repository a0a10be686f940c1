"""Conferences by chance: a tape of bytes chooses commands, senders, places and times.

Every byte string is a conference, so one that fails shrinks to a short one. Most choices look for
somebody whom they could be about, so that much of what is asked for is also done.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.domain.conference import Conference
from app.domain.ids import LegId, ParticipantId
from app.domain.people import HELD, LOBBY, MAIN, Answers, IdentityMethod, Leg, LegKind, Standing
from tests.domain.people import (
    CLEAR,
    MINUTE_TAKER,
    OVERHEARD,
    ROLES,
    ROOMS,
    TABLET,
    USUAL,
    named,
)
from tests.domain.steps import (
    Step,
    answer,
    restate,
)

T = TypeVar("T")

PEOPLE = tuple(ROLES)
OTHER_LEGS = {id: LegId(named(leg.int + 0x100)) for id, leg in USUAL.items()}
"""A second device each; the minute taker's is a companion."""
COMPANIONS = {TABLET, OTHER_LEGS[MINUTE_TAKER]}
KNOWN = IdentityMethod.KNOWN_TO_CHAIR


class Tape:
    """Bytes as choices. At its end every choice is the first."""

    def __init__(self, choices: bytes) -> None:
        self._choices = choices
        self._at = 0

    @property
    def is_over(self) -> bool:
        return self._at >= len(self._choices)

    def number(self, below: int) -> int:
        if self.is_over:
            return 0
        self._at += 1
        return self._choices[self._at - 1] % below

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.number(len(things))]

    def seldom(self) -> bool:
        return self.number(16) == 15

    def person(self) -> ParticipantId:
        return self.one_of(PEOPLE)

    def answers(self) -> Answers:
        return OVERHEARD if self.seldom() else CLEAR


# ---------------------------------------------------------------- whom it could be about


def at_some_leg(
    tape: Tape, seen: Conference, is_meant: Callable[[Leg, Standing], bool]
) -> tuple[ParticipantId, LegId]:
    """A person and a leg where they are, of those who are meant; seldom anybody anywhere."""
    meant = [
        (id, leg.id)
        for leg in seen.legs.values()
        for id in sorted(leg.present)
        if is_meant(leg, seen.participants[id].standing)
    ]
    if not meant or tape.seldom():
        return tape.person(), tape.one_of((*USUAL.values(), *ROOMS))
    return tape.one_of(meant)


def says(tape: Tape, seen: Conference, leg: LegId) -> list[Step]:
    """Somebody there says how it is there now: for a room its host."""
    here = seen.legs.get(leg)
    if here is None:
        return []
    if here.owner is None:
        return [restate(leg, *here.present, answers=tape.answers())]
    company = here.present - {here.owner}
    return [answer(here.owner, tape.answers(), leg, here=company)]


def all_say(tape: Tape, seen: Conference) -> list[Step]:
    """Everybody who has to answer anew does."""
    old = [
        leg.id
        for leg in seen.legs.values()
        if leg.answered_version <= max(leg.asked_version, seen.paused_version)
        and leg.kind is not LegKind.COMPANION
    ]
    return [step for leg in old for step in says(tape, seen, leg)]


def anybody(_leg: Leg, _standing: Standing) -> bool:
    return True


def is_held(leg: Leg, _standing: Standing) -> bool:
    return leg.zone == HELD


def waits(leg: Leg, standing: Standing) -> bool:
    """Seen from this leg: its person may be in at another."""
    may_come = leg.kind is LegKind.ROOM or leg.zone == LOBBY or len(leg.present) > 1
    return may_come and standing is not Standing.EXCLUDED


def is_out(leg: Leg, standing: Standing) -> bool:
    return leg.kind is not LegKind.COMPANION and standing is Standing.EXCLUDED


def is_in(leg: Leg, standing: Standing) -> bool:
    return leg.zone == MAIN and standing is Standing.ADMITTED
