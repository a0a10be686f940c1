"""The machine's clocks, handed in from outside everywhere else."""

import time

from app.domain.ids import Micros


class SystemClock:
    def now(self) -> Micros:
        return Micros(time.time_ns() // 1000)

    def monotonic(self) -> float:
        return time.monotonic()
