"""What of a view its reader has already, so that it is not sent again.

Minutes grow to hundreds of lines, and every hand that is raised makes a new view: the lines of the
view before are named by their number, not repeated.
"""

from itertools import takewhile

from signalling.messages import Inside, ToBrowser, View
from signalling.minutes import Line


class LinesSent:
    """One socket's: its messages arrive all, and in order."""

    def __init__(self) -> None:
        self._sent: list[Line] = []

    def less(self, message: ToBrowser) -> ToBrowser:
        """The message without the lines that stand first in it as they did in the view before."""
        if not isinstance(message, View):
            return message
        screen = message.screen
        if not isinstance(screen, Inside):
            self._sent = []
            return message
        pairs = zip(self._sent, screen.lines, strict=False)
        kept = sum(1 for _ in takewhile(_are_same, pairs))
        self._sent = screen.lines
        less = screen.model_copy(update={"lines": screen.lines[kept:], "lines_kept": kept})
        return message.model_copy(update={"screen": less})


def _are_same(pair: tuple[Line, Line]) -> bool:
    before, now = pair
    return before is now or before == now
