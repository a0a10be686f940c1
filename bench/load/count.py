"""What a stretch of load came to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Count:
    """What all legs together did, and how late packets were, over one stretch of load."""

    sent: int
    unsent: int
    received: int
    """RTP packets, decrypted or not."""
    octets: int
    rtcp: int
    bad: int
    """Did not verify."""
    checked: int
    """Verified, stamped and timed."""
    dropped: int
    """By our own sockets, because we read too late."""
    key_frames_asked: int
    delays_ms: NDArray[np.float32]
    """From just before encryption until the kernel stamped it at our socket."""
    stalls_ms: NDArray[np.float32]
    """How late each of our own millisecond ticks began."""
