"""A stranger who knows our port, and a leg that would be another: counted, and harmless."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from media.api import Gone
from media.engine import EmbeddedEngine
from tests.media.conftest import Wire
from tests.media.offers import read_offer
from tests.media.peer import Peer
from tests.media.room import CONFERENCE, Room

NULL_CIPHER_HELLO = bytes.fromhex(
    "16fefd0000000000000000003a0100002e000000000000002efefd" + "11" * 32 + "00000002000001000000"
)
FATAL_ALERT = bytes.fromhex("15fefd000000000000000000020228")
JUNK = [NULL_CIPHER_HELLO, FATAL_ALERT, b"\x16" + bytes(29), b"\x80\x6f" + bytes(60), b"", b"\xff"]


@pytest.fixture
def stranger() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unknown:
        unknown.bind(("127.0.0.1", 0))
        unknown.settimeout(0)
        yield unknown


def server_of(peer: Peer) -> tuple[str, int]:
    host, port = read_offer(peer.offer)["udp"].split(" ")
    return host, int(port)


async def test_a_stranger_cannot_spoil_a_handshake(room: Room, stranger: socket.socket) -> None:
    async with Peer("mother") as mother:
        await mother.answer(room.engine, CONFERENCE)

        loop = asyncio.get_running_loop()

        def disturb() -> None:
            nonlocal again
            for junk in JUNK:
                stranger.sendto(junk, server_of(mother))
            again = loop.call_later(0.002, disturb)

        again = loop.call_soon(disturb)
        await mother.prove_address()
        await mother.shake_hands()
        again.cancel()
        assert not room.of(Gone)


async def test_a_stranger_gets_no_answer_to_anything(
    near: Room, wire: Wire, stranger: socket.socket
) -> None:
    async with Peer("mother") as mother, Peer("impostor") as impostor:
        await mother.join(near.engine, CONFERENCE)
        impostor.take_offer(mother.offer)
        impostor.socket.close()
        impostor.socket = stranger
        stranger.connect(server_of(mother))
        impostor.ask(password="w" * 32)
        for junk in JUNK:
            stranger.send(junk)
        mother.is_answered.clear()
        mother.ask()
        await mother.is_answered.wait()
        to_stranger = [d for _, to, d in wire.sent if to == stranger.getsockname()]
        assert to_stranger == []


async def test_media_from_an_address_that_nobody_signed_is_not_read(
    near: Room, embedded: EmbeddedEngine, stranger: socket.socket
) -> None:
    """Even when it is encrypted with the right key."""
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(near.engine, CONFERENCE)
        await near.admit(mother, chair)
        own, mother.socket = mother.socket, stranger
        stranger.connect(server_of(mother))
        mother.say(payload=b"from elsewhere")
        mother.socket = own
        mother.say(payload=b"from here")
        await chair.until_heard(b"from here")
        assert chair.payloads() == [b"from here"]
        assert embedded.counters["stranger"] == 1


async def test_an_unsigned_request_moves_nobody(near: Room, stranger: socket.socket) -> None:
    async with Peer("mother") as mother, Peer("chair") as chair:
        for peer in (mother, chair):
            await peer.join(near.engine, CONFERENCE)
        await near.admit(mother, chair)
        own, chair.socket = chair.socket, stranger
        stranger.connect(server_of(chair))
        chair.ask(password="x" * 32)
        chair.socket = own
        mother.say(payload=b"still here")
        await chair.until_heard(b"still here")


async def test_a_leg_cannot_take_the_address_of_another(near: Room) -> None:
    """The father signs a request from the mother's address, as if he could forge it."""
    async with Peer("mother") as mother, Peer("father") as father, Peer("chair") as chair:
        for peer in (mother, father, chair):
            await peer.join(near.engine, CONFERENCE)
        await near.admit(mother, father, chair)
        own, father.socket = father.socket, mother.socket
        father.ask()
        father.socket = own
        chair.say(payload=b"to both")
        await mother.until_heard(b"to both")
        await father.until_heard(b"to both")


async def test_a_browser_with_another_certificate_is_never_connected(room: Room) -> None:
    async with Peer("mother") as mother:
        offer = await room.engine.offer(CONFERENCE, mother.key, "127.0.0.1")
        mother.take_offer(offer.sdp)
        sdp = "\r\n".join(
            "a=fingerprint:sha-256 " + ":".join(["AB"] * 32) if "fingerprint" in line else line
            for line in mother.make_answer().split("\r\n")
        )
        await room.engine.accept(CONFERENCE, mother.key, sdp)
        await mother.prove_address()
        await mother.shake_hands()
        gone = await room.until(Gone)
        assert gone.leg == mother.key


async def test_a_leg_that_falls_silent_is_gone(impatient: Room) -> None:
    async with Peer("mother") as mother:
        await mother.join(impatient.engine, CONFERENCE)
        gone = await impatient.until(Gone)
        assert gone.leg == mother.key


async def test_a_leg_whose_browser_never_comes_is_gone(impatient: Room) -> None:
    async with Peer("mother") as mother:
        await impatient.engine.offer(CONFERENCE, mother.key, "127.0.0.1")
        gone = await impatient.until(Gone)
        assert gone.leg == mother.key


async def test_a_leg_that_says_goodbye_is_gone_at_once(room: Room) -> None:
    async with Peer("mother") as mother:
        await mother.join(room.engine, CONFERENCE)
        await mother.dtls.stop()
        gone = await room.until(Gone)
        assert gone.leg == mother.key
