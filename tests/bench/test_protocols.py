"""What a raw client says is read by another's codec too, and nonsense is not taken for speech."""

import pytest
from aioice import stun as other

from bench.load import rtp, sdp, stun
from bench.load.dtls import datagrams

PASSWORD = "a-password-of-the-server"
RECORD = bytes([22, 254, 253]) + bytes(8)


def test_a_binding_request_is_signed_and_nominates() -> None:
    asked = other.parse_message(stun.binding_request("server:client", PASSWORD))
    assert asked.check_message_integrity(PASSWORD.encode())
    assert asked.attributes["USERNAME"] == "server:client"
    assert "USE-CANDIDATE" in asked.attributes


def test_only_a_reply_with_the_right_signature_counts() -> None:
    request = stun.binding_request("server:client", PASSWORD)
    for password, expected in ((PASSWORD, stun.Reply.SUCCESS), ("guessed", stun.Reply.FORGED)):
        reply = stun.binding_reply(request, password, ("127.0.0.1", 4000))
        assert stun.read_reply(reply, request, PASSWORD) is expected


def test_the_reply_to_another_request_is_not_ours() -> None:
    first, second = (stun.binding_request("server:client", PASSWORD) for _ in range(2))
    reply = stun.binding_reply(first, PASSWORD, ("127.0.0.1", 4000))
    assert stun.read_reply(reply, second, PASSWORD) is stun.Reply.OTHER


def test_a_reply_names_the_address_of_who_asked() -> None:
    request = stun.binding_request("server:client", PASSWORD)
    reply = other.parse_message(stun.binding_reply(request, PASSWORD, ("192.0.2.7", 4000)))
    assert reply.attributes["XOR-MAPPED-ADDRESS"] == ("192.0.2.7", 4000)


@pytest.mark.parametrize("text", ["", "v=0", "v=0\r\nm=audio 9 X 1\r\na=ice-ufrag:u\r\n"])
def test_half_an_offer_is_refused(text: str) -> None:
    with pytest.raises(sdp.BadOffer):
        sdp.read_offer(text)


def test_a_packet_is_read_as_it_was_written() -> None:
    stream = rtp.Stream(ssrc=7, payload_type=111, sequence=65535, timestamp=2**32 - 1)
    elements = rtp.extension((1, b"0"), (2, b"\x94"), (None, b"not offered"))
    seen = rtp.read_rtp(stream.packet(b"sound", elements, marker=True))
    assert seen == rtp.Received(
        7, 111, 65535, 2**32 - 1, marker=True, elements={1: b"0", 2: b"\x94"}, payload=b"sound"
    )
    assert stream.sequence == 0


def test_key_frames_are_asked_for_in_both_ways() -> None:
    loss = rtp.picture_loss(1, 70)
    full_intra = bytes([0x84, 206, 0, 4]) + bytes(8) + (71).to_bytes(4, "big") + bytes(4)
    compound = rtp.empty_receiver_report(1) + loss + full_intra
    assert list(rtp.key_frames_asked(compound)) == [70, 71]


@pytest.mark.parametrize("cut", range(1, 24))
def test_a_torn_packet_is_not_read_beyond_its_end(cut: int) -> None:
    whole = rtp.Stream(1, 111).packet(b"", rtp.extension((1, b"0"), (2, b"\x14")))
    seen = rtp.read_rtp(whole[:-cut])
    assert seen is None or seen.payload == b""


def test_a_flight_is_split_between_records() -> None:
    records = [RECORD + (900).to_bytes(2, "big") + bytes(900) for _ in range(3)]
    assert datagrams(b"".join(records)) == records
