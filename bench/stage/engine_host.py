"""Our engine as the service runs it: a worker process, and here its controller.

Ordered by JSON lines: conferences of twelve in which everything may flow.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from pathlib import Path

import anyio

from bench.stage.child import Message, answer, end, python
from media.api import ConferenceKey, EngineRefusal, Kind, LegKey, Permission, Plan
from media.remote import RemoteEngine

PEOPLE = 12
VALID_S = 60.0
APPLY_EVERY_S = 1.0
"""As the service does: a plan is confirmed again before it runs out."""
ROOMY = "1000000"
"""The bench looks for the ceiling itself."""


class EngineHost:
    """One order at a time."""

    def __init__(self, engine: RemoteEngine, worker: int) -> None:
        self._engine = engine
        self._worker = worker
        self._legs: list[tuple[ConferenceKey, LegKey]] = []
        self._plans: list[tuple[ConferenceKey, frozenset[Permission]]] = []
        self.orders: dict[str, Callable[..., Coroutine[None, None, Message]]] = {
            "offer": self.offer,
            "accept": self.accept,
            "flow": self.flow,
        }

    async def offer(self, conferences: int, address: str) -> Message:
        """Offers for twelve legs in each conference, conference by conference."""
        self._legs = [
            (ConferenceKey(f"conference-{number}"), LegKey(f"leg-{number}-{seat}"))
            for number in range(conferences)
            for seat in range(PEOPLE)
        ]
        offers = [await self._engine.offer(*leg, address) for leg in self._legs]
        return {"offers": [offer.sdp for offer in offers]}

    async def accept(self, answers: list[str]) -> Message:
        for leg, sdp in zip(self._legs, answers, strict=True):
            await self._engine.accept(*leg, sdp)
        return {}

    async def flow(self) -> Message:
        """Everybody may hear and see everybody in their conference."""
        self._plans = [
            (conference, everything([leg for where, leg in self._legs if where == conference]))
            for conference in sorted({conference for conference, _ in self._legs})
        ]
        await self._apply_all()
        return {"pid": self._worker}

    async def confirm_plans(self) -> None:
        """For ever, or until the worker is lost: the load will show that nothing flows then."""
        try:
            while True:
                await anyio.sleep(APPLY_EVERY_S)
                await self._apply_all()
        except EngineRefusal as error:
            print(f"engine: plans are confirmed no more: {error.code}", file=sys.stderr)

    async def read_facts(self) -> None:
        async for _ in self._engine.facts():
            pass

    async def _apply_all(self) -> None:
        for conference, flows in self._plans:
            until = time.monotonic() + VALID_S
            await self._engine.apply(Plan(conference, 1, flows, until, private_levels=False))


def everything(people: list[LegKey]) -> frozenset[Permission]:
    return frozenset(
        Permission(source, sink, kind)
        for source in people
        for sink in people
        for kind in Kind
        if source != sink
    )


@contextmanager
def worker_process(host: str, control: Path) -> Generator[int]:
    """The process id of a worker that ends with this block."""
    command = [*python("media.worker", "--control", str(control), "--host", host)]
    command += ["--max-legs", ROOMY, "--max-forwards", ROOMY, "--die-with-parent"]
    worker = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield worker.pid
    finally:
        worker.terminate()
        end(worker)


async def _obey(host: EngineHost) -> None:
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        do = host.orders[order.pop("do")]
        try:
            answer(**await do(**order))
        except EngineRefusal as error:
            answer(failed=error.code)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        control = Path(folder, "control")
        with worker_process(sys.argv[1], control) as pid:
            async with RemoteEngine(control) as engine, anyio.create_task_group() as tasks:
                host = EngineHost(engine, pid)
                tasks.start_soon(host.read_facts)
                tasks.start_soon(host.confirm_plans)
                answer(ready=True)
                await _obey(host)
                tasks.cancel_scope.cancel()


if __name__ == "__main__":
    asyncio.run(main())
