"""Programs of others that a test starts: ended by their own id, whatever happens."""

import asyncio
import os
import socket
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

END_WITHIN = 5.0
LOOK_EVERY = 0.1


class Program:
    """What a program says, line by line, and a way to tell it something."""

    def __init__(self, running: Process) -> None:
        self.lines = list[str]()
        self._running = running

    @property
    def pid(self) -> int:
        return self._running.pid

    async def tell(self, line: str) -> None:
        assert self._running.stdin is not None
        self._running.stdin.write(line.encode() + b"\n")
        await self._running.stdin.drain()

    async def says(self, is_it: Callable[[str], bool], within: float) -> str:
        """The first line like that which has not been read yet. Raises TimeoutError."""
        assert self._running.stdout is not None
        async with asyncio.timeout(within):
            while line := await self._running.stdout.readline():
                self.lines.append(line.decode(errors="replace").rstrip())
                if is_it(self.lines[-1]):
                    return self.lines[-1]
        raise EOFError("\n".join(self.lines[-20:]))

    async def ends(self, within: float) -> int:
        """Its exit code; what it says until then is kept. Raises TimeoutError."""
        assert self._running.stdout is not None
        async with asyncio.timeout(within):
            rest = await self._running.stdout.read()
            self.lines += rest.decode(errors="replace").splitlines()
            return await self._running.wait()


@asynccontextmanager
async def started(
    command: Sequence[str], folder: Path, *, inside: Sequence[str] = ()
) -> AsyncGenerator[Program]:
    """`inside`: words before the command, such as those that enter a network namespace."""
    running = await asyncio.create_subprocess_exec(
        *inside,
        *command,
        cwd=folder,
        stdin=PIPE,
        stdout=PIPE,
        stderr=STDOUT,
        limit=1 << 20,
        env=os.environ | {"HOME": str(folder), "TERM": "dumb"},
    )
    try:
        yield Program(running)
    finally:
        await _end(running)


async def _end(running: Process) -> None:
    if running.returncode is None:
        running.terminate()
        try:
            async with asyncio.timeout(END_WITHIN):
                await running.wait()
        except TimeoutError:
            running.kill()
            await running.wait()
    if running.stdin is not None:
        running.stdin.close()


def free_port(host: str) -> int:
    """For programs that cannot be told to find one themselves. Free for UDP and TCP just now."""
    with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        stream.bind((host, 0))
        port: int = stream.getsockname()[1]
        datagrams.bind((host, port))
        return port


async def until_so(is_so: Callable[[], bool], within: float) -> None:
    """Asked ten times a second: nothing tells us what another program has done."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(within):
        while not is_so():
            again = asyncio.Event()
            loop.call_later(LOOK_EVERY, again.set)
            await again.wait()
