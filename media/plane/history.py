"""The last packets of one picture, kept for sending again what a receiver has missed."""

from typing import NamedTuple

KEPT = 256
"""About four seconds of the large layer. A power of two."""


class Kept(NamedTuple):
    number: int
    """The source's own running number, which never repeats."""
    marker: int
    timestamp: int
    payload: bytes


class History:
    """A ring: the newest packet takes the place of the oldest."""

    def __init__(self) -> None:
        self._ring: list[Kept | None] = [None] * KEPT

    def keep(self, kept: Kept) -> None:
        self._ring[kept.number % KEPT] = kept

    def find(self, number: int) -> Kept | None:
        kept = self._ring[number % KEPT]
        return kept if kept is not None and kept.number == number else None

    def clear(self) -> None:
        self._ring = [None] * KEPT
