"""The WebSocket protocol that keeps its transport, so that an outbox is destroyed, not drained."""

import socket
import struct
from asyncio.transports import BaseTransport
from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

ABORT = "quorate.abort"
"""Name of the ASGI extension that holds `abort`."""

NOT_SENT_BYTES = 16_384
"""What the kernel may hold unsent for one socket: the rest stays with us, where it can be burnt."""

_TCP_NOTSENT_LOWAT = 25
_LINGER_ZERO = struct.pack("ii", 1, 0)

Abort = Callable[[], None]


class GateWebSocketProtocol(WebSocketsSansIOProtocol):
    """Closing is abrupt on purpose: a reset discards what the kernel has not sent yet."""

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=65_536)
        held = self.transport.get_extra_info("socket")
        if held is not None and held.family in {socket.AF_INET, socket.AF_INET6}:
            held.setsockopt(socket.IPPROTO_TCP, _TCP_NOTSENT_LOWAT, NOT_SENT_BYTES)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope.setdefault("extensions", {})[ABORT] = {"abort": self.abort}

    def abort(self) -> None:
        """Nothing that is still queued here or in the kernel leaves any more."""
        held = self.transport.get_extra_info("socket")
        if held is not None:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        self.transport.abort()
