"""Where the telephone connects to a worker: one line at a time, the newest wins."""

import asyncio
import os
from pathlib import Path
from typing import cast

from media.line import BadMessage, Reader
from media.phone.bridge import Bridge

UNREAD_AT_MOST = 256 * 1024
"""Bytes that a telephone may leave unread before it loses its connection."""


class Listener:
    """From an engine's start to its stop."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        self._server: asyncio.Server | None = None
        self._present: Line | None = None

    async def open(self, path: Path) -> None:
        """Only our own user can connect. Raises OSError."""
        loop = asyncio.get_running_loop()
        before = os.umask(0o177)
        try:
            self._server = await loop.create_unix_server(lambda: Line(self), path)
        finally:
            os.umask(before)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.replace(None)

    def replace(self, line: "Line | None") -> None:
        """The line that there was is over, and this one takes its place."""
        before, self._present = self._present, line
        if before is not None:
            before.hang_up()
            self.bridge.line_lost()
        if line is not None:
            self.bridge.line_begins(line.send)

    def take(self, line: "Line", octets: bytes) -> None:
        """What has come. Of a line that is over meanwhile, nothing is read any more."""
        try:
            for message in line.reader.feed(octets):
                if self._present is line:
                    self.bridge.take(message)
        except BadMessage:
            self.lost(line)

    def lost(self, line: "Line") -> None:
        if self._present is line:
            self.replace(None)


class Line(asyncio.Protocol):
    """One connection of the telephone."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.reader = Reader()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # a stream's always is one
        self._listener.replace(self)

    def data_received(self, data: bytes) -> None:
        self._listener.take(self, data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._listener.lost(self)

    def send(self, octets: bytes) -> None:
        """At once, as far as the kernel takes it."""
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(octets)
        if self._transport.get_write_buffer_size() > UNREAD_AT_MOST:
            self._listener.lost(self)

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.abort()
