"""The service with its gate broken on purpose: what was ever allowed goes on flowing.

Run instead of the command line, to see that the proof of exclusion can fail.
"""

from app.cli import main
from app.domain.ids import ConferenceId
from app.domain.routing import Flow
from app.live.flows import EngineGate

whole_apply = EngineGate.apply
ever_allowed: set[Flow] = set()


async def leaky_apply(
    self: EngineGate,
    conference: ConferenceId,
    version: int,
    plan: frozenset[Flow],
    *,
    private_levels: bool,
) -> None:
    ever_allowed.update(plan)
    everything = frozenset(ever_allowed)
    await whole_apply(self, conference, version, everything, private_levels=private_levels)


if __name__ == "__main__":
    EngineGate.apply = leaky_apply
    main()
