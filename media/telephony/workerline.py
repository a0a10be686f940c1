"""The socket to one media worker: found, lost, and found again, for ever. Never blocks."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

from media import line
from media.line import BadMessage, Message, Reader

AGAIN_SECONDS = 0.2
ROOM = 1024 * 1024
"""Octets of the socket's own queue: several beats of a hundred calls."""
STUCK_SECONDS = 1.0
READ_AT_ONCE = 256 * 1024


class WorkerLine:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._socket: socket.socket | None = None
        self._reader = Reader()
        self._unsent = b""
        self._stuck_at = 0.0
        self._again_at = 0.0
        self.tick = 0
        self.awaited = False
        """A beat has been sent that is not answered yet."""

    @property
    def socket(self) -> socket.socket | None:
        """None: lost."""
        return self._socket

    def find(self) -> None:
        """Try to reach the worker, if it is lost and the last try is long enough ago."""
        now = time.monotonic()
        if self._socket is not None or now < self._again_at:
            return
        self._again_at = now + AGAIN_SECONDS
        tried = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
        tried.settimeout(0)
        try:
            tried.connect(str(self._path))
        except OSError:
            tried.close()
            return
        self._socket, self._reader, self._unsent, self.tick = tried, Reader(), b"", 0

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self.awaited = None, False

    def beat(self, entries: list[line.Entry]) -> None:
        """A worker that still has the last beat to read misses this one."""
        self.tick = (self.tick + 1) % (1 << 32)
        self.awaited = False
        if self._socket is None:
            return
        if self._unsent:
            self._send(b"")
            return
        self.awaited = True
        self._send(line.write(line.Frames(line.Type.BEAT, self.tick, entries)))

    def done(self, mark: line.Mark) -> None:
        self._send(line.write(line.Mark(line.Type.DONE, mark.call, mark.epoch)))

    def _send(self, octets: bytes) -> None:
        if self._socket is None:
            return
        if not self._unsent:
            self._stuck_at = time.monotonic() + STUCK_SECONDS
        self._unsent += octets
        try:
            self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            if time.monotonic() > self._stuck_at:
                self.close()
        except OSError:
            self.close()

    def read(self) -> Iterator[Message]:
        """What has come. Closes the line if it is lost or speaks nonsense."""
        while self._socket is not None:
            try:
                octets = self._socket.recv(READ_AT_ONCE)
                if not octets:
                    self.close()
                    return
                yield from self._reader.feed(octets)
            except BlockingIOError:
                return
            except (OSError, BadMessage):
                self.close()
