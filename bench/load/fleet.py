"""Who moves many legs at once: C where a compiler is, Python elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from bench.load import native
from bench.load.leg import RawLeg
from bench.load.plain import PlainPump
from bench.load.pump import Pump


def pump_for(
    legs: Sequence[RawLeg], levels_dbov: Sequence[int], verifying: frozenset[int], folder: Path
) -> Pump | PlainPump:
    """Takes the connected legs over. `verifying`: those, by place, that check every packet."""
    if native.compiler() is None:
        return PlainPump(legs, levels_dbov)
    return Pump(legs, levels_dbov, verifying, folder)
