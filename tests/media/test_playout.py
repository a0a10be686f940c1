"""The jitter buffer of a browser's sound for callers: loss, reordering, pauses, stalls."""

from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.load.tone import opus_tone, tone
from media.line import FRAME_BYTES, SAMPLES
from media.phone.codec import Decoder, Encoder
from media.phone.ear import REACH, Ear
from media.phone.frame import Frame, Sums, level_dbov
from media.phone.playout import (
    CONCEALED_AT_MOST,
    HELD_AT_MOST,
    HOLE,
    TARGET,
    WINDOW,
    Hole,
    Packet,
    Playout,
)
from tests.media.stage import PITCHES, pitches_in
from tests.media.telephone import AMPLITUDE, tone_frame


def played(playout: Playout, *numbers: int) -> int | Hole | None:
    """These packets come, and then a beat."""
    for number in numbers:
        playout.put(number, b"%d" % number)
    taken = playout.take()
    return taken.number if isinstance(taken, Packet) else taken


def in_step(playout: Playout, numbers: range) -> list[int | Hole | None]:
    return [played(playout, number) for number in numbers]


def test_it_waits_for_two_packets_and_then_plays_one_a_beat() -> None:
    assert in_step(Playout(), range(5)) == [None, 0, 1, 2, 3]


def test_a_single_packet_is_played_although_none_follows() -> None:
    playout = Playout()
    assert [played(playout, 0), played(playout), played(playout)] == [None, None, 0]


def test_a_lost_packet_is_concealed_and_its_late_coming_changes_nothing() -> None:
    playout = Playout()
    in_step(playout, range(5))
    assert [played(playout, 6), played(playout, 7), played(playout, 8, 5)] == [4, HOLE, 6]
    assert [played(playout, 9), played(playout, 10)] == [7, 8]


def test_a_packet_that_was_overtaken_in_time_is_played_in_its_place() -> None:
    playout = Playout()
    in_step(playout, range(5))
    assert [played(playout, 6), played(playout, 5), played(playout, 7)] == [4, 5, 6]


def test_a_pause_is_concealed_for_a_moment_and_then_silent() -> None:
    playout = Playout()
    in_step(playout, range(5))
    assert played(playout) == 4
    heard = [played(playout) for _ in range(CONCEALED_AT_MOST + 2)]
    assert heard == [HOLE] * CONCEALED_AT_MOST + [None, None]
    assert in_step(playout, range(5, 8)) == [None, 5, 6]


def test_after_a_stall_what_is_too_old_is_thrown_away() -> None:
    """Otherwise the caller would hear everyone 200 ms late for ever."""
    playout = Playout()
    in_step(playout, range(5))
    for _ in range(15):
        played(playout)
    assert played(playout, *range(5, 21)) == 19
    assert played(playout, 21) == 20


def test_a_short_stall_is_played_late_and_made_up_for_within_a_second() -> None:
    playout = Playout()
    in_step(playout, range(5))
    for _ in range(CONCEALED_AT_MOST + 1):
        played(playout)
    assert played(playout, 5, 6, 7, 8, 9) == 5
    heard = in_step(playout, range(10, 10 + 2 * WINDOW))
    assert heard[-1] == 10 + 2 * WINDOW - 1 - (TARGET - 1)


def test_what_is_held_is_bounded() -> None:
    playout = Playout()
    for number in range(10_000):
        playout.put(number, b"")
        assert len(playout._packets) <= HELD_AT_MOST
    for number in range(100_000, 50_000, -1):
        playout.put(number, b"")
        assert len(playout._packets) <= HELD_AT_MOST


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 60)), max_size=200))
def test_nothing_is_played_twice_nor_in_the_wrong_order(happens: list[int | None]) -> None:
    """None is a beat, a number a packet that comes."""
    playout = Playout()
    numbers: list[int] = []
    for number in happens:
        if number is not None:
            playout.put(number, b"")
        elif isinstance(taken := playout.take(), Packet):
            numbers.append(taken.number)
    assert numbers == sorted(set(numbers))


# ---------------------------------------------------------------- decoded


def heard(ear: Ear, beat: int) -> frozenset[int]:
    frame = ear.frame(beat)
    return frozenset() if frame is None else pitches_in(frame.samples, 16_000)


def test_a_browsers_tone_is_heard_through_loss_and_through_nonsense() -> None:
    ear, frames = Ear(), opus_tone(PITCHES[0], AMPLITUDE)
    for beat in range(1, 50):
        if beat % 10 == 0:
            ear.take(beat, b"\xff\xff\xff")
        elif beat % 10 != 5:
            ear.take(beat, frames[beat])
        tones = heard(ear, beat)
        assert tones == {PITCHES[0]} or beat == 1


def test_a_frame_is_made_once_a_beat_however_many_ask() -> None:
    ear, frames = Ear(), opus_tone(PITCHES[0], AMPLITUDE)
    for beat in range(1, 5):
        ear.take(beat, frames[beat])
        assert ear.frame(beat) is ear.frame(beat)
    assert len(ear._playout._packets) == 1


def test_a_frame_tells_the_oldest_packet_that_still_sounds_in_it() -> None:
    ear, frames = Ear(), opus_tone(PITCHES[0], AMPLITUDE)
    oldest: list[int] = []
    for beat in range(7, 20):
        if beat != 12:
            ear.take(beat, frames[beat])
        frame = ear.frame(beat)
        oldest += [] if frame is None else [frame.oldest]
    assert oldest == [7, 7, 7, 8, 9, 10, 10, 11, 13, 14, 15, 16]
    assert REACH == 2


@pytest.mark.parametrize("milliseconds", [10, 60])
def test_packets_of_another_length_are_heard_too(milliseconds: int) -> None:
    """A browser may send them: each beat still gets 20 ms."""
    packets = packets_of(milliseconds)
    ear = Ear()
    assert len(Decoder().decode(packets[0])) == 16 * milliseconds
    sent = 0
    for beat in range(1, 40):
        while sent * milliseconds < beat * 20:
            ear.take(sent, packets[sent])
            sent += 1
        frame = ear.frame(beat)
        assert frame is None or len(frame.octets) == FRAME_BYTES
    assert heard(ear, 39) == {PITCHES[0]}


def packets_of(milliseconds: int) -> list[bytes]:
    """A tone as a browser with such packets would send it."""
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    encoder.time_base = Fraction(1, 48_000)
    encoder.options = {"frame_duration": str(milliseconds), "application": "audio"}
    count = 48 * milliseconds
    samples = (tone(PITCHES[0], AMPLITUDE) * 32767).astype(np.int16)
    packets: list[bytes] = []
    for start in range(0, len(samples) - count, count):
        part = samples[start : start + count].reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(part, "s16", "mono")
        frame.sample_rate, frame.pts = 48_000, start
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


@pytest.mark.parametrize("octets", [b"", b"\x00", b"\xff" * 40, bytes(range(256))])
def test_what_is_not_opus_makes_no_frame_longer(octets: bytes) -> None:
    ear = Ear()
    for beat in range(1, 20):
        ear.take(beat, octets)
        frame = ear.frame(beat)
        assert frame is None or len(frame.octets) == FRAME_BYTES


# ---------------------------------------------------------------- summed


def frame_of(samples: list[int]) -> Frame:
    whole = np.array(samples, np.int16)
    return Frame(whole, 0, whole.tobytes())


def test_a_sum_is_cut_off_at_full_scale() -> None:
    frames = [frame_of([30_000, -30_000, 5]), frame_of([30_000, -30_000, -7])]
    assert Sums().of(frames) == np.array([32_767, -32_768, -2], "<i2").tobytes()


def test_the_sum_of_nobody_is_silence_and_of_one_is_that_one() -> None:
    one = frame_of([1, 2, 3])
    assert (Sums().of([]), Sums().of([one])) == (b"", one.octets)


def test_the_same_people_are_added_once_and_others_anew() -> None:
    sums, frames = Sums(), [frame_of([number, 0]) for number in range(3)]
    assert sums.of(frames[:2]) is sums.of(frames[1::-1])
    assert sums.of(frames[:2]) != sums.of(frames[1:])


def test_loudness_is_told_as_a_browser_tells_it() -> None:
    sine = np.frombuffer(tone_frame(400, 0, 1.0), "<i2")
    assert level_dbov(sine) == 3
    assert level_dbov(np.full(SAMPLES, -32_768, np.int16)) == 0
    assert level_dbov(np.zeros(SAMPLES, np.int16)) == 127
    assert level_dbov(np.eye(1, SAMPLES, dtype=np.int16)[0]) == 115


# ---------------------------------------------------------------- encoded


def test_an_encoder_that_forgets_tells_nothing_of_before() -> None:
    fresh, used = Encoder(), Encoder()
    for number in range(10):
        used.encode(tone_frame(PITCHES[3], number))
    used.forget()
    frames = [tone_frame(PITCHES[0], number) for number in range(3)]
    assert [used.encode(frame) for frame in frames] == [fresh.encode(frame) for frame in frames]


def test_packets_are_of_one_size_whatever_is_said() -> None:
    encoder = Encoder()
    loud = [encoder.encode(tone_frame(hz, number)) for number in range(5) for hz in PITCHES]
    quiet = [encoder.encode(bytes(FRAME_BYTES)) for _ in range(5)]
    assert {len(packet) for packet in loud + quiet} == {80}
