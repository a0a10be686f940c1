"""Who is connected here: for each leg the one socket that speaks for it, and its newest view."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from signalling.messages import Slots, Speaking, View
from signalling.outbox import Outbox

Abort = Callable[[], None]


@dataclass
class _Seat:
    """One leg's place in the hub. It outlives its sockets, so that numbers go on rising."""

    outbox: Outbox | None = None
    abort: Abort | None = None
    left_at: float = 0.0
    shown: tuple[object, ...] | None = None
    view: View | None = None
    basis: object = None
    number: int = 0
    slots: Slots | None = None
    speaking: Speaking | None = None


class Hub:
    """Sockets of one process. Everything here is immediate: no waiting, no I/O."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._seats: dict[UUID, _Seat] = {}

    def attach(self, leg: UUID, outbox: Outbox, abort: Abort) -> None:
        """From now on this socket speaks for the leg; an older one is cut off."""
        self.burn(leg)
        seat = self._seats.setdefault(leg, _Seat())
        seat.outbox, seat.abort = outbox, abort
        seat.shown = seat.view = seat.slots = seat.speaking = seat.basis = None

    def detach(self, leg: UUID, outbox: Outbox) -> None:
        """This socket is gone; if another has taken its place, nothing happens."""
        seat = self._seats.get(leg)
        if seat is not None and seat.outbox is outbox:
            seat.outbox = seat.abort = None
            seat.left_at = self._monotonic()

    def burn(self, leg: UUID) -> None:
        """Destroy the leg's outbox and its socket with all that is still queued in either."""
        seat = self._seats.get(leg)
        if seat is None or seat.outbox is None or seat.abort is None:
            return
        outbox, abort = seat.outbox, seat.abort
        self.detach(leg, outbox)
        outbox.burn()
        abort()

    def forget(self, leg: UUID) -> None:
        self.burn(leg)
        self._seats.pop(leg, None)

    def gone_for(self, leg: UUID) -> float:
        """Seconds without a socket; a leg never seen here has been gone for ever."""
        seat = self._seats.get(leg)
        if seat is None:
            return float("inf")
        return 0.0 if seat.outbox is not None else self._monotonic() - seat.left_at

    def is_attached(self, leg: UUID) -> bool:
        seat = self._seats.get(leg)
        return seat is not None and seat.outbox is not None

    def needs_view(self, leg: UUID, basis: object) -> bool:
        """Whether a socket is here that has not been shown what follows from this basis.

        Asked before a view is built: building one costs more than remembering from what.
        """
        seat = self._seats.get(leg)
        return seat is not None and seat.outbox is not None and seat.basis != basis

    def show(self, leg: UUID, view: View, basis: object = None) -> None:
        """Send the view if it differs from the last one; its number counts for this leg alone."""
        seat = self._seats.get(leg)
        if seat is None or seat.outbox is None:
            return
        seat.basis = basis
        beside = (view.responder, view.company, view.deputy, view.own)
        content = (view.screen, view.panel, view.room, *beside)
        if content == seat.shown:
            return
        seat.shown, seat.view = content, view
        seat.number += 1
        seat.outbox.show(view.model_copy(update={"number": seat.number}))

    def amend(self, leg: UUID, change: Callable[[View], View]) -> None:
        """Show the last view again with something changed; where none was shown, nothing."""
        seat = self._seats.get(leg)
        if seat is not None and seat.view is not None:
            self.show(leg, change(seat.view))

    def decorate(self, leg: UUID, message: Slots | Speaking) -> None:
        """Send who is in which slot, or whose light is on, if it differs from the last time."""
        seat = self._seats.get(leg)
        if seat is None or seat.outbox is None:
            return
        match message:
            case Slots():
                same, seat.slots = seat.slots == message, message
            case Speaking():
                same, seat.speaking = seat.speaking == message, message
        if not same:
            seat.outbox.show(message)

    def legs(self) -> frozenset[UUID]:
        return frozenset(self._seats)
