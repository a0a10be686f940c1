"""Somebody who means no good, or knows no better: octets by UDP and TCP, as fast as asked."""

import asyncio
import socket
from collections.abc import Iterable
from contextlib import suppress

from tests.callers import sip
from tests.callers.sip import Address, Message

BURST_SECONDS = 0.02
REPLY_SECONDS = 2.0


async def send_by_udp(messages: Iterable[bytes], to: Address, per_second: int) -> int:
    """Give how many were sent. Answers are not read."""
    loop = asyncio.get_running_loop()
    sent, began = 0, loop.time()
    with socket.socket(type=socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
        line.bind((to[0], 0))
        for message in messages:
            with suppress(BlockingIOError, ConnectionRefusedError):
                line.sendto(message, to)
            sent += 1
            await until(began + sent / per_second)
    return sent


async def send_by_tcp(messages: Iterable[bytes], to: Address, per_connection: int) -> int:
    """As UDP; a connection that the other side ends is made again."""
    sent, writer = 0, None
    for message in messages:
        if writer is None or writer.is_closing() or sent % per_connection == 0:
            if writer is not None:
                writer.transport.abort()
            async with asyncio.timeout(REPLY_SECONDS):
                _, writer = await asyncio.open_connection(*to)
        writer.write(message)
        sent += 1
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(REPLY_SECONDS):
                await writer.drain()
    if writer is not None:
        writer.transport.abort()
    return sent


async def until(moment: float) -> None:
    """By the loop's clock. Over at once if that has passed."""
    loop = asyncio.get_running_loop()
    if moment - loop.time() < BURST_SECONDS:
        return
    reached = asyncio.Event()
    loop.call_at(moment, reached.set)
    await reached.wait()


class Answers(asyncio.DatagramProtocol):
    """The first datagram that comes back."""

    def __init__(self) -> None:
        self.first = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: Address) -> None:
        del addr
        if not self.first.done():
            self.first.set_result(data)


async def options(to: Address) -> int:
    """The status with which OPTIONS is answered. Raises TimeoutError."""
    loop = asyncio.get_running_loop()
    transport, answers = await loop.create_datagram_endpoint(Answers, local_addr=(to[0], 0))
    try:
        host, port = transport.get_extra_info("sockname")[:2]
        mark = f"{port}.{loop.time()}"
        headers = [
            ("Via", f"SIP/2.0/UDP {host}:{port};branch=z9hG4bK{mark};rport"),
            ("Max-Forwards", "70"),
            ("From", f"<sip:asks@{host}>;tag={mark}"),
            ("To", f"<sip:100@{to[0]}>"),
            ("Call-ID", mark),
            ("CSeq", "1 OPTIONS"),
        ]
        transport.sendto(
            sip.write(Message(f"OPTIONS sip:100@{to[0]}:{to[1]} SIP/2.0", headers)), to
        )
        async with asyncio.timeout(REPLY_SECONDS):
            answer = sip.read(await answers.first)
        assert answer is not None
        return answer.status
    finally:
        transport.close()
