"""Which sources fill which slots: pure functions of what is allowed, how loud it is, and the time.

A source that is still wanted never moves to another slot, and one that has just come stays for a
while (`dwell`): without both, several people talking at once would cost a key frame each time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from media.api import LegKey

SOUND_DWELL, PICTURE_DWELL = 0.2, 2.0
MARGIN_DB = 6.0
BAD_LOSS, GOOD_LOSS = 0.10, 0.02
STEP_DOWN_AFTER, STEP_UP_AFTER = 2.0, 10.0


@dataclass(frozen=True, slots=True)
class Held:
    """A slot's present source, and since when (monotonic seconds) it has been there."""

    source: LegKey
    since: float


class Quality(IntEnum):
    """How much picture a receiver's line carries. Sound is never reduced."""

    FEW = 0
    SMALL = 1
    FULL = 2


def rank(
    before: Sequence[LegKey], loudness: Mapping[LegKey, float], margin: float = MARGIN_DB
) -> tuple[LegKey, ...]:
    """Legs from loudest to quietest, in dB. One passes another only when louder by the margin.

    Legs not in `before` come last; those no longer in `loudness` are left out.
    """
    order = [leg for leg in before if leg in loudness]
    seen = set(order)
    order += sorted(leg for leg in loudness if leg not in seen)
    for index in range(1, len(order)):
        leg, at = order[index], index
        while at > 0 and loudness[leg] >= loudness[order[at - 1]] + margin:
            order[at] = order[at - 1]
            at -= 1
        order[at] = leg
    return tuple(order)


def fill(
    slots: Sequence[Held | None], allowed: Sequence[LegKey], now: float, dwell: float
) -> tuple[LegKey | None, ...]:
    """The sources of the slots from now on. `allowed`: the permitted ones, most wanted first."""
    may_be_heard = set(allowed)
    wanted = allowed[: len(slots)]
    filled = [held.source if held and held.source in may_be_heard else None for held in slots]
    for source in wanted:
        if source in filled:
            continue
        index = _place(slots, filled, wanted, now - dwell)
        if index is not None:
            filled[index] = source
    return tuple(filled)


def _place(
    slots: Sequence[Held | None],
    filled: Sequence[LegKey | None],
    wanted: Collection[LegKey],
    settled: float,
) -> int | None:
    """An empty slot; else that of the source which has been there longest and is least wanted."""
    if None in filled:
        return filled.index(None)
    leaving = [
        (held.since, index)
        for index, held in enumerate(slots)
        if held is not None
        and held.source == filled[index]
        and held.source not in wanted
        and held.since <= settled
    ]
    return min(leaving)[1] if leaving else None


def is_settled(filled: Sequence[LegKey | None], allowed: Sequence[LegKey]) -> bool:
    """Whether every source that should have a slot has one; False: ask again when dwell is over."""
    return set(allowed[: len(filled)]) <= set(filled)


def large(allowed: Sequence[LegKey], bound: Collection[LegKey], quality: Quality) -> set[LegKey]:
    """Whose picture comes in the large layer: both of two, else only the most wanted."""
    if quality is not Quality.FULL:
        return set()
    if len(bound) <= 2:
        return set(bound)
    return set([leg for leg in allowed if leg in bound][:1])


def pictures_for(quality: Quality, slots: int) -> int:
    """How many pictures such a line carries."""
    return slots if quality is not Quality.FEW else max(1, slots // 3)


def next_quality(quality: Quality, loss: float, steady: float) -> Quality:
    """One step down on bad loss, one step up after a good while.

    Args:
        loss: the worst fraction lost that the receiver reported of any slot lately, 0 to 1.
        steady: seconds since the last step.
    """
    if loss > BAD_LOSS and steady >= STEP_DOWN_AFTER and quality > Quality.FEW:
        return Quality(quality - 1)
    if loss < GOOD_LOSS and steady >= STEP_UP_AFTER and quality < Quality.FULL:
        return Quality(quality + 1)
    return quality
