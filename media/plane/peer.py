"""One leg as the plane sees it: what comes from it, what goes to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from media.plane.outlet import Outlet
from media.plane.select import Quality
from media.plane.slots import Slot
from media.plane.upstream import Upstream

REPAIRS_PER_SECOND = 300


@dataclass(slots=True)
class Line:
    """How well the way to a receiver carries what we send."""

    quality: Quality = Quality.FULL
    since: float = 0.0


@dataclass(slots=True)
class Peer:
    upstream: Upstream
    outlet: Outlet
    slots: Sequence[Slot]
    has_flows: bool = False
    """Whether the plan names the leg at all, as source or sink. Read for each packet of RTCP."""
    line: Line = field(default_factory=Line)
    repairs_left: int = REPAIRS_PER_SECOND
    """How many packets may still be sent again in this second."""
    by_ssrc: dict[int, Slot] = field(init=False)

    def __post_init__(self) -> None:
        self.by_ssrc = {slot.ssrc: slot for slot in self.slots}
