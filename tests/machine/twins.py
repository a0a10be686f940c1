"""Two worlds with the same people, the same acts and the same ids, of which one has a secret."""

from collections.abc import Callable
from uuid import UUID, uuid4

from tests.machine.cast import CHAIR, RESPONDER
from tests.machine.replacing import replaced
from tests.machine.world import World

INFORMED = {CHAIR, RESPONDER}
"""They are told of a signal. Nobody else is, nor whoever has sent it."""


class Twins:
    def __init__(self) -> None:
        self._made = 0
        self._ids = replaced(uuid4, self._next_id)
        self._ids.__enter__()
        self.worlds: list[World] = []
        self._counts: list[int] = []
        for is_covert in (False, True):
            self._made = 0
            self.worlds.append(World(is_covert=is_covert))
            self._counts.append(self._made)

    def _next_id(self) -> UUID:
        self._made += 1
        return UUID(int=0xC0DE_0000_0000 + self._made)

    def both(self, act: Callable[[World], None]) -> None:
        """Raises Broken."""
        for at, world in enumerate(self.worlds):
            self._made = self._counts[at]
            act(world)
            self._counts[at] = self._made
        plain, covert = self.worlds
        self._compare(plain, covert)
        for world in self.worlds:
            world.findings.settle()

    def _compare(self, plain: World, covert: World) -> None:
        need = covert.findings.need
        mine, other = received(plain), received(covert)
        need(mine.keys() == other.keys(), "I8", "not the same pages are open")
        for leg in mine.keys() & other.keys():
            need(mine[leg] == other[leg], "I8", difference(mine[leg], other[leg]))
        need(answers(plain) == answers(covert), "I8", "somebody was answered otherwise")

    def close(self) -> None:
        for world in self.worlds:
            world.close()
        self._ids.__exit__(None, None, None)


Received = dict[int, list[tuple[float, str]]]


def received(world: World) -> Received:
    """By the number of the page: all that reached whoever is not told of signals."""
    pages = enumerate([*world.closed_tabs, *world.tabs])
    return {
        at: tab.received for at, tab in pages if tab.visitor.link.participant_id not in INFORMED
    }


def answers(world: World) -> list[tuple[object, str]]:
    return [
        (actor, answer)
        for actor, answer in world.outcomes
        if actor.participant_id not in INFORMED and actor.participant_id is not None
    ]


def difference(mine: list[tuple[float, str]], other: list[tuple[float, str]]) -> str:
    for one, two in zip(mine, other, strict=False):
        if one != two:
            return f"{one}\n    and with a signal\n    {two}"
    longer = max(mine, other, key=len)
    return f"{abs(len(mine) - len(other))} messages more: {longer[-1]}"
