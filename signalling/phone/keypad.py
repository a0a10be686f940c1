"""What a key means once the caller is known (REQ-59): the same in every place.

    1 yes   2 no   3 who is here   4 where are we   5 ask to speak   5 5 the silent signal
    6 mute   7 a break   8 trouble hearing   9 9 leave   0 the administrator   * the keys   # again

Two of the same within two seconds are one thing, however slow the first was.
"""

from dataclasses import dataclass
from enum import Enum, auto

TWICE_SECONDS = 2.0
"""c.6: the window of the silent signal; leaving has the same."""


class Wish(Enum):
    YES = auto()
    NO = auto()
    WHO = auto()
    WHERE = auto()
    SPEAK = auto()
    SIGNAL = auto()
    MUTE = auto()
    BREAK = auto()
    TROUBLE = auto()
    LEAVE_ONCE = auto()
    """The first 9: another must follow."""
    LEAVE = auto()
    OFFICE = auto()
    HELP = auto()
    AGAIN = auto()


ONCE = {
    "1": Wish.YES,
    "2": Wish.NO,
    "3": Wish.WHO,
    "4": Wish.WHERE,
    "5": Wish.SPEAK,
    "6": Wish.MUTE,
    "7": Wish.BREAK,
    "8": Wish.TROUBLE,
    "9": Wish.LEAVE_ONCE,
    "0": Wish.OFFICE,
    "*": Wish.HELP,
    "#": Wish.AGAIN,
}
TWICE = {"5": Wish.SIGNAL, "9": Wish.LEAVE}


@dataclass
class Keypad:
    """Remembers the key before."""

    last: str = ""
    at: float = 0.0

    def wish(self, digit: str, at: float) -> Wish:
        """`at`: seconds. The time is that of the key going down."""
        is_twice = digit == self.last and digit in TWICE and at - self.at <= TWICE_SECONDS
        self.last, self.at = digit, at
        return TWICE[digit] if is_twice else ONCE[digit]
