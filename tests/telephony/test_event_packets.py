"""Presses are told apart by the times in their packets, in whatever order these come."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.telephony.digits import EventPackets, allowed_number, digit_of_info
from media.telephony.settings import TelephonySettings

PREFIXES = TelephonySettings().prefixes


def packet(
    digit: str, stamp: int, duration: int, *, is_end: bool = False, number: int | None = None
) -> bytes:
    """`number`: of the first packet of a press, which is marked, or of a later one."""
    head = bytes([0x80, 101 + 0x80 * (duration == 0)]) + (number or 0).to_bytes(2, "big")
    event = bytes(["0123456789*#".index(digit), 0x80 * is_end])
    source = (stamp % (1 << 32)).to_bytes(4, "big") + b"\x00\x00\x00\x07"
    return head + source + event + duration.to_bytes(2, "big")


def counted(*packets: bytes) -> str:
    heard = EventPackets()
    return "".join(digit for digit in map(heard.take, packets) if digit)


keys = st.text("0123456789*#", min_size=1, max_size=8)


@given(keys, st.integers(0, 2**32 - 1), st.randoms(use_true_random=False), st.integers(1, 6))
def test_every_press_counts_once_if_any_packet_of_it_comes(
    keys: str, begun: int, chance: random.Random, kept: int
) -> None:
    come = list[bytes]()
    for index, key in enumerate(keys):
        stamp = begun + 1600 * index
        whole = [packet(key, stamp, 160 * (count + 1)) for count in range(5)]
        whole += [packet(key, stamp, 800, is_end=True)] * 3
        some = chance.choices(whole, k=kept)
        chance.shuffle(some)
        come += some
    assert counted(*come) == keys


def test_a_press_that_is_longer_than_its_clock_is_one_press() -> None:
    assert counted(packet("5", 0, 800), packet("5", 0xFFFF, 160), packet("5", 0xFFFF, 960)) == "5"


def test_a_tone_that_wavers_for_less_than_40_ms_is_one_press() -> None:
    first = packet("5", 0, 160), packet("5", 0, 1600, is_end=True)
    assert counted(*first, packet("5", 1600 + 300, 160)) == "5"
    assert counted(*first, packet("5", 1600 + 330, 160)) == "55"
    assert counted(*first, packet("6", 1600 + 80, 160)) == "56"


def press_of_sipp(key: str, begun_ms: int, number: int) -> list[bytes]:
    """Begun by a clock of milliseconds that starts again; lasting by one of samples."""
    ended = [packet(key, begun_ms, 1600, is_end=True, number=number + at) for at in (2, 3)]
    return [packet(key, begun_ms, at * 160, number=number + at) for at in (0, 1)] + ended


def test_presses_of_a_clock_that_runs_slow_or_starts_again_are_all_counted() -> None:
    slow = press_of_sipp("5", 0, 10) + press_of_sipp("5", 400, 20)
    again = press_of_sipp("5", 0, 130) + press_of_sipp("5", 0, 134)
    after = press_of_sipp("5", 1600, 230)
    assert counted(*slow, *again, *again, *slow, *after) == "55555"


def test_a_sender_that_stamps_each_packet_anew_has_pressed_once() -> None:
    going_on = [packet("5", 160 * at, 160 * at, number=at) for at in range(6)]
    ended = [packet("5", 960 + 160 * at, 960, is_end=True, number=6 + at) for at in range(2)]
    assert counted(*going_on, *ended) == "5"


def test_a_sender_that_marks_every_packet_has_pressed_once() -> None:
    marked = [
        bytes([sent[0], 0x80 | sent[1]]) + sent[2:]
        for sent in [packet("5", 0, 160 * at, number=at) for at in range(6)]
        + [packet("5", 0, 960, is_end=True, number=6 + at) for at in range(3)]
    ]
    assert counted(*marked, *marked) == "5"


@given(st.binary(max_size=40))
def test_nonsense_is_no_key_and_no_fault(nonsense: bytes) -> None:
    assert EventPackets().take(b"\x80\x65" + nonsense) in {None, *"0123456789*#"}


@pytest.mark.parametrize(
    ("subtype", "body", "digit"),
    [
        ("dtmf-relay", b"Signal=5\r\nDuration=160\r\n", "5"),
        ("dtmf-relay", b"signal = #\n", "#"),
        ("dtmf-relay", b"Duration=5", None),
        ("dtmf", b"5", "5"),
        ("dtmf", b" 10 \r\n", "*"),
        ("dtmf", b"11", "#"),
        ("dtmf", b"12", None),
        ("dtmf", b"", None),
    ],
)
def test_the_key_is_read_from_a_message(subtype: str, body: bytes, digit: str | None) -> None:
    assert digit_of_info(subtype, body) == digit


@pytest.mark.parametrize(
    ("number", "allowed"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 (20) 7946-0958", "+442079460958"),
        ("09011234567", None),
        ("+15551234567", None),
        ("00447700900123", None),
        ("+44770090012345678", None),
        ("999", None),
        ("+447700900123@elsewhere", None),
        ("", None),
    ],
)
def test_only_a_british_number_of_the_usual_kind_may_be_rung(
    number: str, allowed: str | None
) -> None:
    assert allowed_number(number, PREFIXES) == allowed
