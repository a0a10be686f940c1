"""Silence is sent packet by packet; a line from which nothing comes has faded."""

from media.telephony.presence import Presence


def told_by(looks: list[tuple[float, bool]]) -> list[bool]:
    told: list[bool] = []
    presence = Presence(2.5, told.append)
    for now, has_come in looks:
        presence.look(has_come=has_come, now=now)
    return told


def test_as_long_as_packets_come_nothing_is_told() -> None:
    assert told_by([(at / 10, True) for at in range(100)]) == []


def test_nothing_for_long_enough_is_told_once() -> None:
    assert told_by([(0.0, True), *((at / 10, False) for at in range(1, 100))]) == [False]


def test_a_short_gap_is_not_told() -> None:
    assert told_by([(0.0, True), (2.4, False), (2.45, True), (4.8, False)]) == []


def test_what_comes_again_is_told() -> None:
    assert told_by([(0.0, True), (3.0, False), (3.1, True), (6.0, False)]) == [False, True, False]


def test_a_call_that_never_sends_fades_too() -> None:
    assert told_by([(10.0, False), (12.4, False), (12.6, False)]) == [False]
