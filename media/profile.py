"""What our offer fixes with every browser: payload types, extension ids, the names of m-lines.

We write every offer, so these are the same for everyone, and a packet needs no translation table.
"""

from enum import IntEnum

OPUS, VP8, RTX = 111, 96, 97
OPUS_CLOCK, VP8_CLOCK = 48_000, 90_000


class Extension(IntEnum):
    """Ids of RTP header extensions. They are read here and never forwarded to anyone."""

    MID = 1
    LEVEL = 2
    RID = 3
    REPAIRED_RID = 4


SOUND_UP, PICTURE_UP = "0", "1"
SOUND_SLOTS = "abc"
PICTURE_SLOTS = "klmnopqrstuvwxyz"
"""Every name is one character long."""

HIGH, LOW = "h", "l"
"""The two layers that a browser sends of its picture."""
