"""Tones in packets, of which some are lost, doubled or overtaken: each key is counted once."""

from collections.abc import Iterator
from itertools import combinations
from random import Random

import pytest

from media.telephony import tones
from media.telephony.tonepackets import TonePackets
from tests.callers import g711, keys, sounds
from tests.callers.sdp import Codec

KEYS = "0123456789*#"
LAWS = (Codec.PCMA, Codec.PCMU)
CALM = [sounds.SILENCE] * 6


class Line:
    """What a caller sends, frame by frame, and the keys that are counted of it."""

    def __init__(self, first: int = 500, law: Codec = Codec.PCMA) -> None:
        library = tones.load()
        assert library is not None
        self.counted = ""
        self.number, self.stamp, self.source, self.law = first, 4_294_960_000, 7, law
        self.packets = TonePackets(tones.ToneDetector(library, self._changed))
        self.send(CALM)

    def _changed(self, digit: str | None) -> None:
        self.counted += digit or ""

    def made(self, frames: list[g711.Samples]) -> Iterator[bytes]:
        for frame in frames:
            head = bytes([0x80, int(self.law)]) + (self.number % 65536).to_bytes(2, "big")
            head += (self.stamp % (1 << 32)).to_bytes(4, "big") + self.source.to_bytes(4, "big")
            self.number += 1
            self.stamp += len(frame)
            yield head + g711.encode(self.law, frame)

    def send(self, frames: list[g711.Samples], lost: tuple[int, ...] = ()) -> None:
        for at, packet in enumerate(list(self.made(frames))):
            if at not in lost:
                self.packets.take(packet)


def key(digit: str, ms: int = 80) -> list[g711.Samples]:
    return list(keys.tones(digit, ms))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("digit", KEYS)
def test_a_tone_of_four_packets_is_counted_once_whichever_of_them_are_lost(
    digit: str, law: Codec
) -> None:
    for count in range(4):
        for lost in combinations(range(4), count):
            line = Line(law=law)
            line.send(key(digit) + CALM, lost)
            assert (line.counted, lost) == (digit, lost)


def test_what_surrounds_a_tone_may_be_lost_as_well() -> None:
    for lost in combinations(range(8), 3):
        line = Line()
        line.send([*CALM[:2], *key("5"), *CALM], lost)
        assert (line.counted, lost) == ("5", lost)


@pytest.mark.parametrize("ms", [80, 120, 2000])
def test_no_hole_makes_two_keys_of_one(ms: int) -> None:
    for length in (1, 2, 3):
        for at in range(1, min(ms // 20 - length, 12)):
            line = Line()
            line.send(key("7", ms) + CALM, tuple(range(at, at + length)))
            assert line.counted == "7"


def test_the_same_key_twice_is_two_keys_though_a_packet_between_them_is_lost() -> None:
    for lost in range(6):
        line = Line()
        line.send(key("5") + CALM + key("5") + CALM, (4 + lost,))
        assert line.counted == "55"


def test_packets_that_overtake_or_come_twice_change_nothing() -> None:
    line = Line(first=65_530)  # the number wraps on the way
    packets = list(line.made([*key("1", 40), *CALM, *key("1", 40), *CALM, *key("9", 40), *CALM]))
    for at in range(0, len(packets) - 2, 3):
        packets[at : at + 3] = [packets[at + 2], packets[at], packets[at + 1]]
    for packet in packets:
        line.packets.take(packet)
        line.packets.take(packet)
    assert line.counted == "119"


@pytest.mark.parametrize("is_marked_by_noise", [False, True], ids=["nothing", "comfort noise"])
def test_a_caller_who_sends_nothing_between_two_keys_presses_twice(
    *, is_marked_by_noise: bool
) -> None:
    line = Line()
    line.send(key("5"))
    line.stamp += 1600
    line.number += is_marked_by_noise
    line.send(key("5") + CALM)
    assert line.counted == "55"


def test_after_a_hole_of_a_second_the_same_tone_is_another_key() -> None:
    line = Line()
    line.send(key("5", 200) + key("5", 1000) + key("5", 200) + CALM, tuple(range(10, 60)))
    assert line.counted == "55"


def test_a_source_that_begins_anew_is_heard() -> None:
    line = Line()
    line.send(key("4") + CALM)
    line.number, line.source = line.number - 50, 8
    line.send(key("2") + CALM)
    assert line.counted == "42"


@pytest.mark.parametrize("packet", [b"\x80\x08" + bytes(14), b"\xbf\x08" + b"\xff" * 30])
def test_a_packet_that_makes_no_sense_does_no_harm(packet: bytes) -> None:
    line = Line()
    line.packets.take(packet)
    line.source += 1
    line.send(key("3") + CALM)
    assert line.counted == "3"


def test_noise_that_is_full_of_holes_is_no_key() -> None:
    chance = Random(3)  # noqa: S311  not for secrets
    for seed in range(4):
        frames = sounds.speech_like(seed)
        line = Line()
        lost = tuple(at for at in range(3000) if chance.random() < 0.2)
        line.send([next(frames) for _ in range(3000)], lost)
        assert line.counted == ""
