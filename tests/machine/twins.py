"""Two worlds with the same people, the same acts and the same ids, of which one has a secret."""

from collections.abc import Callable

from app.service.keeper import TICK
from tests.machine.cast import CHAIR, RESPONDER
from tests.machine.replacing import CountedIds
from tests.machine.world import World

INFORMED = {CHAIR, RESPONDER}
"""They are told of a signal. Nobody else is, nor whoever has sent it."""

UNTIL_DROPPED = 7.0
"""Virtual seconds: shown as lost, dropped, and a moment more."""


class Twins:
    def __init__(self) -> None:
        self._ids = CountedIds()
        self.worlds: list[World] = []
        self._counts: list[int] = []
        for is_covert in (False, True):
            self._ids.count = 0
            self.worlds.append(World(is_covert=is_covert))
            self._counts.append(self._ids.count)

    def both(self, act: Callable[[World], None]) -> None:
        """Raises Broken."""
        if any(is_losing(world) for world in self.worlds):
            self._do(lambda world: world.settle(UNTIL_DROPPED))
        self._do(act)
        plain, covert = self.worlds
        self._compare(plain, covert)
        for world in self.worlds:
            world.findings.settle()

    def _do(self, act: Callable[[World], None]) -> None:
        for at, world in enumerate(self.worlds):
            self._ids.count = self._counts[at]
            act(world)
            self._counts[at] = self._ids.count

    def _compare(self, plain: World, covert: World) -> None:
        need = covert.findings.need
        mine, other = received(plain), received(covert)
        need(mine.keys() == other.keys(), "I8", "not the same pages are open")
        for leg in mine.keys() & other.keys():
            told = difference(mine[leg], other[leg], plain.clock.monotonic())
            need(not told, "I8", told)
        for one, two in zip(answers(plain), answers(covert), strict=False):
            need(one == two, "I8", f"{one}, and with a signal {two}")

    def close(self) -> None:
        for world in self.worlds:
            world.close()
        self._ids.restore()


def is_losing(world: World) -> bool:
    """A connection is gone and will be dropped: at the keeper's next beat, which is a world's own.

    Both wait for it, so that no act finds it gone in one world alone.
    """
    legs = world.state.legs.values()
    return any(leg.lost_at is not None or world.hub.gone_for(leg.id) > 0 for leg in legs)


Received = dict[int, list[tuple[float, str]]]


def received(world: World) -> Received:
    """By the number of the page: all that reached whoever is not told of signals."""
    pages = enumerate([*world.closed_tabs, *world.tabs])
    return {
        at: tab.received for at, tab in pages if tab.visitor.link.participant_id not in INFORMED
    }


def answers(world: World) -> list[tuple[object, str]]:
    return [
        (actor.participant_id, answer)
        for actor, answer in world.outcomes
        if actor.participant_id not in INFORMED and actor.participant_id is not None
    ]


def difference(mine: list[tuple[float, str]], other: list[tuple[float, str]], now: float) -> str:
    """Empty: the same words in the same order, each within a tick of the keeper's own beat."""
    for one, two in zip(mine, other, strict=False):
        if one[1] != two[1] or abs(one[0] - two[0]) > TICK:
            return f"{one}\n    and with a signal\n    {two}"
    more = max(mine, other, key=len)[min(len(mine), len(other)) :]
    early = [each for each in more if each[0] < now - TICK]
    return f"sent in one world alone: {early[0]}" if early else ""
