"""No number is ever used twice on a slot, whatever a sender does: SRTP's safety rests on it."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from media.api import Kind, LegKey
from media.plane.outlet import Gate, Outlet
from media.plane.slots import JUMP, Slot, Track

steps = st.lists(
    st.one_of(
        st.integers(1, 5),  # on, with small gaps
        st.integers(-40, 0),  # late, or the same again
        st.sampled_from([700, 1500, 20_000, 32_767, 40_000, 65_535]),  # a jump
    ),
    max_size=200,
)


def sound_slot() -> Slot:
    outlet = Outlet.__new__(Outlet)  # a slot only hands it on
    return Slot("a", Kind.SOUND, (1, 0), outlet)


def track_of(name: str, seq: int) -> Track:
    return Track(LegKey(name), Kind.SOUND, 7, "h", seq)


def feed(slot: Slot, track: Track, seqs: list[int], sent: Counter[int], now: float) -> None:
    """What the forwarder does with each packet, without the bytes."""
    for seq in seqs:
        number = track.place(seq & 0xFFFF, now)
        if number < 0:
            continue
        if number == track.newest:
            track.last_at = now
        if slot.track is not track:
            if number != track.newest:
                continue
            slot.start(track, number, 0, now)
        if number >= slot.base:
            sent[number + slot.shift] += 1


@given(st.lists(st.tuples(st.sampled_from("xyz"), steps), max_size=6), st.integers(0, 0xFFFF))
def test_no_number_is_sent_twice_on_a_slot(visits: list[tuple[str, list[int]]], first: int) -> None:
    slot, sent = sound_slot(), Counter[int]()
    tracks = {name: track_of(name, first) for name in "xyz"}
    at = dict.fromkeys("xyz", first)
    for turn, (name, moves) in enumerate(visits):
        seqs = [at[name]]
        for move in moves:
            seqs.append(seqs[-1] + move)
        at[name] = seqs[-1]
        slot.bind(LegKey(name), Gate(), float(turn))
        slot.aim(tracks[name])
        feed(slot, tracks[name], seqs, sent, float(turn))
        slot.release()
    assert all(count == 1 for count in sent.values())
    numbers = sorted(sent)
    assert all(b - a <= JUMP for a, b in pairwise(numbers))


def test_a_late_packet_is_taken_once_if_it_was_missing() -> None:
    track = track_of("x", 10)
    assert [track.place(seq, 0) for seq in (10, 13, 11, 11, 12, 10)] == [10, 13, 11, -1, 12, -1]


def test_a_repeated_packet_is_taken_only_if_it_was_missing() -> None:
    track = track_of("x", 10)
    assert [track.place(seq, 0) for seq in (10, 12)] == [10, 12]
    assert [track.place_again(seq) for seq in (11, 11, 12, 13)] == [11, -1, -1, -1]


def test_numbers_run_on_past_the_end_of_sixteen_bits() -> None:
    track = track_of("x", 65_534)
    assert [track.place(seq & 0xFFFF, 0) for seq in range(65_534, 65_540)] == list(
        range(65_534, 65_540)
    )


def test_nothing_of_an_earlier_binding_can_be_asked_for_again() -> None:
    slot, track = sound_slot(), track_of("x", 10)
    slot.bind(LegKey("x"), Gate(), 0)
    for seq in range(10, 20):
        number = track.place(seq, 0)
        if slot.track is None:
            slot.start(track, number, 0, 0)
    first_sent = 10 + slot.shift
    assert slot.number_of(first_sent & 0xFFFF) == 10
    slot.bind(LegKey("x"), Gate(), 1)
    assert slot.number_of(first_sent & 0xFFFF) is None
    slot.start(track, track.place(20, 1), 0, 1)
    assert slot.number_of(first_sent & 0xFFFF) is None
    assert slot.number_of((20 + slot.shift) & 0xFFFF) == 20
