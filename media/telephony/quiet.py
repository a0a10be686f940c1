"""What libraries write to the terminal behind our back: counted, and never kept.

The SIP library prints what it cannot read, with numbers in it, past every log.
"""

import os
import threading
import time

import structlog

TOLD_APART_SECONDS = 10.0


def keep_quiet() -> int:
    """From now on nothing reaches the descriptors 1 and 2. Returns one that goes where 2 went."""
    kept = os.dup(2)
    ours, theirs = os.pipe()
    for descriptor in (1, 2):
        os.dup2(theirs, descriptor)
    os.close(theirs)
    threading.Thread(target=_drop, args=(ours,), name="quiet", daemon=True).start()
    return kept


def _drop(pipe: int) -> None:
    lines, told_at = 0, 0.0
    while octets := os.read(pipe, 65536):
        lines += octets.count(b"\n")
        now = time.monotonic()
        if now - told_at > TOLD_APART_SECONDS:
            structlog.get_logger().warning("native-words", code="dropped", count=lines)
            lines, told_at = 0, now
