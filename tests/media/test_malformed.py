"""Whatever comes from outside, no parser raises anything but its own refusal."""

import struct
from collections.abc import Callable
from contextlib import suppress

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from media.api import EngineRefusal
from media.plane import packets, rtcp
from media.transport import ice
from media.transport.answer import LONGEST_ANSWER, BadAnswer, read_answer
from media.transport.ice import Credentials
from media.transport.sdp import Candidate, SlotLine, Transport, write_offer
from tests.media.offers import answer_to
from tests.media.peer import Peer
from tests.media.room import CONFERENCE, Room

MIDS = ("0", "1", "a", "k")
TRANSPORT = Transport(
    Credentials("abcd1234", "p" * 32), "AB:" * 31 + "AB", [Candidate("127.0.0.1", 9, is_tcp=False)]
)
OFFER = write_offer(1, TRANSPORT, [SlotLine("a", 1, 0), SlotLine("k", 2, 3)])
ANSWER = answer_to(OFFER, "mine")
lines = st.one_of(
    st.sampled_from(OFFER.split("\r\n")),
    st.from_regex(r"[a-z]=.{0,60}", fullmatch=True),
    st.from_regex(
        r"a=(mid|ice-ufrag|setup|fingerprint|candidate|simulcast|ssrc|ssrc-group):.{0,60}",
        fullmatch=True,
    ),
    st.text(max_size=80),
)


def signed_request() -> bytes:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    message.attributes["USERNAME"] = "ours:theirs"
    message.attributes["PRIORITY"] = 1
    message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(b"password")
    return bytes(message)


# ---------------------------------------------------------------- STUN


@given(st.binary(max_size=600))
def test_any_bytes_are_a_request_or_nothing(octets: bytes) -> None:
    assert isinstance(ice.parse_request(octets), ice.BindingRequest | None)


@given(st.data())
def test_a_damaged_request_is_not_believed(draw: st.DataObject) -> None:
    octets = bytearray(signed_request())
    at = draw.draw(st.integers(0, len(octets) - 33))
    octets[at] ^= draw.draw(st.integers(1, 255))
    request = ice.parse_request(bytes(octets))
    assert request is None or not request.is_signed_with("password")


def test_our_answer_is_understood_by_another_implementation() -> None:
    request = ice.parse_request(signed_request())
    assert request is not None
    assert (request.ufrag, request.remote_ufrag, request.nominates) == ("ours", "theirs", True)
    for address in (("192.0.2.7", 4711), ("2001:db8::7", 4711)):
        answer = stun.parse_message(ice.answer(request, "password", address))
        assert answer.attributes["XOR-MAPPED-ADDRESS"] == address
        assert answer.check_message_integrity(b"password")


# ---------------------------------------------------------------- RTP and RTCP


@given(st.binary(max_size=200), st.binary(max_size=8))
def test_any_bytes_are_a_packet_or_nothing(octets: bytes, before: bytes) -> None:
    view = memoryview(before + octets + b"\xff" * 8)
    end = len(before) + len(octets)
    body = packets.find_body(view, len(before), end)
    if body is not None:
        extension, payload, payload_end = body
        assert len(before) + 12 <= extension <= payload <= payload_end <= end
        packets.labels(view, extension, payload)
        level = packets.level_dbov(view, extension, payload, 2)
        assert level is None or 0 <= level <= 127
        packets.starts_key_frame(view, payload, payload_end)


@given(st.integers(0, 255), st.integers(0, 127), st.binary(max_size=60))
def test_any_extension_of_the_known_form_is_walked_to_its_end(
    flags: int, payload_type: int, rest: bytes
) -> None:
    rest += bytes(-len(rest) % 4)
    header = struct.pack("!BBHII", 0x90 | flags & 0x0F, payload_type, 1, 2, 3)
    extension = struct.pack("!HH", 0xBEDE, len(rest) // 4) + rest
    octets = memoryview(header + bytes(4 * (flags & 0x0F)) + extension + b"payload")
    body = packets.find_body(octets, 0, len(octets))
    assert body is not None
    extension_at, payload, end = body
    assert bytes(octets[payload:end]) == b"payload"
    found = list(packets.elements(octets, extension_at, payload))
    assert all(extension_at + 4 < at <= at + length <= payload for _, at, length in found)
    levels = [octets[at] & 0x7F for number, at, _ in found if number == 2]
    assert packets.level_dbov(octets, extension_at, payload, 2) == next(iter(levels), None)


@given(st.lists(st.binary(max_size=60), max_size=4), st.integers(0, 31), st.integers(200, 207))
def test_any_bytes_are_reports_or_nothing(bodies: list[bytes], count: int, kind: int) -> None:
    compound = b"".join(
        struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body for body in bodies
    )
    view = memoryview(compound)
    for part in rtcp.parts(view, 0, len(view)):
        assert part.end <= len(view)
        list(rtcp.losses(view, part))
        rtcp.sender_clock(view, part)
        rtcp.media_ssrc(view, part)
        rtcp.fir_ssrc(view, part)
        assert len(rtcp.wanted_again(view, part)) <= rtcp.NACKS_AT_MOST


@given(st.sets(st.integers(0, 0xFFFF), min_size=1, max_size=60))
def test_a_repair_request_asks_for_what_it_was_told(numbers: set[int]) -> None:
    written = memoryview(rtcp.repair_request(1, sorted(numbers)))
    part = next(rtcp.parts(written, 0, len(written)))
    assert set(rtcp.wanted_again(written, part)) == numbers


# ---------------------------------------------------------------- SDP


def test_a_whole_answer_is_read() -> None:
    answer = read_answer(ANSWER, MIDS)
    assert answer.peer_is_client
    assert [section.mid for section in answer.sections] == list(MIDS)
    assert answer.sections[1].is_simulcast
    assert [section.receives for section in answer.sections] == [False, False, True, True]


@given(st.text(max_size=400))
def test_any_text_is_an_answer_or_refused(text: str) -> None:
    with suppress(BadAnswer):
        read_answer("v=0\r\n" + text, MIDS)


@given(st.data())
def test_a_damaged_answer_is_read_or_refused(draw: st.DataObject) -> None:
    whole = ANSWER.split("\r\n")
    for _ in range(draw.draw(st.integers(1, 5))):
        whole[draw.draw(st.integers(0, len(whole) - 1))] = draw.draw(lines)
    with suppress(BadAnswer):
        read_answer("\r\n".join(whole), MIDS)


DAMAGES: dict[str, Callable[[str], str]] = {
    "too long": lambda text: text + "a=x:" + "y" * LONGEST_ANSWER + "\r\n",
    "another line": lambda text: text.replace("a=mid:k", "a=mid:l"),
    "two names": lambda text: text.replace("a=mid:0", "a=mid:0\r\na=mid:0"),
    "more lines": lambda text: text + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:z\r\n",
    "candidates": lambda text: text + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n" * 33,
    "weak digest": lambda text: text.replace("a=fingerprint:sha-256", "a=fingerprint:sha-1"),
    "no ufrag": lambda text: text.replace("a=ice-ufrag:", "a=ice-other:"),
    "no role": lambda text: text.replace("a=setup:active", "a=setup:actpass"),
    "two roles": lambda text: text.replace("a=setup:active", "a=setup:passive", 1),
    "other kind": lambda text: text.replace("m=audio", "m=application", 1),
    "no lines": lambda text: text[: text.index("m=")],
    "nothing": lambda _: "",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_cannot_be_an_answer_to_our_offer_is_refused(damage: str) -> None:
    with pytest.raises(BadAnswer):
        read_answer(DAMAGES[damage](ANSWER), MIDS)


async def test_a_bad_answer_is_one_refusal_and_the_leg_stays(room: Room) -> None:
    async with Peer("mother") as mother:
        offer = await room.engine.offer(CONFERENCE, mother.key, "127.0.0.1")
        mother.take_offer(offer.sdp)
        with pytest.raises(EngineRefusal, match="bad-answer"):
            await room.engine.accept(CONFERENCE, mother.key, "v=0\r\nnonsense")
        await room.engine.accept(CONFERENCE, mother.key, mother.make_answer())
        with pytest.raises(EngineRefusal, match="bad-answer"):
            await room.engine.accept(CONFERENCE, mother.key, mother.make_answer())
        await mother.prove_address()
        await mother.shake_hands()


# ---------------------------------------------------------------- a live engine


async def test_a_leg_that_sends_nonsense_disturbs_nobody(room: Room) -> None:
    """Nonsense in the clear, and nonsense encrypted with the right key."""
    async with Peer("mother") as mother, Peer("father") as father, Peer("chair") as chair:
        for peer in (mother, father, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(mother, father, chair)
        for size in range(1, 200):
            father.send_raw(bytes([size * 7 & 0xFF]) * size)
            father.send_raw(b"\x80" + bytes([size & 0xFF]) * size)
            father.send_raw(b"\x16\xfe\xfd" + bytes(size))
            junk = bytes((size * k) & 0xFF for k in range(size))
            father.send_control(b"\x81\xc9\x00\x01" + bytes(4) + junk)
            father.send_raw(father.dtls._tx_srtp.protect(bytes([0x80, size]) + bytes(10) + junk))
        mother.say(payload=b"undisturbed")
        await chair.until_heard(b"undisturbed")
        await father.until_heard(b"undisturbed")


async def test_a_leg_may_use_only_so_many_streams(room: Room) -> None:
    async with Peer("father") as father, Peer("chair") as chair:
        for peer in (father, chair):
            await peer.join(room.engine, CONFERENCE)
        await room.admit(father, chair)
        for number in range(200):
            father.sound.ssrc = 5000 + number
            father.say(payload=b"%d" % number)
        await chair.until_heard(b"47")
        father.sound.ssrc = 5047
        father.say(payload=b"known")
        await chair.until_heard(b"known")
        assert b"48" not in chair.payloads()
