"""The last packets of one picture, kept for sending again what a receiver has missed."""

KEPT = 256
"""About four seconds of the large layer. A power of two."""


Kept = tuple[int, int, int, bytes]
"""The track's number, the marker bit, the sender's timestamp, the payload."""


class History:
    """A ring: the newest packet takes the place of the oldest."""

    def __init__(self) -> None:
        self._ring: list[Kept | None] = [None] * KEPT

    def keep(self, kept: Kept) -> None:
        self._ring[kept[0] % KEPT] = kept

    def find(self, number: int) -> Kept | None:
        kept = self._ring[number % KEPT]
        return kept if kept is not None and kept[0] == number else None

    def clear(self) -> None:
        self._ring = [None] * KEPT
