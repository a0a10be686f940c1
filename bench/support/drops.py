"""A poor line between clients and the service: passes bytes on, until it is cut."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
from anyio.abc import SocketStream, TaskGroup

from bench.support.service import free_port

PIECE = 65_536


@dataclass
class Line:
    """Everything that goes through it is lost at once when it is cut, in both directions."""

    service_port: int
    port: int = 0
    cuts: int = 0
    _is_dark: bool = False
    _open: set[SocketStream] = field(default_factory=set[SocketStream])

    async def cut(self, dark_s: float) -> None:
        """Nobody gets through for a while; then whoever tries again does."""
        self._is_dark = True
        self.cuts += 1
        for stream in list(self._open):
            await anyio.aclose_forcefully(stream)
        await anyio.sleep(dark_s)
        self._is_dark = False

    async def carry(self, client: SocketStream) -> None:
        if self._is_dark:
            await anyio.aclose_forcefully(client)
            return
        try:
            service = await anyio.connect_tcp("127.0.0.1", self.service_port)
        except OSError:
            await anyio.aclose_forcefully(client)
            return
        self._open |= {client, service}
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._pass_on, client, service, tasks)
                tasks.start_soon(self._pass_on, service, client, tasks)
        finally:
            self._open -= {client, service}
            with anyio.CancelScope(shield=True):
                await anyio.aclose_forcefully(client)
                await anyio.aclose_forcefully(service)

    async def _pass_on(self, source: SocketStream, sink: SocketStream, tasks: TaskGroup) -> None:
        try:
            while True:
                await sink.send(await source.receive(PIECE))
        except (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError):
            tasks.cancel_scope.cancel()


@asynccontextmanager
async def line_to(service_port: int) -> AsyncGenerator[Line]:
    line = Line(service_port)
    line.port = free_port()
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=line.port)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, line.carry)
        yield line
        tasks.cancel_scope.cancel()
