"""Holding a connection without asking for anything: it is closed, and a socket in use is not."""

import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import anyio
import pytest
import uvicorn
from anyio.abc import SocketStream
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect

from app.http_protocol import DeadlineHttpProtocol

REQUEST = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


class Hasty(DeadlineHttpProtocol):
    head_seconds = 0.3


async def hello(_: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(await socket.receive_text())


@asynccontextmanager
async def served() -> AsyncGenerator[int]:
    """The port of a server in a hurry."""
    app = Starlette(routes=[Route("/", hello), WebSocketRoute("/echo", echo)])
    config = uvicorn.Config(
        app, http=Hasty, log_config=None, lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(server.serve, [listener])
            yield listener.getsockname()[1]
            server.should_exit = True


async def is_answered(stream: SocketStream) -> bool:
    whole = b""
    with anyio.move_on_after(2):
        while b"hello" not in whole:
            whole += await stream.receive()
    return b"hello" in whole


async def ends_within(stream: SocketStream, seconds: float) -> bool:
    """Whether the other side closes by then."""
    with anyio.move_on_after(seconds):
        while True:
            try:
                await stream.receive()
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                return True
    return False


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nhost: x\r\nx: "])
async def test_half_a_request_is_not_waited_for(said: bytes) -> None:
    async with served() as port, await anyio.connect_tcp("127.0.0.1", port) as stream:
        if said:
            await stream.send(said)
        assert await ends_within(stream, 2)


async def test_half_a_second_request_is_not_waited_for_either() -> None:
    async with served() as port, await anyio.connect_tcp("127.0.0.1", port) as stream:
        await stream.send(REQUEST)
        assert await is_answered(stream)
        await stream.send(b"GET /")
        assert await ends_within(stream, 2)


async def test_a_connection_that_asks_in_time_is_kept() -> None:
    async with served() as port, await anyio.connect_tcp("127.0.0.1", port) as stream:
        for _ in range(3):
            await stream.send(REQUEST)
            assert await is_answered(stream)


async def test_a_socket_outlives_the_deadline_for_its_request() -> None:
    async with served() as port, connect(f"ws://127.0.0.1:{port}/echo") as socket:
        with anyio.move_on_after(Hasty.head_seconds * 2):
            await socket.recv()
        await socket.send("still here")
        assert await socket.recv() == "still here"
